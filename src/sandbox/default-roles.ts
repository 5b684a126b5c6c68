/** The roles that every org has from its start. Their `defaultRoleId` is the same in all orgs, their id is not. */
import type { JsonObject } from './json.ts';

function policy(domain: string, entityName: string, ...actionSet: string[]): JsonObject {
  return { domain, entityName, actionSet, allowConditions: false };
}

export const DEFAULT_ROLES: readonly (JsonObject & { name: string; defaultRoleId: string })[] = [
  {
    name: 'Admin',
    defaultRoleId: 'admin',
    description: 'Administers the organization',
    permissionPolicies: [
      policy('authorization', 'role', 'add', 'delete', 'edit', 'view'),
      policy('directory', 'user', 'add', 'delete', 'edit'),
      policy('directory', 'organization', 'admin'),
    ],
  },
  {
    name: 'employee',
    defaultRoleId: 'employee',
    description: 'Everybody who works here',
    permissionPolicies: [policy('directory', 'userProfile', 'view')],
  },
  {
    name: 'Engage User',
    defaultRoleId: 'engageUser',
    description: 'Handles interactions',
    permissionPolicies: [
      policy('conversation', 'call', 'accept'),
      policy('routing', 'queue', 'join', 'view'),
    ],
  },
  {
    name: 'Engage Supervisor',
    defaultRoleId: 'engageSupervisor',
    description: 'Leads those who handle interactions',
    permissionPolicies: [policy('routing', 'queue', 'view'), policy('routing', 'queueMember', 'manage')],
  },
].map((role) => ({ ...role, default: true, base: role.defaultRoleId === 'employee' }));
