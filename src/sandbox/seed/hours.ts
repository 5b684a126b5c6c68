/** Opening hours of Harbour Bank, the numbers that follow them, and what happens in an emergency. */
import { addTo, refTo } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { DIVISIONS, EMERGENCY_GROUPS, FLOWS, IVRS, SCHEDULE_GROUPS, SCHEDULES } from '../paths.ts';

/** Schedule, division, start, end, rule; without a rule it is one time only. */
const SCHEDULE_ROWS: readonly (readonly [string, string, string, string, string?])[] = [
  ['Weekdays', 'Home', '2025-01-06T08:00', '2025-01-06T18:00', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR'],
  ['Saturday mornings', 'Home', '2025-01-04T09:00', '2025-01-04T13:00', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=SA'],
  ['Nights', 'Home', '2025-01-01T18:00', '2025-01-02T08:00', 'FREQ=DAILY;INTERVAL=1'],
  ['New Year', 'Home', '2025-01-01T00:00', '2025-01-02T00:00', 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1'],
  ['Christmas Day', 'Home', '2025-12-25T00:00', '2025-12-26T00:00', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25'],
  ['Kings Birthday', 'Home', '2025-06-09T00:00', '2025-06-10T00:00', 'FREQ=YEARLY;BYMONTH=6;BYDAY=2MO'],
  ['Training day', 'Home', '2026-03-12T12:00', '2026-03-12T17:00'],
  ['Staff meeting', 'Home', '2026-12-01T09:00', '2026-12-01T10:00'],
  ['Cards around the clock', 'Cards', '2025-01-01T00:00', '2025-01-02T00:00', 'FREQ=DAILY;INTERVAL=1'],
  ['Cards evenings', 'Cards', '2025-01-06T18:00', '2025-01-06T22:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  [
    'Adviser hours',
    'Private Clients',
    '2025-01-06T09:30',
    '2025-01-06T16:30',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH',
  ],
];

/** Schedule group, division, its open, closed and holiday schedules. */
const GROUP_ROWS: readonly (readonly [string, string, string[], string[], string[]])[] = [
  [
    'Main line hours',
    'Home',
    ['Weekdays', 'Saturday mornings'],
    ['Training day'],
    ['New Year', 'Christmas Day'],
  ],
  ['Branch hours', 'Home', ['Weekdays'], [], ['New Year', 'Christmas Day', 'Kings Birthday']],
  ['Cards hours', 'Cards', ['Cards around the clock'], [], []],
  ['Adviser line hours', 'Private Clients', ['Adviser hours'], ['Nights'], ['Christmas Day']],
];

interface RouteRow {
  readonly name: string;
  readonly division: string;
  readonly dnis: readonly string[];
  readonly open: string;
  readonly closed?: string;
  readonly holiday?: string;
  readonly hours?: string;
}

const ROUTE_ROWS: readonly RouteRow[] = [
  {
    name: 'Main number',
    division: 'Home',
    dnis: ['+61255500100', '+61255500101'],
    open: 'Main IVR',
    closed: 'After hours',
    holiday: 'Public holidays',
    hours: 'Main line hours',
  },
  {
    name: 'Cards line',
    division: 'Cards',
    dnis: ['+61255500110'],
    open: 'Cards IVR',
    closed: 'Cards after hours',
    hours: 'Cards hours',
  },
  {
    name: 'Lost cards',
    division: 'Cards',
    dnis: ['+61255500119', '+611800555019'],
    open: 'Lost card hotline',
  },
  {
    name: 'Adviser line',
    division: 'Private Clients',
    dnis: ['+61255500120'],
    open: 'Private Clients IVR',
    closed: 'After hours',
    hours: 'Adviser line hours',
  },
  { name: 'Rate change campaign', division: 'Home', dnis: [], open: 'Main IVR' },
];

/** Emergency group, division, enabled, the flow and the call routes that it diverts. */
const EMERGENCY_ROWS: readonly (readonly [string, string, boolean, string, string[]])[] = [
  ['Head office closed', 'Home', false, 'Emergency closure', ['Main number', 'Adviser line']],
  ['Cards outage', 'Cards', false, 'Cards after hours', ['Cards line']],
  ['Flood in the data centre', 'Home', false, 'Emergency closure', []],
];

function among(division: string): JsonObject {
  return { division: refTo(DIVISIONS, division) };
}

function flow(name: string | undefined, field: string): JsonObject {
  return name === undefined ? {} : { [field]: refTo(FLOWS, name) };
}

/** Adds schedules, schedule groups, call routes with their numbers, and emergency groups; flows are there already. */
export function addHours(state: OrgState): void {
  for (const [name, division, start, end, rrule] of SCHEDULE_ROWS) {
    const times = { start: `${start}:00.000`, end: `${end}:00.000`, ...(rrule ? { rrule } : {}) };
    addTo(state, SCHEDULES, { name, description: `${name} (${division})`, ...times, ...among(division) });
  }
  const gone = { start: '2019-12-01T08:00:00.000', end: '2019-12-01T16:00:00.000' };
  addTo(state, SCHEDULES, { name: 'Summer 2019', ...gone, state: 'deleted', version: 2 });
  for (const [name, division, open, closed, holiday] of GROUP_ROWS) {
    const schedules = (names: string[]) => names.map((one) => refTo(SCHEDULES, one));
    addTo(state, SCHEDULE_GROUPS, {
      name,
      timeZone: 'Australia/Sydney',
      openSchedules: schedules(open),
      closedSchedules: schedules(closed),
      holidaySchedules: schedules(holiday),
      version: 3,
      ...among(division),
    });
  }
  addRoutes(state);
}

function addRoutes(state: OrgState): void {
  for (const { name, division, dnis, open, closed, holiday, hours } of ROUTE_ROWS) {
    addTo(state, IVRS, {
      name,
      description: `${name} of Harbour Bank`,
      dnis: [...dnis],
      ...flow(open, 'openHoursFlow'),
      ...flow(closed, 'closedHoursFlow'),
      ...flow(holiday, 'holidayHoursFlow'),
      ...(hours ? { scheduleGroup: refTo(SCHEDULE_GROUPS, hours) } : {}),
      version: 6,
      ...among(division),
    });
  }
  addTo(state, IVRS, { name: 'Fax number', dnis: ['+61255500150'], state: 'deleted', version: 9 });
  for (const [name, division, enabled, emergency, routes] of EMERGENCY_ROWS) {
    const ivrs = routes.map((one) => refTo(IVRS, one));
    const emergencyCallFlows = [{ emergencyFlow: refTo(FLOWS, emergency), ivrs }];
    addTo(state, EMERGENCY_GROUPS, { name, enabled, emergencyCallFlows, version: 2, ...among(division) });
  }
}
