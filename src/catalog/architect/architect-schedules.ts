import { complaintsAboutTimes, timesInWords } from '../times.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Dates and times without a zone: the schedule group that uses them says which. */
export const architectSchedules = {
  type: 'architect_schedules',
  noun: 'schedule',
  calls: {
    list: 'getArchitectSchedules',
    read: 'getArchitectSchedule',
    create: 'postArchitectSchedules',
    update: 'putArchitectSchedule',
    remove: 'deleteArchitectSchedule',
  },
  identity: '/name',
  tracked: () => 'SCHEDULE',
  unique: 'org',
  list: { size: 100, find: 'name' },
  update: { version: true },
  references: { '/division': { type: 'auth_division' } },
  remove: { is: 'soft', gone: { state: 'deleted' } },
  check: complaintsAboutTimes,
  describe: timesInWords,
} satisfies ResourceType;
