import { get, type JsonObject } from '../json/json.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import {
  dayInWords,
  localTimeOf,
  millisOf,
  monthInWords,
  timeInWords,
  weekdayInWords,
} from './local-time.ts';
import {
  anchored,
  DAY,
  lastOccurrence,
  midnight,
  occurrences,
  type Rule,
  readRule,
  type Weekday,
} from './recurrence.ts';
import type { Complaint } from './vocabulary.ts';

/** What a schedule says, as far as it can be read. */
interface Times {
  readonly start: number;
  readonly end: number;
  readonly rrule?: string;
  /** Undefined for what happens once, and for rules that are not judged. */
  readonly rule?: Rule;
}

/** When a schedule is open for the first and for the last time: when it starts then, `2026-12-01T07:00`. */
export interface Occurrences {
  readonly first: string;
  /** Absent where it does not end. */
  readonly last?: string;
}

const EXAMPLE = 'As in  FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270115T230000';

/**
 * What is wrong with `start`, `end` and `rrule` of an object: days that no calendar has, an end that is not after the
 * start, a text that is no rule, a start on which the rule does not take place. The last is what the platform refuses
 * (CX as Code 1.84.1, architect_schedules, 2026-07). Complaints are at places below `at`.
 */
export function timeComplaints(document: JsonObject, at: Pointer = ''): readonly Complaint[] {
  const place = (field: string): Pointer => at + pointer(field);
  const unreal = ['start', 'end'].flatMap((field): Complaint[] => {
    const text = textOf(document, field);
    if (text === undefined || millisOf(text) !== undefined) return [];
    return [{ path: place(field), message: `${text} is no day and time that a calendar has.` }];
  });
  const rrule = textOf(document, 'rrule');
  const reading = rrule === undefined ? undefined : readRule(rrule);
  const noRule: Complaint[] =
    reading?.is === 'wrong'
      ? [
          {
            path: place('rrule'),
            message: `${rrule} is no recurrence rule: ${reading.message}.`,
            hint: EXAMPLE,
          },
        ]
      : [];
  const times = timesOf(document);
  if (!times || unreal.length + noRule.length > 0) return [...unreal, ...noRule];
  const order = orderComplaint(times);
  const rule = times.rule && ruleComplaint(times, times.rule);
  return [
    ...(order ? [{ path: place('end'), ...order }] : []),
    ...(rule ? [{ ...rule, path: place(rule.field) }].map(({ field: _, ...complaint }) => complaint) : []),
  ];
}

/** When the object with these `start`, `end` and `rrule` takes place. Undefined where they do not say it. */
export function occurrencesOf(document: JsonObject): Occurrences | undefined {
  const times = timesOf(document);
  if (!times) return undefined;
  const { start, rrule, rule } = times;
  if (rrule === undefined) return { first: localTimeOf(start), last: localTimeOf(start) };
  if (!rule) return undefined;
  const [first] = occurrences(rule, start);
  if (first === undefined) return undefined;
  const last = lastOccurrence(rule, start);
  return { first: localTimeOf(first), ...(last === undefined ? {} : { last: localTimeOf(last) }) };
}

/**
 * `start`, `end` and `rrule` of an object in words: `daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027`.
 * Undefined where they do not make sense.
 */
export function timesInWords(document: JsonObject): string | undefined {
  const times = timesOf(document);
  if (!times || timeComplaints(document).length > 0) return undefined;
  const { start, rrule, rule } = times;
  if (rrule === undefined) return `once, ${onceInWords(times)}`;
  const first = `${hoursInWords(times)}, first ${dayInWords(start)}`;
  if (!rule) return `by the rule ${rrule}, ${first}`;
  const last = lastOccurrence(rule, start);
  const end = last === undefined ? 'no end' : `last ${dayInWords(last)}`;
  return `${ruleInWords(rule, start)} ${first}, ${end}`;
}

function textOf(document: JsonObject, field: string): string | undefined {
  const value = get(document, field);
  return typeof value === 'string' ? value : undefined;
}

function timesOf(document: JsonObject): Times | undefined {
  const start = millisOf(textOf(document, 'start') ?? '');
  const end = millisOf(textOf(document, 'end') ?? '');
  const rrule = textOf(document, 'rrule');
  const reading = rrule === undefined ? undefined : readRule(rrule);
  if (start === undefined || end === undefined || reading?.is === 'wrong') return undefined;
  return {
    start,
    end,
    ...(rrule === undefined ? {} : { rrule }),
    ...(reading?.is === 'rule' ? { rule: reading.rule } : {}),
  };
}

function orderComplaint({ start, end }: Times): Omit<Complaint, 'path'> | undefined {
  if (end > start) return undefined;
  const message = `The end, ${momentInWords(end)}, is not after the start, ${momentInWords(start)}.`;
  const isSameDay = midnight(end) === midnight(start);
  const what = timeInWords(end) === '00:00' ? 'Until midnight' : 'Past midnight';
  return isSameDay ? { message, hint: `${what} is  end: "${localTimeOf(end + DAY)}"` } : { message };
}

function ruleComplaint(
  { start, end }: Times,
  rule: Rule,
): (Omit<Complaint, 'path'> & { readonly field: 'start' | 'rrule' }) | undefined {
  const [first] = occurrences(rule, start);
  if (first === start) return undefined;
  if (first !== undefined) {
    const days = first - start;
    const message = `The rule does not take place on ${dayInWords(start)}, when the schedule starts.`;
    const [newStart, newEnd] = [localTimeOf(first), localTimeOf(end + days)];
    const hint = `Its first day after that is ${dayInWords(first)}:  start: "${newStart}", end: "${newEnd}"`;
    return { field: 'start', message, hint };
  }
  const message =
    rule.until !== undefined && rule.until < start
      ? `The rule ends on ${dayInWords(rule.until)}, before the schedule starts on ${dayInWords(start)}.`
      : 'The rule never takes place after the schedule starts.';
  return { field: 'rrule', message };
}

function momentInWords(millis: number): string {
  return `${dayInWords(millis)} ${timeInWords(millis)}`;
}

function onceInWords(times: Times): string {
  const { start, end } = times;
  const isWhole = isWholeDays(times);
  const lastDay = isWhole ? end - DAY : end;
  if (midnight(start) === midnight(lastDay)) return `${dayInWords(start)} ${hoursInWords(times)}`;
  return isWhole
    ? `${dayInWords(start)} to ${dayInWords(lastDay)} all day`
    : `${momentInWords(start)} to ${momentInWords(end)}`;
}

function isWholeDays({ start, end }: Times): boolean {
  return start === midnight(start) && end === midnight(end);
}

/** `07:00-23:00`, `all day`, `22:00-06:00 the next day`. */
function hoursInWords(times: Times): string {
  const { start, end } = times;
  const days = (midnight(end) - midnight(start)) / DAY;
  if (isWholeDays(times)) return days === 1 ? 'all day' : `for ${days} days`;
  const hours = `${timeInWords(start)}-${timeInWords(end)}`;
  if (days === 0 || (days === 1 && end === midnight(end))) return hours.replace(/-00:00$/, '-24:00');
  return days === 1 ? `${hours} the next day` : `${hours} ${days} days later`;
}

const EACH = {
  DAILY: ['daily', 'days'],
  WEEKLY: ['weekly', 'weeks'],
  MONTHLY: ['monthly', 'months'],
  YEARLY: ['yearly', 'years'],
} as const;

/** `every 2 weeks on Mon-Fri`, `yearly on 25 Dec`, `monthly on the last Fri`. */
function ruleInWords(rule: Rule, start: number): string {
  const own = anchored(rule, start);
  const [single, many] = EACH[own.frequency];
  const often = own.interval === 1 ? single : `every ${own.interval} ${many}`;
  const months = own.months.map(monthInWords);
  const [date, ...dates] = own.monthDays;
  const isDate =
    date !== undefined && date > 0 && dates.length + own.days.length + own.positions.length === 0;
  if (isDate && months.length === 1) return `${often} on ${date} ${months[0]}`;
  const on = daysInWords(own);
  return [often, on && `on ${on}`, months.length > 0 && `in ${listInWords(months)}`]
    .filter(Boolean)
    .join(' ');
}

function daysInWords({ days, monthDays, positions }: Rule): string {
  const weekdays = days.every(({ ordinal }) => ordinal === 0)
    ? weekdaysInWords(days)
    : `the ${listInWords(days.map(({ ordinal, day }) => `${nth(ordinal)}${weekdayInWords(day)}`))}`;
  const dates = `the ${listInWords(monthDays.map((day) => (day < 0 ? `${nth(day)}day` : nth(day).trim())))}`;
  const said = [...(monthDays.length > 0 ? [dates] : []), ...(days.length > 0 ? [weekdays] : [])].join(
    ' when it is ',
  );
  if (positions.length === 0) return said;
  return `the ${listInWords(positions.map((position) => nth(position).trim()))} of: ${said}`;
}

/** `Mon-Fri`, `Mon, Wed and Sun`. */
function weekdaysInWords(days: readonly Weekday[]): string {
  const fromMonday = (day: number): number => (day + 6) % 7;
  const sorted = [...new Set(days.map(({ day }) => fromMonday(day)))].sort((a, b) => a - b);
  const words = sorted.map((day) => weekdayInWords((day + 1) % 7));
  const [first, last] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const isRun = sorted.length > 2 && last - first === sorted.length - 1;
  return isRun ? `${words[0]}-${words.at(-1)}` : listInWords(words);
}

/** `2nd `, `last `, `3rd last `; empty for any. */
function nth(ordinal: number): string {
  if (ordinal === 0) return '';
  if (ordinal === -1) return 'last ';
  const number = Math.abs(ordinal);
  const isTeen = number % 100 > 10 && number % 100 < 14;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return ordinal < 0 ? `${number}${ending} last ` : `${number}${ending} `;
}

function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
