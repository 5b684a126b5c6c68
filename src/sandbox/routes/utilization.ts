/** What the org has only one of. */
import * as utilization from '../handlers/utilization.ts';
import type { Routes } from './places.ts';

export const UTILIZATION_ROUTES: Routes = {
  'DELETE /api/v2/routing/utilization': utilization.resetUtilization,
  'DELETE /api/v2/routing/utilization/labels/{}': utilization.deleteLabel,
  'GET /api/v2/routing/utilization': utilization.readUtilization,
  'POST /api/v2/routing/utilization/labels': utilization.createLabel,
  'PUT /api/v2/routing/utilization': utilization.replaceUtilization,
  'PUT /api/v2/routing/utilization/labels/{}': utilization.replaceLabel,
};
