import type { JsonObject } from '../../json/json.ts';
import type { Complaint, ResourceType } from '../vocabulary.ts';

/** Starts a workflow when something happens: its criteria are compared with the event by JSON path. */
export const processautomationTrigger = {
  type: 'processautomation_trigger',
  noun: 'trigger',
  calls: {
    list: 'getProcessautomationTriggers',
    read: 'getProcessautomationTrigger',
    create: 'postProcessautomationTriggers',
    update: 'putProcessautomationTrigger',
    remove: 'deleteProcessautomationTrigger',
  },
  identity: '/name',
  list: { pages: 'cursor', size: 200 },
  update: { version: true },
  // Another topic takes another trigger (CX as Code 1.84.1, 2026-07).
  createOnly: ['/topicName'],
  references: {
    '/target/id': { type: 'flow', as: 'id', where: { type: 'WORKFLOW' }, noun: 'workflow', weak: false },
  },
  // All of them must hold.
  lists: { '/matchCriteria': { anyOrder: true } },
  check: timesInTurn,
} satisfies ResourceType;

/** Source: CX as Code 1.84.1, 2026-07. In seconds. */
const TIMES = {
  delayBySeconds: { least: 60, most: 900 },
  eventTTLSeconds: { least: 10, most: Number.POSITIVE_INFINITY },
} as const;

function timesInTurn(document: JsonObject): readonly Complaint[] {
  const { delayBySeconds, eventTTLSeconds } = document;
  const outside = Object.entries(TIMES).flatMap(([field, { least, most }]) => {
    const seconds = document[field];
    if (typeof seconds !== 'number' || (seconds >= least && seconds <= most)) return [];
    const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
    return [{ path: `/${field}`, message: `The ${field} of a trigger is ${range}, not ${seconds}.` }];
  });
  if (delayBySeconds === undefined || eventTTLSeconds === undefined) return outside;
  const message = 'A trigger has a delayBySeconds or an eventTTLSeconds, not both.';
  return [
    ...outside,
    { path: '/delayBySeconds', message, hint: 'Clear the other one:  eventTTLSeconds: null' },
  ];
}
