/** Deleting roles, setting default ones back, and the permissions that roles can give. */

import { randomUUID } from 'node:crypto';
import { type Answer, type Call, first, flag, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { DEFAULT_ROLES } from '../default-roles.ts';
import { notFound } from '../errors.ts';
import { dropGrants } from '../grants.ts';
import { idIn } from '../json.ts';
import type { Document, OrgState } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { ROLES } from '../paths.ts';
import { permissionCatalogue, permissionsOf } from '../permission-catalogue.ts';
import { CREATED_ROLE } from '../roles.ts';
import { arrayBody } from './body.ts';
import { note, remove, rendered } from './documents.ts';

const MAX_PAGE = 100;

const roles = collectionAt(ROLES);

/** A deleted role is taken from everybody who holds it. */
export function deleteRole(call: Call): Answer {
  const answer = remove(call, roles);
  dropGrants(call.org, param(call, 'roleId'));
  return answer;
}

/** Sets default roles back to what they were at the start. */
export function restoreDefaults(call: Call): Answer {
  const ids = arrayBody(call).map((one) => idIn(one) ?? '');
  const held = ids.map((id) => call.org.get(ROLES, id));
  if (held.some((role) => role?.default !== true)) throw notFound();
  return listing(
    call,
    held.flatMap((role) => (role ? [restored(call, role)] : [])),
  );
}

/** Makes the default roles that are missing; with `force`, sets the others back as well. */
export function createDefaults(call: Call): Answer {
  const all = DEFAULT_ROLES.map((standard) => {
    const held = call.org.all(ROLES).find(({ defaultRoleId }) => defaultRoleId === standard.defaultRoleId);
    if (held) return flag(call.query, 'force') ? restored(call, held) : held;
    return put(call, { ...CREATED_ROLE, ...standard, id: randomUUID() }, undefined);
  });
  return listing(call, all);
}

function restored(call: Call, role: Document): Document {
  const standard = DEFAULT_ROLES.find(({ defaultRoleId }) => defaultRoleId === role.defaultRoleId);
  return put(call, { ...role, ...standard, id: role.id }, role);
}

function put(call: Call, role: Document, before: Document | undefined): Document {
  call.org.put(ROLES, role);
  note(call, roles, role, { action: before ? 'Update' : 'Create', before, after: role });
  return role;
}

function listing(call: Call, all: readonly Document[]): Answer {
  return { body: numberedPage(call, all, MAX_PAGE, (role) => rendered(call, roles, role)) };
}

/** The permissions of the org by domain; `query` narrows them to a domain or to what begins like a permission. */
export function listPermissions(call: Call): Answer {
  const query = first(call.query, 'query')?.toLowerCase() ?? '';
  const byPermission = first(call.query, 'queryType') === 'permission';
  const { state } = call.org;
  const domains = [...permissionCatalogue(state).keys()].filter((domain) =>
    byPermission ? hasPermission(state, domain, query) : domain.toLowerCase().includes(query),
  );
  return { body: numberedPage(call, domains, MAX_PAGE, (domain) => permissionsOf(state, domain)) };
}

function hasPermission(state: OrgState, domain: string, query: string): boolean {
  const entities = [...(permissionCatalogue(state).get(domain) ?? [])];
  const names = entities.flatMap(([entity, actions]) =>
    actions.map((action) => `${domain}:${entity}:${action}`),
  );
  return names.some((name) => name.toLowerCase().startsWith(query));
}

/** The products that the org has licences for. */
export function listProducts(): Answer {
  const entities = ['engage3', 'collaborate', 'architect'].map((id) => ({ id }));
  return {
    body: { entities, total: entities.length, pageCount: 1, pageNumber: 1, pageSize: entities.length },
  };
}
