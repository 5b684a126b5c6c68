import { isDuplicate, isStale, PlatformError } from '../org/errors.ts';
import { NotSent } from '../org/session.ts';
import type { Clock } from '../org/throttle.ts';
import type { Step } from '../plan/plan.ts';
import { JobFailed } from './jobs.ts';

/**
 * Waits between attempts, in milliseconds. Source: CX as Code 1.84.1 tries deletions again for 30 s; what is new is
 * known everywhere after 3 s.
 */
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000];
const SHORT_WAITS = 3;
/** The same for jobs, which take a while themselves. Source: CX as Code 1.84.1 lists what is new after 5 s. */
const JOB_WAITS_MS = [5000, 10_000, 20_000];

/**
 * Sends a call again that may only have come too early: the platform takes a while to know what was done before. What
 * was let go of still counts as used, and what is new is not found or not ready; or somebody else was faster with
 * another part of the object. Other refusals are final.
 * @param isFollowing whether this run did something just before that the call builds on
 * @throws what the last attempt threw
 */
export async function patiently<T>(
  step: Step,
  isFollowing: boolean,
  clock: Clock,
  attempt: (again: boolean) => Promise<T>,
): Promise<T> {
  let isLost = false;
  for (let attempts = 0; ; attempts += 1) {
    try {
      return await attempt(attempts > 0);
    } catch (thrown) {
      // What one attempt may have done, no later one takes back by not being sent.
      const error: unknown = isLost && thrown instanceof NotSent ? thrown.cause : thrown;
      if (error instanceof PlatformError) {
        isLost ||= error.isInconclusive;
        error.isInconclusive = isLost;
      }
      const waits = isEarlyJob(error, isFollowing) ? JOB_WAITS_MS : waitsAfter(error, step, isFollowing);
      const wait = waits[attempts];
      if (wait === undefined) throw error;
      await clock.sleep(wait);
    }
  }
}

/**
 * A job that has done nothing, because it may not have found what is new. What the plan has found, and the job has not, may
 * be from another run as well.
 */
function isEarlyJob(error: unknown, isFollowing: boolean): boolean {
  const job = error instanceof NotSent && error.cause instanceof JobFailed ? error.cause : undefined;
  return job?.early === 'said' || (job?.early === 'silent' && isFollowing);
}

/** A body that is wrong is answered 400 as well: it is not waited for long. */
function waitsAfter(error: unknown, { does }: Step, isFollowing: boolean): readonly number[] {
  if (!(error instanceof PlatformError) || isDuplicate(error)) return [];
  const { status } = error as PlatformError;
  // The session has read the object again and tried again already.
  if (does === 'update' && isStale(error)) return [];
  if (status === 409 || isStale(error)) return WAITS_MS;
  // Not found, and there all the same: whoever sent it has looked.
  if (status === 404 && (does === 'delete' || does === 'remove')) return WAITS_MS;
  if (does === 'delete') return status === 400 ? WAITS_MS : [];
  if (!isFollowing) return [];
  // 412: a response whose library is not known everywhere yet (CX as Code 1.84.1, 2026-07).
  if (status === 404 || status === 412) return WAITS_MS;
  return status === 400 ? WAITS_MS.slice(0, SHORT_WAITS) : [];
}
