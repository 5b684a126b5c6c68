/**
 * Recurrence rules (RFC 5545) without a zone, as far as schedules of Genesys Cloud use them: days, weeks, months and
 * years. Times are milliseconds as `millisOf` gives them.
 */

export const DAY = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
/** What the standard has besides: it is not judged here. */
const BEYOND = ['BYHOUR', 'BYMINUTE', 'BYSECOND', 'BYWEEKNO', 'BYYEARDAY'];
const BEYOND_FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY'];
/** Days that are looked at before a rule is taken to give none: four centuries, after which calendars repeat. */
const MOST_DAYS = 150_000;
/** No date is written after the year 9999. */
const END_OF_TIME = Date.UTC(9999, 11, 31);

type Frequency = (typeof FREQUENCIES)[number];

/** `MO` is any Monday (ordinal 0), `2MO` the second one of its month or year, `-1MO` the last. */
export interface Weekday {
  readonly ordinal: number;
  /** 0 is Sunday. */
  readonly day: number;
}

export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count?: number;
  /** The last moment at which an occurrence may start. */
  readonly until?: number;
  readonly days: readonly Weekday[];
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 1 to 31; -1 is the last day of a month. */
  readonly monthDays: readonly number[];
  readonly positions: readonly number[];
  /** The day on which weeks start; 0 is Sunday. */
  readonly weekStart: number;
}

export type RuleReading =
  | { readonly is: 'rule'; readonly rule: Rule }
  /** The standard has it, schedules do not: nothing is said of it. */
  | { readonly is: 'beyond' }
  /** A sentence that says what is no rule about it. */
  | { readonly is: 'wrong'; readonly message: string };

/** Reads the text of a rule, `FREQ=DAILY;INTERVAL=1;UNTIL=20270115T230000`; a `Z` at the end of UNTIL means nothing. */
export function readRule(text: string): RuleReading {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    if (name === '') return wrong(`${JSON.stringify(part)} is not  NAME=value`);
    if (parts.has(name)) return wrong(`${name} is said twice`);
    parts.set(name, value);
  }
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return wrong('FREQ is missing');
  if (BEYOND_FREQUENCIES.includes(frequency) || BEYOND.some((name) => parts.has(name)))
    return { is: 'beyond' };
  const reader = new PartReader(parts);
  const rule: Rule = {
    frequency: reader.word('FREQ', FREQUENCIES) ?? 'DAILY',
    interval: reader.number('INTERVAL') ?? 1,
    ...optional('count', reader.number('COUNT')),
    ...optional('until', reader.moment('UNTIL')),
    days: reader.days('BYDAY'),
    months: reader.numbers('BYMONTH', 1, 12),
    monthDays: reader.numbers('BYMONTHDAY', -31, 31),
    positions: reader.numbers('BYSETPOS', -366, 366),
    weekStart: WEEKDAYS.indexOf(reader.word('WKST', WEEKDAYS) ?? 'MO'),
  };
  const problem = reader.problem ?? contradictionIn(rule);
  return problem === undefined ? { is: 'rule', rule } : wrong(problem);
}

function wrong(message: string): RuleReading {
  return { is: 'wrong', message };
}

function optional<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: number };
}

/** What the standard says must not stand together. */
function contradictionIn(rule: Rule): string | undefined {
  if (rule.count !== undefined && rule.until !== undefined) return 'COUNT and UNTIL exclude each other';
  const hasOrdinal = rule.days.some(({ ordinal }) => ordinal !== 0);
  if (hasOrdinal && (rule.frequency === 'DAILY' || rule.frequency === 'WEEKLY'))
    return 'numbers in BYDAY belong to FREQ=MONTHLY and FREQ=YEARLY';
  if (rule.frequency === 'WEEKLY' && rule.monthDays.length > 0)
    return 'BYMONTHDAY cannot stand beside FREQ=WEEKLY';
  const limits = [rule.days, rule.months, rule.monthDays];
  if (rule.positions.length > 0 && limits.every((limit) => limit.length === 0))
    return 'BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY beside it';
  return undefined;
}

/** Takes the parts of a rule one by one, and notes the first that is wrong. */
class PartReader {
  problem: string | undefined;
  readonly #left: Map<string, string>;

  constructor(parts: ReadonlyMap<string, string>) {
    this.#left = new Map(parts);
    const known = /^(FREQ|INTERVAL|COUNT|UNTIL|WKST|BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS)$/;
    const unknown = [...parts.keys()].find((name) => !known.test(name));
    if (unknown !== undefined) this.problem = `${unknown} is not known`;
  }

  word<W extends string>(name: string, words: readonly W[]): W | undefined {
    return this.#read(name, (value) => words.find((word) => word === value));
  }

  number(name: string): number | undefined {
    return this.#read(name, (value) => (/^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined));
  }

  numbers(name: string, least: number, most: number): readonly number[] {
    const each = (text: string): number | undefined => {
      const value = Number(text);
      const isInside = value >= least && value <= most && value !== 0;
      return /^[+-]?\d{1,3}$/.test(text) && isInside ? value : undefined;
    };
    return this.#read(name, (value) => all(value.split(',').map(each))) ?? [];
  }

  days(name: string): readonly Weekday[] {
    const each = (text: string): Weekday | undefined => {
      const [, ordinal = '', day = ''] = /^([+-]?[1-9]\d?)?([A-Z]{2})$/.exec(text) ?? [];
      return WEEKDAYS.includes(day) ? { ordinal: Number(ordinal), day: WEEKDAYS.indexOf(day) } : undefined;
    };
    return this.#read(name, (value) => all(value.split(',').map(each))) ?? [];
  }

  /** A day alone stands for its last moment. */
  moment(name: string): number | undefined {
    return this.#read(name, (value) => {
      const [, year, month, day, hours, minutes, seconds] =
        /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/.exec(value) ?? [];
      const date = `${year}-${month}-${day}`;
      const start = Date.parse(`${date}T${hours ?? '00'}:${minutes ?? '00'}:${seconds ?? '00'}Z`);
      if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return undefined;
      return hours === undefined ? start + DAY - 1 : start;
    });
  }

  #read<T>(name: string, read: (value: string) => T | undefined): T | undefined {
    const value = this.#left.get(name);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) this.problem ??= `${name}=${value} is not possible`;
    return result;
  }
}

function all<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

/** The rule with what its start says where it says nothing: weekly means on the weekday of the start. */
export function anchored(rule: Rule, start: number): Rule {
  const date = new Date(start);
  if (rule.days.length > 0 || rule.monthDays.length > 0 || rule.frequency === 'DAILY') return rule;
  if (rule.frequency === 'WEEKLY') return { ...rule, days: [{ ordinal: 0, day: date.getUTCDay() }] };
  const monthDays = [date.getUTCDate()];
  if (rule.frequency === 'MONTHLY' || rule.months.length > 0) return { ...rule, monthDays };
  return { ...rule, monthDays, months: [date.getUTCMonth() + 1] };
}

/** When the rule takes place, from its start on. Stops when centuries have passed without any. */
export function* occurrences(rule: Rule, start: number): Generator<number> {
  const own = anchored(rule, start);
  const time = start - midnight(start);
  let left = own.count ?? Number.POSITIVE_INFINITY;
  let looked = 0;
  for (let period = 0; looked < MOST_DAYS && left > 0; period += own.interval) {
    const days = daysOf(own, start, period);
    looked += days.length;
    for (const day of chosen(own, days)) {
      const moment = day + time;
      if (moment < start) continue;
      if (moment > (own.until ?? END_OF_TIME) || left <= 0) return;
      looked = 0;
      left -= 1;
      yield moment;
    }
    if (own.until !== undefined && (days[0] ?? 0) > own.until) return;
  }
}

/** When the rule takes place for the last time; undefined when it does not end, or never takes place. */
export function lastOccurrence(rule: Rule, start: number): number | undefined {
  if (rule.until === undefined)
    return rule.count === undefined ? undefined : lastOf(occurrences(rule, start));
  const own = anchored(rule, start);
  const time = start - midnight(start);
  const last = periodsBetween(own, start, rule.until);
  let looked = 0;
  for (let period = last - (last % own.interval); period >= 0 && looked < MOST_DAYS; period -= own.interval) {
    const days = daysOf(own, start, period);
    looked += days.length;
    const moments = chosen(own, days).map((day) => day + time);
    const found = moments.findLast((moment) => moment >= start && moment <= (rule.until ?? 0));
    if (found !== undefined) return found;
  }
  return undefined;
}

function lastOf(moments: Iterable<number>): number | undefined {
  let last: number | undefined;
  for (const moment of moments) last = moment;
  return last;
}

export function midnight(millis: number): number {
  return Math.floor(millis / DAY) * DAY;
}

/** The days of the period that comes that many after the one with the start: a day, a week, a month or a year. */
function daysOf(rule: Rule, start: number, period: number): readonly number[] {
  const date = new Date(start);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (rule.frequency) {
    case 'DAILY':
      return days(midnight(start) + period * DAY, 1);
    case 'WEEKLY':
      return days(weekOf(rule, start) + period * 7 * DAY, 7);
    case 'MONTHLY':
      return daysBetween(utc(year, month + period), utc(year, month + period + 1));
    case 'YEARLY':
      return daysBetween(utc(year + period, 0), utc(year + period + 1, 0));
  }
}

function periodsBetween(rule: Rule, start: number, end: number): number {
  const [from, to] = [new Date(start), new Date(end)];
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  switch (rule.frequency) {
    case 'DAILY':
      return (midnight(end) - midnight(start)) / DAY;
    case 'WEEKLY':
      return (weekOf(rule, end) - weekOf(rule, start)) / (7 * DAY);
    case 'MONTHLY':
      return years * 12 + to.getUTCMonth() - from.getUTCMonth();
    case 'YEARLY':
      return years;
  }
}

/** The day on which the week starts. */
function weekOf({ weekStart }: Rule, millis: number): number {
  return midnight(millis) - ((new Date(millis).getUTCDay() - weekStart + 7) % 7) * DAY;
}

function utc(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}

function daysBetween(from: number, to: number): readonly number[] {
  return days(from, Math.round((to - from) / DAY));
}

function days(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index * DAY);
}

/** The days of one period on which the rule takes place. */
function chosen(rule: Rule, period: readonly number[]): readonly number[] {
  const fitting = period.filter((day) => fits(rule, day));
  if (rule.positions.length === 0) return fitting;
  return fitting.filter(
    (_, index) => rule.positions.includes(index + 1) || rule.positions.includes(index - fitting.length),
  );
}

function fits(rule: Rule, day: number): boolean {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (rule.months.length > 0 && !rule.months.includes(month + 1)) return false;
  if (rule.monthDays.length > 0) {
    const fromEnd = Math.round((day - utc(year, month + 1)) / DAY);
    if (!rule.monthDays.includes(date.getUTCDate()) && !rule.monthDays.includes(fromEnd)) return false;
  }
  if (rule.days.length === 0) return true;
  return rule.days.some(({ ordinal, day: weekday }) => {
    if (date.getUTCDay() !== weekday) return false;
    if (ordinal === 0) return true;
    const isOfYear = rule.frequency === 'YEARLY' && rule.months.length === 0;
    const [from, to] = isOfYear ? [utc(year, 0), utc(year + 1, 0)] : [utc(year, month), utc(year, month + 1)];
    return (
      ordinal === Math.floor((day - from) / (7 * DAY)) + 1 ||
      ordinal === -(Math.floor((to - day - DAY) / (7 * DAY)) + 1)
    );
  });
}
