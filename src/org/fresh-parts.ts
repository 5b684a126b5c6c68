import type { Part } from '../catalog/vocabulary.ts';
import { get, isObject, type Json } from '../json/json.ts';
import type { PartFacts } from '../plan/facts.ts';
import { FRESH_MS } from './fresh.ts';
import { readElements } from './parts.ts';
import type { Session } from './session.ts';

/** As many elements are read ahead as are written before they are too old: the platform takes 300 calls a minute. */
const AHEAD = 100;

/** An element as it was read or written last; null where there is none. */
interface Read {
  readonly element: Json;
  readonly at: number;
}

/** Elements of parts as they were last, and read again when that is too long ago, in as few calls as possible. */
export class FreshParts {
  readonly #session: Session;
  readonly #reads = new Map<string, Map<string, Read>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Elements of one part of an object as they were within the last 30 seconds, null where there is none.
   * @param next the keys of those that will be asked for next
   */
  async get(
    part: Part,
    id: string,
    keys: readonly string[],
    next: readonly string[],
  ): Promise<ReadonlyMap<string, Json>> {
    const known = this.#known(part, id);
    const since = this.#session.clock.now() - FRESH_MS;
    const isOld = (key: string): boolean => (known.get(key)?.at ?? Number.NEGATIVE_INFINITY) < since;
    if (keys.some(isOld)) {
      const ahead = next.filter(isOld).slice(0, AHEAD);
      await this.#read(part, id, new Set([...keys.filter(isOld), ...ahead]));
    }
    return new Map(keys.map((key) => [key, known.get(key)?.element ?? null]));
  }

  /** Keeps what a write has made of an element; null where it took it away. */
  set(part: Part, id: string, key: string, element: Json): void {
    this.#known(part, id).set(key, { element, at: this.#session.clock.now() });
  }

  async #read(part: Part, id: string, keys: ReadonlySet<string>): Promise<void> {
    const at = this.#session.clock.now();
    const { whole, some } = await readElements(this.#session, part, id, keys);
    const known = this.#known(part, id);
    for (const key of keys) known.set(key, { element: elementIn(whole, some, key), at });
  }

  #known(part: Part, id: string): Map<string, Read> {
    const key = `${part.read.op} ${id}`;
    const known = this.#reads.get(key) ?? new Map<string, Read>();
    this.#reads.set(key, known);
    return known;
  }
}

function elementIn(whole: PartFacts | undefined, some: ReadonlyMap<string, Json>, key: string): Json {
  const element = whole ? get(whole.elements, key) : some.get(key);
  return isObject(element) ? element : null;
}
