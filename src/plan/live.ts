import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { isWithin, pointer, valueAt, withValueAt } from '../json/pointer.ts';
import { type Document, normalize } from './document.ts';
import type { Inquiry, PartFacts } from './facts.ts';
import type { Identified, Identifier } from './identify.ts';
import { type Intent, PlainValue } from './intent.ts';
import type { Labels } from './labels.ts';
import type { Change } from './operations.ts';

export type Found = Extract<Identified, { state: 'found' }>;

/** Objects of the org, with as much of them as an entry speaks of. Undefined while a question is open. */
export class LiveObjects {
  readonly #inquiry: Inquiry;
  readonly #labels: Labels;
  readonly #identifier: Identifier;
  /** Types whose list items were found to be thinner than the object. */
  readonly #thin: ReadonlySet<ResourceType>;

  constructor(identifier: Identifier, intents: readonly Intent[], inquiry: Inquiry, labels: Labels) {
    this.#inquiry = inquiry;
    this.#labels = labels;
    this.#identifier = identifier;
    this.#thin = this.#thinTypes(intents);
  }

  /** The object with all its fields: as it was listed, unless lists of this type cannot be trusted. */
  whole(intent: Intent, found: Found): JsonObject | undefined {
    const { type } = intent;
    const read = this.#inquiry.documentAtHand(type, found.id);
    if (read) return read;
    const lacks = type.list?.lacks ?? [];
    const isTouched = intent.edits.some(({ path }) => lacks.some((place) => isWithin(path, place)));
    // A search may find what is deleted.
    const isListed = type.list?.body === undefined;
    const isWhole =
      type.update?.is === 'changed' ? !isTouched : isListed && lacks.length === 0 && !this.#thin.has(type);
    if (isWhole || !changesDocument(intent, found)) return found.raw;
    return this.#inquiry.document(type, found.id) ?? undefined;
  }

  /** The parts and sections of an object that an entry speaks of, with its document. */
  spokenOf(intent: Intent, id: string, raw: JsonObject): Document | undefined {
    return this.#withParts(intent.type, id, raw, partsOf(intent), sectionsOf(intent), (part) =>
      keysOf(intent, part),
    );
  }

  /** The object with all its parts and sections. */
  all(type: ResourceType, id: string, raw: JsonObject): Document | undefined {
    return this.#withParts(type, id, raw, Object.keys(type.parts ?? {}), Object.keys(type.sections ?? {}));
  }

  /** How many pages the parts have that an entry speaks of, where that is known. */
  pages(intent: Intent, id: string, document: Document): Pick<Change, 'pages'> {
    return pagesOf(
      intent.type,
      (part) => this.#inquiry.part(intent.type, id, part, keysOf(intent, part)),
      document,
    );
  }

  /**
   * A whole-document update may rest on a list item only where one object of the type, read by ID in this run, was
   * equal to its item. One such read is asked for each type.
   */
  #thinTypes(intents: readonly Intent[]): Set<ResourceType> {
    const thin = new Set<ResourceType>();
    const canaries = new Map<ResourceType, Found>();
    for (const intent of intents) {
      const found = this.#identifier.identify(intent);
      const { type } = intent;
      const isReplaced = type.calls.update && type.update?.is !== 'changed' && !type.singleton;
      if (found?.state !== 'found' || !isReplaced || canaries.has(type)) continue;
      if (changesDocument(intent, found) && intent.action !== 'delete') canaries.set(type, found);
    }
    for (const [type, found] of canaries) {
      const read = this.#inquiry.document(type, found.id);
      if (read && !isEqualBut(type, read, found.raw)) thin.add(type);
    }
    return thin;
  }

  #withParts(
    type: ResourceType,
    id: string,
    raw: JsonObject,
    parts: Iterable<string>,
    sections: Iterable<string>,
    keysIn: (part: string) => readonly string[] | undefined = () => undefined,
  ): Document | undefined {
    const fields: (readonly [string, Json])[] = [];
    let complete = true;
    for (const section of sections) {
      const value = this.#inquiry.section(type, id, section);
      if (value === undefined) complete = false;
      else fields.push([section, value]);
    }
    const document = normalize(type, { ...raw, ...objectOf(fields) });
    const entries: (readonly [string, JsonObject])[] = [];
    for (const part of parts) {
      const facts = this.#inquiry.part(type, id, part, keysIn(part));
      if (!facts) complete = false;
      else {
        entries.push([part, withoutOwn(type, part, facts.elements, document)]);
        for (const [element, label] of Object.entries(facts.labels)) this.#labels.suggest(element, label);
      }
    }
    return complete ? { ...document, ...objectOf(entries) } : undefined;
  }
}

function partsOf(intent: Intent): Set<string> {
  return new Set(
    intent.edits.flatMap(({ path }) => {
      const field = path.split('/')[1] ?? '';
      return intent.type.parts && Object.hasOwn(intent.type.parts, field) ? [field] : [];
    }),
  );
}

function sectionsOf(intent: Intent): Set<string> {
  return new Set(
    intent.edits.flatMap(({ path }) => {
      const field = path.split('/')[1] ?? '';
      return Object.hasOwn(intent.type.sections ?? {}, field) ? [field] : [];
    }),
  );
}

/** The only elements of a part that the intent speaks of; undefined where it says what all of them shall be. */
function keysOf(intent: Intent, part: string): string[] | undefined {
  const keys: string[] = [];
  for (const edit of intent.edits.filter(({ path }) => path === pointer(part))) {
    if (edit.verb !== 'elements' || edit.exactly) return undefined;
    const elements = [...edit.add, ...edit.change, ...edit.remove];
    if (!elements.every(({ reference }) => reference instanceof PlainValue)) return undefined;
    keys.push(...elements.map(({ reference }) => reference.name));
  }
  return keys;
}

/** Whether a whole-document update may come of the intent. */
function changesDocument(intent: Intent, found: Found): boolean {
  const parts = partsOf(intent);
  return found.by === 'was' || intent.edits.some(({ path }) => !parts.has(path.split('/')[1] ?? ''));
}

/** How many pages the parts have that a document holds, where that is known. */
export function pagesOf(
  type: ResourceType,
  factsOf: (part: string) => PartFacts | undefined,
  document: Document,
): Pick<Change, 'pages'> {
  const known = Object.entries(type.parts ?? {}).flatMap(([part, { bulk }]) => {
    const pages = bulk && Object.hasOwn(document, part) ? factsOf(part)?.pages : undefined;
    return pages === undefined ? [] : [[part, pages] as const];
  });
  return known.length === 0 ? {} : { pages: Object.fromEntries(known) };
}

/** The elements of a part without the one that is always there. */
export function withoutOwn(
  type: ResourceType,
  part: string,
  elements: JsonObject,
  document: Document,
): JsonObject {
  const { own } = type.parts?.[part] ?? {};
  const id = own === undefined ? undefined : valueAt(document, `/${own}`);
  return objectOf(Object.entries(elements).filter(([key]) => key !== id));
}

/** Whether a list item holds the object, but for what items of its type are known to lack. */
function isEqualBut(type: ResourceType, read: JsonObject, item: JsonObject): boolean {
  const without = (raw: JsonObject): Json | undefined =>
    (type.list?.lacks ?? []).reduce<Json | undefined>(
      (document, place) => withValueAt(document, place, undefined),
      normalize(type, raw),
    );
  return equal(without(read) ?? null, without(item) ?? null);
}
