/**
 * The most that this machine's clock may be off. A plan is good for an hour and records are put in order by the clock:
 * with a minute, neither goes wrong by much. Tokens do not depend on it: the platform says when one has expired.
 */
export const MOST_SECONDS_OFF = 60;

/**
 * How many whole seconds this machine's clock is ahead of the server's, by the `Date` header of an answer; negative
 * when it is behind. Undefined where the header is none.
 * @param at when the answer came, in milliseconds since the epoch
 */
export function secondsAhead(date: string | undefined, at: number): number | undefined {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return undefined;
  // The header has whole seconds, cut off: the server's time was half a second later on average.
  return Math.round((at - server - 500) / 1000) || 0;
}
