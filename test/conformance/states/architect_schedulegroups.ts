import type { States } from '../conform.ts';

const type = 'architect_schedulegroups';
const name = 'Peak season';
const day = { start: '2026-12-01T07:00', end: '2026-12-01T23:00' };

export default {
  type,
  states: [
    [
      { type: 'architect_schedules', names: ['Peak days', 'Peak nights', 'Stocktaking'], set: day },
      { type, name, set: { openSchedules: { add: ['Peak days'] } } },
    ],
    [
      {
        type,
        name,
        set: {
          description: 'December to February',
          division: 'Cards',
          timeZone: 'Australia/Sydney',
          openSchedules: { add: ['Peak nights'] },
          closedSchedules: { add: ['Stocktaking'] },
          holidaySchedules: { add: ['Stocktaking'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          description: null,
          timeZone: 'Pacific/Auckland',
          openSchedules: { exactly: ['Peak nights'] },
          closedSchedules: { remove: ['Stocktaking'] },
          holidaySchedules: { exactly: [] },
        },
      },
    ],
    [{ type, name: 'Summer season', was: name, set: { division: { home: true } } }],
    [
      { type, name: 'Summer season', action: 'delete' },
      { type: 'architect_schedules', name: 'Peak nights', action: 'delete' },
    ],
  ],
  unflipped: {
    deletedHoursNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
