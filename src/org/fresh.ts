import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, type JsonObject } from '../json/json.ts';
import { normalize } from '../plan/document.ts';
import { documentKey, type Facts, idOfObject } from '../plan/facts.ts';
import { everyItem, listRequests } from './listing.ts';
import { readObject } from './reader.ts';
import type { Session } from './session.ts';

/** An object may be written when it was read no longer ago than this. */
export const FRESH_MS = 30_000;

interface Read {
  readonly raw: JsonObject | null;
  readonly at: number;
}

/**
 * Objects as they were read last, and read again when that is too long ago: one by one, or all of a type by its
 * listing where that is fewer calls.
 */
export class FreshDocuments {
  readonly #session: Session;
  readonly #reads = new Map<string, Read>();
  readonly #listed = new Map<string, number>();
  readonly #refreshing = new Map<string, Promise<void>>();
  /** How many objects of a type are still to be written. */
  readonly #pending: (type: ResourceType) => number;

  /** @param at when the facts were gathered, at the latest: milliseconds since the epoch */
  constructor(session: Session, facts: Facts, at: number, pending: (type: ResourceType) => number) {
    this.#session = session;
    this.#pending = pending;
    for (const [type, items] of facts.listed) this.#take(type, items, at);
    for (const [key, items] of facts.named) this.#take(key.slice(0, key.indexOf('/')), items, at);
    for (const [key, raw] of facts.documents) this.#reads.set(key, { raw, at });
  }

  #take(type: string, items: readonly JsonObject[], at: number): void {
    if (items.length > 1) this.#listed.set(type, items.length);
    for (const raw of items) this.#reads.set(`${type}/${idOfObject(raw)}`, { raw, at });
  }

  /** The object as it was read within the last 30 seconds; null when there is none. */
  async get(type: ResourceType, id: string): Promise<JsonObject | null> {
    const known = this.#reads.get(documentKey(type, id));
    if (known && this.#session.clock.now() - known.at <= FRESH_MS) return known.raw;
    return this.again(type, id);
  }

  /** The object, read now. */
  async again(type: ResourceType, id: string): Promise<JsonObject | null> {
    if (this.#isListCheaper(type)) await this.#relist(type, id);
    else await this.#reread(type, id);
    return this.#reads.get(documentKey(type, id))?.raw ?? null;
  }

  /** Keeps what a write answered. */
  set(type: ResourceType, id: string, raw: JsonObject | null): void {
    this.#reads.set(documentKey(type, id), { raw, at: this.#session.clock.now() });
  }

  async #reread(type: ResourceType, id: string): Promise<void> {
    const at = this.#session.clock.now();
    const raw = await readObject(this.#session, type, id);
    this.#reads.set(documentKey(type, id), { raw, at });
  }

  #isListCheaper(type: ResourceType): boolean {
    const listed = this.#listed.get(type.type);
    if (listed === undefined || type.list.whole === false) return false;
    const pages = Math.ceil(listed / type.list.size) * (type.list.passes?.length ?? 1);
    return pages + 1 < this.#pending(type);
  }

  /** One listing pass serves all who wait for it; one object read by ID proves that its items are whole. */
  async #relist(type: ResourceType, id: string): Promise<void> {
    let running = this.#refreshing.get(type.type);
    if (!running) {
      running = this.#list(type, id).finally(() => this.#refreshing.delete(type.type));
      this.#refreshing.set(type.type, running);
    }
    await running;
    const at = this.#reads.get(documentKey(type, id))?.at;
    if (at === undefined || this.#session.clock.now() - at > FRESH_MS) await this.#reread(type, id);
  }

  async #list(type: ResourceType, id: string): Promise<void> {
    const at = this.#session.clock.now();
    await this.#reread(type, id);
    const canary = this.#reads.get(documentKey(type, id))?.raw;
    const items = (
      await Promise.all(listRequests(type).map((request) => everyItem(this.#session, request)))
    ).flat();
    const item = items.find((candidate) => idOfObject(candidate) === id);
    const isWhole = canary && item && equal(normalize(type, canary), normalize(type, item));
    if (isWhole) this.#take(type.type, items, at);
    else this.#listed.delete(type.type);
  }
}
