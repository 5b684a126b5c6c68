/** Who uses an object, and letting go of it when it is deleted. */
import { COLLECTIONS, type Collection, collectionFor, ELEMENTS, type Held } from './collections.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { lives, type Place, placesOf, type References } from './references.ts';
import { stands } from './templates.ts';

/** A document of the org is never changed in place: where it refers to is found once. */
const known = new WeakMap<Document, readonly Place[]>();

function placesIn(document: Document, { references }: Collection): readonly Place[] {
  const places = known.get(document) ?? placesOf(document, references);
  known.set(document, places);
  return places;
}

/** The documents that refer to an object, itself excepted. */
export function referrers(org: Org, target: string, id: string): { path: string; document: Document }[] {
  const pointsThere = (place: Place) => place.id === id && stands(place.target, target);
  return COLLECTIONS.filter(({ references }) => mayPointAt(references, target)).flatMap((collection) =>
    org.collectionsLike(collection.path).flatMap((path) =>
      org
        .all(path)
        .filter((document) => document.id !== id && placesIn(document, collection).some(pointsThere))
        .map((document) => ({ path, document })),
    ),
  );
}

/** What the references of a collection point at never changes. */
const targets = new WeakMap<References, readonly string[]>();

function mayPointAt(references: References, target: string): boolean {
  const own =
    targets.get(references) ??
    Object.values(references).flatMap((one) => (typeof one === 'string' ? one : Object.values(one)));
  targets.set(references, own);
  return own.some((template) => stands(template, target));
}

/** What a document of this collection refers to or holds otherwise. */
export function heldOf(org: Org, { references, holds }: Collection, document: Document): Held[] {
  return [...placesOf(document, references), ...(holds?.(document, org) ?? [])];
}

/** The living documents among these collections that hold an object, itself excepted. */
export function holdersOf(
  org: Org,
  among: readonly string[],
  held: Held,
): { entity: string; document: Document }[] {
  const holds = (one: Held) => stands(one.target, held.target) && one.id === held.id;
  return COLLECTIONS.filter(({ path }) => among.includes(path)).flatMap((collection) =>
    org
      .collectionsLike(collection.path)
      .flatMap((path) => org.all(path))
      .filter((document) => document.id !== held.id && lives(document))
      .filter((document) => heldOf(org, collection, document).some(holds))
      .map((document) => ({ entity: collection.entity, document })),
  );
}

/** Deletes what belongs to a deleted object, and takes that out of everything that refers to it. */
export function dropBelow(org: Org, path: string): void {
  const parts = Object.keys(org.state.collections).filter((key) => key.startsWith(`${path}/`));
  const children = parts.flatMap((part) =>
    collectionFor(part) ? org.all(part).map(({ id }) => ({ part, id })) : [],
  );
  org.removeBelow(path);
  for (const { part, id } of children) dropReferences(org, part, id);
}

/** Takes a deleted object out of everything that refers to it, silently, as the platform does. */
export function dropReferences(org: Org, target: string, id: string): void {
  for (const { path, document } of referrers(org, target, id)) {
    const copy = structuredClone(document);
    const places = placesOf(copy, collectionFor(path)?.references ?? {}).filter(
      (place) => stands(place.target, target) && place.id === id,
    );
    for (const { holder, value, key } of places) {
      if (Array.isArray(holder)) holder.splice(holder.indexOf(value), 1);
      else delete holder[key];
    }
    org.put(path, copy);
  }
  for (const [template, elements] of Object.entries(ELEMENTS)) {
    if (elements !== target) continue;
    for (const path of org.collectionsLike(template)) org.remove(path, id);
  }
}
