/** OAuth clients. */
import { createClient, listClients, renewSecret } from '../handlers/oauth.ts';
import type { Routes } from './places.ts';

export const OAUTH_ROUTES: Routes = {
  'GET /api/v2/oauth/clients': listClients,
  'POST /api/v2/oauth/clients': createClient,
  'POST /api/v2/oauth/clients/{}/secret': renewSecret,
};
