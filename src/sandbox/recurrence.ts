/** Recurrence rules (RFC 5545) as far as a schedule needs them: are they rules, and do they produce a certain day? */

const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d*$/,
  COUNT: /^[1-9]\d*$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(SU|MO|TU|WE|TH|FR|SA)$/,
  BYDAY: /^[+-]?\d*(SU|MO|TU|WE|TH|FR|SA)(,[+-]?\d*(SU|MO|TU|WE|TH|FR|SA))*$/,
  BYMONTHDAY: /^-?\d+(,-?\d+)*$/,
  BYMONTH: /^\d+(,\d+)*$/,
  BYSETPOS: /^-?\d+(,-?\d+)*$/,
};

type Rule = ReadonlyMap<string, string>;

/** The parts of a rule, or undefined where the text is none. */
export function ruleOf(text: string): Rule | undefined {
  const parts = text.split(';').map((part): [string, string] => {
    const [name = '', ...value] = part.split('=');
    return [name.toUpperCase(), value.join('=').toUpperCase()];
  });
  const rule = new Map(parts);
  const sound = parts.every(([name, value]) => PARTS[name]?.test(value)) && rule.size === parts.length;
  return sound && rule.has('FREQ') ? rule : undefined;
}

/** Whether the rule produces a day (`yyyy-MM-dd`), seen as its first one: intervals and counts play no part in that. */
export function produces(rule: Rule, day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  const positions = listOf(rule, 'BYSETPOS').map(Number);
  const until = rule.get('UNTIL')?.slice(0, 8);
  if (until !== undefined && day.replaceAll('-', '') > until) return false;
  if (!fits(rule, time)) return false;
  if (positions.length === 0) return true;
  const days = periodOf(rule, time).filter((one) => fits(rule, one));
  const position = days.indexOf(time);
  return positions.includes(position + 1) || positions.includes(position - days.length);
}

function listOf(rule: Rule, name: string): string[] {
  return rule.get(name)?.split(',') ?? [];
}

function fits(rule: Rule, time: number): boolean {
  const date = new Date(time);
  const months = listOf(rule, 'BYMONTH').map(Number);
  const monthDays = listOf(rule, 'BYMONTHDAY').map(Number);
  const days = listOf(rule, 'BYDAY');
  const fromEnd = date.getUTCDate() - new Date(lastOfMonth(date)).getUTCDate() - 1;
  return (
    (months.length === 0 || months.includes(date.getUTCMonth() + 1)) &&
    (monthDays.length === 0 || monthDays.includes(date.getUTCDate()) || monthDays.includes(fromEnd)) &&
    (days.length === 0 || days.some((one) => isThatDay(rule, one, time)))
  );
}

/** The last day of the month. */
function lastOfMonth(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
}

/** `MO` is any Monday, `2MO` the second one of the month or the year, `-1MO` the last. */
function isThatDay(rule: Rule, day: string, time: number): boolean {
  const ordinal = Number.parseInt(day, 10) || 0;
  const weekday = WEEKDAYS.indexOf(day.slice(-2));
  if (new Date(time).getUTCDay() !== weekday) return false;
  if (ordinal === 0) return true;
  const same = periodOf(rule, time).filter((one) => new Date(one).getUTCDay() === weekday);
  const position = same.indexOf(time);
  return ordinal === position + 1 || ordinal === position - same.length;
}

/** The days of the year or the month in which a rule counts. */
function periodOf(rule: Rule, time: number): number[] {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const whole = rule.get('FREQ') === 'YEARLY' && !rule.has('BYMONTH');
  const start = Date.UTC(year, whole ? 0 : date.getUTCMonth(), 1);
  const end = whole ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, date.getUTCMonth() + 1, 1);
  return Array.from({ length: (end - start) / DAY_MS }, (_, index) => start + index * DAY_MS);
}
