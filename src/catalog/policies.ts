import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer } from '../json/pointer.ts';
import type { Canonical, Complaint } from './vocabulary.ts';

type Actions = ReadonlyMap<string, readonly string[]>;

const POLICIES = 'permissionPolicies';
const ALL = '*';

/**
 * Policies as the platform keeps them: it answers `*` as all the entities or actions that it stands for, and does not
 * refuse what it does not know, so that a slip of letters would go unnoticed (CX as Code 1.84.1, 2026-07).
 */
export const expandedPolicies: Canonical = {
  needs: ['auth_permission'],
  apply: (after, before, listed) => {
    const policies = get(after, POLICIES);
    if (!isArray(policies)) return { document: after, complaints: [] };
    const catalogue = new Map(
      listed('auth_permission').map((item) => [get(item, 'domain'), actionsOf(item)]),
    );
    const old = get(before, POLICIES);
    const results = policies.map((policy, index) => {
      const isOld = isArray(old) && old.some((other) => equal(other, policy));
      const isPolicy = !isOld && isObject(policy);
      return isPolicy ? expanded(policy, index, catalogue) : { policies: [policy], complaints: [] };
    });
    return {
      document: { ...after, [POLICIES]: once(results.flatMap((result) => result.policies)) },
      complaints: results.flatMap((result) => result.complaints),
    };
  },
};

/** `permissions` are plain words (`group_creation`): what is written like `routing:queue:view` would allow nothing there. */
export function misplacedPolicies(document: JsonObject): readonly Complaint[] {
  const permissions = get(document, 'permissions');
  return Object.keys(isObject(permissions) ? permissions : {}).flatMap((permission) => {
    const [domain, entityName, action, ...more] = permission.split(':');
    if (action === undefined || more.length > 0) return [];
    const message = `"${permission}" is no plain permission: it belongs to the permissionPolicies.`;
    const policy = `{ domain: ${domain}, entityName: ${entityName}, actionSet: [${action}] }`;
    return [{ path: '/permissions', message, hint: `Write  permissionPolicies: { add: [${policy}] }` }];
  });
}

function actionsOf(domain: JsonObject): Actions {
  const map = get(domain, 'permissionMap');
  return new Map(
    Object.entries(isObject(map) ? map : {}).map(([entity, permissions]) => [
      entity,
      isArray(permissions) ? permissions.flatMap(actionOf) : [],
    ]),
  );
}

function actionOf(permission: Json): string[] {
  const action = isObject(permission) ? get(permission, 'action') : undefined;
  return typeof action === 'string' ? [action] : [];
}

interface Expanded {
  readonly policies: readonly Json[];
  readonly complaints: readonly Complaint[];
}

function expanded(
  policy: JsonObject,
  index: number,
  catalogue: ReadonlyMap<Json | undefined, Actions>,
): Expanded {
  const domain = String(get(policy, 'domain'));
  const entity = String(get(policy, 'entityName'));
  const asked = get(policy, 'actionSet');
  const actions = Object.keys(isObject(asked) ? asked : {});
  const refused = (field: string, permission: string, known: Iterable<Json | undefined>): Expanded => {
    const message = `This org knows no permission ${permission}.`;
    const hint = `It knows ${[...known].map(String).sort().join(', ')}.`;
    const path = pointer(POLICIES, String(index), field);
    return { policies: [policy], complaints: [{ path, message, hint }] };
  };

  const entities = catalogue.get(domain);
  if (!entities) return refused('domain', domain, catalogue.keys());
  const named = entity === ALL ? [...entities.keys()] : [entity];
  if (!named.every((name) => entities.has(name))) {
    return refused('entityName', `${domain}:${entity}`, entities.keys());
  }
  const known = new Set(named.flatMap((name) => entities.get(name) ?? []));
  const unknown = actions.find((action) => action !== ALL && !known.has(action));
  if (unknown !== undefined) return refused('actionSet', `${domain}:${entity}:${unknown}`, known);

  const policies = named.flatMap((entityName) => {
    const own = entities.get(entityName) ?? [];
    const taken = actions.includes(ALL) ? own : actions.filter((action) => own.includes(action));
    const actionSet = objectOf(taken.map((action) => [action, {}] as const));
    return taken.length === 0 && entity === ALL ? [] : [{ ...policy, entityName, actionSet }];
  });
  return { policies, complaints: [] };
}

function once(policies: readonly Json[]): Json[] {
  return policies.filter((policy, index) => policies.findIndex((other) => equal(other, policy)) === index);
}
