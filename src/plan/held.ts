import type { HeldFile, Part } from '../catalog/vocabulary.ts';
import { get, isObject, type Json, objectOf } from '../json/json.ts';

/** What an element holds of a file; null for none. */
export function heldIn({ attribute }: HeldFile, element: Json | undefined): Json {
  return (isObject(element) ? get(element, attribute) : undefined) ?? null;
}

/** The element with these files instead of its own. */
export function withHeld({ holds = [] }: Part, element: Json, file: (held: HeldFile) => Json): Json {
  if (!isObject(element) || holds.length === 0) return element;
  return { ...element, ...objectOf(holds.map((held) => [held.attribute, file(held)] as const)) };
}
