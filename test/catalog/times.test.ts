import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateInWords, localTimeOf } from '../../src/catalog/local-time.ts';
import { firstFrom, isOccurrence, readRule, startsAround } from '../../src/catalog/recurrence.ts';
import { complaintsAboutTimes, timesInWords } from '../../src/catalog/times.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { produces, ruleOf } from '../../src/sandbox/recurrence.ts';

/** Tuesday, the first day of a month. */
const START = '2026-12-01T07:00:00.000';
const END = '2026-12-01T23:00:00.000';

const times = (start: string, end: string, rrule?: string): JsonObject => ({
  start,
  end,
  ...(rrule === undefined ? {} : { rrule }),
});

const said = (document: JsonObject) =>
  complaintsAboutTimes(document).map(({ path, message, hint }) => [path, message, hint ?? '']);

test.each([
  [
    START,
    END,
    'FREQ=DAILY;INTERVAL=1;UNTIL=20270115T230000',
    'daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027',
  ],
  [
    '2026-12-25T00:00',
    '2026-12-26T00:00',
    'FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25',
    'every year on 25 December, all day, first Fri 25 Dec 2026, without end',
  ],
  ['2026-12-24T14:00', '2026-12-24T23:59', undefined, 'once, Thu 24 Dec 2026 14:00-23:59'],
  ['2026-12-24T18:00', '2026-12-25T08:00', undefined, 'once, Thu 24 Dec 2026 18:00 to Fri 25 Dec 2026 08:00'],
  ['2026-12-25T00:00', '2026-12-26T00:00', undefined, 'once, Fri 25 Dec 2026, all day'],
  ['2026-12-24T00:00', '2026-12-27T00:00', undefined, 'once, Thu 24 Dec 2026 to Sat 26 Dec 2026, all day'],
  [
    '2026-12-01T18:00',
    '2026-12-02T00:00',
    'FREQ=DAILY',
    'daily 18:00-24:00, first Tue 1 Dec 2026, without end',
  ],
  [
    '2026-12-01T18:00',
    '2026-12-02T08:00',
    'FREQ=DAILY;INTERVAL=3',
    'every 3 days 18:00-08:00 the next day, first Tue 1 Dec 2026, without end',
  ],
  [
    '2026-12-05T00:00',
    '2026-12-07T00:00',
    'FREQ=WEEKLY;BYDAY=SA',
    'every Sat, for 2 whole days, first Sat 5 Dec 2026, without end',
  ],
  [
    '2026-12-04T18:00',
    '2026-12-07T08:00',
    'FREQ=WEEKLY',
    'every Fri 18:00-08:00 3 days later, first Fri 4 Dec 2026, without end',
  ],
  ['2026-12-01T07:00:30', END, undefined, 'once, Tue 1 Dec 2026 07:00:30-23:00'],
])('%s to %s, %s', (start, end, rrule, words) => {
  expect(timesInWords(times(start, end, rrule))).toBe(words);
  expect(said(times(start, end, rrule))).toEqual([]);
});

test.each([
  ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'every Mon-Fri 07:00-23:00'],
  ['FREQ=DAILY;BYMONTH=12,1', 'daily in December and January 07:00-23:00'],
  ['FREQ=DAILY;BYMONTHDAY=1', 'daily on the 1st 07:00-23:00'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,SA,SU', 'every Mon, Tue, Sat and Sun 07:00-23:00'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU', 'every 2 weeks on Tue and Thu 07:00-23:00'],
  ['freq=weekly;byday=tu', 'every Tue 07:00-23:00'],
  ['FREQ=MONTHLY', 'every month on the 1st, 07:00-23:00'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'every month on the 1st and last day, 07:00-23:00'],
  ['FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU,-1FR', 'every 3 months on the 1st Tue and the last Fri, 07:00-23:00'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', 'every month on the 1st of Mon-Fri, 07:00-23:00'],
  ['FREQ=MONTHLY;BYDAY=TU', 'every month on each Tue, 07:00-23:00'],
  ['FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=1,2', 'every month on each Tue that is the 1st or 2nd, 07:00-23:00'],
  ['FREQ=YEARLY', 'every year on 1 December, 07:00-23:00'],
  ['FREQ=YEARLY;BYMONTH=6,12', 'every year on 1 June and 1 December, 07:00-23:00'],
  ['FREQ=YEARLY;BYMONTHDAY=1', 'every year on the 1st of every month, 07:00-23:00'],
  ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-31', 'every year on the 31st to last day of December, 07:00-23:00'],
  ['FREQ=YEARLY;BYMONTH=12;BYDAY=1TU', 'every year on the 1st Tue in December, 07:00-23:00'],
  ['FREQ=YEARLY;BYDAY=1MO,TU', 'every year on the 1st Mon and each Tue, 07:00-23:00'],
])('%s from Tue 1 Dec 2026 on', (rrule, words) => {
  expect(timesInWords(times(START, END, rrule))).toBe(`${words}, first Tue 1 Dec 2026, without end`);
});

test.each([
  ['UNTIL=20270115', 'last Fri 15 Jan 2027'],
  ['UNTIL=20270115T070000', 'last Fri 15 Jan 2027'],
  ['UNTIL=20270115T065959', 'last Thu 14 Jan 2027'],
  ['UNTIL=20270115T120000Z', 'until Fri 15 Jan 2027 12:00 UTC'],
  ['BYDAY=TU;UNTIL=20270115T120000Z', 'last Tue 12 Jan 2027'],
  ['COUNT=5', 'last Sat 5 Dec 2026'],
  ['COUNT=999999', '999999 times'],
])('FREQ=DAILY;%s', (limit, words) => {
  expect(timesInWords(times(START, END, `FREQ=DAILY;${limit}`))).toMatch(
    new RegExp(`Tue 1 Dec 2026, ${words}$`),
  );
});

test.each(['COUNT=1', 'UNTIL=20261201'])('FREQ=DAILY;%s has one day', (limit) => {
  expect(timesInWords(times(START, END, `FREQ=DAILY;${limit}`))).toBe(
    'daily 07:00-23:00, only Tue 1 Dec 2026',
  );
});

test.each([
  ['FREQ=WEEKLY;BYDAY=MO', 'every Mon', 'Start on Mon 30 Nov 2026 or Mon 7 Dec 2026'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', 'every 2 weeks on Thu', 'Start on Thu 3 Dec 2026'],
  ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', 'every year on 25 December', 'Start on Fri 25 Dec 2026'],
  ['FREQ=YEARLY;BYMONTH=6;BYDAY=2MO', 'every year on the 2nd Mon in June', 'Start on Mon 14 Jun 2027'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'every month on the last of Mon-Fri',
    'Start on Mon 30 Nov 2026 or Thu 31 Dec 2026',
  ],
])('a start that is no day of %s is refused', (rrule, words, hint) => {
  expect(said(times(START, END, rrule))).toEqual([
    ['/start', `start is Tue 1 Dec 2026, but the rrule says ${words}.`, `${hint}, or change the rrule.`],
  ]);
});

test.each([
  ['', 'it is empty'],
  ['weekly', '"weekly" is not NAME=VALUE'],
  ['FREQ=DAILY;', 'a part of it is empty'],
  ['FREQ=HOURLY', 'FREQ=HOURLY is not DAILY, WEEKLY, MONTHLY or YEARLY'],
  ['INTERVAL=1', 'FREQ is missing'],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ stands in it twice'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL=0 is not a number from 1'],
  ['FREQ=WEEKLY;BYDAY=MONDAY', 'BYDAY=MONDAY is not a list of weekdays like MO,WE or 1MO,-1FR'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'a number in BYDAY needs FREQ=MONTHLY or YEARLY'],
  ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY=0MO is not a list of weekdays like MO,WE or 1MO,-1FR'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY=32 is not a list of days from 1 to 31 or -31 to -1'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY does not go with FREQ=WEEKLY'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY'],
  ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH=13 is not a list of months from 1 to 12'],
  [
    'FREQ=DAILY;UNTIL=20270231',
    'UNTIL=20270231 is not a date of the calendar like 20270115 or 20270115T230000',
  ],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'it has both COUNT and UNTIL'],
])('what is no rule is refused: "%s"', (rrule, problem) => {
  const [complaint] = said(times(START, END, rrule));
  expect(complaint).toEqual(['/rrule', `The rrule cannot be read: ${problem}.`, '']);
  expect(timesInWords(times(START, END, rrule))).toBeUndefined();
});

test('what a calendar file puts before a rule is pointed out', () => {
  expect(said(times(START, END, 'RRULE:FREQ=DAILY'))).toEqual([
    ['/rrule', 'The rrule cannot be read: it starts with "RRULE:".', 'Write  rrule: FREQ=DAILY'],
  ]);
  expect(said(times(START, END, 'FREQ=DAILY;BYHOUR=3'))[0]?.[2]).toContain('BYSETPOS');
});

test('a rule that no day fits is refused', () => {
  expect(said(times(START, END, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'))).toEqual([
    ['/rrule', 'The rrule produces no day: every year on 30 February.', ''],
  ]);
});

test('a rule that ends before the start is refused, in UTC only where it does in every zone', () => {
  const ends = (until: string) => said(times(START, END, `FREQ=DAILY;UNTIL=${until}`));
  expect(ends('20261130')).toEqual([
    ['/rrule', 'The rrule ends on Mon 30 Nov 2026 (UNTIL), before start: Tue 1 Dec 2026.', ''],
  ]);
  expect(ends('20261201')).toEqual([]);
  expect(ends('20261130T180000Z')).toEqual([]);
  expect(ends('20261130T160000Z')).toHaveLength(1);
});

test('an end has to be after the start, on a day of the calendar', () => {
  expect(said(times(END, START))).toEqual([
    [
      '/end',
      'end (Tue 1 Dec 2026 07:00) is not after start (Tue 1 Dec 2026 23:00).',
      'Hours past midnight end on the next day:  end: "2026-12-02T07:00"',
    ],
  ]);
  expect(said(times(START, START))).toHaveLength(1);
  expect(said(times('2026-02-30T00:00', END))).toEqual([
    ['/start', '2026-02-30T00:00 is not a time of the calendar.', ''],
  ]);
  expect(said({ name: 'without times' })).toEqual([]);
});

const signed = (most: number) => fc.integer({ min: -most, max: most }).filter((number) => number !== 0);
const listOf = (item: fc.Arbitrary<number | string>) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(','));
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const maybe = (name: string, value: fc.Arbitrary<number | string>) =>
  fc.option(
    value.map((text) => `;${name}=${text}`),
    { nil: '' },
  );
const numbered = fc.tuple(signed(4), weekday).map(([ordinal, day]) => `${ordinal}${day}`);

const rule = fc.oneof(
  fc.tuple(
    fc.constant('FREQ=DAILY'),
    maybe('BYDAY', listOf(weekday)),
    maybe('BYMONTHDAY', listOf(signed(28))),
  ),
  fc.tuple(fc.constant('FREQ=WEEKLY'), maybe('BYDAY', listOf(weekday)), maybe('WKST', weekday)),
  fc.tuple(fc.constant('FREQ=MONTHLY'), maybe('BYMONTHDAY', listOf(signed(31)))),
  fc.tuple(fc.constant('FREQ=MONTHLY'), maybe('BYDAY', listOf(fc.oneof(weekday, numbered)))),
  fc.tuple(fc.constant('FREQ=MONTHLY;BYDAY='), listOf(weekday), maybe('BYSETPOS', signed(4))),
  fc.tuple(fc.constant('FREQ=YEARLY'), maybe('BYMONTHDAY', listOf(signed(28)))),
  fc.tuple(fc.constant('FREQ=YEARLY'), maybe('BYDAY', listOf(fc.oneof(weekday, numbered)))),
);
const months = maybe('BYMONTH', listOf(fc.integer({ min: 1, max: 12 })));
const interval = maybe('INTERVAL', fc.integer({ min: 1, max: 5 }));
const anyRule = fc.tuple(rule, months, interval).map((parts) => parts.flat().join(''));
const anyStart = fc
  .tuple(fc.integer({ min: 0, max: 8000 }), fc.integer({ min: 0, max: 1439 }))
  .map(([day, minute]) => Date.UTC(2020, 0, 1 + day, 0, minute));

const read = (text: string) => {
  const result = readRule(text);
  if ('problem' in result) throw new Error(`${text}: ${result.problem}`);
  return result;
};

test('a start is accepted exactly where the rule has that day, and what is proposed is accepted', () => {
  fc.assert(
    fc.property(anyRule, anyStart, (text, start) => {
      const rule = read(text);
      const day = new Date(start).toISOString().slice(0, 10);
      const own = ruleOf(text);
      expect(isOccurrence(rule, start)).toBe(own !== undefined && produces(own, day));
      const first = firstFrom(rule, start);
      if (first !== undefined) expect(first).toBeGreaterThanOrEqual(start);
      const fitting = isOccurrence(rule, start) ? [start] : startsAround(rule, start);
      for (const other of fitting) expect(isOccurrence(rule, other)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('any rule is either said in words or complained about', () => {
  fc.assert(
    fc.property(anyRule, anyStart, (text, start) => {
      const [from = '', to = ''] = [start, start + 60_000].map((time) =>
        new Date(time).toISOString().slice(0, -1),
      );
      const document = times(from, to, text);
      const words = timesInWords(document);
      if (complaintsAboutTimes(document).length > 0) return;
      expect(words).toContain(`first ${dateInWords(start)}`);
      expect(words).not.toMatch(/undefined|NaN| {2}/);
    }),
    { numRuns: 40 },
  );
});

test('no text is too odd to be read', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.stringMatching(/^FREQ=[A-Z]{5,7}(;[A-Z]{5,8}=[-+A-Z0-9,]{1,9}){0,3}$/),
  );
  fc.assert(
    fc.property(odd, odd, odd, (start, end, rrule) => {
      const complaints = complaintsAboutTimes({ start, end, rrule });
      expect(localTimeOf(start) === undefined).toBe(complaints.some(({ path }) => path === '/start'));
      complaintsAboutTimes({ start: START, end: END, rrule });
      timesInWords({ start: START, end: END, rrule });
    }),
  );
});
