import { get, type JsonObject } from '../json/json.ts';
import {
  clockTime,
  DAY,
  dateInWords,
  dayOf,
  type LocalTime,
  localTimeOf,
  writtenTime,
} from './local-time.ts';
import {
  endsBefore,
  firstFrom,
  isOccurrence,
  lastFrom,
  type Rule,
  readRule,
  startsAround,
  type Unreadable,
} from './recurrence.ts';
import { ruleInWords } from './rule-words.ts';
import type { Complaint } from './vocabulary.ts';

/** What is wrong with `start`, `end` and `rrule`. Times that are absent are another check's business. */
export function complaintsAboutTimes(document: JsonObject): readonly Complaint[] {
  const start = readTime(document, 'start');
  const end = readTime(document, 'end');
  const rule = readRuleOf(document);
  const complaints = [...complaintsAboutDates(document), ...complaintsAboutRule(rule)];
  if (start !== undefined && end !== undefined && end <= start) complaints.push(endsTooEarly(start, end));
  if (start !== undefined && rule && !('problem' in rule))
    complaints.push(...complaintsAboutStart(rule, start));
  return complaints;
}

/** Whole seconds: rules know no smaller ones. */
function readTime(document: JsonObject, field: string): LocalTime | undefined {
  const text = get(document, field);
  const time = typeof text === 'string' ? localTimeOf(text) : undefined;
  return time === undefined ? undefined : Math.floor(time / 1000) * 1000;
}

function readRuleOf(document: JsonObject): Rule | Unreadable | undefined {
  const text = get(document, 'rrule');
  return typeof text === 'string' ? readRule(text) : undefined;
}

function complaintsAboutDates(document: JsonObject): Complaint[] {
  return ['start', 'end']
    .filter((field) => typeof get(document, field) === 'string' && readTime(document, field) === undefined)
    .map((field) => ({
      path: `/${field}`,
      message: `${get(document, field)} is not a time of the calendar.`,
    }));
}

function complaintsAboutRule(rule: Rule | Unreadable | undefined): Complaint[] {
  if (!rule || !('problem' in rule)) return [];
  const message = `The rrule cannot be read: ${rule.problem}.`;
  return [{ path: '/rrule', message, ...(rule.hint ? { hint: rule.hint } : {}) }];
}

function endsTooEarly(start: LocalTime, end: LocalTime): Complaint {
  const message = `end (${momentInWords(end)}) is not after start (${momentInWords(start)}).`;
  const isSameDay = dayOf(start) === dayOf(end);
  const hint = `Hours past midnight end on the next day:  end: "${writtenTime(end + DAY)}"`;
  return { path: '/end', message, ...(isSameDay ? { hint } : {}) };
}

function complaintsAboutStart(rule: Rule, start: LocalTime): Complaint[] {
  const { until } = rule;
  if (until && endsBefore(until, start)) {
    const message = `The rrule ends on ${dateInWords(until.time)} (UNTIL), before start: ${dateInWords(start)}.`;
    return [{ path: '/rrule', message }];
  }
  if (isOccurrence(rule, start)) return [];
  const says = ruleInWords(rule, start);
  const days = startsAround(rule, start).map(dateInWords);
  if (days.length === 0) return [{ path: '/rrule', message: `The rrule produces no day: ${says}.` }];
  const message = `start is ${dateInWords(start)}, but the rrule says ${says}.`;
  return [{ path: '/start', message, hint: `Start on ${days.join(' or ')}, or change the rrule.` }];
}

/**
 * When something is on, for people: `daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027`. Undefined where
 * the times cannot be read.
 */
export function timesInWords(document: JsonObject): string | undefined {
  const start = readTime(document, 'start');
  const end = readTime(document, 'end');
  if (start === undefined || end === undefined || end <= start) return undefined;
  const rule = readRuleOf(document);
  if (!rule) return `once, ${spanInWords(start, end)}`;
  if ('problem' in rule) return undefined;
  const first = firstFrom(rule, start);
  if (first === undefined) return undefined;
  const hours = hoursInWords(start, end);
  const isShort = rule.frequency === 'DAILY' || rule.frequency === 'WEEKLY';
  const pause = isShort && hours.includes(':') ? ' ' : ', ';
  return `${ruleInWords(rule, start)}${pause}${hours}, ${limitsInWords(rule, start, first)}`;
}

function limitsInWords(rule: Rule, start: LocalTime, first: LocalTime): string {
  const { until, count } = rule;
  const last = lastFrom(rule, start);
  if (last === first) return `only ${dateInWords(first)}`;
  const begin = `first ${dateInWords(first)}`;
  if (last === 'endless') return `${begin}, without end`;
  if (last !== undefined) return `${begin}, last ${dateInWords(last)}`;
  if (until) return `${begin}, until ${momentInWords(until.time)}${until.utc ? ' UTC' : ''}`;
  return `${begin}, ${count} times`;
}

/** `Thu 24 Dec 2026 14:00` */
function momentInWords(time: LocalTime): string {
  return `${dateInWords(time)} ${clockTime(time)}`;
}

/** `Thu 24 Dec 2026 14:00-23:59` */
function spanInWords(start: LocalTime, end: LocalTime): string {
  const areWholeDays = isMidnight(start) && isMidnight(end);
  const lastDay = areWholeDays ? end - DAY : end;
  const isOneDay = dayOf(start) === dayOf(lastDay);
  if (areWholeDays) return `${dateInWords(start)}${isOneDay ? '' : ` to ${dateInWords(lastDay)}`}, all day`;
  if (isOneDay) return `${momentInWords(start)}-${clockTime(end)}`;
  return `${momentInWords(start)} to ${momentInWords(end)}`;
}

/** `07:00-23:00`, with the days that it goes on where these are several. */
function hoursInWords(start: LocalTime, end: LocalTime): string {
  const nights = (dayOf(end) - dayOf(start)) / DAY;
  if (isMidnight(start) && isMidnight(end)) return nights === 1 ? 'all day' : `for ${nights} whole days`;
  const hours = `${clockTime(start)}-${clockTime(end)}`;
  if (nights === 0) return hours;
  if (nights === 1) return isMidnight(end) ? `${clockTime(start)}-24:00` : `${hours} the next day`;
  return `${hours} ${nights} days later`;
}

function isMidnight(time: LocalTime): boolean {
  return time === dayOf(time);
}
