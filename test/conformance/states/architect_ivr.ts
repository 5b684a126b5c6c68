import type { States } from '../conform.ts';

const type = 'architect_ivr';
const name = 'Peak line';
const first = '+64990001000';
const numbers = (count: number, start = 0): string[] =>
  Array.from({ length: count }, (_, index) => `+6499000${1000 + start + index}`);

export default {
  type,
  states: [
    [
      {
        type: 'telephony_providers_edges_did_pool',
        name: first,
        set: { endPhoneNumber: '+64990001199' },
      },
      { type, name, set: { dnis: { add: [first] }, openHoursFlow: 'Main IVR' } },
    ],
    [
      {
        type: 'architect_schedules',
        name: 'Peak days',
        set: { start: '2026-12-01T07:00', end: '2026-12-01T23:00' },
      },
      {
        type: 'architect_schedulegroups',
        name: 'Peak season',
        set: { timeZone: 'Australia/Sydney', openSchedules: { add: ['Peak days'] } },
      },
      {
        type,
        name,
        set: {
          description: 'Cards, December to February',
          division: 'Cards',
          closedHoursFlow: 'After hours',
          holidayHoursFlow: 'After hours',
          openHoursFlow: 'Cards IVR',
          scheduleGroup: 'Peak season',
        },
      },
    ],
    [{ type, name, set: { dnis: { add: numbers(120, 1) } } }],
    [{ type, name, set: { dnis: { exactly: numbers(2) }, scheduleGroup: null, closedHoursFlow: null } }],
    [
      { type, name, set: { dnis: { remove: [first] } } },
      { type, name: 'Other line', set: { dnis: { add: [first] }, openHoursFlow: 'Main IVR' } },
    ],
    [{ type, name: 'Summer line', was: name, set: { description: null, holidayHoursFlow: null } }],
    [{ type, names: ['Summer line', 'Other line'], action: 'delete' }],
  ],
  unflipped: {
    deletedHoursNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
