import type { ResourceType } from '../vocabulary.ts';

/** What a role can allow, by domain. Fixed by the products that the org has licences for. */
export const authPermission = {
  type: 'auth_permission',
  noun: 'permission domain',
  calls: { list: 'getAuthorizationPermissions', read: 'getAuthorizationPermissions' },
  identity: '/domain',
  list: { size: 100 },
} satisfies ResourceType;
