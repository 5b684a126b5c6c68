const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?$/;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A local date and time in the form in which the platform answers most of them, `2026-12-25T00:00:00.000`; fractions
 * beyond milliseconds are cut. Text that is none is returned as it is.
 */
export function canonicalLocalTime(text: string): string {
  const [, minutes, seconds = '00', fraction = ''] = LOCAL_TIME.exec(text) ?? [];
  return minutes === undefined ? text : `${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}

/**
 * The milliseconds from 1970 to a local date and time, as if its zone were UTC. Undefined for text that is none, and
 * for days and hours that no calendar and no clock shows (`2026-02-30T00:00`, `2026-12-25T24:00`).
 */
export function millisOf(text: string): number | undefined {
  const canonical = canonicalLocalTime(text);
  const millis = LOCAL_TIME.test(text) ? Date.parse(`${canonical}Z`) : Number.NaN;
  return !Number.isNaN(millis) && new Date(millis).toISOString() === `${canonical}Z` ? millis : undefined;
}

/** The shortest local date and time for these milliseconds, as a changeset would write it: `2026-12-25T00:00`. */
export function localTimeOf(millis: number): string {
  return new Date(millis).toISOString().replace(/(:00)?(\.000)?Z$/, '');
}

/** `Fri 25 Dec 2026`. */
export function dayInWords(millis: number): string {
  const date = new Date(millis);
  const day = `${date.getUTCDate()} ${monthInWords(date.getUTCMonth() + 1)} ${date.getUTCFullYear()}`;
  return `${weekdayInWords(date.getUTCDay())} ${day}`;
}

/** `07:00`; with seconds only where there are any. */
export function timeInWords(millis: number): string {
  return localTimeOf(millis).slice('2026-12-25T'.length);
}

/** `Sun` for 0 to `Sat` for 6. */
export function weekdayInWords(weekday: number): string {
  return WEEKDAYS[weekday] ?? '';
}

/** `Jan` for 1 to `Dec` for 12. */
export function monthInWords(month: number): string {
  return MONTHS[month - 1] ?? '';
}
