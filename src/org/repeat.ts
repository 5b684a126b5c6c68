import { isStale, NoAnswer, PlatformError, Unreadable } from './errors.ts';

/** A Retry-After beyond this is a daily limit: waiting is no use. Source: the official .NET and Java SDKs. */
export const LONGEST_WAIT_S = 180;

/**
 * What a call may have done by the time that nobody knows what became of it.
 * - `read`: nothing, it only asks
 * - `setting`: what it says: PUT, add, remove, delete; a second time it does nothing more
 * - `update`: the same, from an object that was read; what somebody else did since must not be written over
 * - `create`: there may be one already, and a second one must not come of it
 * - `login`: nothing
 */
export type CallKind = 'read' | 'setting' | 'update' | 'create' | 'login';

/** What went wrong, by what it says of the call. */
export type Problem =
  /** 429, or 400 for too many log-ins: nothing was done. */
  | 'limit'
  /** 429 for longer than anybody would wait. */
  | 'dayLimit'
  /** 401: the token is no good any more; nothing was done. */
  | 'token'
  /** The object has another version than was sent: nothing was done, somebody else was faster. */
  | 'stale'
  /** No answer, one that cannot be read, 408, 5xx: it may have been done or not. */
  | 'unknown'
  /** Any other answer. */
  | 'final';

/**
 * - `login`: log in anew, then again, once
 * - `wait`: again after a wait; an update reads its object again first, and stops where that is not as the plan saw it
 * - `never`: the failure is the answer; who created looks for what came of it before anybody sends another
 */
export type Next = 'login' | 'wait' | 'never';

/** What is done about a problem: the one place that says so. */
const NEXT: Readonly<Record<Problem, Readonly<Record<CallKind, Next>>>> = {
  limit: { read: 'wait', setting: 'wait', update: 'wait', create: 'wait', login: 'wait' },
  dayLimit: { read: 'never', setting: 'never', update: 'never', create: 'never', login: 'never' },
  token: { read: 'login', setting: 'login', update: 'login', create: 'login', login: 'never' },
  stale: { read: 'never', setting: 'never', update: 'wait', create: 'never', login: 'never' },
  unknown: { read: 'wait', setting: 'wait', update: 'wait', create: 'never', login: 'wait' },
  final: { read: 'never', setting: 'never', update: 'never', create: 'never', login: 'never' },
};

/** How often it is done. Limits pass, if others let them; whatever else does not pass in four goes is no accident. */
const TIMES: Readonly<Record<Problem, number>> = {
  limit: 10,
  dayLimit: 0,
  token: 1,
  stale: 4,
  unknown: 4,
  final: 0,
};

/** No wait between attempts is longer than this, in milliseconds: a minute's limit on log-ins is over after seven. */
const LONGEST_PAUSE_MS = 16_000;

/** What is done about a failure of a call that failed in the same way so many times, this one included. */
export function nextAfter(problem: Problem, kind: CallKind, times: number): Next {
  return times <= TIMES[problem] ? NEXT[problem][kind] : 'never';
}

/** The wait before the next attempt, in milliseconds: doubled each time. @param first the first one */
export function pauseMs(first: number, times: number): number {
  return Math.min(first * 2 ** (times - 1), Math.max(first, LONGEST_PAUSE_MS));
}

/** What a failure says of the call. */
export function problemOf(error: unknown, kind: CallKind): Problem {
  if (error instanceof NoAnswer || error instanceof Unreadable) return 'unknown';
  if (!(error instanceof PlatformError)) return 'final';
  const { status, platformMessage } = error;
  if (status === 429) return retryAfterSeconds(error) <= LONGEST_WAIT_S ? 'limit' : 'dayLimit';
  // Too many log-ins are answered 400, not 429. Source: CX as Code 1.84.1, which waits for them.
  if (kind === 'login' && /rate limit exceeded/i.test(platformMessage)) return 'limit';
  if (status === 401) return 'token';
  if (isStale(error)) return 'stale';
  // 501 says that there is no such function.
  return status === 408 || (status >= 500 && status !== 501) ? 'unknown' : 'final';
}

/** How long a 429 asks to wait: its header, else the words of its message, else the end of the minute. */
export function retryAfterSeconds(error: PlatformError): number {
  const inText = /in \[(\d+)\] seconds/.exec(error.platformMessage)?.[1];
  const said = error.headers['retry-after'] ?? inText ?? error.headers['inin-ratelimit-reset'];
  const seconds = Number(said);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds, 1) : 3;
}
