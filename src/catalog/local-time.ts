const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?$/;

/**
 * A local date and time in the form in which the platform answers most of them, `2026-12-25T00:00:00.000`; fractions
 * beyond milliseconds are cut. Text that is none is returned as it is.
 */
export function canonicalLocalTime(text: string): string {
  const [, minutes, seconds = '00', fraction = ''] = LOCAL_TIME.exec(text) ?? [];
  return minutes === undefined ? text : `${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}
