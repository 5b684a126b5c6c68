import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import { withArticle } from '../catalog/article.ts';
import { typeNamed } from '../catalog/index.ts';
import { staysAt } from '../catalog/permanent.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { equal, isObject, type Json } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import { dependencies } from './dependencies.ts';
import { type Difference, differences, type Values } from './difference.ts';
import { createdBy, type Document } from './document.ts';
import type { IdentifiedBy } from './identify.ts';
import { type OperationKey, objectKey } from './intent.ts';
import { ordered } from './order.ts';
import { waysOf } from './part-steps.ts';
import { breakCycle, inRounds, readied } from './phases.ts';
import type { Operation, OperationAction, Reversible } from './plan.ts';
import { HIDDEN, isWriteOnly, placeWords, sentIn } from './secrets.ts';
import { stepsOf } from './steps.ts';
import { repinned } from './versions.ts';

/** From what an object is to what it shall be. Whole documents in normal form; undefined where there is no object. */
export interface Change {
  readonly key: OperationKey;
  readonly type: ResourceType;
  readonly name: string;
  readonly live: string;
  readonly id?: string;
  readonly identifiedBy?: IdentifiedBy;
  /** What a new object belongs to: an ID, or what stands for it. */
  readonly parent?: Json;
  /** The ID of the deleted object that this one stands for again. */
  readonly replaces?: string;
  /** What a deleted object that comes back has kept, where that is known. */
  readonly deleted?: Document;
  readonly before: Document | undefined;
  readonly after: Document | undefined;
  readonly restore: boolean;
  readonly force: boolean;
  /** The files that a deployment kept of what it took away, by the place that held them: digests. [none] */
  readonly kept?: Readonly<Record<string, string>>;
  readonly why?: string;
  readonly at?: Position;
  /** What a reader should know. */
  readonly notes: readonly string[];
  /** How many pages a part has, where that is known. */
  readonly pages?: Readonly<Record<string, number>>;
  /** What goes with a deletion and does not come back when it is undone. */
  readonly lost: readonly string[];
  /** Changes that must come first, for what no reference of the document shows. [none] */
  readonly awaits?: readonly OperationKey[];
  /** The version of its file that is in force while what the whole one names is not there, or not there any more. [none is needed] */
  readonly between?: Between;
  /** The IDs of what its new files name, where they were read. */
  readonly uses?: readonly string[];
  /** What is published at the places of a draft that is taken back. [none is] */
  readonly discards?: Values;
  /** Why what is deleted cannot be made again. [it can] */
  readonly final?: string;
}

/** What files name in a circle comes and goes one after the other: one of them does without, for a while. */
export interface Between {
  readonly path: Pointer;
  /** What is published then: a digest for something new, and what the org shows of a version for what goes. */
  readonly file: Json;
  /** The changes of what only the whole file names. */
  readonly without: readonly OperationKey[];
}

export interface Arranged {
  /** In an order in which they can be carried out. */
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns changes into operations in a valid order. A cycle of references is broken at a weak one, in two phases. */
export function arrange(changes: readonly Change[]): Arranged {
  let phases = changes.map(withPins).flatMap(readied).flatMap(inRounds);
  for (;;) {
    const waits = dependencies(phases);
    const result = ordered(new Map([...waits].map(([key, reasons]) => [key, new Set(reasons.keys())])));
    if ('order' in result) {
      const byKey = new Map(phases.map((change) => [change.key, change]));
      const operations = result.order.flatMap((key) => {
        const change = byKey.get(key);
        return change ? [operationOf(change, [...(waits.get(key)?.keys() ?? [])].sort())] : [];
      });
      return { operations, diagnostics: [] };
    }
    const broken = breakCycle(phases, result.cycle, waits);
    if (!broken) return { operations: [], diagnostics: [cycleFinding(phases, result.cycle)] };
    phases = broken;
  }
}

/** A change that names versions only of what is there. */
function withPins(change: Change): Change {
  return change.after ? { ...change, after: repinned(change.type, change.after) } : change;
}

function cycleFinding(changes: readonly Change[], cycle: readonly OperationKey[]): Diagnostic {
  const involved = cycle.flatMap((key) => changes.filter((change) => change.key === key));
  const names = [...involved, ...involved.slice(0, 1)].map((change) =>
    titleOf({ ...change, type: change.type.type }),
  );
  const at = involved[0]?.at;
  return {
    severity: 'error',
    code: 'order.cycle',
    message: `These wait for each other: ${names.join(' → ')}.`,
    hint: 'Do it in two changesets, the first of which leaves one of the references or names out.',
    ...(at ? { at } : {}),
  };
}

function operationOf(change: Change, dependsOn: readonly OperationKey[]): Operation {
  const { type, before, after } = change;
  const places = differences(before, after);
  const base = objectKey(change.key);
  const exists = change.id !== undefined && (before !== undefined || change.restore);
  const id: Json = exists ? (change.id ?? '') : createdBy(base);
  const { reversible, losses } = undoing(type, change);
  const steps = stepsOf({ ...change, id });
  return {
    key: change.key,
    type: type.type,
    name: change.name,
    live: change.live,
    ...(exists && change.id !== undefined ? { id: change.id } : {}),
    ...(change.identifiedBy ? { identifiedBy: change.identifiedBy } : {}),
    ...(change.replaces ? { replaces: change.replaces } : {}),
    action: actionOf(change),
    ...(change.why === undefined ? {} : { why: change.why }),
    ...(change.at ? { at: { file: change.at.file, line: change.at.line } } : {}),
    before: Object.fromEntries(places.map((place) => [place.path, place.before])),
    after: Object.fromEntries(places.map((place) => [place.path, place.after])),
    ...meaning(type, before, after),
    counts: before && after ? countsOf(type, before, after, places) : {},
    patch: patchOf(before, after),
    inverse: patchOf(after, before),
    steps,
    dependsOn: dependsOn.filter((key) => key !== change.key),
    reversible,
    losses,
    notes: [...change.lost, ...change.notes, ...waysOf(type, steps)],
  };
}

function meaning(
  type: ResourceType,
  before: Document | undefined,
  after: Document | undefined,
): Pick<Operation, 'means'> {
  const [was, is] = [before, after].map((document) => document && type.describe?.(document));
  if (was === undefined && is === undefined) return {};
  return {
    means: { ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
  };
}

/** The sizes of the sets that the places are in. */
function countsOf(
  type: ResourceType,
  before: Document,
  after: Document,
  places: readonly Difference[],
): Operation['counts'] {
  const sets = [...(type.sets ?? []), ...Object.keys(type.parts ?? {}).map((part) => `/${part}`)];
  const size = (document: Document, path: Pointer): number => {
    const elements = valueAt(document, path);
    return isObject(elements) ? Object.keys(elements).length : 0;
  };
  const changed = sets.filter((set) => places.some(({ path }) => path === set || path.startsWith(`${set}/`)));
  return Object.fromEntries(changed.map((set) => [set, [size(before, set), size(after, set)] as const]));
}

function actionOf(change: Change): OperationAction {
  if (change.restore) return 'restore';
  if (!change.before) return 'create';
  return change.after ? 'update' : 'delete';
}

/** RFC 6902. A document that comes or goes is the whole value. */
function patchOf(from: Document | undefined, to: Document | undefined): PatchOperation[] {
  if (!from) return to ? [{ op: 'add', path: '', value: to }] : [];
  if (!to) return [{ op: 'remove', path: '' }];
  return jsonPatch.compare(from, to);
}

function undoing(type: ResourceType, change: Change): { reversible: Reversible; losses: readonly string[] } {
  if (!change.before && !change.restore && !type.calls.remove)
    return { reversible: 'none', losses: [`${withArticle(type.noun)} cannot be deleted: it stays`] };
  if (change.after) return undoingUpdate(type, change);
  if (type.remove?.restore || type.byParent) return { reversible: 'full', losses: [] };
  const losses = [...(type.remove?.losses ?? []), ...change.lost];
  const final = type.calls.create ? change.final : `${withArticle(type.noun)} cannot be created again`;
  if (final !== undefined) return { reversible: 'none', losses: [final] };
  const reversible = change.lost.length > 0 ? 'partial' : 'newId';
  return { reversible, losses: ['it comes back with a new ID', ...losses] };
}

/** What is published for the first time stays so, and so do places that the platform never empties again. */
function undoingUpdate(
  type: ResourceType,
  { before, after }: Change,
): { reversible: Reversible; losses: readonly string[] } {
  const staying = differences(before, after)
    .filter(({ path, before: old }) => before && old === null && staysAt(type, path))
    .map(({ path }) => `${path.slice(1).replaceAll('/', '.')} stays for good`);
  const first = Object.entries(type.files ?? {}).filter(
    ([path, { job }]) =>
      before &&
      job !== undefined &&
      valueAt(before, path) === undefined &&
      valueAt(after, path) !== undefined,
  );
  const unread = before && after ? unreadable(type, differences(before, after)) : [];
  const losses = [
    ...(first.length === 0 ? [] : ['it stays published: there was no version of it before']),
    ...staying,
    ...unread.map((path) => `${placeWords(path)}: what is there now cannot be read, and so not put back`),
  ];
  return { reversible: losses.length > 0 ? 'partial' : 'full', losses };
}

/** Places whose value nobody can put back: it was never read, or was no secret that is known. */
function unreadable(type: ResourceType, places: readonly Difference[]): Pointer[] {
  return places.flatMap(({ path, before: old, after: now }) => {
    const isSent = isWriteOnly(type, path) && (old === null || equal(sentIn(old), sentIn(now)));
    return isSent || equal(old, HIDDEN) ? [path] : [];
  });
}

/** The same for what an operation updates. */
export function unreadablePlaces({ action, type, before, after }: Operation): Pointer[] {
  if (action !== 'update') return [];
  const places = Object.entries(after).map(([path, now]) => ({
    path,
    before: before[path] ?? null,
    after: now,
  }));
  return unreadable(typeNamed(type), places);
}

/** What messages call an object: `queue "Cards"`, `email route "disputes" in "mail.example"`. */
export function titleOf(
  { key, type, name }: Pick<Operation, 'key' | 'type' | 'name'>,
  quote: (text: string) => string = (text) => `"${text}"`,
): string {
  const { noun } = typeNamed(type);
  if (name === '') return noun;
  const parent = parentNameIn(key);
  return `${noun} ${quote(name)}${parent === undefined ? '' : ` in ${quote(parent)}`}`;
}

/** What the object of an operation belongs to, in the changeset's words. */
export function parentNameIn(key: OperationKey): string | undefined {
  const [, parent, own] = objectKey(key).split('/');
  return parent === undefined || own === undefined ? undefined : decodeURIComponent(parent);
}
