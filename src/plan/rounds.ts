import type { ResourceType } from '../catalog/vocabulary.ts';
import type { JsonObject } from '../json/json.ts';
import { fixedBy, type Inquiry, identityOf, idOfObject, isGone, isOfKind } from './facts.ts';
import type { NamedReference, OperationKey } from './intent.ts';
import type { Change } from './operations.ts';
import { ordered } from './order.ts';
import type { ReadFile } from './project-files.ts';

/** What the file of a change names of what another change brings. */
export interface NewMention {
  readonly file: ReadFile;
  readonly mention: NamedReference;
  readonly bringer: OperationKey;
}

/** For one new object: what stands in the place of others, by the changes that bring those. */
type StandIns = Map<OperationKey, string>;

/**
 * New objects whose files name each other: one of them goes out first with something of the org in the place of the
 * other, and as it is once that is there. A circle that cannot be cut so is left as it is.
 * @param mentions what the files name, by the change that hands the file over
 * @returns the changes, and the further files that they hand over; undefined while a question is open
 */
export function inRounds(
  changes: readonly Change[],
  mentions: ReadonlyMap<OperationKey, readonly NewMention[]>,
  inquiry: Inquiry,
): { readonly changes: readonly Change[]; readonly files: readonly ReadFile[] } | undefined {
  const known = new Map(changes.map((change) => [change.key, change]));
  const waits = new Map(
    changes.map(({ key }) => [key, new Set(mentions.get(key)?.map(({ bringer }) => bringer))]),
  );
  const standIns = new Map<OperationKey, StandIns>();
  for (;;) {
    const result = ordered(waits);
    if ('order' in result) break;
    const cut = cutIn(result.cycle, known, mentions, inquiry);
    if (cut === undefined) return undefined;
    if (cut === null) break;
    waits.get(cut.holder)?.delete(cut.bringer);
    const all = standIns.get(cut.holder) ?? new Map();
    standIns.set(cut.holder, all.set(cut.bringer, cut.name));
  }
  const files: ReadFile[] = [];
  const told = changes.map((change) => {
    const others = standIns.get(change.key);
    const file = others && withStandIns(mentions.get(change.key) ?? [], others);
    if (!others || !file) return change;
    files.push(file);
    const names = [...others].map(([key, name]) => `"${name}" takes the place of "${known.get(key)?.name}"`);
    const note = `goes out in two rounds, because ${change.type.noun}s name each other in a circle: in the first one ${names.join(' and ')}; what leads here waits for the second one`;
    const between = { path: file.path, file: file.digest, without: [...others.keys()] };
    return { ...change, between, notes: [...change.notes, note] };
  });
  return { changes: told, files };
}

interface Cut {
  readonly holder: OperationKey;
  readonly bringer: OperationKey;
  readonly name: string;
}

/** Where a circle can be cut; null where nowhere. */
function cutIn(
  cycle: readonly OperationKey[],
  changes: ReadonlyMap<OperationKey, Change>,
  mentions: ReadonlyMap<OperationKey, readonly NewMention[]>,
  inquiry: Inquiry,
): Cut | null | undefined {
  for (const [index, holder] of cycle.entries()) {
    const bringer = cycle[(index + 1) % cycle.length] ?? holder;
    const [own, brought] = [changes.get(holder), changes.get(bringer)];
    if (!own || own.before || !brought?.after || brought.before) continue;
    const named = mentions.get(holder) ?? [];
    if (!withStandIns(named, new Map([[bringer, '']]))) continue;
    const name = standInFor(brought, changes, inquiry);
    if (name === undefined) return undefined;
    if (name !== null) return { holder, bringer, name };
  }
  return null;
}

/** The file with these names in the places of what other changes bring. */
function withStandIns(mentions: readonly NewMention[], standIns: StandIns): ReadFile | undefined {
  const names = new Map<NamedReference, string>();
  for (const { mention, bringer } of mentions) {
    const name = standIns.get(bringer);
    if (name !== undefined) names.set(mention, name);
  }
  return mentions[0]?.file.instead(names);
}

/** What the org has of the same kind, published, with a name of its own, and left alone by the changeset; null where nothing. */
function standInFor(
  { type, after }: Change,
  changes: ReadonlyMap<OperationKey, Change>,
  inquiry: Inquiry,
): string | null | undefined {
  const listed = inquiry.listed(type);
  if (!listed) return undefined;
  const there = listed.filter((item) => !isGone(type, item));
  const names = there.map((item) => identityOf(type, item));
  const taken = [...changes.values()].filter((change) => change.type === type).map(({ live }) => live);
  const touched = new Set([...changes.values()].map(({ id }) => id));
  const fit = there
    .filter(
      (item) =>
        isOfKind(type, item, after) && fixedBy(type, item) === undefined && !touched.has(idOfObject(item)),
    )
    .sort((a, b) => (identityOf(type, a) < identityOf(type, b) ? -1 : 1));
  for (const item of fit) {
    const name = identityOf(type, item);
    if (taken.includes(name) || names.filter((other) => other === name).length > 1) continue;
    const raw = inquiry.document(type, idOfObject(item));
    if (raw === undefined) return undefined;
    if (raw && isShown(type, raw)) return name;
  }
  return null;
}

/** Whether the org has a version of one of its files. */
function isShown({ files = {} }: ResourceType, raw: JsonObject): boolean {
  return Object.values(files).some(({ shown }) => shown?.(raw) !== undefined);
}
