import { typeNamed } from '../catalog/index.ts';
import { calledAs } from '../catalog/renames.ts';
import { type ObjectShape, type Shape, shapeOf } from '../catalog/shape.ts';
import type { Pair, Part, Reference, ResourceType } from '../catalog/vocabulary.ts';
import { changesetName, type Environment } from '../environment/environment.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { isAt, pointer, valueAt, withValueAt } from '../json/pointer.ts';
import { type Document, halvesOf, normalize, parentId } from './document.ts';
import { fixedBy, hasFields, type Inquiry, identityOf, idOfObject, isGone } from './facts.ts';
import { withoutOwn } from './live.ts';
import { asTold } from './secret-changes.ts';
import { marksIn, NO_SECRET_FACTS, type SecretFacts, sentIn, withoutHidden } from './secrets.ts';

/** A live object as a changeset would write it. */
export interface LiveEntry {
  readonly type: string;
  /** Empty for what the org has only one of. */
  readonly name: string;
  /** The name of what it belongs to. */
  readonly in?: string;
  readonly set: JsonObject;
  /** What a changeset cannot say of it, one line each. */
  readonly remarks: readonly string[];
}

/** More objects of a type than this are listed rather than read one by one to learn their names. */
const MOST_READ_ALONE = 10;

/** Live objects of one type as entries, in the order of their names. Undefined while a question is open. */
export function liveEntries(
  type: ResourceType,
  objects: readonly JsonObject[],
  environment: Environment,
  inquiry: Inquiry,
  secrets: SecretFacts = NO_SECRET_FACTS,
): LiveEntry[] | undefined {
  const documents = objects.map((raw) => {
    const document = wholeOf(type, raw, inquiry);
    return [raw, document && asTold(idOfObject(raw), document, secrets)] as const;
  });
  if (documents.some(([, document]) => !document)) return undefined;
  const names = new NameBook(environment, inquiry);
  const entries = documents.flatMap(([raw, document]) =>
    document ? [new EntryWriter(type, names).entry(raw, document)] : [],
  );
  if (!names.isComplete) return undefined;
  const keyOf = (entry: LiveEntry): string => `${entry.in ?? ''}\n${entry.name}`;
  return entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The object with all its fields, parts and sections. */
function wholeOf(type: ResourceType, raw: JsonObject, inquiry: Inquiry): Document | undefined {
  const id = idOfObject(raw);
  const isThin = (type.list?.lacks ?? []).length > 0;
  const read = isThin ? inquiry.document(type, id) : raw;
  const sections = Object.keys(type.sections ?? {}).map(
    (section) => [section, inquiry.section(type, id, section)] as const,
  );
  const parts = Object.keys(type.parts ?? {}).map((part) => [part, inquiry.part(type, id, part)] as const);
  if (!read || [...sections, ...parts].some(([, value]) => value === undefined)) return undefined;
  const document = normalize(type, {
    ...read,
    ...objectOf(sections.map(([section, value]) => [section, value ?? null] as const)),
  });
  return {
    ...document,
    ...objectOf(
      parts.map(([part, facts]) => [part, withoutOwn(type, part, facts?.elements ?? {}, document)] as const),
    ),
  };
}

/** The names of objects by their IDs, in the changeset's words. */
class NameBook {
  isComplete = true;
  readonly #environment: Environment;
  readonly #inquiry: Inquiry;
  readonly #asked = new Map<string, Set<string>>();

  constructor(environment: Environment, inquiry: Inquiry) {
    this.#environment = environment;
    this.#inquiry = inquiry;
  }

  own(type: ResourceType, raw: JsonObject): string {
    return changesetName(this.#environment, calledAs(type), identityOf(type, raw));
  }

  /** How a changeset names the object; undefined for one that no name leads to. */
  of(type: ResourceType, id: string): Json | undefined {
    const raw = this.#object(type, id);
    if (!raw || isGone(type, raw)) return undefined;
    const mark = Object.entries(type.marked ?? {}).find(([, flags]) => hasFields(raw, flags))?.[0];
    if (mark !== undefined) return { [mark]: true };
    const name = identityOf(type, raw);
    return name === '' ? undefined : changesetName(this.#environment, type.type, name);
  }

  #object(type: ResourceType, id: string): JsonObject | undefined {
    const ids = this.#asked.get(type.type) ?? new Set();
    this.#asked.set(type.type, ids.add(id));
    const listed =
      ids.size > MOST_READ_ALONE || type.marked || type.parent !== undefined
        ? this.#inquiry.everywhere(type)
        : undefined;
    if (listed && listed !== 'hidden') return listed.find((item) => idOfObject(item) === id);
    const raw = this.#inquiry.document(type, id);
    if (raw === undefined) this.isComplete = false;
    return raw ?? undefined;
  }
}

/** Writes one document as an entry. */
class EntryWriter {
  readonly #type: ResourceType;
  readonly #names: NameBook;
  readonly #remarks: string[] = [];

  constructor(type: ResourceType, names: NameBook) {
    this.#type = type;
    this.#names = names;
  }

  entry(raw: JsonObject, told: Document): LiveEntry {
    const type = this.#type;
    const { document, hidden } = withoutHidden(asWritten(told));
    for (const path of hidden)
      this.#remarks.push(
        `${words(path)} is left out: a deployment had put a secret there, and it is another value now`,
      );
    for (const path of type.writeOnly ?? []) {
      if (valueAt(document, path) === undefined)
        this.#remarks.push(`${words(path)} is left out: Genesys Cloud never answers it`);
    }
    const { fields } = shapeOf(type).root;
    const own = new Map(
      [...fields].filter(([name]) => `/${name}` !== type.identity && !type.operational?.includes(`/${name}`)),
    );
    const set = this.#object({ kind: 'object', fields: own }, document, '');
    for (const path of type.operational ?? []) {
      const value = valueAt(document, path);
      if (value !== undefined)
        this.#remarks.push(
          `${path.slice(1)} is ${JSON.stringify(value)}: a live switch, only with action: switch`,
        );
    }
    for (const [path, why] of Object.entries(type.unsupported ?? {})) {
      if (!path.includes('*') && !isNothing(valueAt(document, path)))
        this.#remarks.push(`${words(path)} is left out: it ${why}`);
    }
    const why = fixedBy(type, raw);
    if (why !== undefined) this.#remarks.push(`cannot be changed: ${why}`);
    const isIn = type.parent !== undefined && !type.byParent;
    const parent = isIn ? this.#parentName(type.parent, idOfObject(raw)) : undefined;
    return {
      type: type.type,
      name: this.#names.own(type, raw),
      ...(parent === undefined ? {} : { in: parent }),
      set,
      remarks: this.#remarks,
    };
  }

  #parentName(parent: string, id: string): string {
    const name = this.#names.of(typeNamed(parent), parentId(id));
    return typeof name === 'string' ? name : '';
  }

  #object(shape: ObjectShape, value: JsonObject, path: string): JsonObject {
    return objectOf(
      [...shape.fields].flatMap(([name, field]) => {
        const inner = get(value, name);
        const written =
          inner === undefined ? undefined : this.#field(field, inner, path + pointer(name), value);
        return written === undefined ? [] : [[name, written] as const];
      }),
    );
  }

  /** A value as an entry says it: sets and lists with the verb that means all of them. */
  #field(shape: Shape, value: Json, path: string, siblings: JsonObject): Json | undefined {
    switch (shape.kind) {
      case 'object':
        return isObject(value) ? this.#object(shape, value, path) : undefined;
      case 'set':
      case 'values':
        return { exactly: this.#whole(shape, value, path, siblings) ?? [] };
      case 'list':
        return { exactly: this.#whole(shape, value, path, siblings) ?? [] };
      case 'part':
        return isObject(value) ? { exactly: this.#part(shape.part, value, path) } : undefined;
      case 'map':
        return isObject(value)
          ? this.#map(shape, value, path, (inner, at) => this.#field(shape.value, inner, at, value))
          : undefined;
      case 'file':
        this.#remarks.push(
          `${words(path)} is left out: it is ${shape.facts.noun}, which the org does not hand out`,
        );
        return undefined;
      default:
        return this.#whole(shape, value, path, siblings);
    }
  }

  /** A value that is written whole. */
  #whole(shape: Shape | undefined, value: Json, path: string, siblings: JsonObject): Json | undefined {
    switch (shape?.kind) {
      case 'reference':
        return this.#reference(shape.to, value, path);
      case 'scalar':
        if (this.#type.templates?.some((pattern) => isAt(path, pattern))) return escapedTemplate(value);
        return shape.is === 'localTime' && typeof value === 'string' ? shortTime(value) : plain(value);
      case 'set':
        return isObject(value)
          ? Object.entries(value)
              .flatMap(([key, attributes]) => {
                const name = this.#element(shape.element, key, attributes, path);
                return name === undefined ? [] : [name];
              })
              .sort(byText)
          : undefined;
      case 'values':
        return isObject(value) ? Object.keys(value).map(plain) : undefined;
      case 'array':
      case 'list':
        return isArray(value)
          ? value.map((item, index) => this.#whole(shape.item, item, `${path}/${index}`, siblings) ?? null)
          : undefined;
      case 'object':
        return isObject(value)
          ? objectOf(
              [...shape.fields].flatMap(([name, field]) => {
                const inner = get(value, name);
                const written =
                  inner === undefined ? undefined : this.#whole(field, inner, path + pointer(name), value);
                return written === undefined ? [] : [[name, written] as const];
              }),
            )
          : undefined;
      case 'map':
        return isObject(value)
          ? this.#map(shape, value, path, (inner, at) => this.#whole(shape.value, inner, at, value))
          : undefined;
      default:
        return escaped(value);
    }
  }

  #map(
    shape: Extract<Shape, { kind: 'map' }>,
    value: JsonObject,
    path: string,
    write: (inner: Json, at: string) => Json | undefined,
  ): JsonObject {
    return objectOf(
      Object.entries(value).flatMap(([key, inner]) => {
        const name = shape.key ? this.#reference(shape.key, key, path) : key;
        const written = write(inner, path + pointer(key));
        return typeof name !== 'string' || written === undefined ? [] : [[name, written] as const];
      }),
    );
  }

  #part(part: Part, elements: JsonObject, path: string): Json {
    if (part.rows) return inKeyOrder(elements);
    const { type = '' } = part;
    if (part.pair) return this.#pairs({ type }, part.pair, elements, path);
    const named = Object.entries(elements).flatMap(([key, attributes]) => {
      const name = part.type === undefined ? plain(key) : this.#reference({ type }, key, path);
      return typeof name === 'string'
        ? [[name, this.#said(part, attributes, path + pointer(key))] as const]
        : [];
    });
    const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
    return part.attributes ? objectOf(sorted) : sorted.map(([name]) => name);
  }

  /** The attributes that an element has. A file is in the org in another form, if at all. */
  #said(part: Part, attributes: Json, path: string): Json {
    if (!isObject(attributes)) return attributes;
    return objectOf(
      Object.entries(attributes).flatMap(([name, value]) => {
        const file = part.attributes?.[name]?.file;
        if (value !== null && file)
          this.#remarks.push(
            `${words(path)} has ${file.noun}, which is left out: entries name files of the project`,
          );
        return value === null || file ? [] : [[name, plain(value)] as const];
      }),
    );
  }

  #pairs(to: Reference, pair: Pair, elements: JsonObject, path: string): Json {
    const grouped = new Map<string, Json[]>();
    for (const key of Object.keys(elements)) {
      const [element, other = ''] = halvesOf(key);
      const name = this.#reference(to, element, path);
      const second = other === '*' ? '*' : this.#reference(pair.to, other, path);
      if (typeof name === 'string' && second !== undefined)
        grouped.set(name, [...(grouped.get(name) ?? []), second].sort(byText));
    }
    const sorted = [...grouped].sort(([a], [b]) => (a < b ? -1 : 1));
    return objectOf(sorted.map(([name, others]) => [name, { [pair.attribute]: others }] as const));
  }

  #element(to: Reference, key: string, attributes: Json, path: string): Json | undefined {
    const kind = to.by !== undefined && isObject(attributes) ? get(attributes, to.by) : undefined;
    const type = to.type ?? (typeof kind === 'string' ? to.kinds?.[kind] : undefined);
    const name = type === undefined ? undefined : this.#named(typeNamed(type), key, path);
    return to.kinds && type !== undefined && name !== undefined ? { [type]: name } : name;
  }

  #reference(to: Reference, value: Json, path: string): Json | undefined {
    if (value === '*') return '*';
    if (to.as === 'name') return plain(value);
    if (typeof value !== 'string' || to.type === undefined) return this.#unnamed(path, value);
    return this.#named(typeNamed(to.type), value, path);
  }

  #named(type: ResourceType, id: string, path: string): Json | undefined {
    const name = this.#names.of(type, id);
    return name === undefined && this.#names.isComplete ? this.#unnamed(path, id) : escaped(name ?? '');
  }

  /** What nothing in the org has a name for. */
  #unnamed(path: string, value: Json): undefined {
    this.#remarks.push(
      `${words(path)} is left out: nothing that this client sees has the ID ${JSON.stringify(value)}`,
    );
    return undefined;
  }
}

function words(path: string): string {
  return path.slice(1).replaceAll('/', '.');
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || equal(value, {}) || equal(value, []);
}

/** `2026-12-25T00:00`: seconds only where there are any. */
function shortTime(text: string): string {
  return text.replace(/(:00)?\.0+$/, '');
}

function plain(value: Json): Json {
  return escaped(value);
}

/** Text in which `${` would mean something to a changeset. */
function escaped(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('${', '$${');
  if (isObject(value) && isMark(value)) return markAsWritten(value, (text) => text.replaceAll('${', '$${'));
  if (isArray(value)) return value.map(escaped);
  return isObject(value)
    ? objectOf(Object.entries(value).map(([key, inner]) => [key, escaped(inner)] as const))
    : value;
}

/** Rows as a changeset says them. */
function inKeyOrder(rows: JsonObject): JsonObject {
  const sorted = Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));
  return objectOf(sorted.map(([key, row]) => [String(escaped(key)), escaped(row)] as const));
}

/** The same where the platform has a `${…}` of its own. */
function escapedTemplate(value: Json): Json {
  const escapedText = (text: string): string =>
    text.replaceAll(/\$\{(?=var\.|secret\.|name\})|\$\$\{/g, '$$$&');
  if (isObject(value) && isMark(value)) return markAsWritten(value, escapedText);
  return typeof value === 'string' ? escapedText(value) : escaped(value);
}

/** The document with what it sends where nothing is answered, as a changeset says it. */
function asWritten(document: Document): Document {
  const result = [...marksIn({ '': document })].reduce<Json | undefined>((rest, [path, mark]) => {
    const sent = sentIn(mark);
    return sent === undefined ? rest : withValueAt(rest, path, sent);
  }, document);
  return isObject(result) ? result : {};
}

/** `Bearer ${secret.x}` */
function markAsWritten(mark: JsonObject, escapedText: (text: string) => string): string {
  const parts = get(mark, '$text');
  return (isArray(parts) ? parts : [mark])
    .map((part) =>
      isObject(part) ? `\${secret.${String(get(part, '$secret'))}}` : escapedText(String(part)),
    )
    .join('');
}

function byText(a: Json, b: Json): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
