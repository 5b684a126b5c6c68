import type { ResourceType } from '../vocabulary.ts';

export const oauthClient = {
  type: 'oauth_client',
  noun: 'OAuth client',
  calls: {
    list: 'getOauthClients',
    read: 'getOauthClient',
    create: 'postOauthClients',
    update: 'putOauthClient',
    remove: 'deleteOauthClient',
  },
  identity: '/name',
  list: { pages: 'one' },
  // Source: CX as Code 1.84.1 and the platform CLI 166: the secret is answered by the create and by a new secret only (2026-07).
  handOver: '/secret',
  createOnly: ['/authorizedGrantType'],
  references: {
    '/roleDivisions/*/roleId': { type: 'auth_role', as: 'id' },
    '/roleDivisions/*/divisionId': { type: 'auth_division', as: 'id', any: true },
  },
  sets: ['/registeredRedirectUri', '/scope'],
  lists: { '/roleDivisions': { anyOrder: true } },
  // What `roleDivisions` says again, without the divisions.
  managed: ['/roleIds'],
  unsupported: {
    '/dateToDelete':
      'would delete the client behind the back of whoever relies on it: delete it by a changeset',
    '/roleIds': 'is deprecated: roleDivisions says the same, with divisions',
  },
  fixed: [{ where: { state: 'disabled' }, why: 'Genesys has disabled this OAuth client' }],
  remove: {
    is: 'soft',
    gone: { state: 'deleted' },
    // Source: error code cannot.delete.client of the platform CLI 166 (2026-07).
    first: { '/state': 'inactive' },
    losses: ['it comes back with a new secret: whoever logs in with it must be given that and the new ID'],
    unseen: ['credentials of integrations', 'whatever logs in with it'],
  },
} satisfies ResourceType;
