/** Integrations, credentials, data actions. */
import * as integrations from '../handlers/integrations.ts';
import type { Routes } from './places.ts';

export const INTEGRATION_ROUTES: Routes = {
  'DELETE /api/v2/integrations/{}': integrations.removeIntegration,
  'GET /api/v2/integrations/{}/config/current': integrations.readConfig,
  'PUT /api/v2/integrations/{}/config/current': integrations.replaceConfig,
  'GET /api/v2/integrations/credentials/listing': integrations.listCredentials,
  'POST /api/v2/integrations/actions': integrations.createAction,
  'GET /api/v2/integrations/actions/{}': integrations.readAction,
  'PATCH /api/v2/integrations/actions/{}': integrations.patchAction,
  'GET /api/v2/integrations/actions/{}/templates/{}': integrations.readTemplate,
  'GET /api/v2/integrations/actions/{}/draft': integrations.readDraft,
  'POST /api/v2/integrations/actions/{}/draft': integrations.createDraft,
  'PATCH /api/v2/integrations/actions/{}/draft': integrations.patchDraft,
  'DELETE /api/v2/integrations/actions/{}/draft': integrations.removeDraft,
  'POST /api/v2/integrations/actions/{}/draft/publish': integrations.publishDraft,
};
