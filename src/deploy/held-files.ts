import { typeNamed } from '../catalog/index.ts';
import type { Fetch } from '../catalog/vocabulary.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { isObject, type Json } from '../json/json.ts';
import { type Pointer, pointer, segmentsOf, valueAt } from '../json/pointer.ts';
import { isMissing } from '../org/errors.ts';
import type { Session } from '../org/session.ts';
import { isDigest } from '../plan/contents.ts';
import { said, type Values } from '../plan/difference.ts';
import { heldIn } from '../plan/held.ts';
import type { Published } from '../plan/identify.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Step } from '../plan/plan.ts';
import type { StepState } from './calls.ts';

/** How long until a second look, in milliseconds. */
const AGAIN_MS = 1000;

/** Files that a deployment kept of what it took away: digests, by the places that held them. */
export type KeptFiles = Readonly<Record<Pointer, string>>;

/** Where files come from, and where they are kept. */
export interface FileKeeping {
  readonly session: Session;
  /** The bytes of a file that any deployment kept. */
  readonly content: (digest: string) => Promise<Uint8Array | undefined>;
  /** What objects show in the place of a file, by what it is a publication of. */
  readonly published: () => Promise<Published>;
  /** Keeps a file with this deployment, and says its digest. */
  readonly keep: (bytes: Uint8Array) => Promise<string>;
}

interface Leaving {
  /** The call whose answer has the address of the file, and where. */
  readonly fetch: Fetch;
  readonly path: Pointer;
  /** The element that holds it; empty for the object itself. */
  readonly key: string;
  readonly file: string;
}

/**
 * Keeps the files that a call takes away, so that a rollback has them: those that no deployment has kept are fetched from
 * the org.
 * @throws ChangesetError when one is there and cannot be fetched: it would be lost
 */
export async function keepFiles(
  operation: Operation,
  step: Step,
  state: StepState,
  id: string,
  { session, content, published, keep }: FileKeeping,
): Promise<KeptFiles> {
  const kept: Record<Pointer, string> = {};
  const own = ownFiles(operation, step);
  const digestOf = own.length > 0 ? await published() : undefined;
  for (const leaving of [...own, ...leavingFiles(operation, step, state)]) {
    const digest = leaving.key === '' ? digestOf?.(id, leaving.path, leaving.file) : leaving.file;
    if (isDigest(digest) && (await content(digest))) continue;
    const address = await addressOf(session, id, leaving).catch((cause: unknown) => {
      throw lost(operation, leaving, cause);
    });
    if (address === undefined) continue;
    const bytes = await session.download(address).catch((cause: unknown) => {
      throw lost(operation, leaving, cause);
    });
    kept[leaving.path] = await keep(bytes);
  }
  return kept;
}

/** The files that an object is made of, where a call deletes it or has another file take the place of one. */
function ownFiles({ type: name, before }: Operation, { does, asks, job }: Step): Leaving[] {
  return Object.entries(typeNamed(name).files ?? {}).flatMap(([path, { fetch }]) => {
    const file = said(before, path);
    const isLeaving = does === 'delete' || (job !== undefined && Object.hasOwn(asks, path));
    return fetch && isLeaving && typeof file === 'string' ? [{ fetch, path, key: '', file }] : [];
  });
}

/** The files of elements that a call takes away, as the operation found them. */
function leavingFiles({ type: name, before }: Operation, { asks }: Step, { now }: StepState): Leaving[] {
  const parts = Object.entries(typeNamed(name).parts ?? {});
  return parts.flatMap(([field, part]) => {
    const { holds = [], change } = part;
    const read = change?.over;
    if (!read) return [];
    const isWhole = Object.hasOwn(asks, '');
    const elements = isWhole ? valueAt(now[''], pointer(field)) : undefined;
    const keys = isWhole
      ? Object.keys(isObject(elements) ? elements : {})
      : Object.keys(asks).flatMap((path) =>
          segmentsOf(path)[0] === field ? [segmentsOf(path)[1] ?? ''] : [],
        );
    const pairs = keys.flatMap((key) => holds.map((held) => [key, held] as const));
    return pairs.flatMap(([key, holds]) => {
      const element = pointer(field, key);
      const path = pointer(field, key, holds.attribute);
      const fileAt = (values: Values): unknown => said(values, path) ?? heldIn(holds, said(values, element));
      const isLeaving = fileAt(now) !== null && heldIn(holds, said(asks, element)) === null;
      const file = fileAt(before);
      const fetch = { call: read, at: holds.address };
      return isLeaving && typeof file === 'string' ? [{ fetch, path, key, file }] : [];
    });
  });
}

/**
 * Where a file can be fetched; undefined where the platform says of none: an element may have none any more.
 * @throws PlatformError and the like; of what an object is made of, also where there is no address
 */
async function addressOf(
  session: Session,
  id: string,
  { fetch: { call, at }, key }: Leaving,
): Promise<string | undefined> {
  const known: Readonly<Record<string, string>> = { $id: id, $element: key };
  const params = Object.entries(call.params).map(([name, value]) => [name, known[value] ?? value] as const);
  const { op, body } = call;
  const addressIn = (answer: Json | undefined): string | undefined => {
    const address = valueAt(answer, at);
    return typeof address === 'string' && URL.canParse(address) ? address : undefined;
  };
  const isAnswer = (answer: Json | undefined): boolean => key !== '' || addressIn(answer) !== undefined;
  const ask = (): Promise<Json | undefined> =>
    session.call(
      { op, params: Object.fromEntries(params), body },
      { repeat: 'always', reads: true, isAnswer },
    );
  const asked = ask().catch(async (error: unknown) => {
    if (!isMissing(error)) throw error;
    // It was there just now: it is missing only when it is missing twice.
    await session.clock.sleep(AGAIN_MS);
    return ask().catch((second: unknown) => {
      if (key !== '' && isMissing(second)) return undefined;
      throw second;
    });
  });
  return addressIn(await asked);
}

function lost(operation: Operation, { key }: Leaving, cause: unknown): Error {
  const title = [titleOf(operation), ...(key === '' ? [] : [key])].join(', ');
  const why = cause instanceof Error ? cause.message : String(cause);
  return failure(
    exitCodes.failure,
    'file.unkept',
    `${title}: the file that it has cannot be fetched, and would be lost. ${why}`,
    { hint: 'Nothing was written. Try again later.', cause },
  );
}
