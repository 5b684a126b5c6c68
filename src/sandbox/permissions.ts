/** Rights: a client's grants against the contract's permissions, anywhere or in the division of an object. */
import type { Call } from './call.ts';
import { type Operation, operationAt } from './contract.ts';
import { missingAnyPermission, missingInDivision, missingPermissions, notFound } from './errors.ts';
import { idIn } from './json.ts';
import type { Client, Document } from './model.ts';

const ALL_DIVISIONS = '*';

function covers(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true;
  const parts = pattern.split(':');
  return permission.split(':').every((part, index) => parts[index] === '*' || parts[index] === part);
}

/** Whether a permission is held: in the given division, or in any when none is given. */
export function holds({ grants }: Client, permission: string, division?: string): boolean {
  return grants.some(
    ({ permissions, divisions }) =>
      permissions.some((pattern) => covers(pattern, permission)) &&
      (division === undefined || divisions.includes(ALL_DIVISIONS) || divisions.includes(division)),
  );
}

function allows(operation: Operation, client: Client, division?: string): boolean {
  const { type, permissions } = operation.permissions ?? { type: 'ALL', permissions: [] };
  if (permissions.length === 0) return true;
  const held = (permission: string) => holds(client, permission, division);
  return type === 'ANY' ? permissions.some(held) : permissions.every(held);
}

/** Refuses a request whose permissions the client does not hold in any division. */
export function demand(operation: Operation, client: Client): void {
  if (allows(operation, client)) return;
  const { type, permissions } = operation.permissions ?? { type: 'ALL', permissions: [] };
  if (type === 'ANY') throw missingAnyPermission(permissions);
  throw missingPermissions(permissions.filter((permission) => !holds(client, permission)));
}

/** Refuses a request whose permissions the client holds, but not in this division; objects without one are open. */
export function demandIn(call: Call, division: string | undefined): void {
  if (division === undefined || allows(call.operation, call.client, division)) return;
  throw missingInDivision(
    call.operation.permissions?.permissions ?? [],
    division,
    call.org.switches.divisionPermissionText,
  );
}

/** Refuses a request that needs a permission which the contract does not name for its operation. */
export function demandPermission(call: Call, permission: string, division: string): void {
  if (holds(call.client, permission, division)) return;
  throw missingInDivision([permission], division, call.org.switches.divisionPermissionText);
}

/** Whether the client may see an object of a collection. What belongs to all divisions or to none is open to everybody. */
export function sees(call: Call, collectionPath: string, document: Document): boolean {
  const division = idIn(document.division);
  const read = operationAt('GET', `${collectionPath}/{}`);
  return (
    division === undefined ||
    division === ALL_DIVISIONS ||
    read === undefined ||
    allows(read, call.client, division)
  );
}

/** Refuses access to an object that the client may not see, as forbidden or as absent. */
export function demandSight(call: Call, collectionPath: string, document: Document): void {
  if (sees(call, collectionPath, document)) return;
  if (call.org.switches.invisibleObject === 404) throw notFound();
  const permissions = operationAt('GET', `${collectionPath}/{}`)?.permissions?.permissions ?? [];
  throw missingInDivision(
    permissions,
    idIn(document.division) ?? '',
    call.org.switches.divisionPermissionText,
  );
}
