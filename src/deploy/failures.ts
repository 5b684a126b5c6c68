import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';
import { isStale, PlatformError } from '../org/errors.ts';
import { Interrupted, NotSent } from '../org/session.ts';
import { said, type Values } from '../plan/difference.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation } from '../plan/plan.ts';
import type { FinishedEvent } from '../store/events.ts';

/** A call was answered, or may have had its effect, and the record could not take that down. */
export class Unrecorded extends Error {
  override readonly name = 'Unrecorded';

  constructor(cause: unknown) {
    super('not recorded', { cause });
  }
}

/** A job failed after it had begun to make something. */
export class DoneInPart extends Error {
  override readonly name = 'DoneInPart';
  readonly effect: { readonly id: string; readonly ours: Values };

  constructor(effect: { readonly id: string; readonly ours: Values }, cause: unknown) {
    super('done in part', { cause });
    this.effect = effect;
  }
}

/** Whether a call was given up because somebody asked to stop. */
export function isInterruption(error: unknown): boolean {
  return error instanceof NotSent ? isInterruption(error.cause) : error instanceof Interrupted;
}

/** Whether a failure says that nothing was done. Whatever does not say so may have had its effect. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof NotSent) return true;
  const answer =
    error instanceof ChangesetError && error.cause instanceof PlatformError ? error.cause : error;
  if (!(answer instanceof PlatformError) || answer.isInconclusive) return false;
  const { status } = answer as PlatformError;
  return isStale(answer) || (status >= 400 && status < 500 && status !== 408);
}

/** What a person is told of a failure: the reason, not when it came. */
export function reasonOf(error: unknown): unknown {
  const isWrapped = [NotSent, Unrecorded, DoneInPart].some((kind) => error instanceof kind);
  return isWrapped && error instanceof Error ? error.cause : error;
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
  const title = titleOf(operation);
  if (error instanceof Unrecorded) return unrecorded(title, reason);
  if (!(reason instanceof ChangesetError)) return reason;
  const [first, ...rest] = reason.diagnostics;
  if (!first) return reason;
  const message = first.message.includes(title) ? first.message : `${title}: ${first.message}`;
  return new ChangesetError(reason.exitCode, [{ ...first, message }, ...rest], { cause: reason });
}

/** The failure that stopped a run, with what must be told beside it: calls of which only the org knows. */
export function added(first: unknown, next: unknown): unknown {
  if (first === undefined) return next;
  const isToTell = next instanceof ChangesetError && next.diagnostics[0]?.code === 'store.unrecorded';
  if (!isToTell || !(first instanceof ChangesetError)) return first;
  return new ChangesetError(first.exitCode, [...next.diagnostics, ...first.diagnostics], { cause: first });
}

/** The failure that says that only the org knows what a call did. */
function unrecorded(title: string, cause: unknown): ChangesetError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `${title}: a call was sent, and what became of it is not on the disk. ${why}`;
  return failure(exitCodes.failure, 'store.unrecorded', message, {
    hint: 'Nothing more is sent. resume and rollback look in the org for what this call did.',
    cause,
  });
}

/** A place is not as the plan saw it: nothing is written over what somebody else did. */
export function changedMeanwhile(
  operation: Operation,
  path: string,
  before: Json,
  now: Json,
): ChangesetError {
  const field = path === '' ? '' : `, ${path.slice(1).replaceAll('/', '.')}`;
  const meant =
    operation.action === 'delete'
      ? 'deleted the object'
      : `made it ${JSON.stringify(said(operation.after, path) ?? null)}`;
  return failure(
    exitCodes.conflict,
    'object.changed',
    `Somebody changed ${titleOf(operation)}${field} since the plan was made: it was ${JSON.stringify(before)} and is ${JSON.stringify(now)}.`,
    { hint: `Nothing was written over it. The plan would have ${meant}. Simulate again.` },
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

/** There is a draft with more in it than what is published, or shall be. */
export function draftTaken(operation: Operation): ChangesetError {
  const message = `Somebody has left a draft of the ${titleOf(operation)} that is not published. It is not touched.`;
  return failure(exitCodes.conflict, 'draft.taken', message, {
    hint: 'Publish or discard it in Genesys Cloud, then simulate again.',
  });
}
