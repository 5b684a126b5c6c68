/**
 * References from one object to another: finding them, and answering them with the current name of what they point at.
 * Where they are is a table of each collection (collections.ts).
 */
import { copied, idIn, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { stands } from './templates.ts';

/** A collection's path, or one per value of the reference's own `type`. */
type Target = string | Readonly<Record<string, string>>;

/** Where references are: a JSON Pointer, `*` for any element of an array or map, to what they point at. */
export type References = Readonly<Record<string, Target>>;

export interface Place {
  readonly pointer: string;
  readonly holder: JsonObject | Json[];
  readonly key: string;
  readonly value: Json;
  readonly target: string;
  readonly id: string;
}

/** Every reference in a document; `*`, which stands for all divisions, is none. */
export function placesOf(document: JsonObject, references: References): Place[] {
  const places: Place[] = [];
  for (const [keys, target] of patternsOf(references)) follow(places, target, keys, 0, document, '');
  return places;
}

/** The keys of each pattern. Tables of references never change: they are taken apart once. */
const patterns = new WeakMap<References, readonly (readonly [keys: readonly string[], target: Target])[]>();

function patternsOf(references: References): readonly (readonly [keys: readonly string[], target: Target])[] {
  const known = patterns.get(references);
  if (known) return known;
  const found = Object.entries(references).map(
    ([pattern, target]) => [pattern.split('/').slice(1), target] as const,
  );
  patterns.set(references, found);
  return found;
}

function follow(
  places: Place[],
  target: Target,
  keys: readonly string[],
  depth: number,
  holder: Json | undefined,
  above: string,
): void {
  if (typeof holder !== 'object' || holder === null) return;
  const key = keys[depth] ?? '';
  const isAny = key === '*' || Array.isArray(holder);
  for (const name of isAny ? Object.keys(holder) : [key]) {
    const value = (holder as JsonObject)[name];
    if (value === undefined) continue;
    const pointer = `${above}/${name}`;
    if (depth + 1 < keys.length) {
      follow(places, target, keys, depth + 1, value, pointer);
      continue;
    }
    const id = idIn(value);
    if (id === undefined || id === '*') continue;
    const path =
      typeof target === 'string' ? target : target[textOf(isObject(value) ? value.type : undefined) ?? ''];
    places.push({ pointer, holder, key: name, value, target: path ?? '', id });
  }
}

/** Whether a reference may point at a document: deleted ones that are still readable do not count. */
export function lives(document: Document | undefined): document is Document {
  return document !== undefined && document.state !== 'deleted' && document.deleted !== true;
}

/** The first reference of a document of this collection that points at nothing; pointing at itself is fine. */
export function unresolved(
  org: Org,
  path: string,
  document: Document,
  references: References,
): Place | undefined {
  const isItself = ({ target, id }: Place) => stands(target, path) && id === document.id;
  return placesOf(document, references).find(
    (place) => !isItself(place) && !lives(org.find(place.target, place.id)),
  );
}

/** A reference as the API answers it: id, current name (of e-mail routes: their pattern), address. A target that is gone has no name. */
export function referenceTo(org: Org, path: string, id: string): JsonObject {
  const holding = org.holding(path, id) ?? path;
  const target = org.get(holding, id);
  const name = target?.name ?? target?.pattern;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(target?.pattern === undefined ? {} : { pattern: target.pattern }),
    selfUri: `${holding}/${id}`,
  };
}

/** A copy in which every `{ id }` reference also carries name and address; references that are bare ids stay so. */
export function hydrated(org: Org, document: Document, references: References): Document {
  const copy = copied(document);
  for (const { holder, key, value, target, id } of placesOf(copy, references)) {
    if (isObject(value)) set(holder, key, { ...value, ...referenceTo(org, target, id) });
  }
  return copy;
}

function set(holder: JsonObject | Json[], key: string, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
}
