import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';
import { isStale, PlatformError } from '../org/errors.ts';
import { NotSent } from '../org/session.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation } from '../plan/plan.ts';
import type { FinishedEvent } from '../store/events.ts';

/** A call had its effect, and the journal could not take it down. */
export class Unrecorded extends Error {
  override readonly name = 'Unrecorded';

  constructor(cause: unknown) {
    super('done, but not recorded', { cause });
  }
}

/** Whether a failure says that nothing was done. Whatever does not say so may have had its effect. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof NotSent) return true;
  const answer =
    error instanceof ChangesetError && error.cause instanceof PlatformError ? error.cause : error;
  if (isStale(answer)) return true;
  return (
    answer instanceof PlatformError && answer.status >= 400 && answer.status < 500 && answer.status !== 408
  );
}

/** What a person is told of a failure: the reason, not when it came. */
export function reasonOf(error: unknown): unknown {
  return error instanceof NotSent || error instanceof Unrecorded ? error.cause : error;
}

/** How an operation ends with this failure. */
export function stateAfter(error: unknown): FinishedEvent['state'] {
  const reason = reasonOf(error);
  if (reason instanceof ChangesetError && reason.diagnostics[0]?.code === 'object.changed') return 'conflict';
  return isRefusal(error) ? 'failed' : 'unknown';
}

/** The failure with the object that it is about in front. */
export function inContext(operation: Operation, error: unknown): unknown {
  const reason = reasonOf(error);
  if (!(reason instanceof ChangesetError)) return reason;
  const [first, ...rest] = reason.diagnostics;
  if (!first) return reason;
  const title = titleOf(operation);
  const message = first.message.includes(title) ? first.message : `${title}: ${first.message}`;
  return new ChangesetError(reason.exitCode, [{ ...first, message }, ...rest], { cause: reason });
}

/** A place is not as the plan saw it: nothing is written over what somebody else did. */
export function changedMeanwhile(
  operation: Operation,
  path: string,
  before: Json,
  now: Json,
): ChangesetError {
  const field = path === '' ? '' : `, ${path.slice(1).replaceAll('/', '.')}`;
  return failure(
    exitCodes.conflict,
    'object.changed',
    `Somebody changed ${titleOf(operation)}${field} since the plan was made: it was ${JSON.stringify(before)} and is ${JSON.stringify(now)}.`,
    { hint: 'Nothing was written over it. Simulate again.' },
  );
}

/** The object that the plan is about is not there any more. */
export function goneMeanwhile(operation: Operation): ChangesetError {
  return failure(
    exitCodes.conflict,
    'object.gone',
    `${titleOf(operation)} was deleted since the plan was made.`,
    {
      hint: 'Simulate again.',
    },
  );
}
