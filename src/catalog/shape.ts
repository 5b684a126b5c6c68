import type { Pattern } from '../json/pointer.ts';
import type { Field, TypeFacts } from './facts.ts';
import { typeFacts } from './generated/types.ts';
import type { FileFacts, ListItems, Part, Reference, ResourceType } from './vocabulary.ts';

/**
 * The form of a type's document: the contract's facts with the type's own words laid over them. The one place that
 * joins the two; reading, writing, validating and printing all walk this tree.
 */
export type Shape =
  | { readonly kind: 'scalar'; readonly is: 'text' | 'boolean' | 'integer' | 'number' | 'date' | 'localTime' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'any' }
  /** A file of the project; the document holds the digest of its bytes. */
  | { readonly kind: 'file'; readonly facts: FileFacts }
  /** Opaque JSON in which what is not said stays. */
  | { readonly kind: 'merged' }
  | { readonly kind: 'reference'; readonly to: Reference }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> }
  /** With `key`, the keys are IDs of other objects. */
  | { readonly kind: 'map'; readonly value: Shape; readonly key?: Reference }
  /** One value by nature: written whole. */
  | { readonly kind: 'array'; readonly item: Shape }
  /** Ordered, with verbs for single items. */
  | { readonly kind: 'list'; readonly item: Shape; readonly items: ListItems }
  /** A map keyed by element in the document, an array in the API. */
  | { readonly kind: 'set'; readonly element: Reference }
  /** The same for plain values: a map from each to `{}`. */
  | { readonly kind: 'values'; readonly item: Shape }
  | { readonly kind: 'part'; readonly name: string; readonly part: Part };

export type ObjectShape = Extract<Shape, { kind: 'object' }>;

export interface DocumentShape {
  readonly root: ObjectShape;
  /** Places that the platform manages: never compared, never sent. */
  readonly managed: ReadonlySet<Pattern>;
}

const known = new Map<string, DocumentShape>();
const NO_FACTS: TypeFacts = { fields: {}, required: [], createOnly: [], later: [], always: [], readOnly: [] };

/** The form of documents of this type. */
export function shapeOf(type: ResourceType): DocumentShape {
  let shape = known.get(type.type);
  if (!shape) {
    shape = shapeFrom(type, typeFacts[type.type] ?? NO_FACTS);
    known.set(type.type, shape);
  }
  return shape;
}

/** The form of a type's documents, from these facts of the contract. */
export function shapeFrom(type: ResourceType, facts: TypeFacts): DocumentShape {
  const fields = new Map<string, Shape>();
  for (const [name, field] of Object.entries(facts.fields)) {
    const shape = shapeOfField(type, `/${name}`, field);
    if (shape) fields.set(name, shape);
  }
  addFiles(type, '', fields);
  for (const [name, part] of Object.entries(type.parts ?? {})) fields.set(name, { kind: 'part', name, part });
  const version = type.update?.version ? ['/version'] : [];
  const own = type.identity === '/id' ? [] : ['/id'];
  const managed = new Set([...own, '/selfUri', ...version, ...facts.readOnly, ...(type.managed ?? [])]);
  return { root: { kind: 'object', fields }, managed };
}

/** Puts the fields that name files beside the object's own. */
function addFiles(type: ResourceType, path: Pattern, fields: Map<string, Shape>): void {
  for (const [place, facts] of Object.entries(type.files ?? {})) {
    const name = place.startsWith(`${path}/`) ? place.slice(path.length + 1) : '';
    if (name !== '' && !name.includes('/')) fields.set(name, { kind: 'file', facts });
  }
}

/** Undefined for a field that a changeset cannot set. */
function shapeOfField(type: ResourceType, path: Pattern, field: Field): Shape | undefined {
  if (type.unsupported && Object.hasOwn(type.unsupported, path)) return undefined;
  const reference = type.references?.[path];
  if (reference) return { kind: 'reference', to: reference };
  if (type.opaque?.includes(path)) return { kind: 'any' };
  if (type.merged?.includes(path)) return { kind: 'merged' };
  switch (field.is) {
    case 'array':
      return shapeOfArray(type, path, field.item);
    case 'object': {
      const fields = new Map<string, Shape>();
      for (const [name, inner] of Object.entries(field.fields)) {
        const shape = shapeOfField(type, `${path}/${name}`, inner);
        if (shape) fields.set(name, shape);
      }
      addFiles(type, path, fields);
      return { kind: 'object', fields };
    }
    case 'map': {
      const value = shapeOfField(type, `${path}/*`, field.value);
      const key = type.keys?.[path];
      return value && { kind: 'map', value, ...(key ? { key } : {}) };
    }
    case 'choice':
      return { kind: 'choice', of: field.of };
    case 'any':
    case 'reference':
      return { kind: 'any' };
    default:
      return { kind: 'scalar', is: field.is };
  }
}

function shapeOfArray(type: ResourceType, path: Pattern, itemField: Field): Shape | undefined {
  const element = type.references?.[`${path}/*`];
  if (element && type.sets?.includes(path)) return { kind: 'set', element };
  const item = shapeOfField(type, `${path}/*`, itemField);
  if (!item) return undefined;
  if (type.sets?.includes(path)) return { kind: 'values', item };
  const items = type.lists?.[path];
  return items ? { kind: 'list', item, items } : { kind: 'array', item };
}
