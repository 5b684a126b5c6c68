/** What is special about roles. Facts of the platform; source, unless said otherwise: CX as Code 1.84.1, auth_role. */
import { type Call, many, type Query } from './call.ts';
import { badRequest } from './errors.ts';
import { roleHolders } from './grants.ts';
import { arrayOf, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { QUEUES, TEAMS, USERS } from './paths.ts';
import { permissionCatalogue } from './permission-catalogue.ts';
import type { References } from './references.ts';

/** What only the server says of a role. */
export const SETTLED_ROLE: readonly string[] = [
  'addonLicenses',
  'base',
  'baseLicense',
  'dateLicenseLastUpdated',
  'default',
  'defaultRoleId',
  'roleNeedsUpdate',
  'unusedPermissions',
  'userCount',
];

/** A role that somebody made. The last is a field of an API newer than the contract. */
export const CREATED_ROLE: JsonObject = {
  default: false,
  base: false,
  roleNeedsUpdate: false,
  permissions: [],
  permissionPolicies: [],
  'x-future': { reviewedEvery: 'never' },
};

const NODE = '/permissionPolicies/*/resourceConditionNode';

/** Conditions name queues, users and teams, in the node itself and in its terms. */
export const ROLE_REFERENCES: References = Object.fromEntries(
  [NODE, `${NODE}/terms/*`, `${NODE}/terms/*/terms/*`].flatMap((node) => [
    [`${node}/operands/*/queue`, QUEUES],
    [`${node}/operands/*/user`, USERS],
    [`${node}/operands/*/team`, TEAMS],
  ]),
);

/** A body in the document's own words: the server expands wildcards, and loses the conditions that stood with them. */
export function acceptRole(body: JsonObject, previous: Document | undefined, { org }: Call): JsonObject {
  const { permissionPolicies, default: _, ...rest } = body;
  const policies = arrayOf(permissionPolicies);
  const written =
    org.switches.roleWildcards === 'kept' ? policies : policies.flatMap((policy) => expanded(policy, org));
  return {
    ...rest,
    ...(permissionPolicies === undefined ? {} : { permissionPolicies: written }),
    ...(previous === undefined ? {} : { default: previous.default ?? false }),
  };
}

function expanded(policy: Json, { state }: Org): Json[] {
  if (!isObject(policy)) return [];
  const entities = permissionCatalogue(state).get(textOf(policy.domain) ?? '');
  const actions = arrayOf(policy.actionSet);
  const isWild = policy.entityName === '*' || actions.includes('*');
  if (!isWild || !entities) return [policy];
  const { resourceConditionNode: _, ...plain } = policy;
  return [...entities]
    .filter(([entity]) => policy.entityName === '*' || policy.entityName === entity)
    .map(([entityName, all]) => ({
      ...plain,
      entityName,
      actionSet: actions.includes('*') ? [...all] : actions,
    }));
}

/** Default roles can be changed and set back, and not deleted. */
export function guardRole(role: Document): void {
  if (role.default === true) throw badRequest('Default roles cannot be deleted.');
}

/** Whether a role lacks all the permissions that a list asks for. */
export function lacksPermissions(role: Document, query: Query): boolean {
  const asked = many(query, 'permission');
  return asked.length > 0 && !asked.some((permission) => grants(role, permission));
}

function grants({ permissionPolicies }: Document, permission: string): boolean {
  const [domain, entity, action = ''] = permission.split(':');
  return arrayOf(permissionPolicies).some(
    (policy) =>
      isObject(policy) &&
      policy.domain === domain &&
      ['*', entity].includes(textOf(policy.entityName)) &&
      arrayOf(policy.actionSet).some((one) => one === '*' || one === action),
  );
}

/** The role with the number of those who hold it, unless that is not asked for. */
export function renderRole(role: Document, org: Org, expand: readonly string[]): Document {
  return expand.includes('-userCount') ? role : { ...role, userCount: roleHolders(org, role.id).length };
}
