/** E-mail domains and their routes. */
import * as email from '../handlers/email.ts';
import type { Routes } from './places.ts';

export const MAIL_ROUTES: Routes = {
  'DELETE /api/v2/routing/email/domains/{}': email.deleteDomain,
  'DELETE /api/v2/routing/email/domains/{}/routes/{}': email.deleteRoute,
  'GET /api/v2/routing/email/domains/{}/routes': email.listRoutes,
  'GET /api/v2/routing/email/domains/{}/routes/{}': email.readRoute,
  'PATCH /api/v2/routing/email/domains/{}': email.patchDomain,
  'POST /api/v2/routing/email/domains': email.createDomain,
  'POST /api/v2/routing/email/domains/{}/routes': email.createRoute,
  'PUT /api/v2/routing/email/domains/{}/routes/{}': email.replaceRoute,
};
