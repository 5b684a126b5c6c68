import { type LocalTime, monthName, weekdayName } from './local-time.ts';
import type { Rule, RuleDay } from './recurrence.ts';

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `daily`, `every Mon-Fri`, `every 2 months on the 1st Mon`; what the rule leaves open is as the start has it. */
export function ruleInWords(rule: Rule, start: LocalTime): string {
  const { frequency, interval, days } = rule;
  const unit = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }[frequency];
  const every = interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
  switch (frequency) {
    case 'DAILY':
    case 'WEEKLY':
      return `${daysOfWeekRule(rule, every, start)}${positionsInWords(rule)}${inMonths(rule)}`;
    case 'MONTHLY': {
      const day = days.length === 0 ? `the ${datesInWords(monthDaysOf(rule, start))}` : daysOfMonth(rule);
      return `${every} on ${positionsOf(rule)}${day}${inMonths(rule)}`;
    }
    case 'YEARLY':
      return `${every} on ${positionsOf(rule)}${daysOfYear(rule, start)}`;
  }
}

function daysOfWeekRule(rule: Rule, every: string, start: LocalTime): string {
  const { frequency, interval, days, monthDays } = rule;
  const isDaily = frequency === 'DAILY';
  if (isDaily && days.length === 0) {
    const daily = interval === 1 ? 'daily' : every;
    return monthDays.length === 0 ? daily : `${daily} on the ${datesInWords(monthDays)}`;
  }
  const named = days.length > 0 ? weekdays(days) : weekdayName(new Date(start).getUTCDay());
  const text = interval === 1 ? `every ${named}` : `${every} on ${named}`;
  return monthDays.length === 0 ? text : `${text} that is the ${datesInWords(monthDays, 'or')}`;
}

/** `the 1st Mon and the last Fri`, `each Fri that is the 13th` */
function daysOfMonth({ days, monthDays, positions }: Rule): string {
  const numbered = days.some(({ ordinal }) => ordinal !== undefined);
  const list = days.map(({ ordinal, weekday }) =>
    ordinal === undefined
      ? `each ${weekdayName(weekday)}`
      : `the ${ordinalName(ordinal)} ${weekdayName(weekday)}`,
  );
  const text = numbered ? joined(list) : `${positions.length > 0 ? '' : 'each '}${weekdays(days)}`;
  return monthDays.length === 0 ? text : `${text} that is the ${datesInWords(monthDays, 'or')}`;
}

function daysOfYear(rule: Rule, start: LocalTime): string {
  const { days, months, monthDays } = rule;
  if (days.length > 0) return `${daysOfMonth(rule)}${inMonths(rule)}`;
  const dates = monthDaysOf(rule, start);
  const named = months.length > 0 || monthDays.length > 0 ? months : [new Date(start).getUTCMonth() + 1];
  if (named.length === 0) return `the ${datesInWords(dates)} of every month`;
  if (dates.some((date) => date < 0)) return `the ${datesInWords(dates)} of ${joined(named.map(monthName))}`;
  return joined(named.map((month) => `${joined(dates.map(String))} ${monthName(month)}`));
}

function monthDaysOf({ monthDays }: Rule, start: LocalTime): readonly number[] {
  return monthDays.length > 0 ? monthDays : [new Date(start).getUTCDate()];
}

function inMonths({ months }: Rule): string {
  return months.length === 0 ? '' : ` in ${joined(months.map(monthName))}`;
}

/** `the last of ` */
function positionsOf({ positions }: Rule): string {
  return positions.length === 0 ? '' : `the ${ordinals(positions)} of `;
}

function positionsInWords({ positions }: Rule): string {
  return positions.length === 0 ? '' : `, the ${ordinals(positions)} of them`;
}

/** `Mon-Fri`, `Tue and Sat`; three days and more in a row stand together. */
function weekdays(days: readonly RuleDay[]): string {
  const named = new Set(days.map(({ weekday }) => weekdayName(weekday)));
  const runs: string[][] = [];
  let run: string[] = [];
  for (const day of [...WEEK, '']) {
    if (named.has(day)) run.push(day);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return joined(runs.flatMap((row) => (row.length < 3 ? row : [`${row[0]}-${row.at(-1)}`])));
}

/** `1st and 15th`, `last day` */
function datesInWords(days: readonly number[], word = 'and'): string {
  return joined(
    days.map((day) => `${ordinalName(day)}${day < 0 ? ' day' : ''}`),
    word,
  );
}

function ordinals(numbers: readonly number[]): string {
  return joined(numbers.map(ordinalName));
}

/** `2nd`, `last`, `3rd to last` */
function ordinalName(number: number): string {
  if (number === -1) return 'last';
  const size = Math.abs(number);
  const isTeen = size % 100 >= 11 && size % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][size % 10] ?? 'th');
  return `${size}${ending}${number < 0 ? ' to last' : ''}`;
}

function joined(words: readonly string[], word = 'and'): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`;
}
