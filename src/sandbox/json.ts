/** Plain JSON values and the few ways of looking into them. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function arrayOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The value at a path of keys, or undefined where the path leaves the document. */
export function at(value: Json | undefined, ...keys: string[]): Json | undefined {
  let found = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return found;
}

/** The id inside a reference, which the API writes as `{ id }` or, in some fields, as the bare id. */
export function idIn(value: Json | undefined): string | undefined {
  return textOf(value) ?? textOf(at(value, 'id'));
}

/** A copy that shares nothing. */
export function copied<T extends Json>(value: T): T {
  if (Array.isArray(value)) return value.map(copied) as T;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) copy[key] = copied(value[key] as Json);
  return copy as T;
}

/** Fills what is missing from the defaults, at any depth of objects; what is there stays. */
export function withDefaults(value: JsonObject, defaults: JsonObject): JsonObject {
  const filled: JsonObject = { ...value };
  for (const [key, standard] of Object.entries(defaults)) {
    const present = filled[key];
    if (present === undefined) filled[key] = copied(standard);
    else if (isObject(present) && isObject(standard)) filled[key] = withDefaults(present, standard);
  }
  return filled;
}

/** RFC 7396: what the patch says wins, key by key; null takes a key out. */
export function mergePatch(value: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...value };
  for (const [key, next] of Object.entries(patch)) {
    const before = merged[key];
    if (next === null) delete merged[key];
    else merged[key] = isObject(next) ? mergePatch(isObject(before) ? before : {}, next) : next;
  }
  return merged;
}
