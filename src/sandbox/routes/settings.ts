/** What the org has only one of. */
import * as settings from '../handlers/settings.ts';
import type { Routes } from './places.ts';

export const SETTINGS_ROUTES: Routes = {
  'DELETE /api/v2/routing/settings': settings.resetSettings,
  'DELETE /api/v2/routing/utilization': settings.resetUtilization,
  'DELETE /api/v2/routing/utilization/labels/{}': settings.deleteLabel,
  'GET /api/v2/routing/settings': settings.readSettings('general'),
  'GET /api/v2/routing/settings/contactcenter': settings.readSettings('contactcenter'),
  'GET /api/v2/routing/settings/transcription': settings.readSettings('transcription'),
  'GET /api/v2/routing/utilization': settings.readUtilization,
  'PATCH /api/v2/routing/settings/contactcenter': settings.patchSettings('contactcenter'),
  'POST /api/v2/routing/utilization/labels': settings.createLabel,
  'PUT /api/v2/routing/settings': settings.replaceSettings('general'),
  'PUT /api/v2/routing/settings/transcription': settings.replaceSettings('transcription'),
  'PUT /api/v2/routing/utilization': settings.replaceUtilization,
  'PUT /api/v2/routing/utilization/labels/{}': settings.replaceLabel,
};
