import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer } from '../json/pointer.ts';
import type { Canonical, Complaint } from './vocabulary.ts';

type Actions = ReadonlyMap<string, readonly string[]>;

const POLICIES = 'permissionPolicies';

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

function expanded(
  policy: JsonObject,
  index: number,
  catalogue: ReadonlyMap<Json | undefined, Actions>,
): { policies: Json[]; complaints: Complaint[] } {
  const domain = get(policy, 'domain');
  const entity = get(policy, 'entityName');
  const asked = get(policy, 'actionSet');
  const actions = Object.keys(isObject(asked) ? asked : {});
  const entities = catalogue.get(domain);
  const refused = (field: string, message: string, known: Iterable<string>): Complaint => ({
    path: pointer(POLICIES, String(index), field),
    message,
    hint: `Known in this org: ${[...known].sort().join(', ')}.`,
  });
  if (!entities) {
    const known = [...catalogue.keys()].map(String);
    return {
      policies: [policy],
      complaints: [refused('domain', `There are no permissions "${String(domain)}".`, known)],
    };
  }
  const named = entity === '*' ? [...entities.keys()] : [String(entity)];
  const [first] = named;
  const known = entities.get(first ?? '');
  if (entity !== '*' && !known) {
    const message = `There are no permissions "${String(domain)}:${String(entity)}".`;
    return { policies: [policy], complaints: [refused('entityName', message, entities.keys())] };
  }
  const complaints = actions.flatMap((action) =>
    action === '*' || named.some((name) => entities.get(name)?.includes(action))
      ? []
      : [
          refused(
            'actionSet',
            `There is no permission "${String(domain)}:${String(entity)}:${action}".`,
            new Set(named.flatMap((name) => entities.get(name) ?? [])),
          ),
        ],
  );
  return {
    policies: named.flatMap((name) => policyFor(policy, name, entities.get(name) ?? [], actions)),
    complaints,
  };
}

function policyFor(
  policy: JsonObject,
  entityName: string,
  known: readonly string[],
  asked: string[],
): Json[] {
  const isEvery = asked.includes('*');
  const isOne = get(policy, 'entityName') === entityName;
  const actions = isEvery ? known : isOne ? asked : asked.filter((action) => known.includes(action));
  if (actions.length === 0 && !isOne) return [];
  return [{ ...policy, entityName, actionSet: objectOf(actions.map((action) => [action, {}] as const)) }];
}

function once(policies: readonly Json[]): Json[] {
  return policies.filter((policy, index) => policies.findIndex((other) => equal(other, policy)) === index);
}
