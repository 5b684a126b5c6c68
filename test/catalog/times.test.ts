import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalLocalTime, localTimeOf, millisOf } from '../../src/catalog/local-time.ts';
import { occurrencesOf, timeComplaints, timesInWords } from '../../src/catalog/times.ts';

const schedule = (start: string, end: string, rrule?: string) => ({
  start,
  end,
  ...(rrule === undefined ? {} : { rrule }),
});
const peak = (rrule: string) => schedule('2026-12-01T07:00', '2026-12-01T23:00', rrule);

describe('a local date and time', () => {
  test.each([
    ['2026-12-25T00:00', '2026-12-25T00:00:00.000'],
    ['2026-12-25T00:00:07', '2026-12-25T00:00:07.000'],
    ['2026-12-25T00:00:07.5', '2026-12-25T00:00:07.500'],
    ['2026-12-25T00:00:00.000000', '2026-12-25T00:00:00.000'],
    ['2026-12-25T00:00:00.123456', '2026-12-25T00:00:00.123'],
    ['2026-12-25', '2026-12-25'],
    ['Christmas', 'Christmas'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalLocalTime(text)).toBe(canonical);
  });

  test.each([
    '2026-02-30T00:00',
    '2027-02-29T00:00',
    '2026-12-25T24:00',
    '2026-12-25T12:60',
    '2026-13-01T00:00',
    '2026-12-25T00:00Z',
    '2026-12-25',
    '',
  ])('%s is none', (text) => {
    expect(millisOf(text)).toBeUndefined();
  });

  test('is the same however exactly it is written', () => {
    const moments = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (date) => {
        const text = localTimeOf(date.getTime());
        expect(millisOf(text)).toBe(date.getTime());
        expect(canonicalLocalTime(text)).toBe(date.toISOString().slice(0, -1));
        expect(canonicalLocalTime(`${canonicalLocalTime(text)}000`)).toBe(canonicalLocalTime(text));
      }),
    );
  });
});

describe('in words', () => {
  test.each([
    [
      peak('FREQ=DAILY;INTERVAL=1;UNTIL=20270115T230000'),
      'daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027',
    ],
    [
      peak('FREQ=DAILY;INTERVAL=1;UNTIL=20270115T230000Z'),
      'daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027',
    ],
    [peak('FREQ=DAILY;UNTIL=20270115'), 'daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027'],
    [
      peak('FREQ=DAILY;UNTIL=20270115T065959'),
      'daily 07:00-23:00, first Tue 1 Dec 2026, last Thu 14 Jan 2027',
    ],
    [
      peak('FREQ=WEEKLY;INTERVAL=1;BYDAY=FR,MO,TU,WE,TH'),
      'weekly on Mon-Fri 07:00-23:00, first Tue 1 Dec 2026, no end',
    ],
    [
      peak('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA,SU;COUNT=3'),
      'every 2 weeks on Tue, Sat and Sun 07:00-23:00, first Tue 1 Dec 2026, last Sun 6 Dec 2026',
    ],
    [peak('FREQ=WEEKLY'), 'weekly on Tue 07:00-23:00, first Tue 1 Dec 2026, no end'],
    [peak('FREQ=MONTHLY'), 'monthly on the 1st 07:00-23:00, first Tue 1 Dec 2026, no end'],
    [
      peak('FREQ=MONTHLY;BYMONTHDAY=1,15,-1;COUNT=3'),
      'monthly on the 1st, 15th and last day 07:00-23:00, first Tue 1 Dec 2026, last Thu 31 Dec 2026',
    ],
    [
      peak('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=2'),
      'monthly on the 1st and last of: Mon-Fri 07:00-23:00, first Tue 1 Dec 2026, last Thu 31 Dec 2026',
    ],
    [
      schedule('2026-12-25T00:00', '2026-12-26T00:00', 'FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25'),
      'yearly on 25 Dec all day, first Fri 25 Dec 2026, no end',
    ],
    [
      schedule('2026-11-26T00:00', '2026-11-27T00:00', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2'),
      'yearly on the 4th Thu in Nov all day, first Thu 26 Nov 2026, last Thu 25 Nov 2027',
    ],
    [
      schedule('2026-11-13T00:00', '2026-11-14T00:00', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13'),
      'monthly on the 13th when it is Fri all day, first Fri 13 Nov 2026, no end',
    ],
    [
      schedule('2028-02-29T00:00', '2028-03-01T00:00', 'FREQ=YEARLY;COUNT=2'),
      'yearly on 29 Feb all day, first Tue 29 Feb 2028, last Sun 29 Feb 2032',
    ],
    [
      schedule('2026-12-01T22:00', '2026-12-02T06:00', 'FREQ=DAILY'),
      'daily 22:00-06:00 the next day, first Tue 1 Dec 2026, no end',
    ],
    [
      schedule('2026-12-01T18:30', '2026-12-02T00:00', 'FREQ=DAILY'),
      'daily 18:30-24:00, first Tue 1 Dec 2026, no end',
    ],
    [peak('FREQ=DAILY;BYHOUR=7,9'), 'by the rule FREQ=DAILY;BYHOUR=7,9, 07:00-23:00, first Tue 1 Dec 2026'],
    [schedule('2026-12-24T14:00', '2026-12-24T23:59'), 'once, Thu 24 Dec 2026 14:00-23:59'],
    [schedule('2026-12-24T00:00', '2026-12-25T00:00:00.000000'), 'once, Thu 24 Dec 2026 all day'],
    [schedule('2026-12-24T00:00', '2026-12-27T00:00'), 'once, Thu 24 Dec 2026 to Sat 26 Dec 2026 all day'],
    [
      schedule('2026-12-24T14:00', '2026-12-26T09:00:30'),
      'once, Thu 24 Dec 2026 14:00 to Sat 26 Dec 2026 09:00:30',
    ],
  ])('%j', (document, words) => {
    expect(timeComplaints(document)).toEqual([]);
    expect(timesInWords(document)).toBe(words);
  });

  test.each([
    {},
    { start: '2026-12-01T07:00' },
    { start: '2026-12-01T07:00', end: 5 },
    peak('daily'),
    schedule('2026-12-02T07:00', '2026-12-01T23:00'),
  ])('nothing is said of %j', (document) => {
    expect(timesInWords(document)).toBeUndefined();
  });
});

describe('what the platform would refuse', () => {
  test.each([
    [
      'a start on which the rule does not take place',
      peak('FREQ=WEEKLY;BYDAY=MO,WE'),
      '/start',
      'The rule does not take place on Tue 1 Dec 2026, when the schedule starts.',
      'Its first day after that is Wed 2 Dec 2026:  start: "2026-12-02T07:00", end: "2026-12-02T23:00"',
    ],
    [
      'a holiday on another day than its rule',
      schedule('2026-12-24T00:00', '2026-12-25T00:00', 'FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25'),
      '/start',
      'The rule does not take place on Thu 24 Dec 2026, when the schedule starts.',
      'Its first day after that is Fri 25 Dec 2026:  start: "2026-12-25T00:00", end: "2026-12-26T00:00"',
    ],
    [
      'an end before the start',
      schedule('2026-12-01T22:00', '2026-12-01T06:00', 'FREQ=DAILY'),
      '/end',
      'The end, Tue 1 Dec 2026 06:00, is not after the start, Tue 1 Dec 2026 22:00.',
      'Past midnight is  end: "2026-12-02T06:00"',
    ],
    [
      'an end at the start',
      schedule('2026-12-25T00:00', '2026-12-25T00:00'),
      '/end',
      'The end, Fri 25 Dec 2026 00:00, is not after the start, Fri 25 Dec 2026 00:00.',
      'Until midnight is  end: "2026-12-26T00:00"',
    ],
    [
      'an end on an earlier day',
      schedule('2026-12-25T00:00', '2025-12-26T00:00'),
      '/end',
      'The end, Fri 26 Dec 2025 00:00, is not after the start, Fri 25 Dec 2026 00:00.',
      undefined,
    ],
    [
      'a rule that is over',
      peak('FREQ=DAILY;UNTIL=20251231T235959'),
      '/rrule',
      'The rule ends on Wed 31 Dec 2025, before the schedule starts on Tue 1 Dec 2026.',
      undefined,
    ],
    [
      'a rule for a day that no year has',
      peak('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
      '/rrule',
      'The rule never takes place after the schedule starts.',
      undefined,
    ],
    [
      'a day that no calendar has',
      schedule('2026-02-30T00:00', '2026-03-01T00:00'),
      '/start',
      '2026-02-30T00:00 is no day and time that a calendar has.',
      undefined,
    ],
  ])('%s', (_, document, path, message, hint) => {
    expect(timeComplaints(document)).toEqual([{ path, message, ...(hint === undefined ? {} : { hint }) }]);
  });

  test.each([
    ['daily', '"DAILY" is not  NAME=value'],
    ['RRULE:FREQ=DAILY', '"RRULE:FREQ=DAILY" is not  NAME=value'],
    ['FREQ=DAILY;', '"" is not  NAME=value'],
    ['INTERVAL=1', 'FREQ is missing'],
    ['FREQ=DALY', 'FREQ=DALY is not possible'],
    ['FREQ=DAILY;INTERVALL=2', 'INTERVALL is not known'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL=0 is not possible'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ is said twice'],
    ['FREQ=WEEKLY;BYDAY=MON', 'BYDAY=MON is not possible'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'numbers in BYDAY belong to FREQ=MONTHLY and FREQ=YEARLY'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY cannot stand beside FREQ=WEEKLY'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH=13 is not possible'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY=0 is not possible'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY beside it'],
    ['FREQ=DAILY;UNTIL=2027-01-15', 'UNTIL=2027-01-15 is not possible'],
    ['FREQ=DAILY;UNTIL=20270230T000000', 'UNTIL=20270230T000000 is not possible'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270115', 'COUNT and UNTIL exclude each other'],
  ])('%s is no rule', (rrule, why) => {
    expect(timeComplaints(peak(rrule))).toEqual([
      {
        path: '/rrule',
        message: `${rrule} is no recurrence rule: ${why}.`,
        hint: 'As in  FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270115T230000',
      },
    ]);
  });

  test('is said at the place of the times inside an object', () => {
    const wrong = timeComplaints(schedule('2026-12-02T07:00', '2026-12-01T07:00'), '/edgeAutoUpdateConfig');
    expect(wrong.map(({ path }) => path)).toEqual(['/edgeAutoUpdateConfig/end']);
  });

  test('is not said of parts that schedules do not use, and of what is not there', () => {
    expect(timeComplaints(peak('FREQ=HOURLY;BYMINUTE=0'))).toEqual([]);
    expect(timeComplaints({})).toEqual([]);
    expect(timeComplaints({ rrule: 'FREQ=DAILY' })).toEqual([]);
  });
});

const DAY = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const days = fc.integer({ min: 0, max: 40_000 }).map((day) => day * DAY);
const rules = fc
  .record({
    frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 3 }),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    end: fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 60 }).map((count) => `;COUNT=${count}`),
      days.map((day) => `;UNTIL=${new Date(day).toISOString().replace(/[-:]|\.000Z/g, '')}`),
    ),
  })
  .map(({ frequency, interval, weekdays, months, end }) => {
    const byDay = weekdays.length > 0 ? `;BYDAY=${weekdays.join(',')}` : '';
    const byMonth = months.length > 0 ? `;BYMONTH=${months.join(',')}` : '';
    return `FREQ=${frequency};INTERVAL=${interval}${byDay}${byMonth}${end}`;
  });

/** A day that a schedule has from midnight to midnight. */
function wholeDay(start: number, rrule: string) {
  return schedule(localTimeOf(start), localTimeOf(start + DAY), rrule);
}

describe('of every rule', () => {
  test('what a complaint tells to write is taken', () => {
    fc.assert(
      fc.property(days, rules, (start, rrule) => {
        const [complaint] = timeComplaints(wholeDay(start, rrule));
        const [, first] = /start: "([^"]+)"/.exec(complaint?.hint ?? '') ?? [];
        const moved = first === undefined ? start : millisOf(first);
        if (complaint && first === undefined) return;
        // Intervals count from the start, so that a later one may leave out what an earlier one had.
        expect(timeComplaints(wholeDay(moved ?? 0, rrule))).toEqual([]);
      }),
    );
  });

  test('it starts where it starts, ends no earlier, and on one of its days', () => {
    fc.assert(
      fc.property(days, rules, (start, rrule) => {
        const document = wholeDay(start, rrule);
        fc.pre(timeComplaints(document).length === 0);
        const said = occurrencesOf(document);
        expect(said?.first).toBe(localTimeOf(start));
        expect(said?.last !== undefined).toBe(/COUNT|UNTIL/.test(rrule));
        if (said?.last === undefined) return;
        const last = millisOf(said.last) ?? 0;
        expect(last).toBeGreaterThanOrEqual(start);
        const endless = rrule.replace(/;(COUNT|UNTIL)=.*/, '').replace(/INTERVAL=\d/, 'INTERVAL=1');
        const isAnchored = !/BYDAY/.test(rrule);
        if (!isAnchored) expect(timeComplaints(wholeDay(last, endless))).toEqual([]);
      }),
    );
  });

  test('the last of so many is the last until that day', () => {
    fc.assert(
      fc.property(days, rules, (start, rrule) => {
        fc.pre(rrule.includes('COUNT') && timeComplaints(wholeDay(start, rrule)).length === 0);
        const last = occurrencesOf(wholeDay(start, rrule))?.last ?? '';
        const until = rrule.replace(/COUNT=.*/, `UNTIL=${last.slice(0, 10).replaceAll('-', '')}`);
        expect(occurrencesOf(wholeDay(start, until))?.last).toBe(last);
      }),
    );
  });

  test('no text of any kind makes trouble', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'FREQ=DAILYUNTC;BYMO20-1,Z'.split('')) }),
    );
    fc.assert(
      fc.property(texts, texts, texts, (start, end, rrule) => {
        const document = { start, end, rrule };
        expect(timeComplaints(document).every(({ message }) => message.endsWith('.'))).toBe(true);
        expect(timesInWords({ ...peak(rrule) }) ?? '').not.toContain('undefined');
      }),
    );
  });
});
