/** Flows and what uses them. */
import * as flows from '../handlers/flows.ts';
import * as levels from '../handlers/log-levels.ts';
import { putOutcome } from '../handlers/outcomes.ts';
import type { Routes } from './places.ts';

export const FLOW_ROUTES: Routes = {
  'GET /api/v2/architect/dependencytracking/build': flows.readBuild,
  'GET /api/v2/architect/dependencytracking/consumingresources': flows.listConsumers,
  'GET /api/v2/flows/{}': flows.readFlow,
  'DELETE /api/v2/flows/{}/instances/settings/loglevels': levels.deleteLevel,
  'GET /api/v2/flows/{}/instances/settings/loglevels': levels.readLevel,
  'POST /api/v2/flows/{}/instances/settings/loglevels': levels.createLevel,
  'PUT /api/v2/flows/{}/instances/settings/loglevels': levels.replaceLevel,
  'PUT /api/v2/flows/{}': flows.replaceFlow,
  'PUT /api/v2/flows/outcomes/{}': putOutcome,
  'DELETE /api/v2/flows/{}': flows.deleteFlow,
  'POST /api/v2/flows/actions/publish': flows.publish,
  'POST /api/v2/flows/jobs': flows.postJob,
  'GET /api/v2/flows/jobs/{}': flows.readJob,
};
