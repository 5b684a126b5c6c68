import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { type Pointer, pointer, valueAt, withValueAt, withValuesAt } from '../json/pointer.ts';
import { holds } from './difference.ts';
import { canonical, createdKey, creatorOf, type Document, pairKey } from './document.ts';
import {
  type Edit,
  type ElementsEdit,
  type ItemsEdit,
  isWantedList,
  type KeyedEdit,
  NamedReference,
  PlainValue,
  type Wanted,
  type WantedElement,
  type WantedObject,
  WantedSet,
} from './intent.ts';

/** What edits need to know beside the document. */
export interface EditFacts {
  /** The ID behind a reference; undefined while it is not known. */
  readonly idOf: (reference: NamedReference) => Json | undefined;
  /** The same for what is taken out of a set: null for what is gone already. */
  readonly leaving: (reference: NamedReference) => Json | null | undefined;
  /** Every object of a type, where `"*"` stands for them one by one; undefined while they are not known. */
  readonly all: (type: string) => readonly string[] | undefined;
  /** Elements of a part that belong to something else. */
  readonly foreign: (part: string) => readonly string[];
  /** The object itself, where a document may name it. */
  readonly self: Json;
}

export interface Edited {
  readonly document: Document;
  /** Every place that the edits speak of, whether it changes or not. */
  readonly touched: readonly Pointer[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The document with the edits made. Undefined while a reference is not known. */
export function edited(
  type: ResourceType,
  before: Document,
  edits: readonly Edit[],
  facts: EditFacts,
): Edited | undefined {
  const editor = new Editor(type, before, facts);
  for (const edit of edits) editor.apply(edit);
  return editor.result(edits);
}

/** An element and what it becomes; undefined where it goes. */
type ElementPlace = readonly [path: Pointer, value: Json | undefined];

class Editor {
  readonly #type: ResourceType;
  readonly #facts: EditFacts;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #touched = new Set<Pointer>();
  #document: Json | undefined;
  #complete = true;

  constructor(type: ResourceType, before: Document, facts: EditFacts) {
    this.#type = type;
    this.#document = before;
    this.#facts = facts;
  }

  apply(edit: Edit): void {
    if (edit.verb === 'put') {
      const value = this.#value(edit.value);
      this.#put(edit.path, value === null ? undefined : this.#filled(edit.path, value));
    } else if (edit.verb === 'elements') this.#elements(edit);
    else if (edit.verb === 'keyed') this.#keyed(edit);
    else this.#items(edit);
  }

  /** Edits of what stands under a key: the same, further down. */
  #keyed(edit: KeyedEdit): void {
    const base = edit.path + pointer(this.#key(edit.key));
    for (const inner of edit.edits) this.apply({ ...inner, path: base + inner.path });
  }

  /** Items that say all that is asked stay as they are: the platform fills in the rest. */
  #filled(path: Pointer, value: Json): Json {
    if (!this.#type.filled?.includes(path) || !isArray(value)) return value;
    const now = valueAt(this.#document, path);
    const items = isArray(now) ? now : [];
    const key = this.#type.lists?.[path]?.key;
    return value.map((wanted, index) => {
      const old = key === undefined ? items[index] : items.find((item) => isSameAt(item, wanted, key));
      if (old === undefined) return wanted;
      return key === undefined ? (holds(old, wanted) ? old : wanted) : over(old, wanted);
    });
  }

  result(edits: readonly Edit[]): Edited | undefined {
    if (!this.#complete) return undefined;
    const document = isObject(this.#document) ? this.#document : {};
    const meaningful = canonical(this.#type, document, this.#facts.self);
    this.#diagnostics.push(...lost(this.#type, document, meaningful, edits, this.#facts.self));
    return { document: meaningful, touched: [...this.#touched], diagnostics: this.#diagnostics };
  }

  #put(path: Pointer, value: Json | undefined): void {
    this.#touched.add(path);
    this.#document = withValueAt(this.#document, path, value);
  }

  /** The wanted value in normal form; nothing that is null stays in an object. */
  #value(wanted: Wanted): Json {
    if (wanted instanceof NamedReference) {
      const id = this.#idOf(wanted);
      return wanted.byName && id !== null ? wanted.live : id;
    }
    if (wanted instanceof WantedSet) return this.#asMap(wanted.elements);
    if (isWantedList(wanted)) return wanted.map((item) => this.#value(item));
    if (typeof wanted !== 'object' || wanted === null) return wanted;
    return objectOf(
      Object.entries(wanted).flatMap(([key, value]) =>
        value === null ? [] : [[key, this.#value(value)] as const],
      ),
    );
  }

  #idOf(reference: NamedReference, idOf = this.#facts.idOf): Json {
    const id = idOf(reference);
    if (id === undefined) this.#complete = false;
    return id ?? null;
  }

  #asMap(elements: readonly WantedElement[]): JsonObject {
    return objectOf(elements.map((element) => [this.#key(element.reference), element.attributes] as const));
  }

  /** The key of a set's element. */
  #key(reference: NamedReference | PlainValue, idOf = this.#facts.idOf): string {
    if (reference instanceof PlainValue) return reference.name;
    const id = this.#idOf(reference, idOf);
    const creator = creatorOf(id);
    return creator === undefined ? String(id) : createdKey(creator);
  }

  /** The keys of what an element stands for: one, unless it is all of a type. */
  #keys(
    edit: ElementsEdit,
    { reference, other }: Pick<WantedElement, 'reference' | 'other'>,
    idOf = this.#facts.idOf,
  ): string[] {
    const key = this.#key(reference, idOf);
    if (other) return [pairKey(key, this.#key(other, idOf))];
    const own = this.#own(edit);
    const part = this.#type.parts?.[edit.path.slice(1)];
    if (key !== '*' || !part?.all || part.type === undefined) return key === own ? [] : [key];
    const all = this.#facts.all(part.type);
    if (!all) this.#complete = false;
    return (all ?? []).filter((id) => id !== own);
  }

  /** The element that is always there. */
  #own(edit: ElementsEdit): string | undefined {
    const { own } = this.#type.parts?.[edit.path.slice(1)] ?? {};
    const value = own === undefined ? undefined : valueAt(this.#document, pointer(own));
    const creator = creatorOf(value);
    if (creator !== undefined) return createdKey(creator);
    return typeof value === 'string' ? value : undefined;
  }

  #elements(edit: ElementsEdit): void {
    const now = valueAt(this.#document, edit.path);
    const elements = isObject(now) ? now : {};
    const foreign = this.#facts.foreign(edit.path.slice(1));
    if (edit.exactly) this.#exactly(edit, elements);
    const places = [
      ...edit.add.flatMap((element) => this.#added(edit, elements, element, foreign)),
      ...edit.change.flatMap((element) => this.#changedElement(edit, elements, element)),
      ...edit.remove.flatMap((element) =>
        this.#keysToRemove(edit, elements, element).map((key): ElementPlace => {
          if (foreign.includes(key)) this.#foreign(edit, element.reference, 'cannot be removed alone');
          return [edit.path + pointer(key), undefined];
        }),
      ),
    ];
    for (const [path] of places) this.#touched.add(path);
    this.#document = withValuesAt(this.#document, places);
  }

  /** An element that is made of pairs goes with all of them, unless one is said. What is deleted already is in no set. */
  #keysToRemove(
    edit: ElementsEdit,
    elements: JsonObject,
    element: Pick<WantedElement, 'reference' | 'other'>,
  ): string[] {
    const { leaving } = this.#facts;
    const halves = [element.reference, element.other].filter((half) => half instanceof NamedReference);
    if (halves.some((half) => leaving(half) === null)) return [];
    const isPaired = this.#type.parts?.[edit.path.slice(1)]?.pair !== undefined;
    if (!isPaired || element.other) return this.#keys(edit, element, leaving);
    const start = pairKey(this.#key(element.reference, leaving), '');
    this.#touched.add(edit.path);
    return Object.keys(elements).filter((key) => key.startsWith(start));
  }

  #exactly(edit: ElementsEdit, elements: JsonObject): void {
    const wanted = edit.exactly ?? [];
    this.#put(
      edit.path,
      objectOf(
        wanted.flatMap((element) =>
          this.#keys(edit, element).map(
            (key) => [key, this.#attributes(edit, get(elements, key), element)] as const,
          ),
        ),
      ),
    );
  }

  #added(
    edit: ElementsEdit,
    elements: JsonObject,
    element: WantedElement,
    foreign: readonly string[],
  ): ElementPlace[] {
    return this.#keys(edit, element).map((key) => {
      if (foreign.includes(key)) this.#foreign(edit, element.reference, 'cannot be added as well');
      return [edit.path + pointer(key), this.#attributes(edit, get(elements, key), element)];
    });
  }

  /** What is said, over what is there, over what a new element has. */
  #attributes(edit: ElementsEdit, now: Json | undefined, element: WantedElement): JsonObject {
    return { ...(isObject(now) ? now : edit.initially), ...element.attributes };
  }

  #changedElement(edit: ElementsEdit, elements: JsonObject, element: WantedElement): ElementPlace[] {
    const key = this.#key(element.reference);
    const now = get(elements, key);
    if (isObject(now)) return [[edit.path + pointer(key), { ...now, ...element.attributes }]];
    if (this.#complete) {
      const { reference } = element;
      this.#say(
        'list.change',
        `"${reference.name}" is no ${edit.noun} here: there is nothing to change.`,
        reference.at,
        'To make it one, use  add:',
      );
    }
    return [];
  }

  #foreign(edit: ElementsEdit, reference: NamedReference | PlainValue, what: string): void {
    const part = Object.values(this.#type.parts ?? {}).find((candidate) => candidate.noun === edit.noun);
    this.#say(
      'list.foreign',
      `"${reference.name}" ${part?.read.foreign?.why ?? ''} and ${what}.`,
      reference.at,
    );
  }

  #items(edit: ItemsEdit): void {
    const now = valueAt(this.#document, edit.path);
    let items: readonly Json[] = isArray(now) ? now : [];
    if (edit.exactly) {
      const wanted = this.#filled(
        edit.path,
        edit.exactly.map((item) => this.#value(item)),
      );
      items = isArray(wanted) ? wanted : [];
    }
    for (const { where, set, at } of edit.change) items = this.#changed(items, this.#value(where), set, at);
    for (const { where, at } of edit.remove) {
      const found = matching(items, this.#value(where));
      if (found.length > 1) this.#notOne(items, found.length, at);
      items = items.filter((_, index) => index !== found[0]);
    }
    const added = edit.add.map((item) => this.#value(item));
    items = this.#withAdded(edit, items, added);
    this.#put(edit.path, items);
  }

  /** Items of a known key are put over the one that has it; others come last, unless they are there. */
  #withAdded(edit: ItemsEdit, items: readonly Json[], added: readonly Json[]): readonly Json[] {
    const key = this.#type.lists?.[edit.path]?.key;
    const result = [...items];
    for (const item of added) {
      if (result.some((known) => matches(known, item))) continue;
      const index = key === undefined ? -1 : result.findIndex((known) => isSameAt(known, item, key));
      if (index < 0) result.push(item);
      else result[index] = over(result[index] ?? null, item);
    }
    return result;
  }

  /** The one item that matches, changed. An item that is as it shall be already needs no match. */
  #changed(items: readonly Json[], where: Json, set: WantedObject, at: Position): readonly Json[] {
    const found = matching(items, where);
    const values = this.#value(set);
    const wanted = isObject(where) && isObject(values) ? { ...where, ...values } : values;
    if (found.length === 0 && matching(items, wanted).length === 1) return items;
    if (found.length !== 1) this.#notOne(items, found.length, at);
    const cleared = Object.keys(set).filter((key) => set[key] === null);
    return items.map((item, index) => {
      if (index !== found[0] || !isObject(item) || !isObject(values)) return item;
      const kept = Object.entries(item).filter(([key]) => !cleared.includes(key));
      return { ...objectOf(kept), ...values };
    });
  }

  #notOne(items: readonly Json[], count: number, at: Position): void {
    if (!this.#complete) return;
    const how = count === 0 ? `none of the ${items.length} items matches` : `${count} items match`;
    this.#say('list.where', `${how}; exactly one must.`, at);
  }

  #say(code: string, message: string, at: Position, hint?: string): void {
    this.#diagnostics.push({ severity: 'error', code, message, ...(hint ? { hint } : {}), at });
  }
}

function isSameAt(one: Json, other: Json, key: string): boolean {
  return equal(valueAt(one, pointer(key)), valueAt(other, pointer(key)));
}

/** What is said, over what is there. */
function over(old: Json, said: Json): Json {
  return isObject(old) && isObject(said) ? { ...old, ...said } : said;
}

/** The indexes of the items that have all that `where` says. */
function matching(items: readonly Json[], where: Json): number[] {
  return items.flatMap((item, index) => (matches(item, where) ? [index] : []));
}

function matches(item: Json, where: Json): boolean {
  if (isObject(where)) {
    return (
      isObject(item) && Object.entries(where).every(([key, value]) => matches(get(item, key) ?? null, value))
    );
  }
  return equal(item, where);
}

/** Values that were asked for and that the platform would not take. */
function lost(
  type: ResourceType,
  asked: Document,
  meaningful: Document,
  edits: readonly Edit[],
  self: Json,
): Diagnostic[] {
  return (type.quirks ?? []).flatMap((quirk) => {
    const value = valueAt(asked, quirk.path);
    if (
      quirk.is === 'self' ||
      value === undefined ||
      equal(value, self) ||
      valueAt(meaningful, quirk.path) !== undefined
    )
      return [];
    const edit = edits.find(({ path }) => path === quirk.path || quirk.path.startsWith(`${path}/`));
    if (!edit) return [];
    const field = quirk.path.slice(1).replaceAll('/', '.');
    const message = quirk.needs
      ? `${field} can only be set while ${quirk.needs.path.slice(1).replaceAll('/', '.')} is ${quirk.needs.oneOf.join(', ')}.`
      : `${field} cannot be set: it is always the ${type.noun} itself.`;
    return [{ severity: 'error' as const, code: 'field.quirk', message, at: edit.at }];
  });
}
