import { typeFacts } from '../catalog/generated/types.ts';
import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, type Json, type JsonObject } from '../json/json.ts';
import { isWithin, type Pointer, pointer } from '../json/pointer.ts';
import { normalize } from '../plan/document.ts';
import { documentKey, type Facts, idOfObject, partKey } from '../plan/facts.ts';
import { everyItem, listRequests } from './listing.ts';
import { readKnown, readSection } from './objects.ts';
import type { Session } from './session.ts';

/** An object may be written when it was read no longer ago than this. */
export const FRESH_MS = 30_000;

interface Read {
  readonly raw: JsonObject | null;
  readonly at: number;
  /** Whether it was read from a listing that does not answer all of it. */
  readonly thin: boolean;
}

/**
 * Objects as they were read last, and read again when that is too long ago: one by one, or all of a type by its
 * listing where that is fewer calls.
 */
export class FreshDocuments {
  readonly #session: Session;
  readonly #reads = new Map<string, Read>();
  readonly #sections = new Map<string, { readonly value: Json; readonly at: number }>();
  readonly #listed = new Map<string, number>();
  readonly #refreshing = new Map<string, Promise<void>>();
  /** The number of the change of an object that is the last known of, among those of all objects. */
  readonly #written = new Map<string, number>();
  #writes = 0;
  readonly #versions = new Map<string, number>();
  /** How many objects of a type are still to be written. */
  readonly #pending: (type: ResourceType) => number;

  /** @param at when the facts were gathered, at the latest: milliseconds since the epoch */
  constructor(session: Session, facts: Facts, at: number, pending: (type: ResourceType) => number) {
    this.#session = session;
    this.#pending = pending;
    for (const [key, items] of [...facts.listed, ...facts.named]) {
      this.#take(typeNamed(key.split('/')[0] ?? ''), items, at);
    }
    for (const [key, raw] of facts.documents) this.#reads.set(key, { raw, at, thin: false });
    for (const [key, value] of facts.sections) this.#sections.set(key, { value, at });
  }

  /** @param writes how many writes had been made when the listing began */
  #take(type: ResourceType, items: readonly JsonObject[], at: number, writes = 0): void {
    if (items.length > 1 && type.parent === undefined) this.#listed.set(type.type, items.length);
    const thin = (type.list?.lacks ?? []).length > 0;
    for (const raw of items) this.#keep(documentKey(type, idOfObject(raw)), { raw, at, thin }, writes);
  }

  /** Keeps what was read, unless the object was written, or asked for again, since the reading began. */
  #keep(key: string, read: Read, writes: number): void {
    if ((this.#written.get(key) ?? 0) <= writes) this.#reads.set(key, read);
  }

  #isFresh({ at }: { readonly at: number }): boolean {
    return this.#session.clock.now() - at <= FRESH_MS;
  }

  /** What is being read of an object just now may be what it was before. */
  #changed(key: string): void {
    this.#writes += 1;
    this.#written.set(key, this.#writes);
  }

  #wrote(key: string, answered: JsonObject | null): void {
    this.#changed(key);
    const version = answered?.['version'];
    if (typeof version === 'number') this.#versions.set(key, version);
    else this.#versions.delete(key);
  }

  /**
   * The object as it was read within the last 30 seconds; null when there is none.
   * @param places those that matter; only where its listing answers them, a list item will do [all of it]
   */
  async get(type: ResourceType, id: string, places?: readonly Pointer[]): Promise<JsonObject | null> {
    const known = this.#reads.get(documentKey(type, id));
    if (known && this.#isFresh(known) && (!known.thin || areListed(type, places))) return known.raw;
    return this.#isListCheaper(type) ? this.#relist(type, id) : this.#reread(type, id);
  }

  /** A field that has a call of its own, as it was read within the last 30 seconds. */
  async section(type: ResourceType, id: string, section: string): Promise<Json> {
    const known = this.#sections.get(partKey(type, id, section));
    if (known && this.#isFresh(known)) return known.value;
    const at = this.#session.clock.now();
    const value = await readSection(this.#session, type, id, section);
    this.#sections.set(partKey(type, id, section), { value, at });
    return value;
  }

  /** Keeps what a write of a section answered; undefined when it must be read again. */
  setSection(type: ResourceType, id: string, section: string, value: Json | undefined): void {
    const key = partKey(type, id, section);
    if (value === undefined) this.#sections.delete(key);
    else this.#sections.set(key, { value, at: this.#session.clock.now() });
  }

  /**
   * What was read is no longer true: its version has changed.
   * @param answered what the write answered, which is not all of it
   */
  forget(type: ResourceType, id: string, answered: JsonObject | null = null): void {
    const key = documentKey(type, id);
    this.#wrote(key, answered);
    this.#reads.delete(key);
  }

  /** The object, read from now on: a listing that runs already may have passed it by, and what it says is not kept. */
  async again(type: ResourceType, id: string): Promise<JsonObject | null> {
    this.#changed(documentKey(type, id));
    const isListed = this.#isListCheaper(type) && !this.#refreshing.has(type.type);
    return isListed ? this.#relist(type, id) : this.#reread(type, id);
  }

  /** The version that the last write of the object answered; undefined where none did. */
  version(type: ResourceType, id: string): number | undefined {
    return this.#versions.get(documentKey(type, id));
  }

  /** Keeps what a write answered. */
  set(type: ResourceType, id: string, raw: JsonObject | null): void {
    const key = documentKey(type, id);
    this.#wrote(key, raw);
    this.#reads.set(key, { raw, at: this.#session.clock.now(), thin: false });
  }

  async #reread(type: ResourceType, id: string): Promise<JsonObject | null> {
    const at = this.#session.clock.now();
    const writes = this.#writes;
    const raw = await readKnown(this.#session, type, id);
    const key = documentKey(type, id);
    this.#keep(key, { raw, at, thin: false }, writes);
    const kept = this.#reads.get(key);
    return kept ? kept.raw : raw;
  }

  #isListCheaper(type: ResourceType): boolean {
    const listed = this.#listed.get(type.type);
    const { list } = type;
    if (listed === undefined || !list || (list.lacks ?? []).length > 0) return false;
    const pages = Math.ceil(listed / (list.size ?? listed)) * (list.passes?.length ?? 1);
    return pages + 1 < this.#pending(type);
  }

  /** One listing pass serves all who wait for it; one object read by ID proves that its items are whole. */
  async #relist(type: ResourceType, id: string): Promise<JsonObject | null> {
    let running = this.#refreshing.get(type.type);
    if (!running) {
      running = this.#list(type, id).finally(() => this.#refreshing.delete(type.type));
      this.#refreshing.set(type.type, running);
    }
    await running;
    const read = this.#reads.get(documentKey(type, id));
    return read && this.#isFresh(read) ? read.raw : this.#reread(type, id);
  }

  async #list(type: ResourceType, id: string): Promise<void> {
    const at = this.#session.clock.now();
    const writes = this.#writes;
    const canary = await this.#reread(type, id);
    const items = (
      await Promise.all(listRequests(type).map((request) => everyItem(this.#session, request)))
    ).flat();
    const item = items.find((candidate) => idOfObject(candidate) === id);
    const isWhole = canary && item && equal(normalize(type, canary), normalize(type, item));
    if (isWhole) this.#take(type, items, at, writes);
    else this.#listed.delete(type.type);
  }
}

/** Whether list items answer these places, and all that an update of them says besides. */
function areListed(type: ResourceType, places: readonly Pointer[] | undefined): boolean {
  const always = (typeFacts[type.type]?.always ?? []).map((name) => pointer(name));
  return (
    places !== undefined &&
    type.update?.is === 'changed' &&
    [...places, ...always].every((place) => !type.list?.lacks?.some((lacking) => isWithin(place, lacking)))
  );
}
