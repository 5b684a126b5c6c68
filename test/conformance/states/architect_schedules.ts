import type { States } from '../conform.ts';

const type = 'architect_schedules';
const name = 'Cards peak hours';

export default {
  type,
  states: [
    [{ type, name, set: { start: '2026-12-01T07:00', end: '2026-12-01T23:00' } }],
    [
      {
        type,
        name,
        set: {
          description: 'December to February',
          division: 'Cards',
          start: '2026-12-01T08:00:00',
          end: '2026-12-01T22:30:00.000',
          rrule: 'FREQ=DAILY;INTERVAL=1',
        },
      },
    ],
    [
      {
        type,
        name: 'Peak hours',
        was: name,
        set: { description: null, rrule: null, division: { home: true } },
      },
    ],
    [{ type, name: 'Peak hours', action: 'delete' }],
  ],
  unflipped: {
    deletedHoursNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
