import { get, isObject, type JsonObject, objectOf } from '../../json/json.ts';
import type { Complaint, Reference, ResourceType } from '../vocabulary.ts';

const callFlow: Reference = { type: 'flow', where: { type: 'INBOUNDCALL' }, noun: 'inbound call flow' };
/** How many numbers one call can add. Source: CX as Code 1.84.1, 2026-07. */
const NUMBERS_A_CALL = 50;

export const architectIvr = {
  type: 'architect_ivr',
  noun: 'call route',
  calls: {
    list: 'getArchitectIvrs',
    read: 'getArchitectIvr',
    create: 'postArchitectIvrs',
    update: 'putArchitectIvr',
    remove: 'deleteArchitectIvr',
  },
  identity: '/name',
  unique: 'org',
  list: { size: 100, find: 'name', lacks: ['/division'] },
  update: { version: true },
  references: {
    '/closedHoursFlow': callFlow,
    '/division': { type: 'auth_division' },
    '/holidayHoursFlow': callFlow,
    '/openHoursFlow': callFlow,
    '/scheduleGroup': { type: 'architect_schedulegroups' },
  },
  sets: ['/dnis'],
  exclusive: ['/dnis'],
  drawsOn: {
    '/dnis': {
      type: 'telephony_providers_edges_did_pool',
      from: '/startPhoneNumber',
      to: '/endPhoneNumber',
    },
  },
  remove: {
    is: 'soft',
    gone: { state: 'deleted' },
    losses: ['the numbers that others have taken meanwhile'],
  },
  check: needsBothFlows,
  via: numbersInTurn,
} satisfies ResourceType;

/** Source: the IVR model of the Python SDK, 2026-07. */
function needsBothFlows(document: JsonObject): readonly Complaint[] {
  if (get(document, 'scheduleGroup') === undefined) return [];
  return ['openHoursFlow', 'closedHoursFlow']
    .filter((field) => get(document, field) === undefined)
    .map((field) => ({
      path: '/scheduleGroup',
      message: `A call route with a schedule group needs a ${field}.`,
      hint: `Add  ${field}: …`,
    }));
}

function numbersInTurn(before: JsonObject, after: JsonObject): readonly JsonObject[] {
  const [old, all] = [numbersOf(before), numbersOf(after)];
  const added = Object.keys(all).filter((number) => !Object.hasOwn(old, number));
  const kept = Object.keys(all).filter((number) => Object.hasOwn(old, number));
  const stages = Math.max(0, Math.ceil(added.length / NUMBERS_A_CALL) - 1);
  return Array.from({ length: stages }, (_, stage) => {
    const numbers = [...kept, ...added.slice(0, (stage + 1) * NUMBERS_A_CALL)];
    return { ...after, dnis: objectOf(numbers.map((number) => [number, {}] as const)) };
  });
}

function numbersOf(document: JsonObject): JsonObject {
  const numbers = get(document, 'dnis');
  return isObject(numbers) ? numbers : {};
}
