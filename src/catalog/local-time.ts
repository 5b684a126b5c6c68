/** A local date and time as the milliseconds that it would have in UTC, so that no zone of the machine comes in. */
export type LocalTime = number;

export const DAY = 86_400_000;

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?$/;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A local date and time in the form in which the platform answers most of them, `2026-12-25T00:00:00.000`; fractions
 * beyond milliseconds are cut. Text that is none is returned as it is.
 */
export function canonicalLocalTime(text: string): string {
  const [, minutes, seconds = '00', fraction = ''] = LOCAL_TIME.exec(text) ?? [];
  return minutes === undefined ? text : `${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}

/** What the text says; undefined for what is no local date and time, or no day of the calendar. */
export function localTimeOf(text: string): LocalTime | undefined {
  const exact = canonicalLocalTime(text);
  const time = Date.parse(`${exact}Z`);
  // A day beyond the month's last one would be read as one of the next month.
  return !Number.isNaN(time) && new Date(time).toISOString() === `${exact}Z` ? time : undefined;
}

/** `2026-12-25T00:00`, as a file has it. */
export function writtenTime(time: LocalTime): string {
  return new Date(time).toISOString().replace(/(:00)?\.000Z$/, '');
}

/** `Fri 25 Dec 2026` */
export function dateInWords(time: LocalTime): string {
  const date = new Date(time);
  const month = monthName(date.getUTCMonth() + 1).slice(0, 3);
  return `${weekdayName(date.getUTCDay())} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** `07:00`, with seconds where there are any. */
export function clockTime(time: LocalTime): string {
  return new Date(time).toISOString().slice(11, time % 60_000 === 0 ? 16 : 19);
}

/** The midnight with which the day begins. */
export function dayOf(time: LocalTime): LocalTime {
  return Math.floor(time / DAY) * DAY;
}

/** `Mon`, for a number from 0 for Sunday. */
export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday] ?? '';
}

/** `January`, for a number from 1. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? '';
}
