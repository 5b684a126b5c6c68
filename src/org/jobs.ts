import { createHash } from 'node:crypto';
import type { Form, Job, Upload } from '../catalog/vocabulary.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import { type JobState, jobStateIn, watchCall } from '../plan/jobs.ts';
import { isMissing } from './errors.ts';
import type { FileUpload } from './sdk.ts';
import type { Session } from './session.ts';

/** A job that the platform has taken on. */
export interface BegunJob {
  readonly job: Job;
  /** Its ID; empty where the platform gave none. */
  readonly id: string;
  /** The ID of the object that it is about; undefined for a new one. */
  readonly about: string | undefined;
  /** The element of the object that it is about. [the object itself] */
  readonly element?: string | undefined;
}

/** The first waits between two looks, in milliseconds: most jobs are short. */
const FIRST_WAITS_MS = [1000, 2000, 4000, 8000];

/** What the platform answers about a job; null where it knows none of this ID. */
export async function lookAtJob(
  session: Session,
  { job, id, about, element }: BegunJob,
): Promise<Json | null> {
  if (!job.watch) return null;
  const call = session.call(watchCall(job.watch, about, id, element), {
    repeat: 'always',
    isAnswer: isObject,
  });
  const answer = await call.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  return answer ?? null;
}

/**
 * Waits until a job has ended. Right after it began it may not be found yet, or still wait for a file that it has.
 * @param words what is waited for, as half a sentence
 * @param idleMs how long it may wait for its file, in milliseconds [as long as it may take]
 * @returns its last state: no end where it did not come to one in time
 * @throws Interrupted when the signal of the session ends the wait
 */
export async function endOfJob(
  session: Session,
  begun: BegunJob,
  words: string,
  idleMs?: number,
): Promise<JobState> {
  const { everyMs = 0, forMs = 0 } = begun.job.watch ?? {};
  const began = session.clock.now();
  for (let looks = 0; ; looks += 1) {
    const state = jobStateIn(begun.job, begun.id, await lookAtJob(session, begun));
    if (state.is === 'done' || state.is === 'failed') return state;
    const first = FIRST_WAITS_MS[looks];
    if (state.is === 'gone' && first === undefined) return state;
    const left = began + (state.is === 'idle' ? (idleMs ?? forMs) : forMs) - session.clock.now();
    if (left <= 0) return state;
    await session.pause(Math.min(first ?? everyMs, everyMs, left), 'job', words);
  }
}

/** Whether an answer has what the upload of a file needs. The file goes where nobody can read it on its way. */
export function isUploadable(upload: Upload, answer: Json | undefined): boolean {
  const address = valueAt(answer, upload.address);
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

/** The upload of a file that a call's answer asks for. */
export function uploadIn(upload: Upload, answer: Json | undefined, bytes: Uint8Array): FileUpload {
  if (upload.form) return formUpload(upload.form, String(valueAt(answer, upload.address)), bytes);
  const headers = upload.headers === undefined ? {} : valueAt(answer, upload.headers);
  const named = Object.entries(isObject(headers) ? headers : {}).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const address = String(valueAt(answer, upload.address));
  return { method: 'PUT', address, headers: Object.fromEntries(named), bytes };
}

/** A form with one file, and further fields. */
export function formUpload(
  { field, ending, token }: Form,
  address: string,
  bytes: Uint8Array,
  fields: JsonObject = {},
): FileUpload {
  const digest = createHash('sha256').update(bytes).digest('hex');
  // Nothing that stands in a file is its own digest.
  const boundary = `file-${digest}`;
  const others = Object.entries(fields).flatMap(([name, value]) => [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${name}"`,
    '',
    String(value),
  ]);
  const head = [
    ...others,
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${digest}${ending}"`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  return { method: 'POST', address, headers, bytes: body, token };
}
