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
  return Object.entries(references).flatMap(([pattern, target]) =>
    follow(document, pattern.split('/').slice(1), '', target),
  );
}

function follow(holder: Json | undefined, keys: readonly string[], pointer: string, target: Target): Place[] {
  const [key = '', ...rest] = keys;
  if (!isObject(holder) && !Array.isArray(holder)) return [];
  const entries = key === '*' || Array.isArray(holder) ? Object.entries(holder) : entryOf(holder, key);
  return entries.flatMap(([name, value]) => {
    if (rest.length > 0) return follow(value, rest, `${pointer}/${name}`, target);
    const id = idIn(value);
    const path =
      typeof target === 'string' ? target : target[textOf(isObject(value) ? value.type : undefined) ?? ''];
    if (id === undefined || id === '*') return [];
    return [{ pointer: `${pointer}/${name}`, holder, key: name, value, target: path ?? '', id }];
  });
}

function entryOf(holder: JsonObject, key: string): [string, Json][] {
  const value = holder[key];
  return value === undefined ? [] : [[key, value]];
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
