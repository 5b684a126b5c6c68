import type { Range, ResourceType } from '../catalog/vocabulary.ts';
import { get, isObject, type JsonObject } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import type { Document } from './document.ts';

/** A value in a set of a document: a number that a call route answers, say. */
export interface HeldValue {
  readonly path: Pointer;
  readonly value: string;
}

/** Values that only one object of the type may hold, in this document. */
export function exclusiveValues(type: ResourceType, document: Document | undefined): HeldValue[] {
  return (type.exclusive ?? []).flatMap((path) => valuesIn(document, path));
}

/** Numbers that must lie in the range of another object, with what that is. */
export function drawnValues(
  type: ResourceType,
  document: Document | undefined,
): (HeldValue & { readonly range: Range })[] {
  return Object.entries(type.drawsOn ?? {}).flatMap(([path, range]) =>
    valuesIn(document, path).map((held) => ({ ...held, range })),
  );
}

function valuesIn(document: Document | undefined, path: Pointer): HeldValue[] {
  const set = valueAt(document, path);
  return isObject(set) ? Object.keys(set).map((value) => ({ path, value })) : [];
}

/** The values of `held` that are not among `others`. */
export function without<T extends HeldValue>(held: readonly T[], others: readonly HeldValue[]): T[] {
  return held.filter(
    ({ path, value }) => !others.some((other) => other.path === path && other.value === value),
  );
}

/** Whether a number lies between the two that an object says. Numbers of other lengths are other numbers. */
export function isInRange(range: Range, object: JsonObject, number: string): boolean {
  const from = get(object, range.from.slice(1));
  const to = get(object, range.to.slice(1)) ?? from;
  if (typeof from !== 'string' || typeof to !== 'string' || from.length !== number.length) return false;
  return from <= number && number <= to;
}
