import { createRequire } from 'node:module';
import type { RRuleTemporal } from 'rrule-temporal';
import { DAY, type LocalTime, localTimeOf } from './local-time.ts';

/** A recurrence rule (RFC 5545, section 3.3.10) as far as the platform has schedules of it. */
export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count?: number;
  readonly until?: Until;
  /** `{ ordinal: 2, weekday: 1 }` is the second Monday; without an ordinal it is every Monday. */
  readonly days: readonly RuleDay[];
  readonly months: readonly number[];
  /** Negative ones count from the end of the month, as ordinals and positions do. */
  readonly monthDays: readonly number[];
  readonly positions: readonly number[];
  /** Every part as the text has it, in capitals. */
  readonly parts: ReadonlyMap<string, string>;
}

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

export interface RuleDay {
  readonly ordinal?: number;
  /** From 0 for Sunday. */
  readonly weekday: number;
}

export interface Until {
  /** The last moment that it allows. */
  readonly time: LocalTime;
  /** With a Z it is said in UTC, while the schedule goes by the clock of a zone that it does not know. */
  readonly utc: boolean;
}

/** What is wrong with the text of a rule. */
export interface Unreadable {
  /** A sentence without its full stop. */
  readonly problem: string;
  readonly hint?: string;
}

/** The last occurrence of a rule; `endless` for a rule without an end, undefined where it cannot be told. */
export type Last = LocalTime | 'endless' | undefined;

const FREQUENCIES: readonly string[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] satisfies Frequency[];
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** How far the clocks of the earth are from UTC. */
const WEST = -12 * 3_600_000;
const EAST = 14 * 3_600_000;
/** How many days before a start are looked at for one that fits. */
const DAYS_BACK = 31;

const DAY_OF_RULE = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

/** What a part may hold, in words that follow "is not". */
const PARTS: Readonly<Record<string, { readonly takes: (value: string) => boolean; readonly is: string }>> = {
  FREQ: { takes: (value) => FREQUENCIES.includes(value), is: 'DAILY, WEEKLY, MONTHLY or YEARLY' },
  INTERVAL: { takes: isCount, is: 'a number from 1' },
  COUNT: { takes: isCount, is: 'a number from 1' },
  UNTIL: {
    takes: (value) => untilOf(value) !== undefined,
    is: 'a date of the calendar like 20270115 or 20270115T230000',
  },
  WKST: { takes: (value) => WEEKDAYS.includes(value), is: 'a weekday: MO, TU, WE, TH, FR, SA or SU' },
  BYDAY: {
    takes: (value) => value.split(',').every((day) => DAY_OF_RULE.test(day) && !isOutside(day, 53)),
    is: 'a list of weekdays like MO,WE or 1MO,-1FR',
  },
  BYMONTH: {
    takes: (value) => value.split(',').every((month) => /^\d{1,2}$/.test(month) && !isOutside(month, 12)),
    is: 'a list of months from 1 to 12',
  },
  BYMONTHDAY: { takes: (value) => areSigned(value, 31), is: 'a list of days from 1 to 31 or -31 to -1' },
  BYSETPOS: { takes: (value) => areSigned(value, 366), is: 'a list of numbers from 1 to 366 or -366 to -1' },
};

function isCount(value: string): boolean {
  return /^[1-9]\d{0,8}$/.test(value);
}

function areSigned(value: string, most: number): boolean {
  return value.split(',').every((number) => /^[+-]?\d{1,3}$/.test(number) && !isOutside(number, most));
}

function isOutside(text: string, most: number): boolean {
  const number = Math.abs(Number.parseInt(text, 10));
  return number === 0 || number > most;
}

/** The rule that the text says, or what is wrong with it. */
export function readRule(text: string): Rule | Unreadable {
  if (/^RRULE:/i.test(text)) {
    return { problem: 'it starts with "RRULE:"', hint: `Write  rrule: ${text.slice('RRULE:'.length)}` };
  }
  if (text === '') return { problem: 'it is empty' };
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(part.toUpperCase()) ?? [];
    if (name === '')
      return { problem: part === '' ? 'a part of it is empty' : `"${part}" is not NAME=VALUE` };
    const known = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!known) {
      const hint = `A rule is made of ${Object.keys(PARTS).join(', ')}.`;
      return { problem: `${name} is no part of a rule here`, hint };
    }
    if (parts.has(name)) return { problem: `${name} stands in it twice` };
    if (!known.takes(value)) return { problem: `${name}=${value} is not ${known.is}` };
    parts.set(name, value);
  }
  const problem = contradictionIn(parts);
  return problem === undefined ? ruleOf(parts) : { problem };
}

/** Parts that the standard does not let stand together. */
function contradictionIn(parts: ReadonlyMap<string, string>): string | undefined {
  const frequency = parts.get('FREQ');
  const isShort = frequency === 'DAILY' || frequency === 'WEEKLY';
  if (frequency === undefined) return 'FREQ is missing';
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'it has both COUNT and UNTIL';
  if (isShort && /\d/.test(parts.get('BYDAY') ?? '')) return 'a number in BYDAY needs FREQ=MONTHLY or YEARLY';
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY')) return 'BYMONTHDAY does not go with FREQ=WEEKLY';
  const chooses = ['BYDAY', 'BYMONTH', 'BYMONTHDAY'].some((name) => parts.has(name));
  return parts.has('BYSETPOS') && !chooses ? 'BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY' : undefined;
}

function ruleOf(parts: ReadonlyMap<string, string>): Rule {
  const numbers = (name: string): number[] => parts.get(name)?.split(',').map(Number) ?? [];
  const [count] = numbers('COUNT');
  const until = untilOf(parts.get('UNTIL') ?? '');
  return {
    frequency: parts.get('FREQ') as Frequency,
    interval: numbers('INTERVAL')[0] ?? 1,
    ...(count === undefined ? {} : { count }),
    ...(until ? { until } : {}),
    days: (parts.get('BYDAY')?.split(',') ?? []).map(dayOfRule),
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    positions: numbers('BYSETPOS'),
    parts,
  };
}

function dayOfRule(text: string): RuleDay {
  const [, ordinal, weekday = ''] = DAY_OF_RULE.exec(text) ?? [];
  return {
    ...(ordinal === undefined ? {} : { ordinal: Number(ordinal) }),
    weekday: WEEKDAYS.indexOf(weekday),
  };
}

/** A date alone lets the whole day in. */
function untilOf(value: string): Until | undefined {
  const [, year, month, day, hour = '23', minute = '59', second = '59', zone] = UNTIL.exec(value) ?? [];
  const time = localTimeOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  return time === undefined ? undefined : { time, utc: zone === 'Z' };
}

/** Whether the rule cannot have any occurrence from this start on, wherever the clock stands. */
export function endsBefore(until: Until, start: LocalTime): boolean {
  return until.time + (until.utc ? EAST : 0) < start;
}

/** Whether a schedule of this rule may start then: whether that is the rule's own first occurrence. */
export function isOccurrence(rule: Rule, start: LocalTime): boolean {
  return firstFrom(rule, start) === start;
}

/**
 * The first occurrence from this time on, where it is the one that the rule counts from; undefined where there is
 * none. Where the rule ends plays no part.
 */
export function firstFrom(rule: Rule, start: LocalTime): LocalTime | undefined {
  return ask(rule, start, ['INTERVAL', 'COUNT', 'UNTIL'], (occurrences) =>
    timeOf(occurrences.next(new Date(start), true)),
  );
}

/** The next day on which a schedule of this rule could start at that time of the day, and one before that is nearer. */
export function startsAround(rule: Rule, start: LocalTime): LocalTime[] {
  const after = firstFrom(rule, start);
  const days = after === undefined ? 0 : Math.min(DAYS_BACK, (after - start) / DAY - 1);
  for (let back = 1; back <= days; back += 1) {
    const before = start - back * DAY;
    if (isOccurrence(rule, before)) return after === undefined ? [before] : [before, after];
  }
  return after === undefined ? [] : [after];
}

/** The last occurrence of a rule that counts from this start. */
export function lastFrom(rule: Rule, start: LocalTime): Last {
  const { count, until } = rule;
  if (until) {
    const [first, ...others] = (until.utc ? [WEST, EAST] : [0]).map((zone) =>
      lastUntil(rule, start, until.time + zone),
    );
    return others.every((other) => other === first) ? first : undefined;
  }
  if (count === undefined) return 'endless';
  return ask(rule, start, [], (occurrences) => timeOf(occurrences.all().at(-1) ?? null));
}

function lastUntil(rule: Rule, start: LocalTime, end: LocalTime): LocalTime | undefined {
  return ask(rule, start, ['UNTIL'], (occurrences) => timeOf(occurrences.previous(new Date(end), true)));
}

/** Asks the library, which throws where it gives up: on a rule that produces nothing for a very long time. */
function ask(
  rule: Rule,
  start: LocalTime,
  without: readonly string[],
  question: (occurrences: RRuleTemporal) => LocalTime | undefined,
): LocalTime | undefined {
  const parts = [...rule.parts].filter(([name]) => !without.includes(name));
  const text = parts
    .map(([name, value]) => `${name}=${name === 'BYDAY' ? numberedDays(rule, value) : value}`)
    .join(';');
  const anchor = new Date(start).toISOString().replace(/[-:]|\.\d+/g, '');
  const { RRuleTemporal } = library();
  try {
    return question(new RRuleTemporal({ rruleString: `DTSTART:${anchor}\nRRULE:${text}` }));
  } catch {
    return undefined;
  }
}

/**
 * Days as the library understands them: in a yearly rule it loses plain ones beside numbered ones (2.2.7, 2026-11), so
 * that each plain one is said as all of its numbers.
 */
function numberedDays({ frequency, days, months }: Rule, value: string): string {
  const isMixed = new Set(days.map(({ ordinal }) => ordinal === undefined)).size > 1;
  if (frequency !== 'YEARLY' || !isMixed) return value;
  const most = months.length > 0 ? 5 : 53;
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  return days
    .flatMap(({ ordinal, weekday }) =>
      (ordinal === undefined ? numbers : [ordinal]).map((number) => `${number}${WEEKDAYS[weekday]}`),
    )
    .join(',');
}

/** Loaded when first asked: few runs have to do with times. */
function library(): typeof import('rrule-temporal') {
  return createRequire(import.meta.url)('rrule-temporal') as typeof import('rrule-temporal');
}

function timeOf(occurrence: { readonly epochMilliseconds: number } | null): LocalTime | undefined {
  return occurrence?.epochMilliseconds;
}
