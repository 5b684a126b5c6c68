import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, type Json } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import { isDigest } from './contents.ts';
import { said, type Values } from './difference.ts';
import type { Published } from './identify.ts';
import { type OperationKey, objectKey } from './intent.ts';
import type { Change } from './operations.ts';
import type { Operation } from './plan.ts';

/** How what a deployment did to one object is taken back, as far as no reference of a document shows it. */
export interface Backwards {
  /** What is taken back before it. */
  readonly awaits: ReadonlySet<OperationKey>;
  /** The version of a file that did without some of these, as the org showed it. [none was needed] */
  readonly between?: {
    readonly path: Pointer;
    readonly shown: Json;
    readonly without: ReadonlySet<OperationKey>;
  };
}

/** What is known of publications. */
interface Publications {
  readonly published: Published;
  /** Whether a version may name what is not there any more under its ID. */
  readonly isStale: (path: Pointer, shown: Json) => boolean;
}

/** What is recorded of an operation that may have reached the org. */
type Recorded = { readonly operation: Operation; readonly ours: Values };

/**
 * The order that a deployment went by because of what files name, backwards. What was brought goes after the file that
 * names it has; what was taken away comes back before the file that named it does.
 */
export function backwards(records: readonly Recorded[]): ReadonlyMap<OperationKey, Backwards> {
  const byKey = new Map(records.map((record) => [record.operation.key, record]));
  const found = new Map<OperationKey, { awaits: Set<OperationKey>; without: Set<OperationKey> }>();
  const of = (key: OperationKey) => {
    const known = found.get(key) ?? { awaits: new Set(), without: new Set() };
    found.set(key, known);
    return known;
  };
  for (const { operation } of records) {
    for (const other of operation.dependsOn) {
      const earlier = byKey.get(other)?.operation;
      const [own, its] = [objectKey(operation.key), objectKey(other)];
      if (!earlier || own === its || !isByFile(operation, earlier)) continue;
      of(its).awaits.add(own);
      const first = byKey.get(own)?.operation;
      if (operation.key.endsWith('#link') && !first?.dependsOn.includes(other)) of(own).without.add(its);
      if (other.endsWith('#unlink') && !operation.dependsOn.includes(its)) of(its).without.add(own);
    }
  }
  return new Map(
    [...found].map(([key, { awaits, without }]) => {
      const between = without.size > 0 ? betweenOf(key, byKey) : undefined;
      return [key, { awaits, ...(between ? { between: { ...between, without } } : {}) }];
    }),
  );
}

/** Whether one operation came after another because of a file: the one that names what comes, or named what goes. */
function isByFile(later: Operation, earlier: Operation): boolean {
  return hasFile(later.action === 'delete' ? earlier : later);
}

function hasFile({ type }: Operation): boolean {
  return Object.values(typeNamed(type).files ?? {}).some(({ job }) => job !== undefined);
}

/** What the first round of something new has published, or the last one of what went. */
function betweenOf(
  key: OperationKey,
  records: ReadonlyMap<OperationKey, Recorded>,
): { readonly path: Pointer; readonly shown: Json } | undefined {
  const [first, second, last] = [key, `${key}#link`, `${key}#unlink`].map((each) => records.get(each));
  const source = second ? first : last;
  if (!source) return undefined;
  const [path = ''] = Object.keys(typeNamed(source.operation.type).files ?? {});
  const shown = said(source.ours, path) ?? null;
  return shown === null ? undefined : { path, shown };
}

/**
 * Files that name the very object that is made of them: they were published after another version that does without, and
 * are so whenever it is made again. From the digest of each to the one of that version.
 */
export function firstRounds(records: readonly Recorded[]): (readonly [Json, Json])[] {
  const byKey = new Map(records.map(({ operation }) => [operation.key, operation]));
  return records.flatMap(({ operation: { key, type, before, after, dependsOn } }) => {
    const first = key.endsWith('#link') ? byKey.get(objectKey(key)) : undefined;
    const isOwn = first && dependsOn.every((other) => other === first.key || first.dependsOn.includes(other));
    const paths = isOwn ? Object.keys(typeNamed(type).files ?? {}) : [];
    return paths.flatMap((path) => {
      const [one, whole] = [said(before, path), said(after, path)];
      return one === undefined || whole === undefined ? [] : [[whole, one] as const];
    });
  });
}

/** What files name goes after them, and comes back before them. @param id of the object, as it was when it was changed */
export function inOrder(
  change: Change,
  { awaits: own, between }: Backwards,
  id: string | undefined,
  publications: Publications,
): Change {
  const awaits = [...new Set([...(change.awaits ?? []), ...own])];
  const file = between && id !== undefined ? fileBetween(change, between, id, publications) : undefined;
  if (!between || file === undefined) return { ...change, awaits };
  return { ...change, awaits, between: { path: between.path, file, without: [...between.without] } };
}

/** What is published in between: what the org shows of a version, or the digest of a file for what comes back. */
function fileBetween(
  { type, id: now, before }: Change,
  { path, shown }: NonNullable<Backwards['between']>,
  id: string,
  { published, isStale }: Publications,
): Json | undefined {
  const found = valueAt(before, path) ?? null;
  // A rollback that was stopped may have gone back to it already.
  if (before && isSamePublication(type, id, path, [found, shown], published)) return found;
  const file = published(id, path, shown);
  const isGone = now !== id || isStale(path, shown);
  if (isDigest(file) && isGone) return file;
  return before ? shown : undefined;
}

/** Whether two values of a place are the same, of a file even if it was published again meanwhile. */
export function isSamePublication(
  { files }: ResourceType,
  id: string,
  path: Pointer,
  [one, other]: readonly [Json, Json],
  published: Published,
): boolean {
  if (equal(one, other)) return true;
  if (!files?.[path]?.job || one === null || other === null) return false;
  return equal(published(id, path, one), published(id, path, other));
}
