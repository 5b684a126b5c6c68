/** Numbers, sites, trunks. */
import { listDids, listPoolNumbers, readDid } from '../handlers/numbers.ts';
import * as sites from '../handlers/sites.ts';
import { readTrunkTemplate } from '../handlers/trunks.ts';
import type { Routes } from './places.ts';

export const TELEPHONY_ROUTES: Routes = {
  'GET /api/v2/telephony/mediaregions': sites.readMediaRegions,
  'GET /api/v2/telephony/providers/edges/didpools/dids': listPoolNumbers,
  'GET /api/v2/telephony/providers/edges/dids': listDids,
  'GET /api/v2/telephony/providers/edges/dids/{}': readDid,
  'GET /api/v2/telephony/providers/edges/sites/{}/numberplans': sites.listNumberPlans,
  'GET /api/v2/telephony/providers/edges/sites/{}/numberplans/classifications': sites.listClassifications,
  'GET /api/v2/telephony/providers/edges/sites/{}/numberplans/{}': sites.readNumberPlan,
  'GET /api/v2/telephony/providers/edges/trunkbasesettings/template': readTrunkTemplate,
  'PUT /api/v2/telephony/providers/edges/sites/{}/numberplans': sites.putNumberPlans,
};
