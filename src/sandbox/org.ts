/**
 * The org while it runs: its documents, and what lists do not show yet. Documents are never changed in place, except by
 * `edit`; a write puts a new one, so that earlier versions stay what they were.
 */
import { isDeepStrictEqual } from 'node:util';
import { at, copied, idIn, type Json, type JsonObject } from './json.ts';
import type { Document, OrgState } from './model.ts';
import { DIVISIONS } from './paths.ts';
import { Storage } from './storage.ts';
import type { Switches } from './switches.ts';
import { stands } from './templates.ts';

interface Write {
  readonly path: string;
  readonly id: string;
  readonly before: Document | undefined;
  /** The moment from which on lists show it, and how many lists do not before that. */
  readonly until: number;
  lists: number;
  /** The moment from which on searches find it. */
  readonly unindexedUntil: number;
  readonly unnamedUntil: number;
}

interface OrgSettings {
  readonly switches: Switches;
  readonly now: () => number;
  readonly listDelayMs: number;
}

/** Documents and collections of snapshots: they never change, so that orgs may share them. */
const shared = new WeakSet<object>();

/** Freezes a state that nobody else holds, so that orgs may start as it without a copy. */
export function shareable(state: OrgState): OrgState {
  const { collections, audits } = state;
  freeze(Object.values(collections));
  freeze(audits);
  const held = Object.values(collections).flatMap((documents) => [documents, ...Object.values(documents)]);
  for (const object of [...held, ...audits]) shared.add(object);
  return state;
}

export class Org {
  readonly state: OrgState;
  readonly switches: Switches;
  readonly now: () => number;
  /** Addresses of what was just made and does not answer the first time. */
  readonly unready = new Set<string>();
  /** Where files are uploaded to. */
  readonly storage = new Storage();
  /** How many more reads of a flow find its operation under way. */
  readonly flowOperations = new Map<string, number>();
  /** Set by every write; whoever saves the state clears it. */
  unsaved = false;
  /** What a fault adds to the list delay of the writes that are made now. */
  hiding: { readonly ms: number; readonly lists: number } = { ms: 0, lists: 0 };
  readonly #listDelayMs: number;
  #recent: Write[] = [];
  /** Copies for snapshots: of collections that did not change since, of documents and of audit entries. */
  readonly #copies = new Map<string, { [id: string]: Document }>();
  #frozenObjects = new WeakMap<JsonObject, JsonObject>();
  readonly #vacated = new Map<string, number>();
  readonly #released = new Map<string, number>();

  constructor(state: OrgState, settings: OrgSettings) {
    this.state = state;
    this.switches = settings.switches;
    this.now = settings.now;
    this.#listDelayMs = settings.listDelayMs;
  }

  /** An org that starts as this one. What a snapshot holds is taken over as it is; anything else is copied. */
  static startingAs({ collections, audits, ...rest }: OrgState, settings: OrgSettings): Org {
    const entries = audits.map((entry) => (shared.has(entry) ? entry : structuredClone(entry)));
    const org = new Org({ ...structuredClone(rest), collections: {}, audits: entries }, settings);
    for (const [path, documents] of Object.entries(collections)) {
      const isShared = shared.has(documents);
      org.state.collections[path] = isShared ? { ...documents } : structuredClone(documents);
      if (isShared) org.#copies.set(path, documents);
    }
    return org;
  }

  get(path: string, id: string): Document | undefined {
    const documents = this.state.collections[path];
    return documents !== undefined && Object.hasOwn(documents, id) ? documents[id] : undefined;
  }

  /** All documents of a collection, recent writes included. */
  all(path: string): Document[] {
    return Object.values(this.state.collections[path] ?? {});
  }

  /** The documents that a list shows: as they were one list delay ago. */
  listed(path: string): Document[] {
    this.#forget();
    const hidden = this.#recent.filter(
      ({ path: own, until, lists }) => own === path && (until > this.now() || lists > 0),
    );
    for (const write of hidden) write.lists -= 1;
    return this.#without(path, hidden);
  }

  /** The documents that a search finds: as its index had them. */
  indexed(path: string): Document[] {
    this.#forget();
    const hidden = this.#recent.filter(
      ({ path: own, until, unindexedUntil }) => own === path && Math.max(until, unindexedUntil) > this.now(),
    );
    return this.#without(path, hidden);
  }

  /** The documents that a job finds by their names. */
  named(path: string): Document[] {
    this.#forget();
    const hidden = this.#recent.filter(
      ({ path: own, unnamedUntil }) => own === path && unnamedUntil > this.now(),
    );
    return this.#without(path, hidden);
  }

  #forget(): void {
    this.#recent = this.#recent.filter(
      ({ until, lists, unindexedUntil, unnamedUntil }) =>
        Math.max(until, unindexedUntil, unnamedUntil) > this.now() || lists > 0,
    );
  }

  /** The documents of a collection as they were before these writes. */
  #without(path: string, hidden: readonly Write[]): Document[] {
    if (hidden.length === 0) return this.all(path);
    const documents = new Map(Object.entries(this.state.collections[path] ?? {}));
    for (const { id, before } of hidden.toReversed()) {
      if (before) documents.set(id, before);
      else documents.delete(id);
    }
    return [...documents.values()];
  }

  put(path: string, document: Document): void {
    this.#note(path, document.id, this.get(path, document.id), document);
    const documents = this.state.collections[path] ?? {};
    this.state.collections[path] = documents;
    documents[document.id] = document;
  }

  remove(path: string, id: string): void {
    const before = this.get(path, id);
    if (before === undefined) return;
    this.#note(path, id, before, undefined);
    delete this.state.collections[path]?.[id];
  }

  /** Removes the sub-resources of an object, which end with it. */
  removeBelow(path: string): void {
    for (const key of Object.keys(this.state.collections)) {
      if (!key.startsWith(`${path}/`)) continue;
      delete this.state.collections[key];
      this.#copies.delete(key);
    }
  }

  /** The concrete paths of the collections that fit a template such as `/api/v2/users/{}/routingskills`. */
  collectionsLike(template: string): string[] {
    if (!template.includes('{}')) return [template];
    return Object.keys(this.state.collections).filter((path) => stands(template, path));
  }

  /** The collection that holds an object, of all that the template stands for; undefined when none does. */
  holding(template: string, id: string): string | undefined {
    return this.collectionsLike(template).find((path) => this.get(path, id) !== undefined);
  }

  /** An object of any collection that the template stands for. */
  find(template: string, id: string): Document | undefined {
    const path = this.holding(template, id);
    return path === undefined ? undefined : this.get(path, id);
  }

  homeDivision(): Document {
    const home = this.all(DIVISIONS).find((division) => division.homeDivision === true);
    if (!home) throw new Error('The org has no home division');
    return home;
  }

  /** Whether a division held an object until shortly ago, which still keeps it from being deleted. */
  lately(division: string): boolean {
    const since = this.#vacated.get(division);
    return since !== undefined && this.now() - since < this.switches.divisionReleaseMs;
  }

  /** Notes that an object is referred to no longer, which the platform takes a while to know. */
  release(path: string, id: string): void {
    this.#released.set(`${path}/${id}`, this.now());
  }

  /** Whether an object was referred to until shortly ago, which still keeps it from being deleted. */
  heldLately(path: string, id: string): boolean {
    const since = this.#released.get(`${path}/${id}`);
    return since !== undefined && this.now() - since < this.switches.referenceReleaseMs;
  }

  /** The org as it is now. What did not change since the last one is the same, and frozen. */
  snapshot(): OrgState {
    const { collections, audits, ...rest } = this.state;
    const copies = Object.keys(collections).map((path) => [path, this.#copyOf(path)] as const);
    return {
      ...structuredClone(rest),
      collections: Object.fromEntries(copies),
      audits: audits.map((entry) => this.#frozen(entry)),
    };
  }

  #copyOf(path: string): { [id: string]: Document } {
    const known = this.#copies.get(path);
    if (known) return known;
    const entries = Object.entries(this.state.collections[path] ?? {});
    const copy = Object.freeze(
      Object.fromEntries(entries.map(([id, document]) => [id, this.#frozen(document)])),
    );
    shared.add(copy);
    this.#copies.set(path, copy);
    return copy;
  }

  #frozen<T extends JsonObject>(object: T): T {
    const known = shared.has(object) ? object : this.#frozenObjects.get(object);
    if (known) return known as T;
    const copy = copied(object);
    freeze(copy);
    shared.add(copy);
    this.#frozenObjects.set(object, copy);
    return copy;
  }

  /** Lets another client change documents in place, then stamps those that changed as the platform would. */
  edit(change: (state: OrgState) => void): void {
    const before = this.state.collections;
    this.state.collections = structuredClone(before);
    change(this.state);
    this.#frozenObjects = new WeakMap();
    for (const path of new Set([...Object.keys(before), ...Object.keys(this.state.collections)])) {
      this.#settle(path, before[path] ?? {});
    }
    this.unsaved = true;
  }

  #settle(path: string, before: { [id: string]: Document }): void {
    const after = this.state.collections[path] ?? {};
    for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (isDeepStrictEqual(before[id], after[id])) {
        if (before[id]) after[id] = before[id];
        continue;
      }
      this.#note(path, id, before[id], after[id]);
      if (before[id] && after[id]) after[id] = stamped(after[id], this.now());
    }
  }

  #note(path: string, id: string, before: Document | undefined, after: Document | undefined): void {
    this.unsaved = true;
    this.#copies.delete(path);
    const left = idIn(at(before, 'division'));
    if (left !== undefined && left !== idIn(at(after, 'division'))) this.#vacated.set(left, this.now());
    const { lists } = this.hiding;
    const ms = Math.max(this.#listDelayMs, this.hiding.ms);
    const { searchDelayMs, flowJobNamesMs } = this.switches;
    if (ms === 0 && lists === 0 && searchDelayMs === 0 && flowJobNamesMs === 0) return;
    const [until, unindexedUntil, unnamedUntil] = [ms, searchDelayMs, flowJobNamesMs].map(
      (wait) => this.now() + wait,
    ) as [number, number, number];
    this.#recent.push({ path, id, before, until, lists, unindexedUntil, unnamedUntil });
  }
}

/** Raises what a write raises, where the document has it: `version` by one (skills hold it as text), `dateModified`. */
export function stamped(document: Document, now: number): Document {
  const next = { ...document };
  if (typeof next.version === 'number') next.version += 1;
  if (typeof next.version === 'string') next.version = String(Number(next.version) + 1);
  if (next.dateModified !== undefined) next.dateModified = new Date(now).toISOString();
  return next;
}

function freeze(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}
