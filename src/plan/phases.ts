import { equal, isObject, type Json } from '../json/json.ts';
import { type Pointer, valueAt, withValueAt } from '../json/pointer.ts';
import type { Reasons } from './dependencies.ts';
import type { Document } from './document.ts';
import type { OperationKey } from './intent.ts';
import type { Change } from './operations.ts';

/**
 * Cuts a cycle at a weak reference: what is created gets it by a second operation, what is deleted loses it by one
 * before. Undefined when no weak reference is in the cycle.
 */
export function breakCycle(
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
  return [{ ...change, after: first }, linkOf(change, first)];
}

/** The second phase of a change: from what the first one has left. */
function linkOf({ why: _, ...change }: Change, before: Document): Change {
  return { ...change, key: `${change.key}#link`, before, restore: false, notes: [], lost: [] };
}

/** A deletion, after an update that makes the object what the platform wants it to be for that. */
export function readied(change: Change): Change[] {
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

/** What is new is published first without what its file names of what is not there yet; what goes, goes back to that first. */
export function inRounds(change: Change): Change[] {
  const { between, before, after, awaits = [] } = change;
  if (!between || (before && after)) return [change];
  const { path, file, without } = between;
  const held = withValueAt(after ?? before, path, file);
  const other = isObject(held) ? held : {};
  if (before && equal(valueAt(before, path), file)) return [change];
  if (before) {
    const [first, last] = inTwo(change, before, other);
    return [{ ...first, awaits: [] }, last];
  }
  const first = awaits.filter((key) => !without.includes(key));
  return [{ ...change, after: other, awaits: first }, linkOf(change, other)];
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
