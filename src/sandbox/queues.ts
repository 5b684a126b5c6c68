/**
 * What is special about queues. Facts of the platform; source, unless said otherwise: CX as Code 1.84.1, routing_queue.
 */
import { badField } from './errors.ts';
import { arrayOf, at, idIn, isObject, type Json, type JsonObject, textOf, withDefaults } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { GROUPS, QUEUES } from './paths.ts';
import { referenceTo } from './references.ts';

const TIMED_PROMPTS: readonly (string | undefined)[] = [
  'MANDATORY_TIMEOUT',
  'MANDATORY_FORCED_TIMEOUT',
  'AGENT_REQUESTED',
];
const MAX_RINGS = 6;
const MAX_ROUTING_RULES = 6;
const MAX_GROUP_RULES = 5;

function media(alertingTimeoutSeconds: number, durationMs: number): JsonObject {
  return {
    alertingTimeoutSeconds,
    autoAnswerAlertToneSeconds: 300,
    manualAnswerAlertToneSeconds: 300,
    enableAutoAnswer: false,
    serviceLevel: { percentage: 0.8, durationMs },
  };
}

const DEFAULTS: JsonObject = {
  skillEvaluationMethod: 'ALL',
  scoringMethod: 'TimestampAndPriority',
  lastAgentRoutingMode: 'AnyAgent',
  autoAnswerOnly: true,
  enableAudioMonitoring: false,
  enableManualAssignment: false,
  enableTranscription: false,
  suppressInQueueCallRecording: false,
  acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT' },
  agentOwnedRouting: {
    enableAgentOwnedCallbacks: false,
    maxOwnedCallbackHours: 168,
    maxOwnedCallbackDelayHours: 720,
  },
  cannedResponseLibraries: { mode: 'All' },
  mediaSettings: {
    call: media(8, 20_000),
    callback: {
      ...media(30, 20_000),
      mode: 'AgentFirst',
      enableAutoDialAndEnd: false,
      autoDialDelaySeconds: 300,
      autoEndDelaySeconds: 300,
    },
    chat: media(30, 20_000),
    email: media(300, 86_400_000),
    message: media(30, 20_000),
  },
};

/** Fields of an API newer than the contract: filled when a queue is created, kept only by clients that send them back. */
export const CREATED_QUEUE: JsonObject = {
  'x-future': { tier: 'standard', limits: { parked: 3 } },
  mediaSettings: { call: { 'x-future': 'adaptive' } },
};

function acwTimeoutAllowed(queue: JsonObject): boolean {
  const prompt = textOf(at(queue, 'acwSettings', 'wrapupPrompt')) ?? 'MANDATORY_TIMEOUT';
  return TIMED_PROMPTS.includes(prompt);
}

/** The queue with the server's defaults for what it leaves out. */
export function fillQueue(queue: Document): Document {
  const { id } = queue;
  const timeout: JsonObject = acwTimeoutAllowed(queue) ? { acwSettings: { timeoutMs: 300_000 } } : {};
  const direct: JsonObject = isObject(queue.directRouting) ? { directRouting: { backupQueueId: id } } : {};
  return { ...withDefaults(withDefaults(queue, DEFAULTS), { ...timeout, ...direct }), id };
}

/** Throws what the platform refuses in the body of a create or a PUT. */
export function checkQueue(next: JsonObject, previous: Document | undefined): void {
  const timeout = at(next, 'acwSettings', 'timeoutMs');
  if (timeout !== undefined && !acwTimeoutAllowed(next)) {
    throw badField(
      'acwSettings.timeoutMs',
      'timeoutMs can only be set with a wrap-up prompt that has a timeout.',
    );
  }
  const rules = arrayOf(at(next, 'conditionalGroupRouting', 'rules'));
  if (at(rules[0], 'queue') !== undefined) {
    throw badField('conditionalGroupRouting.rules[0].queue', 'The queue of the first rule must not be set.');
  }
  limit('conditionalGroupRouting.rules', rules, MAX_GROUP_RULES);
  limit(
    'conditionalGroupActivation.rules',
    arrayOf(at(next, 'conditionalGroupActivation', 'rules')),
    MAX_GROUP_RULES,
  );
  limit('routingRules', arrayOf(next.routingRules), MAX_ROUTING_RULES);
  limit('bullseye.rings', ringsOf(next), MAX_RINGS);
  if (previous) refuseLosingRings(next, previous);
}

function limit(field: string, values: readonly Json[], maximum: number): void {
  if (values.length > maximum) throw badField(field, `${field} must not have more than ${maximum} entries.`);
}

/** A ring goes only after a PUT that empties its memberGroups. */
function refuseLosingRings(next: JsonObject, previous: Document): void {
  const going = ringsOf(previous).slice(ringsOf(next).length);
  if (going.some((ring) => arrayOf(at(ring, 'memberGroups')).length > 0)) {
    throw badField('bullseye.rings', 'Bullseye rings cannot be removed while they have member groups.');
  }
}

/** The bullseye rings of a queue, none where it has no bullseye. */
export function ringsOf(queue: JsonObject): Json[] {
  return arrayOf(at(queue, 'bullseye', 'rings'));
}

/** Where a queue's members are listed. */
export function membersPath(queueId: string): string {
  return `${QUEUES}/${queueId}/members`;
}

/** Ids of the users who belong to a queue through a group. */
export function groupMemberIds(org: Org, queue: Document): Set<string> {
  const groups = arrayOf(queue.memberGroups).filter((group) => at(group, 'type') === 'GROUP');
  const individuals = groups.flatMap((group) => org.all(`${GROUPS}/${idIn(group)}/individuals`));
  return new Set(individuals.map(({ id }) => id));
}

/** The queue with its member counts and the queue of the first conditional group rule, which is always itself. */
export function renderQueue(queue: Document, org: Org): Document {
  const users = org.all(membersPath(queue.id));
  const everybody = new Set([...users.map(({ id }) => id), ...groupMemberIds(org, queue)]);
  const [rule, ...rules] = arrayOf(at(queue, 'conditionalGroupRouting', 'rules'));
  const conditionalGroupRouting = {
    rules: [{ ...(isObject(rule) ? rule : {}), queue: referenceTo(org, QUEUES, queue.id) }, ...rules],
  };
  return {
    ...queue,
    ...(rule === undefined ? {} : { conditionalGroupRouting }),
    memberCount: everybody.size,
    userMemberCount: users.length,
    joinedMemberCount: users.filter(({ joined }) => joined === true).length,
  };
}
