/** Whether an org is as it was: what the server writes by itself, and IDs of what was created again, do not count. */
import { isDeepStrictEqual } from 'node:util';
import { collectionFor } from './collections.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Document, OrgState } from './model.ts';
import { ASSET_UPLOADS, FLOW_JOBS, SCRIPT_UPLOADS } from './paths.ts';
import { stands } from './templates.ts';
import { versionsPath } from './web.ts';

/** A field of an object, or an object as a whole, that is not as it was; null where there is none. */
export interface Difference {
  /** Where the object is listed. */
  readonly path: string;
  /** What it is called. */
  readonly name: string;
  /** A JSON Pointer into the object; `''` is all of it. */
  readonly at: string;
  readonly before: Json;
  readonly now: Json;
}

/** Fields that the server writes by itself. */
const SERVER_FIELDS: readonly string[] = [
  'dateModified',
  'modifiedBy',
  'version',
  'dateCreated',
  'createdBy',
  'grantMadeAt',
  // Of scripts.
  'createdDate',
  'modifiedDate',
  'publishedDate',
  'versionId',
  // Of flows: their content is told by its digest.
  'checkedInVersion',
  'currentOperation',
  'publishedBy',
  'publishedVersion',
  'versions',
];

const IDENTITIES = ['email', 'pattern', 'startPhoneNumber', 'startNumber', 'name'];

type Documents = OrgState['collections'][string];
type Comparable = { [path: string]: { [id: string]: JsonObject } };

/** Everything that is not as it was. */
export function differences(before: OrgState, now: OrgState): Difference[] {
  const [then, since] = [comparable(before), comparable(now, before)];
  const pathsOf = [...new Set([...Object.keys(then), ...Object.keys(since)])];
  return pathsOf.flatMap((path) => {
    const [old, own] = [then[path] ?? {}, since[path] ?? {}];
    const ids = [...new Set([...Object.keys(old), ...Object.keys(own)])];
    return ids.flatMap((id) => differencesOf(path, id, old[id], own[id], before));
  });
}

function differencesOf(
  path: string,
  id: string,
  before: JsonObject | undefined,
  now: JsonObject | undefined,
  state: OrgState,
): Difference[] {
  if (isDeepStrictEqual(before, now)) return [];
  const name = nameOf(path, id, before ?? now ?? {}, state);
  const found = places(before ?? null, now ?? null, '').filter(({ at }) => !isStandIn(before, at));
  return found.map((place) => ({ path, name, ...place }));
}

/** What stands for content that was not read says nothing of it. */
function isStandIn(before: JsonObject | undefined, at: string): boolean {
  return before?.standsIn === true && ['/content', '/standsIn'].includes(at);
}

type Place = Pick<Difference, 'at' | 'before' | 'now'>;

function places(before: Json, now: Json, at: string): Place[] {
  if (isDeepStrictEqual(before, now)) return [];
  if (!isObject(before) || !isObject(now)) return [{ at, before, now }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return keys.flatMap((key) => places(before[key] ?? null, now[key] ?? null, `${at}/${key}`));
}

/** What an object is called; an element of another object, what that one is called, too. */
function nameOf(path: string, id: string, document: JsonObject, { collections }: OrgState): string {
  const own = identityIn(document) ?? id;
  const [, listing = '', owner = ''] = /^(.*)\/([^/]+)\/[^/]+$/.exec(path) ?? [];
  const above = collections[listing]?.[owner];
  return above && !collectionFor(path) ? `${identityIn(above) ?? owner} / ${own}` : own;
}

/**
 * The org's documents without what the server writes by itself, an object that was created again in the place of
 * a deleted one of the same name carrying the old ID.
 */
export function comparable(now: OrgState, before: OrgState = now): Comparable {
  return comparableOf(now, before, 2);
}

/** What lies below an object that was created again is told by its name only when the object itself is. */
function comparableOf(now: OrgState, before: OrgState, passes: number): Comparable {
  const renamed = passes > 0 ? successors(before, now) : [];
  if (renamed.length > 0) return comparableOf(withOldIds(now, renamed), before, passes - 1);
  // Divisions that were deleted are listed apart; other deleted objects carry their state. Jobs are no part of the org,
  // and what was published of a messenger's configuration never goes.
  const isApart = (path: string): boolean =>
    /\/(deleted|import\/jobs)$/.test(path) ||
    [ASSET_UPLOADS, FLOW_JOBS, SCRIPT_UPLOADS].includes(path) ||
    stands(versionsPath('{}'), path);
  const listed = Object.entries(now.collections).filter(([path]) => !isApart(path));
  const all = listed.map(([path, documents]) => [path, essenceOf(documents, living)] as const);
  return Object.fromEntries(all.filter(([, documents]) => Object.keys(documents).length > 0));
}

/** The org with the old IDs of what was created again, in documents and in paths. */
function withOldIds(org: OrgState, renamed: readonly [string, string][]): OrgState {
  const old = (text: string): string =>
    renamed.reduce((result, [id, before]) => result.replaceAll(id, before), text);
  const collections = Object.entries(org.collections).map(([path, documents]) => {
    if (renamed.every(([id]) => !textIn(documents).includes(id))) return [old(path), documents];
    const renewed = Object.entries(documents).map(([id, document]) => {
      const text = textOf(document);
      const oldText = old(text);
      return [old(id), oldText === text ? document : JSON.parse(oldText)];
    });
    return [old(path), Object.fromEntries(renewed)];
  });
  return { ...org, collections: Object.fromEntries(collections) };
}

const texts = new WeakMap<object, string>();

function textIn(documents: Documents): string {
  return written(documents, () => Object.values(documents).map(textOf).join('\n'));
}

function textOf(document: Document): string {
  return written(document, () => JSON.stringify(document));
}

/** What is frozen does not change: it is written down once. */
function written(shared: object, write: () => string): string {
  const text = texts.get(shared) ?? write();
  if (Object.isFrozen(shared)) texts.set(shared, text);
  return text;
}

const essences = new WeakMap<object, object>();

/** What is frozen does not change: it is looked at once. */
function essenceOf<T extends object, E extends object>(shared: T, look: (value: T) => E): E {
  const essence = (essences.get(shared) as E | undefined) ?? look(shared);
  if (Object.isFrozen(shared)) essences.set(shared, essence);
  return essence;
}

/** The documents that are not deleted, without what the server writes by itself. */
function living(documents: Documents): { [id: string]: JsonObject } {
  const left = Object.entries(documents).filter(([, { state }]) => state !== 'deleted');
  return Object.fromEntries(left.map(([id, document]) => [id, essenceOf(document, fieldsOf)]));
}

function fieldsOf(document: JsonObject): JsonObject {
  const kept = Object.entries(document).filter(
    ([key, value]) => !SERVER_FIELDS.includes(key) && value !== undefined && !isEmptyList(value),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, walked(value)]));
}

function walked(value: Json): Json {
  if (Array.isArray(value)) return sortedSet(value.map(walked));
  return isObject(value) ? fieldsOf(value) : value;
}

/** An empty list says as much as none. */
function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Arrays of references are sets: their order means nothing. */
function sortedSet(value: Json[]): Json[] {
  const keyed = value.map((item): [Json | undefined, Json] => [isObject(item) ? item.id : item, item]);
  if (!keyed.every(([key]) => typeof key === 'string')) return value;
  return keyed.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)).map(([, item]) => item);
}

function successors(before: OrgState, now: OrgState): [string, string][] {
  return Object.entries(now.collections).flatMap(([path, documents]) => {
    const known = before.collections[path] ?? {};
    if (known === documents) return [];
    const isKnown = ({ id }: Document): boolean => known[id] !== undefined && known[id].state !== 'deleted';
    const gone = Object.values(known).filter(
      (other) => other.state !== 'deleted' && isGone(now, path, other.id),
    );
    return Object.values(documents).flatMap((document): [string, string][] => {
      const same = isKnown(document)
        ? undefined
        : gone.find((other) => identityIn(other) === identityIn(document));
      return same ? [[document.id, same.id]] : [];
    });
  });
}

/** What the platform tells objects from each other by. */
function identityIn(document: JsonObject): string | undefined {
  const found = IDENTITIES.map((field) => document[field]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : undefined;
}

function isGone(now: OrgState, path: string, id: string): boolean {
  const document: Document | undefined = now.collections[path]?.[id];
  return document === undefined || document.state === 'deleted';
}
