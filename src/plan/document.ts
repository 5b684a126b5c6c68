import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Quirk, Reference, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { type Pattern, type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';

/**
 * One object in normal form: the fields as reading answers them, a reference as the ID of its target, a set as a map
 * keyed by element, nothing that is null or managed by the platform. Two documents of the same content are equal.
 */
export type Document = JsonObject;

/** The normal form of an object as the platform answered it. What the contract does not know is kept. */
export function normalize(type: ResourceType, raw: JsonObject): Document {
  const shape = shapeOf(type);
  const document = normalValue(shape.root, raw, '', shape.managed);
  return isObject(document) ? canonical(type, document, idOf(raw) ?? null) : {};
}

function normalValue(
  shape: Shape | undefined,
  raw: Json | undefined,
  pattern: Pattern,
  managed: ReadonlySet<Pattern>,
): Json | undefined {
  if (raw === null || raw === undefined) return undefined;
  if (shape?.kind === 'reference') return idOf(raw) ?? raw;
  if (shape?.kind === 'set' && isArray(raw)) return elementsOf(shape.element, raw);
  if (isArray(raw)) {
    const item = shape?.kind === 'array' || shape?.kind === 'list' ? shape.item : undefined;
    return raw.map((value) => normalValue(item, value, `${pattern}/*`, managed) ?? null);
  }
  if (!isObject(raw)) return raw;
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(raw)) {
    const segment = shape?.kind === 'map' ? '*' : key;
    const inner = `${pattern}/${segment}`;
    if (managed.has(inner)) continue;
    const field =
      shape?.kind === 'object' ? shape.fields.get(key) : shape?.kind === 'map' ? shape.value : undefined;
    const normal = normalValue(field, value, inner, managed);
    if (normal !== undefined) entries.push([key, normal]);
  }
  return objectOf(entries);
}

/** The ID that an answer gives for a reference: `{ id }` or the plain ID. */
export function idOf(raw: Json | undefined): string | undefined {
  if (typeof raw === 'string') return raw;
  const id = isObject(raw) ? get(raw, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function elementsOf(element: Reference, raw: readonly Json[]): Json {
  return objectOf(
    raw.flatMap((item) => {
      const id = idOf(item);
      return id === undefined ? [] : [[id, attributesOf(element, item)] as const];
    }),
  );
}

/** What an element says beyond its ID: the kind, where it may be of several types. */
function attributesOf(element: Reference, item: Json): JsonObject {
  const kind = element.by && isObject(item) ? get(item, element.by) : undefined;
  return element.by && kind !== undefined ? { [element.by]: kind } : {};
}

/**
 * The document without what a quirk of the platform makes meaningless.
 * @param self the object's own ID, or what stands for it
 */
export function canonical(type: ResourceType, document: Document, self: Json): Document {
  let result: Json | undefined = document;
  for (const quirk of type.quirks ?? []) {
    const value = valueAt(result, quirk.path);
    if (value !== undefined && isMeaningless(quirk, value, result, self)) {
      result = withValueAt(result, quirk.path, undefined);
    }
  }
  return isObject(result) ? result : {};
}

function isMeaningless(quirk: Quirk, value: Json, document: Json | undefined, self: Json): boolean {
  if (quirk.is === 'self') return equal(value, self);
  const needed = quirk.needs && valueAt(document, quirk.needs.path);
  return quirk.is === 'absent' || !(typeof needed === 'string' && quirk.needs?.oneOf.includes(needed));
}

/** The body of a create: everything that the document says, where the create call wants it. */
export function createBody(type: ResourceType, document: Document): JsonObject {
  const body = bodyValue(shapeOf(type).root, document, undefined);
  let result: Json | undefined = body;
  for (const [read, sent] of Object.entries(type.createShape ?? {})) {
    const value = valueAt(document, read);
    result = withValueAt(withValueAt(result, read, undefined), sent, value);
  }
  return isObject(result) ? result : {};
}

/**
 * The body of a whole-document update: the object as it was read, with what the document says differently, and with
 * an explicit null where something is cleared. What the platform manages is left out.
 */
export function replaceBody(type: ResourceType, document: Document, raw: JsonObject): JsonObject {
  const shape = shapeOf(type);
  const body = bodyValue(shape.root, document, strip(raw, shape.root, '', shape.managed));
  let result: Json | undefined = body;
  for (const quirk of type.quirks ?? []) {
    if (quirk.is === 'absent') result = withValueAt(result, quirk.path, undefined);
    if (quirk.is === 'self' && isStillFilled(quirk.path, document, raw)) {
      result = withValueAt(result, quirk.path, valueAt(raw, quirk.path));
    }
  }
  return isObject(result) ? result : {};
}

/** What the platform has filled in stays as it is, unless something else is said there, or all around it goes. */
function isStillFilled(path: Pointer, document: Document, raw: JsonObject): boolean {
  const parent = pointer(...segmentsOf(path).slice(0, -1));
  const isFilled = idOf(valueAt(raw, path)) === idOf(raw);
  return isFilled && isObject(valueAt(document, parent)) && valueAt(document, path) === undefined;
}

/** The object as read, without what the platform manages. */
function strip(raw: Json, shape: Shape | undefined, pattern: Pattern, managed: ReadonlySet<Pattern>): Json {
  if (shape?.kind === 'reference' || shape?.kind === 'set') return raw;
  if (isArray(raw)) {
    const item = shape?.kind === 'array' || shape?.kind === 'list' ? shape.item : undefined;
    return raw.map((value) => strip(value, item, `${pattern}/*`, managed));
  }
  if (!isObject(raw)) return raw;
  return objectOf(
    Object.entries(raw).flatMap(([key, value]) => {
      const inner = `${pattern}/${shape?.kind === 'map' ? '*' : key}`;
      const field =
        shape?.kind === 'object' ? shape.fields.get(key) : shape?.kind === 'map' ? shape.value : undefined;
      return managed.has(inner) ? [] : [[key, strip(value, field, inner, managed)] as const];
    }),
  );
}

/** A value of the document in the API's form, taking over from what was read whatever is still the same. */
function bodyValue(shape: Shape | undefined, value: Json, raw: Json | undefined): Json {
  switch (shape?.kind) {
    case 'reference':
      return idOf(raw) === value && raw !== undefined ? raw : referenceBody(shape.to, value);
    case 'set':
      return isObject(value) ? setBody(shape.element, value, isArray(raw) ? raw : []) : value;
    case 'array':
    case 'list':
      return isArray(value) ? listBody(shape.item, value, isArray(raw) ? raw : []) : value;
    case 'object':
      return isObject(value) ? objectBody((key) => shape.fields.get(key), value, raw) : value;
    case 'map':
      return isObject(value) ? objectBody(() => shape.value, value, raw) : value;
    default:
      return value;
  }
}

function referenceBody(to: Reference, value: Json): Json {
  return to.as === 'id' ? value : { id: value };
}

function setBody(element: Reference, elements: JsonObject, raw: readonly Json[]): Json {
  const kept = raw.filter((item) => Object.hasOwn(elements, idOf(item) ?? ''));
  const present = new Set(kept.map(idOf));
  const added = Object.entries(elements).filter(([id]) => !present.has(id));
  return [
    ...kept,
    ...added.map(([key, attributes]) => {
      const id = referenceOfKey(key);
      if (element.as === 'id') return id;
      return isObject(attributes) ? { id, ...attributes } : { id };
    }),
  ];
}

function listBody(item: Shape, values: readonly Json[], raw: readonly Json[]): Json {
  return values.map((value) => {
    const same = raw.find((old) => equal(normalValue(item, old, '', new Set()), value));
    return same ?? bodyValue(item, value, undefined);
  });
}

function objectBody(
  shapeOfKey: (key: string) => Shape | undefined,
  value: JsonObject,
  raw: Json | undefined,
): Json {
  const old = isObject(raw) ? raw : {};
  const entries: [string, Json][] = [];
  for (const [key, oldValue] of Object.entries(old)) {
    const now = get(value, key);
    if (now !== undefined) entries.push([key, bodyValue(shapeOfKey(key), now, oldValue)]);
    else entries.push([key, null]);
  }
  for (const [key, now] of Object.entries(value)) {
    const shape = shapeOfKey(key);
    if (!Object.hasOwn(old, key) && shape?.kind !== 'part')
      entries.push([key, bodyValue(shape, now, undefined)]);
  }
  return objectOf(entries);
}

const CREATED = '$created:';

/** Stands for the ID of an object that an operation of the same plan creates. */
export function createdBy(key: string): JsonObject {
  return { $created: key };
}

/** The same as a key of a set. */
export function createdKey(key: string): string {
  return `${CREATED}${key}`;
}

/** The operation that creates the object that this value stands for, or undefined for anything else. */
export function creatorOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.startsWith(CREATED) ? value.slice(CREATED.length) : undefined;
  const key = isObject(value) && Object.keys(value).length === 1 ? get(value, '$created') : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** The reference that a set's key stands for: an ID, or an object that is yet to be created. */
export function referenceOfKey(key: string): Json {
  const creator = creatorOf(key);
  return creator === undefined ? key : createdBy(creator);
}

/** Replaces IDs everywhere: in values, in keys of sets and in `$created`. */
export function withIds(value: Json, idFor: (reference: Json) => string | undefined): Json {
  if (typeof value === 'string') return idFor(value) ?? value;
  if (isArray(value)) return value.map((item) => withIds(item, idFor));
  if (!isObject(value)) return value;
  if (creatorOf(value) !== undefined) return idFor(value) ?? value;
  return objectOf(
    Object.entries(value).map(([key, inner]) => [idFor(referenceOfKey(key)) ?? key, withIds(inner, idFor)]),
  );
}

/** The same for a pointer. */
export function pointerWithIds(path: Pointer, idFor: (reference: Json) => string | undefined): Pointer {
  return pointer(...segmentsOf(path).map((segment) => idFor(referenceOfKey(segment)) ?? segment));
}
