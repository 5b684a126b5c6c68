/**
 * Who holds which role where: grants of users and groups. A user also has the grants of the groups in which roles are
 * enabled. Grants of OAuth clients stand with the clients.
 */
import { arrayOf, at, idIn, isObject, type Json, type JsonObject } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { DIVISIONS, GROUPS, ROLES, USERS } from './paths.ts';
import { lives, referenceTo } from './references.ts';

const SUBJECTS = '/api/v2/authorization/subjects';
const GRANTS = `${SUBJECTS}/{}/grants`;
const ALL_DIVISIONS = '*';

export interface Pair {
  readonly roleId: string;
  readonly divisionId: string;
}

/** A grant as it is kept. */
export function grantOf({ roleId, divisionId }: Pair, now: number): Document {
  return {
    id: `${divisionId}/${roleId}`,
    role: { id: roleId },
    division: { id: divisionId },
    grantMadeAt: new Date(now).toISOString(),
  };
}

/** Where the grants of a subject are kept. */
export function grantsPath(subjectId: string): string {
  return GRANTS.replace('{}', subjectId);
}

export function pairOf(grant: Document): Pair {
  return { roleId: idIn(grant.role) ?? '', divisionId: idIn(grant.division) ?? '' };
}

/** A live user or group. */
export function subjectOf(org: Org, id: string): { document: Document; type: string } | undefined {
  const user = org.get(USERS, id);
  const group = org.get(GROUPS, id);
  if (lives(user)) return { document: user, type: 'PC_USER' };
  return lives(group) ? { document: group, type: 'PC_GROUP' } : undefined;
}

/** A subject's own grants and, of a user, those of its groups, as the API answers them. */
export function grantsOf(org: Org, subjectId: string): JsonObject[] {
  const subjects = [subjectId, ...rolesGroups(org, subjectId)];
  return subjects.flatMap((id) => org.all(grantsPath(id)).map((grant) => renderGrant(org, id, grant)));
}

/** The groups from which a user has roles: as an individual, or as an owner where owners count. */
function rolesGroups(org: Org, userId: string): string[] {
  const isIn = (group: Document) =>
    org.get(`${GROUPS}/${group.id}/individuals`, userId) !== undefined ||
    (group.includeOwners === true && arrayOf(group.owners).some((owner) => idIn(owner) === userId));
  return org
    .all(GROUPS)
    .filter((group) => lives(group) && group.rolesEnabled === true && isIn(group))
    .map(({ id }) => id);
}

function renderGrant(org: Org, subjectId: string, grant: Document): JsonObject {
  const { roleId, divisionId } = pairOf(grant);
  const role = org.get(ROLES, roleId);
  return {
    subjectId,
    division: divisionId === ALL_DIVISIONS ? { id: ALL_DIVISIONS } : referenceTo(org, DIVISIONS, divisionId),
    role: {
      ...referenceTo(org, ROLES, roleId),
      default: role?.default ?? false,
      policies: arrayOf(role?.permissionPolicies).map(renderPolicy),
    },
    grantMadeAt: grant.grantMadeAt ?? '',
  };
}

function renderPolicy(policy: Json): JsonObject {
  const { domain = '', entityName = '', actionSet = [] } = isObject(policy) ? policy : {};
  return { domain, entityName, actions: actionSet };
}

/** Every grant once; of several for the same role and division either the subject's own or an inherited one stays. */
export function withoutDuplicates(org: Org, grants: readonly JsonObject[], subjectId: string): JsonObject[] {
  const wanted = org.switches.duplicateGrants === 'own';
  const isWanted = (grant: JsonObject) => (grant.subjectId === subjectId) === wanted;
  const key = (grant: JsonObject) => `${at(grant, 'division', 'id')}/${at(grant, 'role', 'id')}`;
  const preferred = [...grants.filter((grant) => !isWanted(grant)), ...grants.filter(isWanted)];
  const kept = new Map(preferred.map((grant) => [key(grant), grant]));
  return grants.filter((grant) => kept.get(key(grant)) === grant);
}

/** The subjects that hold a role themselves, with the divisions in which they do. */
export function roleHolders(org: Org, roleId: string): { id: string; divisionIds: string[] }[] {
  return org.collectionsLike(GRANTS).flatMap((path) => {
    const id = path.slice(SUBJECTS.length + 1, -'/grants'.length);
    const pairs = org.all(path).map(pairOf);
    const divisionIds = pairs.filter((pair) => pair.roleId === roleId).map(({ divisionId }) => divisionId);
    return divisionIds.length > 0 && subjectOf(org, id) ? [{ id, divisionIds }] : [];
  });
}

/** Those that a listing of who holds a role names: as a setting has it, users who have it from a group as well. */
export function roleSubjects(org: Org, roleId: string): { id: string; divisionIds: string[] }[] {
  const own = roleHolders(org, roleId);
  if (org.switches.roleSubjects === 'own') return own;
  const names = new Set(own.map(({ id }) => id));
  const inheriting = org.all(USERS).flatMap((user) => {
    if (names.has(user.id) || !lives(user)) return [];
    const groups = rolesGroups(org, user.id);
    const divisionIds = own.filter(({ id }) => groups.includes(id)).flatMap((one) => one.divisionIds);
    return divisionIds.length > 0 ? [{ id: user.id, divisionIds: [...new Set(divisionIds)] }] : [];
  });
  return [...own, ...inheriting];
}

/** The grants in a division, of whatever subject, as the API answers them. */
export function grantsIn(org: Org, divisionId: string): JsonObject[] {
  return org.collectionsLike(GRANTS).flatMap((path) => {
    const id = path.slice(SUBJECTS.length + 1, -'/grants'.length);
    const own = org.all(path).filter((grant) => pairOf(grant).divisionId === divisionId);
    return own.length > 0 && subjectOf(org, id) ? own.map((grant) => renderGrant(org, id, grant)) : [];
  });
}

/** What a user may do, however it was granted. */
export function authorizationOf(org: Org, userId: string): JsonObject {
  const grants = grantsOf(org, userId);
  const roles = new Map(
    grants.map(({ role }) => [idIn(role) ?? '', { id: idIn(role) ?? '', name: at(role, 'name') ?? '' }]),
  );
  const permissions = grants.flatMap(({ role }) => arrayOf(at(role, 'policies')).flatMap(permissionsOf));
  return { roles: [...roles.values()], unusedRoles: [], permissions: [...new Set(permissions)].sort() };
}

function permissionsOf(policy: Json): string[] {
  const { domain, entityName, actions } = isObject(policy) ? policy : {};
  return arrayOf(actions).map((action) => `${domain}:${entityName}:${action}`);
}

/** Ends every grant of a role or in a division that is deleted. */
export function dropGrants(org: Org, id: string): void {
  for (const path of org.collectionsLike(GRANTS)) {
    const ended = org.all(path).filter((grant) => Object.values(pairOf(grant)).includes(id));
    for (const grant of ended) org.remove(path, grant.id);
  }
}
