/** What every client may ask: its org, its token, its rights, the audits. */

import { queryAudits } from '../handlers/audits.ts';
import { headToken, readOrganization, readOwnSubject, readToken } from '../handlers/me.ts';
import * as users from '../handlers/users.ts';
import type { Routes } from './places.ts';

export const CLIENT_ROUTES: Routes = {
  'GET /api/v2/authorization/subjects/me': readOwnSubject,
  'GET /api/v2/organizations/me': readOrganization,
  'GET /api/v2/tokens/me': readToken,
  'GET /api/v2/users/me': users.readUserMe,
  'HEAD /api/v2/tokens/me': headToken,
  'POST /api/v2/audits/query/realtime': queryAudits,
};
