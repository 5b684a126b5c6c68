import { isArray, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { withArticle } from './article.ts';
import { typeFacts } from './generated/types.ts';
import { typeNamed } from './index.ts';
import { type ObjectShape, type Shape, shapeOf } from './shape.ts';
import type { Part, Reference, ResourceType } from './vocabulary.ts';

/** Fields of an object that an example shows, where none is asked for. */
const MOST_INSIDE = 2;

/**
 * An entry of a changeset that shows how one of this type is written: what a new one must say, all sets behind calls of
 * their own, and one field of each further form. Names and texts are written as `<what belongs here>`.
 */
export function exampleOf(type: ResourceType): JsonObject {
  const shown = shownFields(
    type,
    fieldsOf(type).filter(([name]) => !isSwitch(type, name)),
  );
  return { ...headOf(type), ...(shown.length > 0 ? { set: written(shown, false) } : {}) };
}

/** The same for live switches, which take an entry of their own. Undefined for a type without. */
export function switchExampleOf(type: ResourceType): JsonObject | undefined {
  const switches = fieldsOf(type).filter(([name]) => isSwitch(type, name));
  if (switches.length === 0) return undefined;
  return { ...headOf(type), action: 'switch', set: written(switches, false) };
}

function headOf(type: ResourceType): JsonObject {
  return {
    type: type.type,
    ...(type.parent === undefined || type.byParent ? {} : { in: nameOf({ type: type.parent }) }),
    ...(type.singleton ? {} : { name: nameIn(type) }),
  };
}

function nameIn(type: ResourceType): Json {
  return type.byParent ? nameOf({ type: type.parent ?? '' }) : `<${identityField(type)} of the ${type.noun}>`;
}

function fieldsOf(type: ResourceType): readonly NamedShape[] {
  return [...shapeOf(type).root.fields].filter(([name]) => `/${name}` !== type.identity);
}

function isSwitch(type: ResourceType, name: string): boolean {
  return type.operational?.includes(`/${name}`) ?? false;
}

/** What people call the field by which objects of the type are known. */
export function identityField({ identity }: ResourceType): string {
  return identity === '/id' ? 'name' : identity.slice(1).replaceAll('/', '.');
}

type NamedShape = readonly [name: string, shape: Shape];

function shownFields(type: ResourceType, fields: readonly NamedShape[]): readonly NamedShape[] {
  const required = typeFacts[type.type]?.required ?? [];
  const seen = new Set<string>();
  return fields.filter(([name, shape]) => {
    const isNew = !seen.has(shape.kind);
    const isShown = required.includes(name) || name === 'description' || shape.kind === 'part' || isNew;
    if (isShown) seen.add(shape.kind);
    return isShown;
  });
}

/** @param isWhole inside a value that is written whole sets are plain lists */
function written(fields: readonly NamedShape[], isWhole: boolean): JsonObject {
  return objectOf(fields.map(([name, shape]) => [name, sampleOf(shape, isWhole)] as const));
}

function sampleOf(shape: Shape, isWhole: boolean): Json {
  const verb = (items: Json): Json => (isWhole ? items : { add: items });
  switch (shape.kind) {
    case 'scalar':
      return SCALARS[shape.is];
    case 'choice':
      return shape.of[0] ?? '<text>';
    case 'file':
      return A_FILE;
    case 'any':
    case 'merged':
      return { '<key>': '<value>' };
    case 'reference':
      return nameOf(shape.to);
    case 'object':
      return written(fewOf(shape), isWhole);
    case 'map':
      return { [shape.key ? String(nameOf(shape.key)) : '<key>']: sampleOf(shape.value, isWhole) };
    case 'array':
      return [sampleOf(shape.item, true)];
    case 'list':
      return verb([sampleOf(shape.item, true)]);
    case 'set':
      return verb([nameOf(shape.element)]);
    case 'values':
      return verb([sampleOf(shape.item, true)]);
    case 'part':
      return { add: elementsOf(shape.part) };
  }
}

const A_FILE = '../<folder>/<file>';

const SCALARS: Readonly<Record<Extract<Shape, { kind: 'scalar' }>['is'], Json>> = {
  text: '<text>',
  boolean: true,
  integer: 1,
  number: 1,
  date: '2026-12-25T00:00:00Z',
  localTime: '2026-12-25T00:00',
};

/** The first fields of an object, and what must stand beside them. */
function fewOf({ fields }: ObjectShape): readonly NamedShape[] {
  const few = [...fields].slice(0, MOST_INSIDE);
  const parents = few.flatMap(([, shape]) => (shape.kind === 'reference' ? (shape.to.in ?? []) : []));
  const names = new Set([...few.map(([name]) => name), ...parents]);
  return [...fields].filter(([name]) => names.has(name));
}

function nameOf(to: Reference): Json {
  const [kind] = Object.values(to.kinds ?? {});
  if (kind !== undefined) return { [kind]: nameOf({ type: kind }) };
  const target = typeNamed(to.type ?? '');
  return `<${identityField(target)} of ${withArticle(to.noun ?? target.noun)}>`;
}

/** A text that an element can be known by. */
function keyOf({ key = {} }: Part): string {
  const { examples } = key;
  const [example] = isArray(examples) ? examples : [];
  return typeof example === 'string' ? example : '<key>';
}

function elementsOf(part: Part): Json {
  if (part.rows) return { '<key>': { '<column>': '<value>' } };
  const name = part.type === undefined ? keyOf(part) : String(nameOf({ type: part.type }));
  if (part.pair) return { [name]: { [part.pair.attribute]: [nameOf(part.pair.to)] } };
  if (!part.attributes) return [name];
  const attributes = Object.entries(part.attributes).map(
    ([attribute, { schema, initially, file }]) =>
      [
        attribute,
        initially ?? (file ? A_FILE : typeof schema['maximum'] === 'number' ? schema['maximum'] : '<value>'),
      ] as const,
  );
  return { [name]: objectOf(attributes) };
}
