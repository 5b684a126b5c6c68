import { valueAt } from '../json/pointer.ts';
import { creatorOf, type Document, parentId } from './document.ts';
import { folded } from './facts.ts';
import { type OperationKey, objectKey } from './intent.ts';
import { type Link, linksOf } from './links.ts';
import type { Change } from './operations.ts';
import { drawnValues, exclusiveValues, isInRange, without } from './values.ts';
import { publishersIn } from './versions.ts';

/** Why one operation waits for another: through these links, or for another reason. */
export type Reasons = Map<OperationKey, Link[]>;

/** What each operation waits for: that what it uses exists, the last use of what it deletes, a name that is taken. */
export function dependencies(changes: readonly Change[]): Map<OperationKey, Reasons> {
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
    for (const key of change.awaits ?? []) {
      const awaited = lettingGo(key, change, changes);
      if (waits.has(awaited)) wait(change.key, awaited);
    }
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
  for (const { key, between } of changes) if (between) holdBack(key, changes, waits);
  return waits;
}

/** The phase by which another change lets go of what this one takes away; there is none where it has done so already. */
function lettingGo(key: OperationKey, { key: own, after }: Change, changes: readonly Change[]): OperationKey {
  const between = after ? undefined : changes.find((other) => other.key === key)?.between;
  return between?.without.includes(own) ? `${key}#unlink` : key;
}

/**
 * While something runs without what its file names, nobody else uses it: users come after it is whole, and go before it
 * ceases to be. Where one that is in use already cannot wait, they wait for each other.
 */
function holdBack(
  phase: OperationKey,
  changes: readonly Change[],
  waits: ReadonlyMap<OperationKey, Reasons>,
): void {
  const key = objectKey(phase);
  if (phase === key) return;
  const own = [phase, key];
  const needed = reached(phase, waits);
  for (const { key: other, before } of changes) {
    if (own.includes(other)) continue;
    if (phase.endsWith('#link')) {
      const isUser = reached(other, waits).has(key);
      if (isUser && (before || !needed.has(other))) waits.get(other)?.set(phase, []);
    } else if (reached(key, waits).has(other) && !reached(other, waits).has(phase)) {
      waits.get(phase)?.set(other, []);
    }
  }
}

/** All that an operation waits for, directly or not. */
function reached(key: OperationKey, waits: ReadonlyMap<OperationKey, Reasons>): Set<OperationKey> {
  const found = new Set<OperationKey>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of waits.get(next)?.keys() ?? []) {
      if (!found.has(other)) open.push(other);
      found.add(other);
    }
  }
  return found;
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
