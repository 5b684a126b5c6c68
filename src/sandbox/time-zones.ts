/** Those that were asked for and exist: to look one up takes longer than most requests. */
const known = new Set<string>();

/** Whether a text names a time zone, such as `Australia/Sydney`. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    known.add(name);
    return true;
  } catch {
    return false;
  }
}
