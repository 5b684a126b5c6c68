import { get, type JsonObject } from '../../json/json.ts';
import type { Reference, ResourceType } from '../vocabulary.ts';

const schedule: Reference = { type: 'architect_schedules' };

export const architectSchedulegroups = {
  type: 'architect_schedulegroups',
  noun: 'schedule group',
  calls: {
    list: 'getArchitectSchedulegroups',
    read: 'getArchitectSchedulegroup',
    create: 'postArchitectSchedulegroups',
    update: 'putArchitectSchedulegroup',
    remove: 'deleteArchitectSchedulegroup',
  },
  identity: '/name',
  tracked: () => 'SCHEDULEGROUP',
  unique: 'org',
  list: { size: 100, find: 'name' },
  update: { version: true },
  references: {
    '/closedSchedules/*': schedule,
    '/division': { type: 'auth_division' },
    '/holidaySchedules/*': schedule,
    '/openSchedules/*': schedule,
  },
  sets: ['/closedSchedules', '/holidaySchedules', '/openSchedules'],
  remove: { is: 'soft', gone: { state: 'deleted' } },
  describe: timeZoneOf,
} satisfies ResourceType;

function timeZoneOf(document: JsonObject): string | undefined {
  const timeZone = get(document, 'timeZone');
  return typeof timeZone === 'string' ? timeZone : undefined;
}
