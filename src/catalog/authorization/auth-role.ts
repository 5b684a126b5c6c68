import { expandedPolicies, misplacedPolicies } from '../policies.ts';
import type { Reference, ResourceType } from '../vocabulary.ts';

const CONDITION = '/permissionPolicies/*/resourceConditionNode';

export const authRole = {
  type: 'auth_role',
  noun: 'role',
  calls: {
    list: 'getAuthorizationRoles',
    read: 'getAuthorizationRole',
    create: 'postAuthorizationRoles',
    update: 'putAuthorizationRole',
    remove: 'deleteAuthorizationRole',
  },
  identity: '/name',
  unique: 'org',
  list: { size: 100, find: 'name', passes: [{ userCount: false }] },
  readQuery: { userCount: false },
  references: { ...operandsOf(CONDITION), ...operandsOf(`${CONDITION}/terms/*`) },
  sets: ['/permissions', '/permissionPolicies/*/actionSet', '/permissionPolicies/*/namedResources'],
  lists: { '/permissionPolicies': { anyOrder: true } },
  // Licences and the origin of a role are the platform's to say, although the body of a create takes them.
  managed: [
    '/addonLicenses',
    '/base',
    '/baseLicense',
    '/default',
    '/defaultRoleId',
    '/id',
    '/roleNeedsUpdate',
    '/userCount',
  ],
  unsupported: {
    [`${CONDITION}/terms/*/terms`]: 'nests conditions deeper than a changeset can say',
  },
  remove: {
    never: [{ where: { default: true }, why: 'a default role cannot be deleted, only restored' }],
    losses: ['users, groups and OAuth clients that hold it lose it'],
  },
  canonical: expandedPolicies,
  check: misplacedPolicies,
} satisfies ResourceType;

function operandsOf(node: string): Record<string, Reference> {
  return {
    [`${node}/operands/*/queue`]: { type: 'routing_queue' },
    [`${node}/operands/*/team`]: { type: 'team' },
    [`${node}/operands/*/user`]: { type: 'user' },
  };
}
