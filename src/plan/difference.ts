import { equal, get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { isWithin, type Pointer, pointer, valueAt, withValueAt } from '../json/pointer.ts';

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
    if (isObject(old) && isObject(now)) yield* within(inner, old, now);
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
  const outer = Object.keys(values).find((known) => isWithin(path, known));
  return outer === undefined ? undefined : (valueAt(values[outer], path.slice(outer.length)) ?? null);
}

/** The places at or inside a place where something else stands than these values say. Nothing where they say nothing. */
export function otherwise(values: Values, path: Pointer, found: Json): Difference[] {
  const expected = said(values, path);
  if (expected !== undefined) return equal(expected, found) ? [] : [{ path, before: expected, after: found }];
  return Object.entries(values)
    .filter(([inner]) => isWithin(inner, path))
    .map(([inner, before]) => ({
      path: inner,
      before,
      after: valueAt(found, inner.slice(path.length)) ?? null,
    }))
    .filter(({ before, after }) => !equal(before, after));
}

/** Values with others put over them, at the places that are there already, inside a value or around it. */
export function overlaid(values: Values, over: Values): Values {
  const result = new Map(Object.entries(values));
  for (const [path, value] of Object.entries(over)) {
    const outer = [...result.keys()].find((known) => isWithin(path, known));
    const inner = [...result.keys()].filter((known) => known !== path && isWithin(known, path));
    if (outer !== undefined) {
      const changed = withValueAt(
        result.get(outer),
        path.slice(outer.length),
        value === null ? undefined : value,
      );
      result.set(outer, outer === path ? value : (changed ?? null));
    } else if (inner.length > 0) {
      for (const known of inner) result.set(known, valueAt(value, known.slice(path.length)) ?? null);
    } else result.set(path, value);
  }
  return Object.fromEntries(result);
}
