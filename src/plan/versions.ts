import type { ResourceType } from '../catalog/vocabulary.ts';
import { get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { createdBy, creatorOf, type Document } from './document.ts';
import type { OperationKey } from './intent.ts';

/** What a changeset writes for the version of another object that is the newest then. */
export const NEWEST = 'newest';

const VERSION = '#version';

/** The number of a published version; undefined for a draft. */
export function versionNumber(raw: JsonObject): number | undefined {
  const number = Number(get(raw, 'version'));
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Stands for the version that is the newest after an operation. */
export function versionAfter(key: OperationKey): JsonObject {
  return createdBy(key + VERSION);
}

/** The operation after which the version is asked for that this value stands for; undefined for anything else. */
export function publisherOf(value: Json | undefined): OperationKey | undefined {
  const key = creatorOf(value);
  return key?.endsWith(VERSION) ? key.slice(0, -VERSION.length) : undefined;
}

/** What stands in for the versions that operations publish, in any value. */
export function publishersIn(value: Json): OperationKey[] {
  const own = publisherOf(value);
  if (own !== undefined) return [own];
  if (isArray(value)) return value.flatMap(publishersIn);
  return isObject(value) ? Object.values(value).flatMap(publishersIn) : [];
}

/** A place that says which version of another object is meant. */
export interface Pin {
  /** Where the version stands. */
  readonly path: Pointer;
  /** What it is a version of: the type, and the ID or what stands for it. */
  readonly type: string;
  readonly target: Json;
}

/** The places of a document that say which version of another object is meant. */
export function pinsOf(type: ResourceType, document: Document): Pin[] {
  return Object.entries(type.references ?? {}).flatMap(([path, { version, type: of }]) => {
    const target = valueAt(document, path);
    if (version === undefined || of === undefined || target === undefined) return [];
    return [{ path: pointer(...segmentsOf(path).slice(0, -1), version), type: of, target }];
  });
}

/** The document, in which a version of what is only being created is the one that is published then. */
export function repinned(type: ResourceType, document: Document): Document {
  const result = pinsOf(type, document).reduce<Json | undefined>((rest, { path, target }) => {
    const creator = creatorOf(target);
    return creator === undefined ? rest : withValueAt(rest, path, versionAfter(creator));
  }, document);
  return isObject(result) ? result : document;
}

/** The document, in which the newest version is meant of each of these, however many there were before. */
export function withNewest(type: ResourceType, document: Document, ids: ReadonlySet<string>): Document {
  const result = pinsIn(type, document, ids).reduce<Json | undefined>(
    (rest, { path }) => withValueAt(rest, path, NEWEST),
    document,
  );
  return isObject(result) ? result : document;
}

/** The places that say which version of one of these is meant. */
export function pinsIn(type: ResourceType, document: Document, ids: ReadonlySet<string>): Pin[] {
  return pinsOf(type, document).filter(({ target }) => typeof target === 'string' && ids.has(target));
}
