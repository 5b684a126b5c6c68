/**
 * What is special about schedules, schedule groups, call routes and emergency groups. Facts of the platform; source,
 * unless said otherwise: CX as Code 1.84.1, architect_schedules, architect_schedulegroups, architect_ivr and
 * architect_emergencygroup.
 */
import type { Call } from './call.ts';
import { badField, conflict, type PlatformError } from './errors.ts';
import { arrayOf, at, idIn, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import { holderOf, isE164, numbersOf, poolsWith } from './numbers.ts';
import type { Org } from './org.ts';
import { DID_POOLS, FLOWS, USERS } from './paths.ts';
import { produces, ruleOf } from './recurrence.ts';
import { isTimeZone } from './time-zones.ts';

const MAX_NEW_NUMBERS = 50;
const CALL_FLOW = 'INBOUNDCALL';
const FLOW_FIELDS = ['openHoursFlow', 'closedHoursFlow', 'holidayHoursFlow'];

/** Times that no clock shows, and rules that are none. */
export function checkSchedule(next: JsonObject): void {
  for (const field of ['start', 'end']) {
    const day = dayOf(next, field);
    const time = Date.parse(`${textOf(next[field])}Z`);
    const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
    if (!exists) throw badField(field, `${field} is not a date: ${next[field]}`, 'invalid.date');
  }
  const rrule = textOf(next.rrule);
  if (rrule !== undefined && !ruleOf(rrule))
    throw badField('rrule', `The recurrence rule is not valid: ${rrule}`, 'invalid.value');
}

function dayOf(schedule: JsonObject, field: string): string {
  return (textOf(schedule[field]) ?? '').slice(0, 10);
}

/** A schedule has to start on a day of its rule. */
export function verifySchedule(next: Document, _: Document | undefined, { org }: Call): void {
  const rule = ruleOf(textOf(next.rrule) ?? '');
  if (!rule || org.switches.scheduleOffRule === 'accepted' || produces(rule, dayOf(next, 'start'))) return;
  throw badField('start', 'The start of a schedule must be on a day that its recurrence rule produces.');
}

/** The schedule with its times in the precision that the platform answers. */
export function renderSchedule(schedule: Document, org: Org): Document {
  if (org.switches.scheduleTimes === 'asSent') return schedule;
  const precise = (field: string) => {
    const time = textOf(schedule[field]);
    return time === undefined ? {} : { [field]: new Date(`${time}Z`).toISOString().slice(0, -1) };
  };
  return { ...schedule, ...precise('start'), ...precise('end') };
}

/** Source of the open schedule: help page of schedule groups, which asks for one. */
export function checkScheduleGroup(next: JsonObject): void {
  if (arrayOf(next.openSchedules).length === 0) throw required('openSchedules');
  const timeZone = textOf(next.timeZone);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw badField('timeZone', `The time zone is not valid: ${timeZone}`, 'invalid.value');
}

function required(field: string): PlatformError {
  return badField(field, `Field '${field}' is required and cannot be empty.`, 'constraint.validation');
}

/** Source of the flows that belong to a schedule group: the docstrings of the call route in the platform SDKs. */
export function checkCallRoute(next: JsonObject, previous: Document | undefined): void {
  const numbers = numbersOf(next);
  const malformed = numbers.find((number) => !isE164(number));
  if (malformed !== undefined) throw badField('dnis', `${malformed} is not an E.164 number.`);
  const added = numbers.filter((number) => !numbersOf(previous ?? {}).includes(number));
  if (added.length > MAX_NEW_NUMBERS)
    throw badField('dnis', `At most ${MAX_NEW_NUMBERS} numbers can be added in a request.`);
  if (next.scheduleGroup === undefined) return;
  const missing = ['openHoursFlow', 'closedHoursFlow'].find((field) => next[field] === undefined);
  if (missing !== undefined) throw required(missing);
}

/** A number that is listed twice counts once. */
export function fillCallRoute(route: Document): Document {
  return Array.isArray(route.dnis) ? { ...route, dnis: numbersOf(route) } : route;
}

/** Flows of the right type; new numbers that a pool has and nobody else holds. */
export function verifyCallRoute(next: Document, previous: Document | undefined, { org }: Call): void {
  for (const field of FLOW_FIELDS) refuseOtherFlow(org, field, next[field]);
  const before = numbersOf(previous ?? {});
  for (const number of numbersOf(next)) if (!before.includes(number)) claim(org, number, next.id);
}

function refuseOtherFlow(org: Org, field: string, reference: Json | undefined): void {
  const id = idIn(reference);
  const type = id === undefined ? undefined : org.get(FLOWS, id)?.type;
  if (type !== undefined && type !== CALL_FLOW)
    throw badField(field, `The flow ${id} is of type ${type}; ${field} needs ${CALL_FLOW}.`);
}

/** The text for a number without a pool is the platform's own, also while it does not know a new pool yet. */
function claim(org: Org, number: string, id: string): void {
  const [pool] = poolsWith(org, DID_POOLS, number);
  const created = Date.parse(textOf(pool?.dateCreated) ?? '') || 0;
  if (!pool || org.now() - created < org.switches.didPoolReadyMs) throw required('didPoolId');
  const holder = holderOf(org, number);
  if (!holder || holder.document.id === id) return;
  const kind = holder.path === USERS ? 'user' : 'call route';
  const message = `The number ${number} is already assigned to the ${kind} ${holder.document.id}`;
  throw org.switches.duplicateStatus === 409 ? conflict(message) : badField('dnis', message);
}

/** Flows of the right type for every emergency. */
export function verifyEmergencyGroup(next: Document, _: Document | undefined, { org }: Call): void {
  for (const entry of arrayOf(next.emergencyCallFlows))
    refuseOtherFlow(org, 'emergencyFlow', at(entry, 'emergencyFlow'));
}

/** A new emergency group diverts nothing until it is switched on. */
export function fillEmergencyGroup(group: Document): Document {
  return { ...group, enabled: group.enabled ?? false };
}
