import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import { isArray, isObject, type Json } from '../json/json.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import { creatorOf, type Document, halvesOf, referenceOfKey } from './document.ts';

/** A place of a document that holds another object. */
export interface Link {
  readonly path: Pointer;
  /** The type referred to; undefined where the kind is not said. */
  readonly type: string | undefined;
  /** The ID, or undefined for an object that is yet to be created. */
  readonly id: string | undefined;
  /** The name, where documents refer to it by that. */
  readonly name: string | undefined;
  /** The operation that creates it. */
  readonly creator: string | undefined;
  /** Whether it is the key of a map: such an entry comes and goes with the object itself. */
  readonly isKey: boolean;
  /** Whether the object can exist for a while without it. */
  readonly weak: boolean;
  /** Where to cut, to leave it out: the reference itself, or the ordered list that it stands in. */
  readonly cut: Pointer;
}

/** Planning looks again and again at the same documents. */
const known = new WeakMap<Document, { readonly type: ResourceType; readonly links: readonly Link[] }>();

/** Every reference of a document. */
export function linksOf(type: ResourceType, document: Document): readonly Link[] {
  const before = known.get(document);
  if (before?.type === type) return before.links;
  const links = [...within(shapeOf(type).root, document, '', undefined)];
  known.set(document, { type, links });
  return links;
}

function* within(
  shape: Shape | undefined,
  value: Json,
  path: Pointer,
  cut: Pointer | undefined,
): Generator<Link> {
  switch (shape?.kind) {
    case 'reference':
      if (value !== '*') yield link(shape.to, shape.to.type, value, path, cut);
      return;
    case 'set':
      if (isObject(value)) yield* elements(shape.element, value, path, cut);
      return;
    case 'part':
      if (isObject(value) && shape.part.type !== undefined)
        yield* elements({ type: shape.part.type }, value, path, cut, shape.part.pair?.to);
      return;
    case 'object':
      if (!isObject(value)) return;
      for (const [key, inner] of Object.entries(value)) {
        yield* within(shape.fields.get(key), inner, path + pointer(key), cut);
      }
      return;
    case 'map':
      if (!isObject(value)) return;
      for (const [key, inner] of Object.entries(value)) {
        const place = path + pointer(key);
        if (shape.key)
          yield { ...link(shape.key, shape.key.type, referenceOfKey(key), place, cut), isKey: true };
        yield* within(shape.value, inner, path + pointer(key), cut);
      }
      return;
    case 'array':
    case 'list':
      if (!isArray(value)) return;
      for (const [index, inner] of value.entries()) {
        yield* within(shape.item, inner, path + pointer(String(index)), cut ?? path);
      }
      return;
    default:
      return;
  }
}

function* elements(
  to: Reference,
  value: Readonly<Record<string, Json>>,
  path: Pointer,
  cut: Pointer | undefined,
  pair?: Reference,
): Generator<Link> {
  for (const [key, attributes] of Object.entries(value)) {
    const [element, other] = halvesOf(key);
    if (pair && other !== undefined && other !== '*')
      yield link(pair, pair.type, referenceOfKey(other), path + pointer(key), cut);
    const kind = to.by && isObject(attributes) ? attributes[to.by] : undefined;
    const type = to.type ?? (typeof kind === 'string' ? to.kinds?.[kind] : undefined);
    yield link(to, type, referenceOfKey(element), path + pointer(key), cut);
  }
}

function link(
  to: Reference,
  type: string | undefined,
  value: Json,
  path: Pointer,
  cut: Pointer | undefined,
): Link {
  const creator = creatorOf(isObject(value) ? value : undefined);
  const text = typeof value === 'string' ? value : undefined;
  const known = to.as === 'name' ? { id: undefined, name: text } : { id: text, name: undefined };
  return { path, type, ...known, creator, isKey: false, weak: to.weak !== false, cut: cut ?? path };
}
