import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import { withArticle } from '../catalog/article.ts';
import { typeNamed } from '../catalog/index.ts';
import { staysAt } from '../catalog/permanent.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { equal, isObject, type Json } from '../json/json.ts';
import { type Pointer, valueAt, withValueAt } from '../json/pointer.ts';
import { type Difference, differences, type Values } from './difference.ts';
import { createdBy, creatorOf, type Document, parentId } from './document.ts';
import { folded } from './facts.ts';
import type { IdentifiedBy } from './identify.ts';
import type { OperationKey } from './intent.ts';
import { type Link, linksOf } from './links.ts';
import { ordered } from './order.ts';
import type { Operation, OperationAction, Reversible } from './plan.ts';
import { HIDDEN, isWriteOnly, placeWords, sentIn } from './secrets.ts';
import { stepsOf, waysOf } from './steps.ts';
import { drawnValues, exclusiveValues, isInRange, without } from './values.ts';
import { publishersIn, repinned } from './versions.ts';

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
  /** The IDs of what its new files name, where they were read. */
  readonly uses?: readonly string[];
  /** What is published at the places of a draft that is taken back. [none is] */
  readonly discards?: Values;
  /** Why what is deleted cannot be made again. [it can] */
  readonly final?: string;
}

export interface Arranged {
  /** In an order in which they can be carried out. */
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns changes into operations in a valid order. A cycle of references is broken at a weak one, in two phases. */
export function arrange(changes: readonly Change[]): Arranged {
  let phases = changes.map(withPins).flatMap(readied);
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

/** Why one operation waits for another: through these links, or for another reason. */
type Reasons = Map<OperationKey, Link[]>;

/** What each operation waits for: that what it uses exists, the last use of what it deletes, a name that is taken. */
function dependencies(changes: readonly Change[]): Map<OperationKey, Reasons> {
  const waits = new Map<OperationKey, Reasons>(changes.map((change) => [change.key, new Map()]));
  const wait = (key: OperationKey, other: OperationKey, link?: Link): void => {
    if (key === other && !link) return;
    const reasons = waits.get(key);
    const links = reasons?.get(other) ?? [];
    reasons?.set(other, link ? [...links, link] : links);
  };
  const deletions = new Map(
    changes.flatMap((change) => (change.id && !change.after ? [[change.id, change]] : [])),
  );
  const restored = new Map(
    changes.flatMap((change) => {
      const id = change.restore ? change.id : keptId(change);
      return id === undefined ? [] : [[id, change.key]];
    }),
  );
  const released = releasedNames(changes);
  const named = namesOfChanges(changes);
  for (const change of changes) {
    for (const link of change.after ? linksOf(change.type, change.after) : []) {
      const bringer = link.creator ?? restored.get(link.id ?? '') ?? named.brought.get(nameOfLink(link));
      if (bringer !== undefined && waits.has(bringer)) wait(change.key, bringer, link);
    }
    for (const link of change.before ? linksOf(change.type, change.before) : []) {
      const deletion = deletions.get(link.id ?? '') ?? named.deleted.get(nameOfLink(link));
      if (deletion && deletion.id !== change.id) wait(deletion.key, change.key, link);
    }
    for (const key of change.awaits ?? []) if (waits.has(key)) wait(change.key, key);
    for (const publisher of publishersIn(change.after ?? null))
      if (waits.has(publisher)) wait(change.key, publisher);
    const parent = creatorOf(change.parent) ?? restored.get(parentOfChange(change) ?? '');
    if (parent !== undefined && waits.has(parent) && !change.before) wait(change.key, parent);
    const gone = deletions.get(parentOfChange(change) ?? '');
    if (gone) wait(gone.key, change.key);
    for (const other of changes) if (needsRangeOf(change, other)) wait(change.key, other.key);
    const phase = /^(.*)#(link|unlink)$/.exec(change.key);
    if (phase?.[1] && phase[2] === 'link') wait(change.key, phase[1]);
    if (phase?.[1] && phase[2] === 'unlink') wait(phase[1], change.key);
    for (const taken of takenNames(change)) {
      const releaser = released.get(taken);
      if (releaser !== undefined) wait(change.key, releaser);
    }
  }
  return waits;
}

/** The ID of a new object whose ID is its name. */
function keptId({ type, before, after }: Change): string | undefined {
  const id = type.identity === '/id' && !before ? valueAt(after, '/id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The ID of what a child belongs to. */
function parentOfChange(change: Change): string | undefined {
  if (change.type.parent === undefined) return undefined;
  if (change.id !== undefined) return parentId(change.id);
  return typeof change.parent === 'string' ? change.parent : undefined;
}

/** Objects that come or go, by the name that documents may refer to them with. */
function namesOfChanges(changes: readonly Change[]): {
  readonly brought: ReadonlyMap<string, OperationKey>;
  readonly deleted: ReadonlyMap<string, Change>;
} {
  const nameIn = (change: Change, document: Document | undefined): string =>
    `${change.type.type}/${String(valueAt(document, change.type.identity) ?? '')}`;
  const brought = changes.filter(({ before, after }) => after && !before);
  const deleted = changes.filter(({ before, after }) => before && !after);
  return {
    brought: new Map(brought.map((change) => [nameIn(change, change.after), change.key])),
    deleted: new Map(deleted.map((change) => [nameIn(change, change.before), change])),
  };
}

function nameOfLink({ type, name }: Link): string {
  return name === undefined ? '' : `${type}/${name}`;
}

/** Whether a change takes a number that the other one brings, or the other one releases what goes with this one. */
function needsRangeOf(change: Change, other: Change): boolean {
  const isIn = (
    drawn: ReturnType<typeof drawnValues>,
    holder: Change,
    document: Document | undefined,
  ): boolean =>
    document !== undefined &&
    drawn.some(({ range, value }) => range.type === holder.type.type && isInRange(range, document, value));
  if (!other.before && other.after) {
    const taken = without(drawnValues(change.type, change.after), drawnValues(change.type, change.before));
    return isIn(taken, other, other.after);
  }
  if (change.before && !change.after) {
    const given = without(drawnValues(other.type, other.before), drawnValues(other.type, other.after));
    return isIn(given, change, change.before);
  }
  return false;
}

/** Identities and values that operations give up, with the operation that does. */
function releasedNames(changes: readonly Change[]): Map<string, OperationKey> {
  return new Map(
    changes.flatMap((change) => {
      const kept = heldBy(change, change.after);
      return heldBy(change, change.before)
        .filter((held) => !kept.includes(held))
        .map((held) => [held, change.key] as const);
    }),
  );
}

/** What only one object may hold at a time, and this one takes. */
function takenNames(change: Change): string[] {
  const had = heldBy(change, change.before);
  return heldBy(change, change.after).filter((held) => !had.includes(held));
}

/** The identity of an object and its exclusive values, in words of their own. */
function heldBy(change: Change, document: Document | undefined): string[] {
  const { type } = change;
  const name = type.singleton ? undefined : valueAt(document, type.identity);
  const values = exclusiveValues(type, document).map(({ path, value }) => `${type.type}${path} ${value}`);
  const within = parentOfChange(change) ?? JSON.stringify(change.parent ?? '');
  return typeof name === 'string' ? [`${type.type}/${within}/${folded(type, name)}`, ...values] : values;
}

/**
 * Cuts a cycle at a weak reference: what is created gets it by a second operation, what is deleted loses it by one
 * before. Undefined when no weak reference is in the cycle.
 */
function breakCycle(
  changes: readonly Change[],
  cycle: readonly OperationKey[],
  waits: ReadonlyMap<OperationKey, Reasons>,
): Change[] | undefined {
  for (const [index, key] of cycle.entries()) {
    const other = cycle[(index + 1) % cycle.length] ?? key;
    const links = waits.get(key)?.get(other) ?? [];
    if (links.length === 0 || links.some((link) => !link.weak)) continue;
    const isUse = changes.some(
      (change) => change.key === other && change.after !== undefined && !change.before,
    );
    const holder = changes.find((change) => change.key === (isUse ? key : other));
    const cuts = [...new Set(links.map((link) => link.cut))];
    const phases = holder && (isUse ? linked(holder, cuts) : unlinked(holder, cuts));
    if (phases) return inPhases(changes, holder, phases);
  }
  return undefined;
}

/** Puts the two phases in the place of the change; a second phase that is there already is widened. */
function inPhases(changes: readonly Change[], holder: Change, phases: readonly [Change, Change]): Change[] {
  const [first, second] = phases;
  const extra = second.key === holder.key ? first : second;
  const main = second.key === holder.key ? second : first;
  const present = changes.find((change) => change.key === extra.key);
  return changes.flatMap((change) => {
    if (change === holder) return present ? [main] : [first, second];
    return change === present
      ? [extra === first ? { ...present, after: main.before } : { ...present, before: main.after }]
      : [change];
  });
}

/** A change without these new references, and the operation that adds them. */
function linked(change: Change, cuts: readonly Pointer[]): [Change, Change] | undefined {
  const { before, after } = change;
  if (!after) return undefined;
  const first = withPlacesOf(after, before, cuts);
  const { why: _, ...rest } = change;
  return [
    { ...change, after: first },
    { ...rest, key: `${change.key}#link`, before: first, after, restore: false, notes: [], lost: [] },
  ];
}

/** A change that names versions only of what is there. */
function withPins(change: Change): Change {
  return change.after ? { ...change, after: repinned(change.type, change.after) } : change;
}

/** A deletion, after an update that makes the object what the platform wants it to be for that. */
function readied(change: Change): Change[] {
  const { before } = change;
  const first = Object.entries(change.type.remove?.first ?? {});
  const isReady = first.every(([path, value]) => equal(valueAt(before, path), value));
  if (!before || change.after || isReady) return [change];
  const last = first.reduce<Json | undefined>(
    (rest, [path, value]) => withValueAt(rest, path, value),
    before,
  );
  return inTwo(change, before, isObject(last) ? last : {});
}

/** A deletion that comes after these references are taken out. */
function unlinked(change: Change, cuts: readonly Pointer[]): [Change, Change] | undefined {
  const { before } = change;
  if (!before || change.after || !change.type.calls.update) return undefined;
  return inTwo(change, before, withPlacesOf(before, undefined, cuts));
}

/** A deletion in two phases: the update first. */
function inTwo(change: Change, before: Document, last: Document): [Change, Change] {
  const { why: _, ...rest } = change;
  return [
    { ...rest, key: `${change.key}#unlink`, before, after: last, notes: [], lost: [] },
    { ...change, before: last },
  ];
}

/** The document with what the other one has at these places. */
function withPlacesOf(document: Document, other: Document | undefined, places: readonly Pointer[]): Document {
  const result = places.reduce<Json | undefined>(
    (rest, place) => withValueAt(rest, place, valueAt(other, place)),
    document,
  );
  return isObject(result) ? result : {};
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
  const base = change.key.replace(/#(link|unlink)$/, '');
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
  const [, parent, own] = key.replace(/#(link|unlink)$/, '').split('/');
  return parent === undefined || own === undefined ? undefined : decodeURIComponent(parent);
}
