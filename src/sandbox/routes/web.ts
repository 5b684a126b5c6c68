/** Messengers on web sites. */
import * as web from '../handlers/web.ts';
import type { Routes } from './places.ts';

const CONFIGURATIONS = '/api/v2/webdeployments/configurations';

export const WEB_ROUTES: Routes = {
  [`GET ${CONFIGURATIONS}`]: web.listConfigurations,
  [`POST ${CONFIGURATIONS}`]: web.createConfiguration,
  [`GET ${CONFIGURATIONS}/{}/versions`]: web.listVersions,
  [`GET ${CONFIGURATIONS}/{}/versions/draft`]: web.readDraft,
  [`PUT ${CONFIGURATIONS}/{}/versions/draft`]: web.replaceDraft,
  [`POST ${CONFIGURATIONS}/{}/versions/draft/publish`]: web.publishDraft,
  [`GET ${CONFIGURATIONS}/{}/versions/{}`]: web.readVersion,
};
