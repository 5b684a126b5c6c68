/** The OAuth clients of Harbour Bank. */
import { addTo, idOf } from '../build.ts';
import type { OrgState } from '../model.ts';
import { DIVISIONS, OAUTH_CLIENTS, ROLES } from '../paths.ts';

/** Adds clients of several grants, one of which Genesys has disabled. */
export function addOauth(state: OrgState): void {
  const held = (role: string, division: string) => ({
    roleId: idOf(ROLES, role),
    divisionId: division === '*' ? division : idOf(DIVISIONS, division),
  });
  addTo(state, OAUTH_CLIENTS, {
    name: 'Data warehouse',
    description: 'Reads queues every night',
    authorizedGrantType: 'CLIENT-CREDENTIALS',
    accessTokenValiditySeconds: 3600,
    roleDivisions: [held('Queue administrator', 'Home'), held('Team lead', '*')],
    'x-future': { owner: 'data' },
  });
  addTo(state, OAUTH_CLIENTS, {
    name: 'Wallboard',
    authorizedGrantType: 'CODE',
    registeredRedirectUri: ['https://wallboard.harbour.example/callback'],
    scope: ['analytics:readonly', 'users:readonly'],
  });
  addTo(state, OAUTH_CLIENTS, {
    name: 'Old wallboard',
    authorizedGrantType: 'TOKEN',
    registeredRedirectUri: ['https://old.harbour.example'],
    state: 'disabled',
  });
}
