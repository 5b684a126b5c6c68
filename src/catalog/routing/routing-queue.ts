import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { valueAt, withValueAt } from '../../json/pointer.ts';
import { movedAs } from '../divisions.ts';
import type { Reference, ResourceType } from '../vocabulary.ts';

const memberGroup: Reference = {
  kinds: { GROUP: 'group', SKILLGROUP: 'routing_skill_group', TEAM: 'team' },
  by: 'type',
};
const queue: Reference = { type: 'routing_queue' };
const prompt: Reference = { type: 'architect_user_prompt' };
const address = (path: string): Record<string, Reference> => ({
  [`${path}/domain`]: { type: 'routing_email_domain' },
  [`${path}/route`]: { type: 'routing_email_route', in: 'domain' },
});
const flow = (kind: string, noun: string): Reference => ({ type: 'flow', where: { type: kind }, noun });

export const routingQueue = {
  type: 'routing_queue',
  noun: 'queue',
  calls: {
    list: 'getRoutingQueues',
    read: 'getRoutingQueue',
    create: 'postRoutingQueues',
    update: 'putRoutingQueue',
    remove: 'deleteRoutingQueue',
  },
  identity: '/name',
  tracked: () => 'QUEUE',
  unique: 'org',
  list: { size: 500, find: 'name' },
  references: {
    '/division': { type: 'auth_division' },
    '/queueFlow': flow('INQUEUECALL', 'in-queue call flow'),
    '/emailInQueueFlow': flow('INQUEUEEMAIL', 'in-queue email flow'),
    '/messageInQueueFlow': flow('INQUEUESHORTMESSAGE', 'in-queue message flow'),
    '/whisperPrompt': prompt,
    '/onHoldPrompt': prompt,
    '/defaultScripts/*': { type: 'script' },
    '/mediaSettings/callback/liveVoiceFlow': { type: 'flow' },
    '/mediaSettings/callback/answeringMachineFlow': { type: 'flow' },
    '/mediaSettings/message/inactivityTimeoutSettings/flowId': { type: 'flow' },
    '/mediaSettings/callback/edgeGroup': { type: 'telephony_providers_edges_edge_group' },
    '/mediaSettings/callback/site': { type: 'telephony_providers_edges_site' },
    ...address('/mediaSettings/email/allOutboundEmailAddresses/*'),
    ...address('/outboundEmailAddress'),
    '/directRouting/backupQueueId': { ...queue, as: 'id' },
    '/cannedResponseLibraries/libraryIds/*': { type: 'responsemanagement_library', as: 'id' },
    '/memberGroups/*': memberGroup,
    '/bullseye/rings/*/memberGroups/*': memberGroup,
    '/bullseye/rings/*/actions/skillsToRemove/*': { type: 'routing_skill' },
    '/conditionalGroupRouting/rules/*/queue': queue,
    '/conditionalGroupRouting/rules/*/groups/*': memberGroup,
    '/conditionalGroupActivation/pilotRule/conditions/*/simpleMetric/queue': queue,
    '/conditionalGroupActivation/rules/*/conditions/*/simpleMetric/queue': queue,
    '/conditionalGroupActivation/rules/*/groups/*': memberGroup,
  },
  sets: [
    '/memberGroups',
    '/cannedResponseLibraries/libraryIds',
    '/bullseye/rings/*/memberGroups',
    '/bullseye/rings/*/actions/skillsToRemove',
    '/conditionalGroupRouting/rules/*/groups',
    '/conditionalGroupActivation/rules/*/groups',
  ],
  lists: {
    '/conditionalGroupRouting/rules': {},
    '/conditionalGroupActivation/rules': {},
    '/mediaSettings/email/allOutboundEmailAddresses': { anyOrder: true },
  },
  parts: {
    members: {
      type: 'user',
      noun: 'member',
      attributes: {
        ringNumber: { schema: { type: 'integer', minimum: 1, maximum: 6 }, initially: 1 },
      },
      read: {
        op: 'getRoutingQueueMembers',
        size: 100,
        foreign: { path: '/memberBy', is: 'group', why: 'is a member through a group of the queue' },
      },
      add: {
        op: 'postRoutingQueueMembers',
        params: { queueId: '$id' },
        query: { delete: false },
        body: '$elements',
        batch: 100,
      },
      change: {
        op: 'patchRoutingQueueMember',
        params: { queueId: '$id', memberId: '$element' },
        body: '$attributes',
      },
      remove: {
        op: 'postRoutingQueueMembers',
        params: { queueId: '$id' },
        query: { delete: true },
        body: '$elements',
        batch: 100,
      },
    },
    wrapupCodes: {
      type: 'routing_wrapupcode',
      noun: 'wrap-up code',
      read: { op: 'getRoutingQueueWrapupcodes', size: 100 },
      add: { op: 'postRoutingQueueWrapupcodes', params: { queueId: '$id' }, body: '$elements', batch: 100 },
      remove: { op: 'deleteRoutingQueueWrapupcode', params: { queueId: '$id', codeId: '$element' } },
    },
  },
  moves: movedAs('QUEUE'),
  managed: ['/dateCreated', '/dateModified', '/createdBy', '/modifiedBy'],
  unsupported: {
    '/sourceQueueId': 'copies another queue once, when it is created; write what should be the same instead',
    '/peerId': 'belongs to queues of an external system',
    '/outboundMessagingAddresses': 'names messaging addresses, which are not in the catalog yet',
  },
  remove: {
    force: { forceDelete: true },
    losses: ['its statistics and interactions stay under the old ID'],
  },
  quirks: [
    {
      path: '/conditionalGroupRouting/rules/0/queue',
      is: 'absent',
      source:
        'the first rule is always the queue itself: answered on read, refused on write (CX as Code 1.84.1)',
      checked: '2026-07',
    },
    {
      path: '/directRouting/backupQueueId',
      is: 'self',
      source: 'the server fills it with the queue itself (CX as Code 1.84.1)',
      checked: '2026-07',
    },
    {
      path: '/acwSettings/timeoutMs',
      is: 'needs',
      needs: {
        path: '/acwSettings/wrapupPrompt',
        oneOf: ['MANDATORY_TIMEOUT', 'MANDATORY_FORCED_TIMEOUT', 'AGENT_REQUESTED'],
      },
      source: 'refused with any other prompt (CX as Code 1.84.1)',
      checked: '2026-07',
    },
  ],
  via: emptyVanishingRings,
} satisfies ResourceType;

/**
 * Bullseye rings can only go when nobody is in them.
 * Source: CX as Code 1.84.1 removes bullseye with two PUTs, the first with empty memberGroups.
 */
function emptyVanishingRings(before: JsonObject, after: JsonObject): readonly JsonObject[] {
  const old = ringsOf(before);
  const kept = ringsOf(after).length;
  if (!old.slice(kept).some((ring) => isObject(ring) && hasElements(ring['memberGroups']))) return [];
  const emptied = old.map((ring, index) =>
    index < kept || !isObject(ring) ? ring : { ...ring, memberGroups: {} },
  );
  const document = withValueAt(before, '/bullseye/rings', emptied);
  return isObject(document) ? [document] : [];
}

function ringsOf(document: JsonObject): readonly Json[] {
  const rings = valueAt(document, '/bullseye/rings');
  return Array.isArray(rings) ? rings : [];
}

function hasElements(set: Json | undefined): boolean {
  return isObject(set) && Object.keys(set).length > 0;
}
