import { equal, get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { type Pointer, pointer, valueAt, withValuesAt } from '../json/pointer.ts';

/** Places of a document and what stands there; null where nothing does. */
export type Values = Readonly<Record<Pointer, Json>>;

export interface Difference {
  readonly path: Pointer;
  /** null where there was, or will be, nothing. */
  readonly before: Json;
  readonly after: Json;
}

/**
 * Where two documents differ, as deep as both sides have objects there. Sets are maps in a document and so differ by
 * element; an ordered array is one value. A document that does not exist is undefined.
 */
export function differences(before: JsonObject | undefined, after: JsonObject | undefined): Difference[] {
  if (!before || !after) {
    return before || after ? [{ path: '', before: before ?? null, after: after ?? null }] : [];
  }
  return [...within('', before, after)];
}

function* within(path: Pointer, before: JsonObject, after: JsonObject): Generator<Difference> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = get(before, key);
    const now = get(after, key);
    const inner = path + pointer(key);
    if (isObject(old) && isObject(now) && !isMark(old) && !isMark(now)) yield* within(inner, old, now);
    else if (!equal(old, now)) yield { path: inner, before: old ?? null, after: now ?? null };
  }
}

/** What stands at these places. */
export function valuesAt(document: JsonObject | undefined, paths: Iterable<Pointer>): Values {
  return Object.fromEntries([...paths].map((path) => [path, valueAt(document, path) ?? null]));
}

/**
 * Whether the platform's answer holds what was asked. It may say more than was asked (defaults that it filled in),
 * never less or otherwise.
 */
export function holds(answer: Json | undefined, asked: Json): boolean {
  if (asked === null)
    return answer === null || answer === undefined || (isObject(answer) && Object.keys(answer).length === 0);
  if (isArray(asked)) {
    return (
      isArray(answer) && answer.length === asked.length && asked.every((item, i) => holds(answer[i], item))
    );
  }
  if (isObject(asked)) {
    if (Object.keys(asked).length === 0 && answer === undefined) return true;
    return isObject(answer) && Object.entries(asked).every(([key, value]) => holds(get(answer, key), value));
  }
  return equal(answer, asked);
}

/** What these values say of a place: directly, or inside a value that holds it. Undefined where they say nothing. */
export function said(values: Values, path: Pointer): Json | undefined {
  const outer = outerOf((known) => Object.hasOwn(values, known), path);
  return outer === undefined ? undefined : (valueAt(values[outer], path.slice(outer.length)) ?? null);
}

/** The place itself, or the nearest one around it that is known. */
function outerOf(isKnown: (path: Pointer) => boolean, path: Pointer): Pointer | undefined {
  for (let outer = path; ; outer = outer.slice(0, outer.lastIndexOf('/'))) {
    if (isKnown(outer)) return outer;
    if (outer === '') return undefined;
  }
}

const inside = new WeakMap<Values, ReadonlyMap<Pointer, readonly Pointer[]>>();

/** The known places below a place. */
function innerOf(values: Values, path: Pointer): readonly Pointer[] {
  const index = inside.get(values) ?? indexed(Object.keys(values));
  inside.set(values, index);
  return index.get(path) ?? [];
}

/** Each place around one of these with those below it. */
function indexed(paths: readonly Pointer[]): Map<Pointer, Pointer[]> {
  const index = new Map<Pointer, Pointer[]>();
  for (const path of paths) {
    for (let outer = path; outer !== ''; ) {
      outer = outer.slice(0, outer.lastIndexOf('/'));
      const below = index.get(outer);
      if (below) below.push(path);
      else index.set(outer, [path]);
    }
  }
  return index;
}

/** The places at or inside a place where something else stands than these values say. Nothing where they say nothing. */
export function otherwise(values: Values, path: Pointer, found: Json): Difference[] {
  const expected = said(values, path);
  if (expected !== undefined) return equal(expected, found) ? [] : [{ path, before: expected, after: found }];
  return innerOf(values, path)
    .map((inner) => ({
      path: inner,
      before: values[inner] ?? null,
      after: valueAt(found, inner.slice(path.length)) ?? null,
    }))
    .filter(({ before, after }) => !equal(before, after));
}

/** Values with others put over them, at the places that are there already, inside a value or around it. */
export function overlaid(values: Values, over: Values): Values {
  const result = new Map(Object.entries(values));
  const within = new Map<Pointer, (readonly [Pointer, Json | undefined])[]>();
  for (const [path, value] of Object.entries(over)) {
    const outer = outerOf((known) => result.has(known), path);
    const inner = outer === undefined ? innerOf(values, path) : [];
    if (outer === path) result.set(path, value);
    else if (outer !== undefined) {
      const places = within.get(outer) ?? [];
      within.set(outer, places);
      places.push([path.slice(outer.length), value === null ? undefined : value]);
    } else if (inner.length > 0) {
      for (const known of inner) result.set(known, valueAt(value, known.slice(path.length)) ?? null);
    } else result.set(path, value);
  }
  for (const [outer, places] of within) result.set(outer, withValuesAt(result.get(outer), places) ?? null);
  return Object.fromEntries(result);
}
