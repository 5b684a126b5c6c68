/** Answers about one object, back in the form in which the org keeps it: nothing computed, references as `{ id }`. */
import type { Collection } from './collections/collection.ts';
import { arrayOf, idIn, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import {
  ACTIONS,
  FLOW_LOG_LEVELS,
  GRAMMARS,
  GROUPS,
  QUEUES,
  RESPONSE_ASSETS,
  SCRIPTS,
  SKILL_GROUPS,
  USERS,
  WEB_CONFIGURATIONS,
  WEB_DEPLOYMENTS,
} from './paths.ts';
import { placesOf } from './references.ts';

/** Fields that answers compute, of whatever collection. */
const COMPUTED: readonly string[] = [
  'edges',
  'joinedMemberCount',
  'memberCount',
  'objectCounts',
  'primaryContactInfo',
  'primaryEdges',
  'secondaryEdges',
  'selfUri',
  'userCount',
  'userMemberCount',
];

/** What an answer about a user tells only where it was asked to, and what stands elsewhere. */
const EXPANSIONS: readonly string[] = ['authorization', 'groups', 'languages', 'skills', 'team'];

/** What an answer about a version of something tells of the version. */
export const OF_VERSIONS: readonly string[] = ['datePublished', 'publishedUser', 'status', 'version'];

/** What single collections compute beyond that. */
const OWN: Readonly<Record<string, (document: JsonObject) => JsonObject>> = {
  [ACTIONS]: ({ contract, ...action }) => ({
    ...action,
    ...(isObject(contract) ? { contract: plainContract(contract) } : {}),
  }),
  [FLOW_LOG_LEVELS]: (level) => without(level, ['name', 'type']),
  [GROUPS]: ({ addresses, ...group }) => ({ ...group, ...undisplayed(addresses) }),
  [GRAMMARS]: (grammar) => without(grammar, ['languages']),
  [QUEUES]: withoutOwnRule,
  // The file is not read: as many empty bytes stand for it.
  [RESPONSE_ASSETS]: (asset) => ({
    ...without(asset, ['contentLocation', 'responses']),
    content: Buffer.alloc(Number(asset.contentLength ?? 0)).toString('base64'),
    standsIn: true,
  }),
  // What is exported of it is not read: its name stands for it.
  [SCRIPTS]: (script) => ({
    ...script,
    content: Buffer.from(JSON.stringify({ name: script.name ?? '' })).toString('base64'),
    standsIn: true,
  }),
  [SKILL_GROUPS]: (group) => without(group, ['status']),
  [WEB_CONFIGURATIONS]: (configuration) => without(configuration, OF_VERSIONS),
  [WEB_DEPLOYMENTS]: ({ configuration, ...deployment }) => ({
    ...without(deployment, ['snippet', 'status']),
    configuration: isObject(configuration) ? without(configuration, ['name', 'selfUri']) : null,
  }),
  [USERS]: ({ addresses, locations, ...user }) => ({
    ...without(user, EXPANSIONS),
    ...undisplayed(addresses),
    ...(Array.isArray(locations)
      ? { locations: locations.map((one) => (isObject(one) ? without(one, ['locationDefinition']) : one)) }
      : {}),
  }),
};

/** The document that an answer of this collection tells of. */
export function documentOf(collection: Collection, answer: JsonObject, id: string): Document {
  const plain = without(structuredClone(answer), COMPUTED);
  const own = OWN[collection.path]?.(plain) ?? plain;
  for (const { holder, key, value } of placesOf(own, collection.references)) {
    if (!isObject(value)) continue;
    const reference = without(value, ['name', 'pattern', 'selfUri']);
    if (Array.isArray(holder)) holder[Number(key)] = reference;
    else holder[key] = reference;
  }
  return { ...own, id };
}

/** A contract without what the platform makes of it. */
function plainContract({ input, output }: JsonObject): JsonObject {
  const computed = ['inputSchemaFlattened', 'successSchemaFlattened', 'errorSchema'];
  return {
    input: isObject(input) ? without(input, computed) : {},
    output: isObject(output) ? without(output, computed) : {},
  };
}

export function without(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !fields.includes(key)));
}

/** Numbers without the text that shows them, where they have more than that. */
function undisplayed(addresses: Json | undefined): JsonObject {
  if (!Array.isArray(addresses)) return {};
  const plain = (one: Json): Json => {
    if (!isObject(one)) return one;
    const isTold = textOf(one.address) !== undefined || textOf(one.extension) !== undefined;
    return isTold ? without(one, ['display']) : one;
  };
  return { addresses: addresses.map(plain) };
}

/** The queue of the first conditional group rule is always the queue itself. */
function withoutOwnRule(queue: JsonObject): JsonObject {
  const { conditionalGroupRouting } = queue;
  if (!isObject(conditionalGroupRouting)) return queue;
  const [first, ...others] = arrayOf(conditionalGroupRouting.rules);
  if (!isObject(first) || idIn(first.queue) !== queue.id) return queue;
  const rules = [without(first, ['queue']), ...others];
  return { ...queue, conditionalGroupRouting: { ...conditionalGroupRouting, rules } };
}
