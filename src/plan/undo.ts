import { typeNamed } from '../catalog/index.ts';
import { staysAt } from '../catalog/permanent.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { equal, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import {
  isWithin,
  type Pointer,
  pointer,
  segmentsOf,
  valueAt,
  withValueAt,
  withValuesAt,
} from '../json/pointer.ts';
import { type Backwards, inOrder, isSamePublication } from './backwards.ts';
import { isDigest } from './contents.ts';
import { differences, type Values, valuesAt } from './difference.ts';
import {
  createdBy,
  creatorOf,
  type Document,
  normalize,
  parentId,
  pointerWithIds,
  remainsOf,
  withIds,
} from './document.ts';
import type { Effect } from './effects.ts';
import { type Inquiry, idOfObject, isOfKind } from './facts.ts';
import type { Published } from './identify.ts';
import { inboundOf } from './inbound.ts';
import type { OperationKey } from './intent.ts';
import type { Labels } from './labels.ts';
import { pagesOf, withoutOwn } from './live.ts';
import type { Change } from './operations.ts';
import type { Saw } from './plan.ts';
import { hasNewId, withReturned } from './returned.ts';
import { asTold } from './secret-changes.ts';
import { isWriteOnly, NO_SECRET_FACTS, placeWords, type SecretFacts } from './secrets.ts';
import { successorOf } from './succession.ts';
import { isSameSent, rehashed, SentBefore } from './undo-secrets.ts';
import { NEWEST, pinsIn, versionAfter, versionNumber, withNewest } from './versions.ts';

/** Another hand changed what a rollback would put back. */
export interface Conflict {
  readonly key: OperationKey;
  readonly type: string;
  readonly name: string;
  readonly path: Pointer;
  readonly before: Json;
  readonly ours: Json;
  readonly now: Json;
  readonly reason: string;
  /** The later deployment that made it so. */
  readonly by?: string;
}

export type OnConflict = 'stop' | 'keep' | 'force';

export interface UndoFacts {
  readonly effects: readonly Effect[];
  /** The order that files ask for. [none] */
  readonly backwards?: ReadonlyMap<OperationKey, Backwards>;
  /** Which version is published before a file that names its own object: digests. [none is] */
  readonly firstRounds?: ReadonlyMap<Json, Json>;
  /** From IDs of objects that were deleted to those of the ones created again in their place. */
  readonly succession: ReadonlyMap<string, string>;
  /** Until when these were created: a date and time. [none was] */
  readonly lastSuccession?: string | undefined;
  /** The deployment that left an object's place with this value, if it is known. */
  readonly authorOf: (id: string, path: Pointer, value: Json) => string | undefined;
  readonly published: Published;
  /** Earlier rollbacks of the same deployment, which may have stopped half-way. */
  readonly rollbacks: ReadonlySet<string>;
  readonly onConflict: OnConflict;
  readonly secrets?: SecretFacts;
}

export interface Undo {
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
  /** Objects that are as they were before already. */
  readonly unchanged: readonly Effect[];
  /** Secrets that are not put back. */
  readonly warnings: readonly Diagnostic[];
  /** What the deployment created and Genesys Cloud never deletes. */
  readonly lasting: readonly Effect[];
  readonly saw: Saw;
}

/**
 * What takes a deployment back, in the org as it is now. A place that still is as the deployment left it is put back;
 * one that is as before is done already; anything else is a conflict. Pure, like the draft of a changeset.
 */
export function undo(facts: UndoFacts, inquiry: Inquiry, labels: Labels): Undo {
  return new Undoer(facts, inquiry, labels).undo();
}

class Undoer {
  readonly #facts: UndoFacts;
  readonly #inquiry: Inquiry;
  readonly #labels: Labels;
  readonly #changes: Change[] = [];
  readonly #conflicts: Conflict[] = [];
  readonly #unchanged: Effect[] = [];
  readonly #lasting: Effect[] = [];
  /** Objects that are deleted although maps have entries for them. */
  readonly #keyed = new Set<OperationKey>();
  readonly #objects: Saw['objects'][number][] = [];
  readonly #warnings: Diagnostic[] = [];
  readonly #secrets: SecretFacts;
  readonly #sent: SentBefore;
  /** The IDs of what was made again. */
  readonly #successors: ReadonlySet<string>;

  constructor(facts: UndoFacts, inquiry: Inquiry, labels: Labels) {
    this.#facts = facts;
    this.#inquiry = inquiry;
    this.#labels = labels;
    this.#secrets = facts.secrets ?? NO_SECRET_FACTS;
    this.#sent = new SentBefore(this.#secrets);
    this.#successors = new Set(facts.succession.values());
  }

  undo(): Undo {
    for (const recorded of this.#facts.effects) {
      const effect = this.#followed(recorded);
      if (Object.keys(effect.before).length > 0) this.#effect(effect);
      this.#discard(effect);
    }
    const returned = withReturned(this.#changes);
    this.#changes.splice(0, this.#changes.length, ...returned);
    this.#guardDeletions();
    const changes = this.#changes.map((change) => this.#ordered(this.#numbered(change)));
    const isSame = ({ before, after, discards }: Change): boolean =>
      before !== undefined && after !== undefined && !discards && differences(before, after).length === 0;
    const same = new Set(changes.filter(isSame).map(({ key }) => key));
    return {
      changes: changes.filter(({ key }) => !same.has(key)),
      conflicts: this.#conflicts,
      unchanged: [...this.#unchanged, ...this.#facts.effects.filter(({ key }) => same.has(key))],
      warnings: [...this.#warnings, ...this.#sent.warnings],
      lasting: this.#lasting,
      saw: { names: [], objects: this.#objects },
    };
  }

  /** The effect with the IDs that its objects have today. */
  #followed(effect: Effect): Effect {
    const idFor = (reference: Json): string | undefined => this.#successor(reference);
    const { id = '' } = effect;
    const successor = idFor(id);
    const values = (old: Values): Values => {
      const known = successor === undefined ? old : rehashed(old, id, successor, this.#secrets);
      return Object.fromEntries(
        Object.entries(known).map(([path, value]) => [pointerWithIds(path, idFor), withIds(value, idFor)]),
      );
    };
    return {
      ...effect,
      id: successor ?? effect.id,
      ...(successor === undefined ? {} : { isMadeAgain: true }),
      before: values(effect.before),
      ours: values(effect.ours),
    };
  }

  #successor(reference: Json): string | undefined {
    return typeof reference === 'string' ? successorOf(reference, this.#facts.succession) : undefined;
  }

  #effect(effect: Effect): void {
    const before = effect.before[''];
    const ours = effect.ours[''];
    if (effect.id === undefined) this.#unknown(effect);
    else if (before === null && ours !== null) this.#takeAway(effect, effect.id, ours ?? {});
    else if (ours === null && isObject(before)) this.#bringBack(effect, effect.id, before);
    else if (before === null && ours === null) this.#unchanged.push(effect);
    else this.#putBack(effect, effect.id);
  }

  #unknown(effect: Effect): void {
    const found = this.#inquiry.named(effect.type, effect.live);
    if (!found) return;
    if (found.length === 0) this.#unchanged.push(effect);
    else {
      this.#conflict(
        effect,
        '',
        null,
        `nobody knows whether the deployment made it, or somebody else; it has the ID ${idOfObject(found[0] ?? {})}`,
        idOfObject(found[0] ?? {}),
      );
    }
  }

  /** Deletes what the deployment created, if nobody has changed it since. */
  #takeAway(effect: Effect, id: string, ours: Json): void {
    const sections = Object.keys(isObject(ours) ? ours : {});
    const now = this.#whole(effect.type, id, new Set([...Object.keys(effect.type.parts ?? {}), ...sections]));
    if (now === undefined) return;
    if (now === null) {
      this.#unchanged.push(effect);
      return;
    }
    if (!effect.type.calls.remove) {
      this.#lasting.push(effect);
      return;
    }
    const left = withoutEmptyParts(effect.type, isObject(ours) ? ours : {});
    const numbered = pinsIn(effect.type, now, this.#successors).map(({ path }) => path);
    const changed = differences(left, withoutEmptyParts(effect.type, now)).filter(
      ({ path, before, after }) =>
        !numbered.includes(path) && !this.#isSame(effect.type, id, path, before, after),
    );
    const others = changed.filter(({ path, after }) => !this.#isOnItsWay(id, path, after ?? null));
    for (const { path, before, after } of others) {
      this.#conflict(
        { ...effect, before: { [path]: null }, ours: { [path]: before } },
        path,
        after,
        'somebody changed it since',
        id,
      );
    }
    if (others.length > 0 && this.#facts.onConflict !== 'force') return;
    this.#see(effect, id, { '': now });
    this.#changes.push({ ...this.#change(effect), id, before: now, after: undefined });
  }

  /** Creates or restores what the deployment deleted. */
  #bringBack(effect: Effect, id: string, before: JsonObject): void {
    const { type } = effect;
    const live = valueAt(before, type.identity);
    const parent = this.#parentOf(type, id);
    const isNew = creatorOf(parent) !== undefined || this.#isReturning(parent) !== undefined;
    const within = typeof parent === 'string' ? parent : undefined;
    const named = isNew
      ? []
      : this.#inquiry.named(type, typeof live === 'string' ? live : effect.live, within);
    if (!named) return;
    const [present] = named.filter((raw) => isOfKind(type, raw, before) && !this.#leaves(type, raw));
    // A list may still show for a while what is deleted.
    const isItself = present !== undefined && idOfObject(present) === id;
    const found = isItself ? this.#inquiry.document(type, id) : undefined;
    if (isItself && found === undefined) return;
    if (found) {
      this.#bringRest(effect, id, before);
      return;
    }
    if (present && !isItself) {
      this.#conflict(effect, '', idOfObject(present), 'another one of this name exists now', id);
      return;
    }
    const unsendable = (type.writeOnly ?? []).find((path) => valueAt(before, path) === undefined);
    if (unsendable !== undefined) {
      const reason = `its ${placeWords(unsendable)} cannot be read, and nothing says what was sent last: create it by a changeset that says them`;
      this.#conflict(effect, '', null, reason, id);
      return;
    }
    const after = this.#withFiles(type, id, before);
    if (!after) {
      const reason = `it is made of a file that this tool does not know: it has not published what was deleted`;
      this.#conflict(effect, '', null, reason, id);
      return;
    }
    const restore = type.remove?.restore !== undefined;
    const remains = type.remove?.restore?.body ? this.#inquiry.remains(type, id) : null;
    if (remains === undefined) return;
    const deleted = remains ? { deleted: remainsOf(type, remains) } : {};
    const belongs = parent === undefined ? {} : { parent };
    const change = {
      ...this.#change(effect),
      ...belongs,
      ...deleted,
      before: undefined,
      after: withNewest(type, this.#sent.sendable(effect, after), this.#successors),
      restore,
    };
    this.#changes.push(restore ? { ...change, id } : { ...change, replaces: id });
  }

  /** Whether this rollback gives an object its earlier name back, so that another one can have the one that it has now. */
  #leaves(type: ResourceType, raw: JsonObject): boolean {
    const id = idOfObject(raw);
    return this.#facts.effects.some(
      (effect) =>
        (this.#successor(effect.id ?? null) ?? effect.id) === id &&
        Object.hasOwn(effect.before, type.identity),
    );
  }

  /** What is there again may lack what a rollback that stopped half-way was still to give it. */
  #bringRest(effect: Effect, id: string, before: JsonObject): void {
    const now = this.#whole(effect.type, id, new Set(Object.keys(before)));
    if (!now) return;
    const left = withoutEmptyParts(effect.type, before);
    const missing = differences(withoutEmptyParts(effect.type, now), left).filter(({ path, before: found }) =>
      this.#isOnItsWay(id, path, found),
    );
    if (missing.length === 0) {
      this.#unchanged.push(effect);
      return;
    }
    const after = missing.reduce<Json | undefined>(
      (rest, { path, after: value }) => withValueAt(rest, path, value === null ? undefined : value),
      now,
    );
    this.#see(effect, id, Object.fromEntries(missing.map(({ path, before: found }) => [path, found])));
    if (isObject(after)) this.#changes.push({ ...this.#change(effect), id, before: now, after });
  }

  /** A deleted object with the files that it was made of; undefined where one is not known. */
  #withFiles(type: ResourceType, id: string, document: JsonObject): JsonObject | undefined {
    let result: Json | undefined = document;
    for (const [path, { job }] of Object.entries(type.files ?? {})) {
      const shown = valueAt(document, path);
      if (job === undefined || shown === undefined) continue;
      const digest = this.#facts.published(id, path, shown);
      if (!isDigest(digest)) return undefined;
      result = withValueAt(result, path, digest);
    }
    return isObject(result) ? result : undefined;
  }

  /** What a child belongs to: an ID, or what stands for it while this rollback creates it again. */
  #parentOf(type: ResourceType, id: string): Json | undefined {
    if (type.parent === undefined) return undefined;
    const old = parentId(id);
    const parent = this.#successor(old) ?? old;
    const returning = this.#isReturning(parent) ?? this.#isReturning(old);
    return returning && hasNewId(returning.type) ? createdBy(returning.key) : parent;
  }

  /** What the deployment deleted under this ID, and this rollback brings back. */
  #isReturning(id: Json | undefined): Effect | undefined {
    return this.#facts.effects.find((effect) => effect.id === id && effect.ours[''] === null);
  }

  /** Puts the touched places back, one by one. */
  #putBack(effect: Effect, id: string): void {
    const { type } = effect;
    const paths = Object.keys(effect.before);
    const fields = new Set(paths.map((path) => segmentsOf(path)[0] ?? ''));
    const now = this.#whole(type, id, fields, (part) => keysIn(paths, part));
    if (now === undefined) return;
    if (now === null) {
      this.#conflict(effect, '', null, 'it was deleted since', id);
      return;
    }
    const back: (readonly [Pointer, Json | undefined])[] = [];
    const wished = withValuesAt(now, Object.entries(effect.before));
    const numbered = isObject(wished) ? pinsIn(type, wished, this.#successors) : [];
    for (const path of paths) {
      if (numbered.some((pin) => pin.path === path)) continue;
      if (this.#goesWithItsKey(effect, path) || (effect.before[path] === null && staysAt(type, path)))
        continue;
      const value = valueAt(now, path) ?? null;
      const old = effect.before[path] ?? null;
      // What is published once cannot be unpublished.
      const isForGood = old === null && type.files?.[path]?.job !== undefined;
      if (isForGood || this.#isSame(type, id, path, value, old)) continue;
      const isOurs = this.#isSame(type, id, path, value, effect.ours[path] ?? null);
      if (!isOurs && !this.#isOnItsWay(id, path, value)) {
        this.#conflict(effect, path, value, 'somebody changed it since', id);
        if (this.#facts.onConflict !== 'force') continue;
      }
      const again = isWriteOnly(type, path)
        ? this.#sent.sentBefore(effect, id, path)
        : isHandedOver(effect, path)
          ? this.#fileBefore(effect, id, path, value)
          : (this.#freshFile(effect, id, path) ?? this.#sent.plain(effect, path, old));
      if (again !== undefined) back.push([path, again === null ? undefined : again]);
    }
    for (const { path } of numbered) back.push([path, NEWEST]);
    const after = complete(type, withValuesAt(now, back), now);
    this.#see(effect, id, Object.fromEntries(paths.map((path) => [path, valueAt(now, path) ?? null])));
    if (!isObject(after) || differences(now, after).length === 0) this.#unchanged.push(effect);
    else {
      const pages = pagesOf(type, (part) => this.#inquiry.part(type, id, part, keysIn(paths, part)), now);
      this.#changes.push({ ...this.#change(effect), id, ...pages, before: now, after });
    }
  }

  /** Takes back what it has written into a draft and not published, unless somebody has written on. */
  #discard(effect: Effect): void {
    const { type, id, begun = {}, before } = effect;
    if (id === undefined || Object.keys(begun).length === 0 || before[''] === null) return;
    const now = this.#whole(type, id, new Set());
    const raw = this.#inquiry.draft(type, id);
    if (!now || !raw) return;
    const draft = asTold(id, normalize(type, raw), this.#secrets);
    const places = Object.entries(begun).map(([path, value]) => [path, value ?? undefined] as const);
    const wanted = withValuesAt(now, places);
    const fields = type.draft?.takes ?? Object.keys(now).map((field) => pointer(field));
    const isAs = (document: Json | undefined): boolean =>
      fields.every((path) => path === '/id' || equal(valueAt(draft, path), valueAt(document, path)));
    if (!isAs(wanted) && !isAs(now)) this.#keepsDraft(effect);
    if (!isAs(wanted) && !(type.draft && isAs(now))) return;
    const discards = valuesAt(now, Object.keys(begun));
    const index = this.#changes.findIndex(({ key }) => key === effect.key);
    const other = this.#changes[index];
    if (other) this.#changes[index] = { ...other, discards };
    else {
      const notes = ['the draft that was not published is taken back'];
      this.#changes.push({ ...this.#change(effect), id, before: now, after: now, discards, notes });
    }
  }

  #keepsDraft({ type, name }: Effect): void {
    this.#warnings.push({
      severity: 'warning',
      code: 'rollback.draft',
      message: `The ${type.noun} "${name}" has a draft that is not published, with more in it than the deployment wrote. It is not touched: publish or discard it in Genesys Cloud`,
    });
  }

  /** The file that was there before; undefined where nobody kept it. */
  #fileBefore(effect: Effect, id: string, path: Pointer, now: Json): string | undefined {
    const digest = this.#facts.published(id, path, effect.before[path] ?? null);
    if (isDigest(digest)) return digest;
    this.#conflict(effect, path, now, 'the file that was there before was not kept', id);
    return undefined;
  }

  /**
   * The file of an earlier version, where that may name what was deleted and made again since: the version knows it by
   * its old ID. Undefined where the version will do, or the file is not known.
   */
  #freshFile({ type, before }: Effect, id: string, path: Pointer): string | undefined {
    const shown = before[path] ?? null;
    if (!type.files?.[path]?.back || !this.#isStale(type, path, shown)) return undefined;
    const digest = this.#facts.published(id, path, shown);
    return isDigest(digest) ? digest : undefined;
  }

  /** Whether something was made again under another ID after a version was published, or will be by this rollback. */
  #isStale({ files }: ResourceType, path: Pointer, shown: Json): boolean {
    const { lastSuccession: last, effects } = this.#facts;
    const date = typeof shown === 'string' ? files?.[path]?.back?.date(shown) : undefined;
    const isOlder = last !== undefined && !(Date.parse(date ?? '') > Date.parse(last));
    const returns = ({ type, before, ours }: Effect): boolean =>
      ours[''] === null && isObject(before['']) && hasNewId(type);
    return isOlder || effects.some(returns);
  }

  /** Whether a rollback that stopped half-way left the place like this. */
  #isOnItsWay(id: string, path: Pointer, value: Json): boolean {
    const author = this.#facts.authorOf(id, path, value);
    return author !== undefined && this.#facts.rollbacks.has(author);
  }

  /** Whether a place stands under the key of an object that this rollback deletes: it goes with that. */
  #goesWithItsKey({ type }: Effect, path: Pointer): boolean {
    const [map] = Object.keys(type.keys ?? {}).filter((candidate) => isWithin(path, candidate));
    const key = map === undefined ? undefined : segmentsOf(path.slice(map.length))[0];
    if (key === undefined) return false;
    const maker = this.#facts.effects.find(({ id, before }) => id === key && before[''] === null);
    if (!maker) return false;
    this.#keyed.add(maker.key);
    return true;
  }

  /** The object as it is, with the parts and sections among these fields; null when it is gone. */
  #whole(
    type: ResourceType,
    id: string,
    fields: ReadonlySet<string>,
    keys: (part: string) => readonly string[] | undefined = () => undefined,
  ): Document | null | undefined {
    const raw = this.#inquiry.document(type, id);
    if (!raw) return raw;
    const parts = Object.keys(type.parts ?? {}).filter((part) => fields.has(part));
    const sections = Object.keys(type.sections ?? {})
      .filter((section) => fields.has(section))
      .map((section) => [section, this.#inquiry.section(type, id, section)] as const);
    if (sections.some(([, value]) => value === undefined)) return undefined;
    const read = sections.map(([section, value]) => [section, value ?? null] as const);
    const facts = parts.map((part) => [part, this.#inquiry.part(type, id, part, keys(part))] as const);
    if (facts.some(([, part]) => !part)) return undefined;
    this.#labels.read(type, raw);
    for (const [, part] of facts) {
      for (const [element, label] of Object.entries(part?.labels ?? {})) this.#labels.suggest(element, label);
    }
    const document = normalize(type, { ...raw, ...objectOf(read) });
    return asTold(
      id,
      {
        ...document,
        ...objectOf(
          facts.map(([name, part]) => [name, withoutOwn(type, name, part?.elements ?? {}, document)]),
        ),
      },
      this.#secrets,
    );
  }

  /** What was created may be in use by others since. */
  #guardDeletions(): void {
    for (const [index, change] of this.#changes.entries()) {
      if (!change.after && this.#keyed.has(change.key)) this.#changes[index] = { ...change, force: true };
    }
    for (const change of [...this.#changes]) {
      if (change.after || !change.id) continue;
      const inbound = inboundOf(change, this.#changes, this.#inquiry, this.#labels);
      if (!inbound) continue;
      if (inbound.releases.length > 0) this.#awaiting(change, inbound.releases);
      if (inbound.holders.length === 0) continue;
      const effect = this.#facts.effects.find(({ key }) => key === change.key);
      const used = inbound.holders.slice(0, 10).join(', ');
      if (effect) this.#conflict(effect, '', change.id, `it is in use by ${used}`, change.id);
      const index = this.#changes.findIndex(({ key }) => key === change.key);
      if (this.#facts.onConflict === 'force') this.#changes[index] = { ...change, force: true };
      else this.#changes.splice(index, 1);
    }
  }

  /** What was made again counts its versions anew: the newest one, after this rollback, is as it was. */
  #numbered(change: Change): Change {
    const { type, after, notes } = change;
    if (!after) return change;
    let result: Json | undefined = after;
    for (const { path, type: of, target } of pinsIn(type, after, this.#successors)) {
      if (valueAt(after, path) !== NEWEST || typeof target !== 'string') continue;
      const publisher = this.#changes.find((other) => other.id === target && other.after);
      const raw = this.#inquiry.document(typeNamed(of), target);
      const number = publisher ? versionAfter(publisher.key) : raw && versionNumber(raw);
      if (number) result = withValueAt(result, path, isObject(number) ? number : String(number));
    }
    if (result === after || !isObject(result)) return change;
    const note = 'the versions of what was deleted and made again are gone: it names the newest one';
    return { ...change, after: result, notes: [...notes, note] };
  }

  /** What files name goes after them, and comes back before them. */
  #ordered(change: Change): Change {
    const known = this.#facts.backwards?.get(change.key);
    const id = this.#facts.effects.find(({ key }) => key === change.key)?.id;
    const published = this.#facts.published;
    const isStale = (path: Pointer, shown: Json): boolean => this.#isStale(change.type, path, shown);
    const ordered = known ? inOrder(change, known, id, { published, isStale }) : change;
    return ordered.between || change.before ? ordered : { ...ordered, ...this.#firstRound(change) };
  }

  #firstRound({ type, after }: Change): Pick<Change, 'between'> {
    for (const path of Object.keys(type.files ?? {})) {
      const file = this.#facts.firstRounds?.get(valueAt(after, path) ?? null);
      if (file !== undefined) return { between: { path, file, without: [] } };
    }
    return {};
  }

  /** Whether two values are the same, in the place of a file even if it was published again meanwhile. */
  #isSame(type: ResourceType, id: string, path: Pointer, one: Json, other: Json): boolean {
    if (this.#successors.has(id) && isSameSent(one, other)) return true;
    return isSamePublication(type, id, path, [one, other], this.#facts.published);
  }

  /** A deletion comes after the flows have let go of what is deleted. */
  #awaiting(change: Change, releases: readonly OperationKey[]): void {
    const index = this.#changes.indexOf(change);
    if (index >= 0) this.#changes[index] = { ...change, awaits: releases };
  }

  #change(effect: Effect): Omit<Change, 'before' | 'after'> {
    const { key, type, name, live, kept = {} } = effect;
    return { key, type, name, live, kept, restore: false, force: false, notes: [], lost: [] };
  }

  #see(effect: Effect, id: string, values: Values): void {
    this.#objects.push({ type: effect.type.type, id, values });
  }

  #conflict(effect: Effect, path: Pointer, now: Json, reason: string, id?: string): void {
    const by = id === undefined ? undefined : this.#facts.authorOf(id, path, now);
    this.#conflicts.push({
      key: effect.key,
      type: effect.type.type,
      name: effect.name,
      path,
      before: effect.before[path] ?? null,
      ours: effect.ours[path] ?? null,
      now,
      reason,
      ...(by === undefined ? {} : { by }),
    });
  }
}

/** The only elements of a part that these places speak of; undefined where one is the whole part. */
function keysIn(paths: readonly Pointer[], part: string): string[] | undefined {
  const keys = paths.flatMap((path) => {
    const [field, key] = segmentsOf(path);
    return field === part ? [key] : [];
  });
  const known = keys.filter((key) => key !== undefined);
  return known.length < keys.length ? undefined : [...new Set(known)];
}

/** The document as the platform keeps it: what stays for good may say more of what is put back. */
function complete(type: ResourceType, after: Json | undefined, now: Document): Json | undefined {
  const { permanent, canonical } = type;
  return permanent && canonical && isObject(after) ? canonical.apply(after, now, () => []).document : after;
}

/** Whether a place comes back only by handing its file over again: an object that was made again lost its versions. */
function isHandedOver({ type: { files }, isMadeAgain }: Effect, path: Pointer): boolean {
  return files?.[path]?.job !== undefined && (files[path]?.back === undefined || isMadeAgain === true);
}

/** A part that nobody has put anything in is the same as one that was not read. */
function withoutEmptyParts(type: ResourceType, document: Document): Document {
  return objectOf(
    Object.entries(document).filter(
      ([key, value]) =>
        !(Object.hasOwn(type.parts ?? {}, key) && isObject(value) && Object.keys(value).length === 0),
    ),
  );
}
