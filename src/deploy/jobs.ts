import type { Import, Job } from '../catalog/vocabulary.ts';
import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import { UploadFailed } from '../org/errors.ts';
import { endOfJob, formUpload, isUploadable, uploadIn } from '../org/jobs.ts';
import { type CallOptions, NotSent, type Session, unsent } from '../org/session.ts';
import { idOfObject } from '../plan/facts.ts';

/** How long, in milliseconds, a job may go on waiting for a file of which nobody knows whether it arrived. */
const LOST_UPLOAD_MS = 15_000;

/** A step's job: what begins it, what it takes, and who writes down that it has begun. */
export interface JobRun {
  readonly session: Session;
  readonly job: Job;
  /** Sends the call that begins it. */
  readonly begin: (options: CallOptions) => Promise<Json | undefined>;
  /** The file; undefined where the job takes none. */
  readonly bytes: Uint8Array | undefined;
  /** What an import says beside its file. [nothing] */
  readonly fields?: JsonObject;
  /** The element of the object that it is about. [the object itself] */
  readonly element?: string;
  /** The ID of the object that it is about; undefined for a new one. */
  readonly about: string | undefined;
  /** What it does, as in "Genesys Cloud could not publish flow "Cards"". */
  readonly work: string;
  /** Writes the job's ID down before the platform begins to work, where it waits for a file. */
  readonly noted: (id: string) => Promise<void>;
}

/** The platform did not do what a job was to do. What it has done of it, the object must tell. */
export class JobFailed extends ChangesetError {
  /** Whether it may have come too early for what is new: it says so, or says nothing. */
  readonly early: 'said' | 'silent' | undefined;

  /** @param messages the platform's own words @param early what they are like where it may only have come too early */
  constructor(work: string, id: string, messages: readonly string[], early?: RegExp) {
    const reason = messages.length === 0 ? ', and gave no reason.' : `:\n${messages.join('\n')}`;
    const hint =
      messages.length === 0
        ? `It was job ${id}. Try it in Genesys Cloud itself, which may say more, or give its support the ID.`
        : `It was job ${id}.`;
    const message = `Genesys Cloud could not ${work}${reason}`;
    super(exitCodes.failure, [{ severity: 'error', code: 'job.failed', message, hint }]);
    const isSaid = messages.some((text) => early?.test(text));
    this.early = isSaid ? 'said' : early && messages.length === 0 ? 'silent' : undefined;
  }
}

/**
 * Begins a job, hands its file over and waits for its end.
 * @returns the ID of the object that it made or changed, where the platform says it
 * @throws NotSent when the platform did not begin to work, JobFailed, and ChangesetError when it did not end in time
 */
export async function runJob(run: JobRun): Promise<string | undefined> {
  const { session, job, bytes, about, work, noted, element } = run;
  const { upload } = job;
  if (job.import) return runImport(run, job.import);
  const idIn = (answer: Json | undefined): string => (isObject(answer) ? idOfObject(answer) : '');
  const isAnswer = (answer: Json | undefined): boolean =>
    !upload || ((idIn(answer) !== '' || !job.watch) && isUploadable(upload, answer));
  const answer = await run.begin({ repeat: 'always', isAnswer });
  const id = idIn(answer);
  const words = `Genesys Cloud to ${work}`;
  const begun = { job, id, about, element };
  if (!upload || !bytes) {
    await noted(id);
    return outcomeOf(run, id, await endOfJob(session, begun, words));
  }
  if (job.watch) await noted(id).catch(unsent);
  const lost = await session.upload(uploadIn(upload, answer, bytes)).then(nothing, (error: unknown) => {
    if (!(error instanceof UploadFailed)) throw error;
    return error.isRefused ? unsent(error) : error;
  });
  // Nobody can be asked whether the file arrived.
  if (lost && !job.watch) throw lost;
  const end = await endOfJob(session, begun, words, lost && LOST_UPLOAD_MS);
  if (lost && (end.is === 'idle' || (end.is === 'running' && job.watch?.blind))) unsent(lost);
  return outcomeOf(run, id, end);
}

/** Hands a file over that begins a job, once: a second one would be taken as another one. */
async function runImport(run: JobRun, { path, form, id: at }: Import): Promise<string | undefined> {
  const { session, job, bytes = new Uint8Array(), fields, about, work, noted } = run;
  const file = formUpload(form, path, bytes, fields);
  const answer = await session.upload({ ...file, once: true }).catch((error: unknown) => {
    throw error instanceof UploadFailed && error.isRefused ? new NotSent(error) : error;
  });
  const id = valueAt(answer, at);
  if (typeof id !== 'string' || id === '') {
    const message = `Genesys Cloud took the file that it was to ${work} of, and did not say under which ID it works on it.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message);
  }
  await noted(id);
  const end = await endOfJob(session, { job, id, about }, `Genesys Cloud to ${work}`);
  // Nothing but time tells a failure.
  if (end.is === 'running') throw new JobFailed(work, id, end.messages ?? []);
  return outcomeOf(run, id, end);
}

/** @throws JobFailed, and ChangesetError when it is no end */
function outcomeOf(
  { job, work }: JobRun,
  id: string,
  state: Awaited<ReturnType<typeof endOfJob>>,
): string | undefined {
  if (state.is === 'done') return state.made;
  if (state.is === 'failed') throw new JobFailed(work, id, state.messages, job.watch?.early);
  const minutes = Math.round((job.watch?.forMs ?? 0) / 60_000);
  const how = {
    idle: `has not begun to ${work} ${minutes} minutes after it was given the file`,
    running: `has not said after ${minutes} minutes that it could ${work}, or could not`,
    gone: `knows nothing any more of the job that was to ${work}`,
  }[state.is];
  throw failure(exitCodes.failure, 'job.unended', `Genesys Cloud ${how}.`, {
    hint: `It is job ${id}, and may still end. changeset resume looks how it did, and goes on.`,
  });
}

function nothing(): undefined {}
