import { get, isArray, isObject, type Json, objectOf } from './json.ts';

/** A JSON Pointer (RFC 6901): `""` is the whole document, `/a/b` a place in it. */
export type Pointer = string;

/** A pointer in which the segment `*` stands for any property or item. */
export type Pattern = string;

/** The pointer of these segments, escaped. */
export function pointer(...segments: readonly string[]): Pointer {
  return segments.map((segment) => `/${escaped(segment)}`).join('');
}

function escaped(segment: string): string {
  if (!segment.includes('~') && !segment.includes('/')) return segment;
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The unescaped segments of a pointer. */
export function segmentsOf(path: Pointer): string[] {
  if (path === '') return [];
  const segments = path.slice(1).split('/');
  if (!path.includes('~')) return segments;
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at that place, or undefined where there is none. */
export function valueAt(document: Json | undefined, path: Pointer): Json | undefined {
  let value = document;
  for (const segment of segmentsOf(path)) {
    if (isObject(value)) value = get(value, segment);
    else if (isArray(value)) value = value[Number(segment)];
    else return undefined;
  }
  return value;
}

/**
 * A copy of the document with the value put at that place; missing objects on the way are made, and `undefined`
 * takes the place out of its object.
 */
export function withValueAt(
  document: Json | undefined,
  path: Pointer,
  value: Json | undefined,
): Json | undefined {
  return place(document, segmentsOf(path), value);
}

/** The same for many places at once, one after the other. */
export function withValuesAt(
  document: Json | undefined,
  places: Iterable<readonly [path: Pointer, value: Json | undefined]>,
): Json | undefined {
  return placeAll(
    document,
    [...places].map(([path, value]) => [segmentsOf(path), value]),
  );
}

type Place = readonly [segments: readonly string[], value: Json | undefined];

/** Each object on the way is copied once. */
function placeAll(document: Json | undefined, places: readonly Place[]): Json | undefined {
  const isSimple = places.length < 2 || places.some(([segments]) => segments.length === 0);
  if (isSimple || isArray(document))
    return places.reduce((rest, [segments, value]) => place(rest, segments, value), document);
  const groups = new Map<string, Place[]>();
  for (const [[segment = '', ...rest], value] of places) {
    const group = groups.get(segment);
    if (group) group.push([rest, value]);
    else groups.set(segment, [[rest, value]]);
  }
  const entries = new Map(Object.entries(isObject(document) ? document : {}));
  for (const [segment, group] of groups) {
    const inner = placeAll(entries.get(segment), group);
    if (inner === undefined) entries.delete(segment);
    else entries.set(segment, inner);
  }
  return entries.size === 0 && !isObject(document) ? document : objectOf(entries);
}

function place(
  document: Json | undefined,
  segments: readonly string[],
  value: Json | undefined,
): Json | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (isArray(document)) {
    return document.map((item, index) =>
      String(index) === segment ? (place(item, rest, value) ?? null) : item,
    );
  }
  if (value === undefined && !isObject(document)) return document;
  const object = isObject(document) ? document : {};
  const inner = place(get(object, segment), rest, value);
  const kept = Object.entries(object);
  if (inner === undefined) return objectOf(kept.filter(([key]) => key !== segment));
  if (!Object.hasOwn(object, segment)) return objectOf([...kept, [segment, inner]]);
  return objectOf(kept.map(([key, old]) => [key, key === segment ? inner : old]));
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Pointer, outer: Pointer): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** Whether a pattern means that place. */
export function isAt(path: Pointer, pattern: Pattern): boolean {
  const [segments, wanted] = [segmentsOf(path), segmentsOf(pattern)];
  return (
    segments.length === wanted.length &&
    wanted.every((segment, index) => segment === '*' || segment === segments[index])
  );
}
