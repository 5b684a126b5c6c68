import type { Part } from '../catalog/vocabulary.ts';
import { ChangesetError } from '../diagnostics.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { pointer, segmentsOf } from '../json/pointer.ts';
import { readElements } from '../org/parts.ts';
import { NotSent } from '../org/session.ts';
import { holds, type Values } from '../plan/difference.ts';
import { DoneInPart, isRefusal } from './failures.ts';
import { JobFailed, type JobRun, runJob } from './jobs.ts';

/** Many elements that go by one job. */
export interface BulkRun extends Omit<JobRun, 'bytes' | 'about' | 'work'> {
  readonly part: Part;
  /** The object, and what messages call it. */
  readonly id: string;
  readonly title: string;
  /** What the elements shall be, by their places. */
  readonly asked: Values;
  /** Writes one element by a call of its own. */
  readonly one: (path: string, isThere: boolean) => Promise<void>;
}

/**
 * Writes elements by one job, and reads them back. What the job did not take goes by calls of its own: orgs differ in
 * what they take of elements that are there, and a single call says why it is refused.
 * @returns the elements as the platform has them
 * @throws NotSent when nothing was done, DoneInPart when some of it was
 */
export async function runBulk(run: BulkRun): Promise<Values> {
  const { part, asked, title, id } = run;
  const elements = Object.entries(asked).map(
    ([path, value]) => [segmentsOf(path)[1] ?? '', isObject(value) ? value : {}] as const,
  );
  const { does, file } = part.bulk ?? { does: '', file: () => '' };
  const work = `${does} ${elements.length} ${part.noun}s into ${title}`;
  const bytes = Buffer.from(file(elements));
  const failed = await runJob({ ...run, bytes, about: id, work }).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof JobFailed) return error;
      throw error;
    },
  );
  const found = await readBack(run, elements);
  const missing = Object.keys(asked).filter((path) => !holds(found[path], asked[path] ?? null));
  let taken = elements.length - missing.length;
  try {
    for (const path of missing) {
      await run.one(path, found[path] !== null);
      taken += 1;
    }
  } catch (error) {
    const told = failed ? both(failed, error) : error;
    if (taken === 0 && isRefusal(error)) throw new NotSent(told);
    const ours = await readBack(run, elements).catch(() => found);
    throw new DoneInPart({ id, ours }, told);
  }
  return missing.length === 0 ? found : readBack(run, elements);
}

/** What the job was told, and why the first element that it did not take is refused. */
function both(failed: JobFailed, error: unknown): unknown {
  if (!(error instanceof ChangesetError)) return error;
  const diagnostics = [...failed.diagnostics, ...error.diagnostics];
  return new ChangesetError(error.exitCode, diagnostics, { cause: error });
}

async function readBack(
  { session, part, id, asked }: BulkRun,
  elements: readonly (readonly [key: string, attributes: JsonObject])[],
): Promise<Values> {
  const { whole, some } = await readElements(session, part, id, new Set(elements.map(([key]) => key)));
  const name = segmentsOf(Object.keys(asked)[0] ?? '')[0] ?? '';
  const elementOf = (key: string): Json =>
    (whole && Object.hasOwn(whole.elements, key) ? whole.elements[key] : some.get(key)) ?? null;
  return Object.fromEntries(elements.map(([key]) => [pointer(name, key), elementOf(key)]));
}
