/** Schedules, schedule groups, the call routes that follow them, and the emergency groups that divert these. */

import { type Call, first, many } from '../call.ts';
import {
  checkCallRoute,
  checkSchedule,
  checkScheduleGroup,
  fillCallRoute,
  fillEmergencyGroup,
  renderSchedule,
  verifyCallRoute,
  verifyEmergencyGroup,
  verifySchedule,
} from '../hours.ts';
import { arrayOf, idIn, type Json } from '../json.ts';
import { poolsHeldBy } from '../numbers.ts';
import { DIVISIONS, EMERGENCY_GROUPS, FLOWS, IVRS, SCHEDULE_GROUPS, SCHEDULES } from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, name, same, wildcard } from './filters.ts';
import { AUTHORS, isDeleted, LOOKUP } from './rows.ts';

const HOURS = {
  ...LOOKUP,
  service: 'Architect',
  division: 'written',
  stamps: { ...AUTHORS, version: 1, state: 'active' },
  softDelete: true,
  hidden: isDeleted,
  unreadable: (document, _, switches) => isDeleted(document) && switches.deletedHours === 'gone',
  unique: {
    field: 'name',
    clash: (_, other, switches) => !isDeleted(other) || switches.deletedHoursNames === 'taken',
  },
} satisfies Partial<Collection>;

const SCHEDULE_FIELDS = ['openSchedules', 'closedSchedules', 'holidaySchedules'];

const withoutDivision = ({ org }: Call): string[] =>
  org.switches.listedDivisions === 'leftOut' ? ['division'] : [];

const ids = (value: Json | undefined): (string | undefined)[] => arrayOf(value).map(idIn);

export const HOURS_COLLECTIONS: readonly Collection[] = [
  {
    ...HOURS,
    path: SCHEDULES,
    entity: 'Schedule',
    filters: { name: name(wildcard), divisionId: BY_DIVISION },
    references: { '/division': DIVISIONS },
    move: { type: 'ROUTINGSCHEDULES', permission: 'routing:schedule:edit' },
    heldBy: () => [SCHEDULE_GROUPS],
    created: { 'x-future': { calendar: 'own' } },
    check: checkSchedule,
    verify: verifySchedule,
    render: renderSchedule,
  },
  {
    ...HOURS,
    path: SCHEDULE_GROUPS,
    entity: 'ScheduleGroup',
    filters: { name: name(wildcard), divisionId: BY_DIVISION },
    hidden: (group, query) => {
      const wanted = many(query, 'scheduleIds');
      const used = SCHEDULE_FIELDS.flatMap((field) => ids(group[field]));
      return isDeleted(group) || (wanted.length > 0 && !wanted.some((id) => used.includes(id)));
    },
    references: {
      '/division': DIVISIONS,
      '/openSchedules/*': SCHEDULES,
      '/closedSchedules/*': SCHEDULES,
      '/holidaySchedules/*': SCHEDULES,
    },
    move: { type: 'ROUTINGSCHEDULEGROUPS', permission: 'routing:scheduleGroup:edit' },
    heldBy: () => [IVRS],
    created: { 'x-future': { daylightSaving: 'observed' } },
    check: checkScheduleGroup,
  },
  {
    ...HOURS,
    path: IVRS,
    entity: 'IVR',
    filters: { name: name(wildcard), scheduleGroup: { field: ['scheduleGroup', 'id'], matches: same } },
    hidden: ({ dnis, ...route }, query) => {
      const number = first(query, 'dnis');
      return isDeleted(route) || (number !== undefined && !arrayOf(dnis).includes(number));
    },
    thin: withoutDivision,
    references: {
      '/division': DIVISIONS,
      '/openHoursFlow': FLOWS,
      '/closedHoursFlow': FLOWS,
      '/holidayHoursFlow': FLOWS,
      '/scheduleGroup': SCHEDULE_GROUPS,
    },
    move: { type: 'CALLROUTE', permission: 'routing:callRoute:edit' },
    heldBy: ({ usedCallRouteDelete }) => (usedCallRouteDelete === 'refused' ? [EMERGENCY_GROUPS] : []),
    created: { 'x-future': { screening: { spam: 'off' } } },
    holds: poolsHeldBy,
    fill: fillCallRoute,
    check: checkCallRoute,
    verify: verifyCallRoute,
  },
  {
    ...HOURS,
    path: EMERGENCY_GROUPS,
    entity: 'EmergencyGroup',
    filters: { name: name(wildcard) },
    thin: withoutDivision,
    unique: {
      field: 'name',
      clash: (one, other, switches) =>
        switches.emergencyGroupNames === 'unique' && HOURS.unique.clash(one, other, switches),
    },
    references: {
      '/division': DIVISIONS,
      '/emergencyCallFlows/*/emergencyFlow': FLOWS,
      '/emergencyCallFlows/*/ivrs/*': IVRS,
    },
    move: { type: 'EMERGENCYGROUPS', permission: 'routing:emergencyGroup:edit' },
    created: { 'x-future': { announce: true } },
    fill: fillEmergencyGroup,
    verify: verifyEmergencyGroup,
  },
];
