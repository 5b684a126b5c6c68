import canonicalize from 'canonicalize';
import { typeFacts } from '../catalog/generated/types.ts';
import { canonicalLocalTime } from '../catalog/local-time.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Quirk, Reference, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import {
  isWithin,
  type Pattern,
  type Pointer,
  pointer,
  segmentsOf,
  valueAt,
  withValueAt,
} from '../json/pointer.ts';

/**
 * One object in normal form: the fields as reading answers them, a reference as the ID of its target, a set as a map
 * keyed by element, nothing that is null or managed by the platform. Two documents of the same content are equal.
 */
export type Document = JsonObject;

/** Planning runs again and again over the same answers. */
const known = new WeakMap<JsonObject, { readonly type: ResourceType; readonly document: Document }>();

/** The normal form of an object as the platform answered it. What the contract does not know is kept. */
export function normalize(type: ResourceType, raw: JsonObject): Document {
  const before = known.get(raw);
  if (before?.type === type) return before.document;
  const document = normalForm(type, raw);
  known.set(raw, { type, document });
  return document;
}

function normalForm(type: ResourceType, raw: JsonObject): Document {
  const shape = shapeOf(type);
  const document = normalValue(shape.root, raw, '', shape.managed);
  const shown = Object.entries(type.files ?? {}).reduce<Json | undefined>(
    (rest, [path, facts]) => (facts.shown ? withValueAt(rest, path, facts.shown(raw)) : rest),
    document,
  );
  return isObject(shown) ? canonical(type, shown, idOf(raw) ?? null) : {};
}

/** What a deleted object will hold once it is back, before anything else is set. */
export function remainsOf(type: ResourceType, raw: JsonObject): Document {
  const said = Object.entries(type.remove?.restore?.body ?? {}).filter(([, value]) => value !== '$version');
  return normalize(type, { ...raw, ...objectOf(said) });
}

function normalValue(
  shape: Shape | undefined,
  raw: Json | undefined,
  pattern: Pattern,
  managed: ReadonlySet<Pattern>,
): Json | undefined {
  // What stands behind calls of its own is read by those; some answers bring a part of it along.
  if (raw === null || raw === undefined || shape?.kind === 'part') return undefined;
  if (shape?.kind === 'reference') return idOf(raw) ?? raw;
  if (shape?.kind === 'scalar' && shape.is === 'localTime' && typeof raw === 'string') {
    return canonicalLocalTime(raw);
  }
  if (shape?.kind === 'set' && isArray(raw)) return elementsOf(shape.element, raw);
  if (shape?.kind === 'values' && isArray(raw)) return valuesOf(raw);
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
    if (normal !== undefined) entries.push([key, inParent(field, normal, raw)]);
  }
  return objectOf(entries);
}

/** Plain values as a set; each is told from others by its text. */
function valuesOf(raw: readonly Json[]): JsonObject {
  return objectOf(raw.map((value) => [String(value), {}] as const));
}

/** The ID of an object that belongs to another one says which: `<parent>/<own>`. */
export function childId(parent: string, own: string): string {
  return `${parent}/${own}`;
}

/** An ID without its parent's, as paths and bodies want it. */
export function ownId(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** The ID of the parent that a child's ID says. */
export function parentId(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** A reference to a child of what stands beside it. */
function inParent(shape: Shape | undefined, normal: Json, siblings: JsonObject): Json {
  if (shape?.kind !== 'reference' || shape.to.in === undefined || typeof normal !== 'string') return normal;
  const parent = idOf(get(siblings, shape.to.in));
  return parent === undefined || normal.includes('/') ? normal : childId(parent, normal);
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
  for (const [path, cleared] of Object.entries(type.clear ?? {})) {
    const value = valueAt(result, path);
    if (value !== undefined && (isEmpty(value) || equal(value, cleared))) {
      result = withValueAt(result, path, undefined);
    }
  }
  for (const [path, { anyOrder }] of Object.entries(type.lists ?? {})) {
    const items = valueAt(result, path);
    if (anyOrder && isArray(items)) result = withValueAt(result, path, inOrder(items));
  }
  return withoutEmptySets(shapeOf(type).root, isObject(result) ? result : {});
}

/** A set without elements is the same as none. Inside ordered lists an item keeps what it says. */
function withoutEmptySets(shape: Shape | undefined, document: JsonObject): JsonObject {
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(document)) {
    const field =
      shape?.kind === 'object' ? shape.fields.get(key) : shape?.kind === 'map' ? shape.value : undefined;
    if (isSet(field) && isEmpty(value)) continue;
    const isInner = isObject(value) && (field?.kind === 'object' || field?.kind === 'map');
    kept.push([key, isInner ? withoutEmptySets(field, value) : value]);
  }
  return objectOf(kept);
}

function isSet(shape: Shape | undefined): boolean {
  return shape?.kind === 'set' || shape?.kind === 'values';
}

function isEmpty(value: Json): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Items whose order means nothing, in one that is always the same. */
function inOrder(items: readonly Json[]): Json {
  const keyed = items.map((item) => [canonicalize(item) ?? '', item] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

function isMeaningless(quirk: Quirk, value: Json, document: Json | undefined, self: Json): boolean {
  if (quirk.is === 'self') return equal(value, self);
  const needed = quirk.needs && valueAt(document, quirk.needs.path);
  return quirk.is === 'absent' || !(typeof needed === 'string' && quirk.needs?.oneOf.includes(needed));
}

/** Fields of a type that a create does not take: they are set by an update right after it. */
export function laterFields(type: ResourceType): ReadonlySet<string> {
  const declared = (type.later ?? []).map((path) => path.slice(1));
  return new Set([...(typeFacts[type.type]?.later ?? []), ...declared]);
}

/** The body of a create: everything that the document says and a create takes, where it wants it. */
export function createBody(type: ResourceType, document: Document): JsonObject {
  const later = laterFields(type);
  const own = Object.entries(document).filter(([field]) => !later.has(field) && !isApart(type, field));
  const body = renamed(type, 'create', bodyValue(shapeOf(type).root, objectOf(own), undefined), document);
  return type.createBody ? type.createBody(body) : body;
}

/** Whether a field is written by calls of its own. */
export function isApart(type: ResourceType, field: string): boolean {
  const isOf = (words: object | undefined, name: string): boolean => Object.hasOwn(words ?? {}, name);
  return isOf(type.parts, field) || isOf(type.sections, field) || isOf(type.files, `/${field}`);
}

/** The body with places where this call wants them. A renamed reference is the plain ID. */
function renamed(type: ResourceType, when: 'create' | 'update', body: Json, document: Document): JsonObject {
  let result: Json | undefined = body;
  for (const [read, sent] of Object.entries(type.shape ?? {})) {
    const place = sent[when];
    if (place === undefined || !Object.hasOwn(isObject(body) ? body : {}, read.slice(1))) continue;
    const isReference = type.references?.[read] !== undefined;
    const value = isReference ? (valueAt(document, read) ?? null) : valueAt(body, read);
    result = withValueAt(withValueAt(result, read, undefined), place, value);
  }
  return isObject(result) ? result : {};
}

/**
 * The body of an update: of a whole-document update the object as it was read, with what the document says
 * differently, and with an explicit null where something is cleared; of one that takes changes only what is asked.
 * What the platform manages is left out.
 */
export function updateBody(
  type: ResourceType,
  document: Document,
  raw: JsonObject,
  asked: readonly Pointer[],
): JsonObject {
  const whole = replaceBody(type, document, raw);
  const changed = type.update?.is === 'changed' ? onlyAsked(type, whole, asked) : whole;
  const cleared = Object.entries(type.clear ?? {}).reduce<Json | undefined>(
    (body, [path, value]) =>
      Object.hasOwn(changed, path.slice(1)) && isNothing(valueAt(changed, path))
        ? withValueAt(body, path, value)
        : body,
    changed,
  );
  const version = get(raw, 'version');
  return {
    ...renamed(type, 'update', cleared ?? null, document),
    ...(type.update?.version && version !== undefined ? { version } : {}),
  };
}

function isNothing(value: Json | undefined): boolean {
  return value === null || value === undefined || isEmpty(value);
}

/** What says that a field holds nothing. */
function nothingAt(type: ResourceType, field: string): Json {
  return isSet(shapeOf(type).root.fields.get(field)) ? [] : null;
}

/** The fields that are asked for, and those that the platform wants in every update. */
function onlyAsked(type: ResourceType, body: JsonObject, asked: readonly Pointer[]): JsonObject {
  const alone = (type.update?.alone ?? []).some((path) => asked.includes(path));
  const always = alone ? [] : (typeFacts[type.type]?.always ?? []);
  const fields = new Set([...always, ...asked.map((path) => segmentsOf(path)[0] ?? '')]);
  return objectOf(
    [...fields].flatMap((field) =>
      field === 'version' ? [] : [[field, get(body, field) ?? nothingAt(type, field)] as const],
    ),
  );
}

/** What a section says of the document: its field, and the places that are written with it. */
export function sectionDocument(type: ResourceType, section: string, raw: Json): Document {
  const held = Object.entries(type.sections?.[section]?.holds ?? {});
  const document = normalize(type, { [section]: raw });
  const result = held.reduce<Json | undefined>(
    (rest, [place, at]) => withValueAt(rest, place, valueAt(raw, at)),
    document,
  );
  return isObject(result) ? result : {};
}

/** The section that a place of the document is written with. */
export function sectionOf(type: ResourceType, path: Pointer): string | undefined {
  const [field = ''] = segmentsOf(path);
  if (Object.hasOwn(type.sections ?? {}, field)) return field;
  return Object.entries(type.sections ?? {}).find(([, { holds }]) => holds?.[path] !== undefined)?.[0];
}

/** The value of a section in the API's form, over what was read there. */
export function sectionBody(type: ResourceType, section: string, document: Document, raw: Json): Json {
  const { root, managed } = shapeOf(type);
  const shape = root.fields.get(section);
  const pattern = pointer(section);
  const old = isObject(raw) ? strip(raw, shape, pattern, managed) : raw;
  const { version, holds = {} } = type.sections?.[section] ?? {};
  const body = bodyValue(shape, get(document, section) ?? (isSet(shape) ? {} : null), old);
  const known = valueAt(itemsKnown(type, { [section]: body }, { [section]: raw }), pattern) ?? null;
  const places = Object.entries(holds).map(([place, at]) => [at, valueAt(document, place)] as const);
  const read = version ? [['/version', valueAt(raw, '/version')] as const] : [];
  const cleared = Object.entries(type.clear ?? {})
    .filter(([path]) => isWithin(path, pattern))
    .map(([path, value]) => [path.slice(pattern.length), value] as const)
    .filter(([at]) => isNothing(valueAt(known, at)));
  return [...cleared, ...places, ...read].reduce<Json>(
    (rest, [at, value]) => withValueAt(rest, at, value) ?? null,
    known,
  );
}

function replaceBody(type: ResourceType, document: Document, raw: JsonObject): JsonObject {
  const shape = shapeOf(type);
  const body = bodyValue(shape.root, document, strip(raw, shape.root, '', shape.managed));
  let result: Json | undefined = body;
  for (const quirk of type.quirks ?? []) {
    if (quirk.is === 'absent') result = withValueAt(result, quirk.path, undefined);
    if (quirk.is === 'self' && isStillFilled(quirk.path, document, raw)) {
      result = withValueAt(result, quirk.path, valueAt(raw, quirk.path));
    }
  }
  const own = Object.entries(isObject(result) ? result : {}).filter(([field]) => !isApart(type, field));
  return itemsKnown(type, objectOf(own), raw);
}

/** Items of keyed lists get the IDs back by which the platform knows them. */
function itemsKnown(type: ResourceType, body: JsonObject, raw: JsonObject): JsonObject {
  let result: Json | undefined = body;
  for (const [path, { key }] of Object.entries(type.lists ?? {})) {
    const items = valueAt(result, path);
    const old = valueAt(raw, path);
    if (key === undefined || !isArray(items) || !isArray(old)) continue;
    const known = items.map((item) => {
      const same = old.find((candidate) => hasKey(candidate, item, key));
      const id = isObject(same) ? get(same, 'id') : undefined;
      return isObject(item) && id !== undefined ? { ...item, id } : item;
    });
    result = withValueAt(result, path, known);
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
      return isSameReference(value, raw) && raw !== undefined && shape.to.sent === undefined
        ? raw
        : referenceBody(shape.to, value);
    case 'set':
      return isObject(value) ? setBody(shape.element, value, isArray(raw) ? raw : []) : value;
    case 'values':
      return isObject(value) ? valuesBody(value, isArray(raw) ? raw : []) : value;
    case 'array':
    case 'list':
      return isArray(value) ? listBody(shape, value, isArray(raw) ? raw : []) : value;
    case 'object':
      return isObject(value) ? objectBody((key) => shape.fields.get(key), value, raw) : value;
    case 'map':
      return isObject(value) ? objectBody(() => shape.value, value, raw) : value;
    default:
      return value;
  }
}

function isSameReference(value: Json, raw: Json | undefined): boolean {
  const id = idOf(raw);
  return id !== undefined && typeof value === 'string' && (value === id || ownId(value) === id);
}

function referenceBody(to: Reference, value: Json): Json {
  const own = to.in !== undefined && typeof value === 'string' ? ownId(value) : value;
  const as = to.sent ?? to.as ?? 'object';
  return as === 'object' ? { id: own } : own;
}

function setBody(element: Reference, elements: JsonObject, raw: readonly Json[]): Json {
  const isSame = element.sent === undefined;
  const kept = isSame ? raw.filter((item) => Object.hasOwn(elements, idOf(item) ?? '')) : [];
  const present = new Set(kept.map(idOf));
  const added = Object.entries(elements).filter(([id]) => !present.has(id));
  return [
    ...kept,
    ...added.map(([key, attributes]) => {
      const id = referenceOfKey(key);
      if ((element.sent ?? element.as ?? 'object') !== 'object') return id;
      return isObject(attributes) ? { id, ...attributes } : { id };
    }),
  ];
}

/** In the order in which they were read, the new ones last. */
function valuesBody(values: JsonObject, raw: readonly Json[]): Json {
  const kept = raw.filter((value) => Object.hasOwn(values, String(value)));
  const present = new Set(kept.map(String));
  return [...new Set([...kept, ...Object.keys(values).filter((value) => !present.has(value))])];
}

function listBody(
  shape: Extract<Shape, { kind: 'array' | 'list' }>,
  values: readonly Json[],
  raw: readonly Json[],
): Json {
  const key = shape.kind === 'list' ? shape.items.key : undefined;
  return values.map((value) => {
    const same = raw.find((old) => equal(normalValue(shape.item, old, '', new Set()), value));
    const known = same ?? (key === undefined ? undefined : raw.find((old) => hasKey(old, value, key)));
    return same ?? bodyValue(shape.item, value, known);
  });
}

function hasKey(old: Json, value: Json, key: string): boolean {
  return isObject(old) && isObject(value) && equal(get(old, key), get(value, key));
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
    else entries.push([key, isSet(shapeOfKey(key)) ? [] : null]);
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
    Object.entries(value).map(([key, inner]) => [keyWithIds(key, idFor), withIds(inner, idFor)]),
  );
}

/** The two halves of an element's key are apart by a space. */
export function pairKey(element: string, other: string): string {
  return `${element} ${other}`;
}

/** The IDs that a key of a set or part stands for: one, or the two of a pair. */
export function halvesOf(key: string): [element: string, other: string | undefined] {
  const [element = '', other] = key.split(' ');
  return [element, other];
}

/** The same for a key of a set or part. */
export function keyWithIds(key: string, idFor: (reference: Json) => string | undefined): string {
  if (!key.includes(' ')) return idFor(referenceOfKey(key)) ?? key;
  return key
    .split(' ')
    .map((half) => idFor(referenceOfKey(half)) ?? half)
    .join(' ');
}

/** The same for a pointer. */
export function pointerWithIds(path: Pointer, idFor: (reference: Json) => string | undefined): Pointer {
  return pointer(...segmentsOf(path).map((segment) => keyWithIds(segment, idFor)));
}
