/** List, create, read, replace, patch and delete: the same for every collection, told apart by its row. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { audit, type Change } from '../audits.ts';
import { type Answer, type Call, first, flag, many, type Query } from '../call.ts';
import { type Collection, collectionFor, type Filter, type Held } from '../collections.ts';
import { schemaOf } from '../contract.ts';
import {
  badField,
  badRequest,
  conflict,
  duplicate,
  notFound,
  staleVersion,
  unknownReference,
} from '../errors.ts';
import { at, idIn, isObject, type Json, type JsonObject, textOf, withDefaults } from '../json.ts';
import { MANAGED } from '../judge.ts';
import type { Document } from '../model.ts';
import { type Org, stamped } from '../org.ts';
import { cursorPage, numberedPage } from '../paging.ts';
import { DIVISIONS } from '../paths.ts';
import { demandIn, demandSight, sees } from '../permissions.ts';
import { hydrated, lives, unresolved } from '../references.ts';
import { below } from '../templates.ts';
import { dropBelow, dropReferences, heldOf, holdersOf } from '../uses.ts';
import { objectBody } from './body.ts';

/** One page of the objects that the client may see and the filters let through, as they were a list delay ago. */
export function list(call: Call, collection: Collection): Answer {
  const { query } = call;
  const documents = call.org
    .listed(collection.path)
    .filter(
      (document) =>
        !collection.hidden?.(document, query, call.org.switches) && sees(call, collection.path, document),
    )
    .filter((document) => passes(call, collection, document))
    .sort(byName(first(query, 'sortOrder') ?? ''));
  const page = collection.paging === 'cursor' ? cursorPage : numberedPage;
  return {
    body: page(call, documents, collection.maxPageSize, (document) => thinned(call, collection, document)),
  };
}

function passes(call: Call, collection: Collection, document: Document): boolean {
  const { overriding } = collection;
  const only = overriding !== undefined && call.query.has(overriding) ? overriding : undefined;
  const filters = Object.entries(collection.filters).filter(
    ([name]) => call.query.has(name) && (only ?? name) === name,
  );
  return filters.every(([name, filter]) => matchesAny(call, document, name, filter));
}

function matchesAny(call: Call, document: Document, name: string, filter: Filter): boolean {
  const value = textOf(at(document, ...filter.field));
  const isArray = call.operation.parameters.some(
    (parameter) => parameter.name === name && parameter.shape.type === 'array',
  );
  const wanted = isArray || name.endsWith('Ids') ? many(call.query, name) : [first(call.query, name) ?? ''];
  return value !== undefined && wanted.some((one) => filter.matches(value, one, call.org.switches));
}

function byName(order: string): (one: Document, other: Document) => number {
  const sign = order.toLowerCase().startsWith('desc') ? -1 : 1;
  const key = ({ name, id }: Document) => (textOf(name) ?? id).toLowerCase();
  return (one, other) => (key(one) < key(other) ? -sign : key(one) > key(other) ? sign : 0);
}

function thinned(call: Call, collection: Collection, document: Document): Document {
  const full = rendered(call, collection, document, expansions(call.query));
  const { thin = [] } = collection;
  for (const field of typeof thin === 'function' ? thin(call) : thin) delete full[field];
  return full;
}

function expansions(query: Query): string[] {
  return [
    ...many(query, 'expand'),
    ...(flag(query, 'includeResources') ? ['resources'] : []),
    ...(flag(query, 'objectCount') ? ['objectCounts'] : []),
    ...(flag(query, 'excludeStatus') ? ['-status'] : []),
    ...(first(query, 'userCount') === 'false' ? ['-userCount'] : []),
  ];
}

/** A document as the API answers it: references with their names, computed fields, its own address. */
export function rendered(
  call: Call,
  collection: Collection,
  document: Document,
  expand: readonly string[] = [],
): Document {
  const full = hydrated(call.org, document, collection.references);
  const computed = collection.render?.(full, call.org, expand) ?? full;
  return { ...computed, selfUri: `${collection.path}/${document.id}` };
}

/** The collection that this call means: of a template, the one below the object that its path names. */
export function concrete(call: Call, collection: Collection): Collection {
  const depth = collection.path.split('{}').length - 1;
  if (depth === 0) return collection;
  const ids = Object.values(call.params).map((id) => id ?? '');
  const path = below(collection.path, ids);
  const owner = ids[depth - 1] ?? '';
  const ownersPath = path.slice(0, path.lastIndexOf(`/${owner}/`));
  const owners = collectionFor(ownersPath);
  if (owners) found(call, { ...owners, path: ownersPath }, owner);
  return { ...collection, path };
}

/** One object; 404 for deleted ones of which the platform keeps nothing readable. */
export function read(call: Call, collection: Collection): Answer {
  const document = found(call, collection, idOf(call));
  if (collection.unreadable?.(document, call.query, call.org.switches)) throw notFound();
  return { body: rendered(call, collection, document, expansions(call.query)) };
}

/** The id that a path ends with. */
function idOf(call: Call): string {
  return Object.values(call.params).at(-1) ?? '';
}

/** An object that the client may see. */
export function found(call: Call, collection: Collection, id: string): Document {
  const document = call.org.get(collection.path, id);
  if (!document) throw notFound();
  demandSight(call, collection.path, document);
  return document;
}

/** An object that the client may see and change: deleted ones only where they can be restored. */
export function foundToChange(call: Call, collection: Collection, id: string, restorable = false): Document {
  const document = found(call, collection, id);
  if (!lives(document) && !restorable) throw notFound();
  demandIn(call, idIn(document.division));
  return document;
}

/** Creates an object: body, division, name and references are checked in this order. */
export function create(call: Call, collection: Collection): Answer {
  const { references } = collection;
  const managed = collection.identify ? MANAGED.filter((field) => field !== 'id') : MANAGED;
  const body = objectBody(call, { mode: 'create', seen: undefined, references, managed });
  const fields = collection.accept?.(body, undefined, call) ?? body;
  const own = withDefaults(
    { ...fields, ...divisionOf(call, collection, fields) },
    copied(call, collection, fields),
  );
  if (collection.copyFrom) delete own[collection.copyFrom];
  collection.check?.(own, undefined, call);
  const stamps = stampsFor(call, collection);
  const id = collection.identify?.(own, call) ?? randomUUID();
  const complete = { ...withDefaults(own, collection.created ?? {}), ...stamps, id };
  if (collection.unready?.(call.org.switches)) call.org.unready.add(`${collection.path}/${id}`);
  return stored(call, collection, collection.fill?.(complete) ?? complete, undefined);
}

/** The division of a new object: the one it asks for, else the home division. */
function divisionOf(call: Call, collection: Collection, fields: JsonObject): JsonObject {
  if (collection.division === 'none') return {};
  const asked = idIn(fields.division);
  const home = call.org.homeDivision().id;
  const id = asked ?? (collection.divisionless?.(call.org.switches) ? undefined : home);
  if (id === undefined) return {};
  demandDivision(call, collection, id);
  return { division: { id } };
}

function demandDivision(call: Call, collection: Collection, id: string): void {
  const exists = id === '*' ? collection.division === 'writtenOrAll' : lives(call.org.get(DIVISIONS, id));
  if (!exists) throw unknownReference('division.id', id);
  demandIn(call, id);
}

/** The settings of the object that a create names as its source. */
function copied(call: Call, collection: Collection, fields: JsonObject): JsonObject {
  const sourceId = textOf(fields[collection.copyFrom ?? '']);
  if (sourceId === undefined) return {};
  const source = call.org.get(collection.path, sourceId);
  if (!source) throw unknownReference(collection.copyFrom ?? '', sourceId);
  const kept = Object.entries(source).filter(
    ([key]) => !MANAGED.includes(key) && !['name', 'division'].includes(key),
  );
  return Object.fromEntries(kept);
}

/** What the server notes about a new object: dates, authors, first version, state. */
function stampsFor({ org, client }: Call, { stamps }: Collection): JsonObject {
  const value = (key: string) => {
    if (key.startsWith('date')) return new Date(org.now()).toISOString();
    return key.endsWith('By') ? client.id : (stamps[key] ?? null);
  };
  return Object.fromEntries(Object.keys(stamps).map((key) => [key, value(key)]));
}

/** Replaces an object: what the body leaves out is cleared, or back at its default. */
export function replace(call: Call, collection: Collection): Answer {
  const previous = foundToChange(call, collection, idOf(call));
  const { references, kept = [], settled = [] } = collection;
  refuseStale(call, previous);
  const { version: _, ...body } = objectBody(call, {
    mode: 'replace',
    seen: rendered(call, collection, previous, Object.keys(previous)),
    references,
    managed: [...MANAGED, ...settled],
    kept,
  });
  const fields = collection.accept?.(body, previous, call) ?? body;
  collection.check?.(fields, previous, call);
  const next = {
    ...fields,
    ...keptFields(call, collection, fields, previous),
    ...writtenDivision(call, collection, fields, previous),
  };
  return stored(call, collection, collection.fill?.(next) ?? next, previous);
}

/** What no PUT changes: the fields that the server manages, and those that may be left out and are. */
function keptFields(
  { operation }: Call,
  { settled = [], kept = [] }: Collection,
  fields: JsonObject,
  previous: Document,
): JsonObject & { id: string } {
  const { properties } = schemaOf(operation.body?.ref ?? '');
  const always = [...MANAGED, 'version'];
  const optional = [...settled, ...kept, 'state'];
  const keeps = (key: string) =>
    always.includes(key) ||
    properties[key]?.readOnly === true ||
    (optional.includes(key) && fields[key] === undefined);
  const entries = Object.entries(previous).filter(([key]) => keeps(key));
  return { ...Object.fromEntries(entries), id: previous.id };
}

function writtenDivision(
  call: Call,
  collection: Collection,
  fields: JsonObject,
  previous: Document,
): JsonObject {
  const before = idIn(previous.division);
  const asked = idIn(fields.division) ?? before;
  if (asked === undefined || before === undefined)
    return asked === undefined ? {} : moved(call, collection, asked);
  if (asked === before) return { division: { id: before } };
  const patched = call.operation.method === 'PATCH' && collection.patchedDivision?.(call.org.switches);
  if (patched || collection.division !== 'moved') return moved(call, collection, asked);
  call.violate(
    'ignored-change',
    '/division/id',
    'division is not changed by this call; the platform ignores it silently',
  );
  return { division: { id: before } };
}

function moved(call: Call, collection: Collection, id: string): JsonObject {
  demandDivision(call, collection, id);
  return { division: { id } };
}

/** Changes the named fields of an object; null clears. A version that is sent must be the current one. */
export function patch(call: Call, collection: Collection): Answer {
  const previous = foundToChange(call, collection, idOf(call), collection.restorable);
  const seen = rendered(call, collection, previous, Object.keys(previous));
  const { references, kept = [], settled = [] } = collection;
  const managed = [...MANAGED, ...settled];
  refuseStale(call, previous);
  const { version: _, ...body } = objectBody(call, { mode: 'merge', seen, references, managed, kept });
  const fields = collection.accept?.(body, previous, call) ?? body;
  checkAlone(collection, fields, previous);
  collection.check?.(fields, previous, call);
  const next = {
    ...merged(call, previous, fields),
    ...writtenDivision(call, collection, fields, previous),
    id: previous.id,
  };
  return stored(call, collection, next, previous);
}

/** Comes before all else: who was overtaken by another is wrong in more than the version, and not to blame for it. */
function refuseStale(call: Call, previous: Document): void {
  checkVersion(call, previous, at(call.body, 'version'));
}

/** Refuses a version that is not the current one; none at all is taken. */
export function checkVersion(call: Call, { version: current }: Document, sent: unknown): void {
  if (typeof sent !== 'number' || typeof current !== 'number' || sent === current) return;
  throw staleVersion(call.org.switches.versionConflict, sent, current);
}

/** Source: CX as Code 1.84.1, where a user's state travels in a request of its own. */
function checkAlone({ alone = [] }: Collection, fields: JsonObject, previous: Document): void {
  const changed = alone.find((field) => fields[field] !== undefined && fields[field] !== previous[field]);
  if (changed === undefined || Object.keys(fields).length === 1) return;
  throw badField(changed, `${changed} cannot be changed together with other fields.`);
}

function merged({ org, body }: Call, previous: Document, fields: JsonObject): JsonObject {
  const next: JsonObject = { ...previous };
  for (const [key, value] of Object.entries(fields)) {
    const before = previous[key];
    if (value === null) delete next[key];
    else if (org.switches.patchMerges === 'deep' && isObject(value) && isObject(before))
      next[key] = mergedDeep(before, value, at(body, key));
    else next[key] = value;
  }
  return next;
}

/** The value over what was there before, at every depth; what the body says is null goes. */
function mergedDeep(before: JsonObject, value: JsonObject, sent: Json | undefined): JsonObject {
  const kept = Object.entries(before).filter(([key]) => at(sent, key) !== null);
  const next: JsonObject = { ...Object.fromEntries(kept), ...value };
  for (const [key, old] of kept) {
    const own = value[key];
    if (isObject(own) && isObject(old)) next[key] = mergedDeep(old, own, at(sent, key));
  }
  return next;
}

/** Checks names and references, puts the document, and answers it. */
function stored(call: Call, collection: Collection, next: Document, previous: Document | undefined): Answer {
  const { org } = call;
  refuseDuplicate(call, collection, next);
  const lost = unresolved(org, collection.path, next, collection.references);
  if (lost) throw unknownReference(lost.pointer.slice(1).replaceAll('/', '.'), lost.id);
  collection.verify?.(next, previous, call);
  const document = stampedBy(call, next, previous);
  if (previous) noteReleased(org, collection, previous, document);
  org.put(collection.path, document);
  const seedlings = previous ? [] : (collection.sow?.(document) ?? []);
  for (const { path, document: child } of seedlings) org.put(path, child);
  note(call, collection, document, {
    action: previous ? 'Update' : 'Create',
    before: previous,
    after: document,
  });
  return { body: rendered(call, collection, document, expansions(call.query)) };
}

function stampedBy({ org, client }: Call, next: Document, previous: Document | undefined): Document {
  if (!previous) return next;
  if (isDeepStrictEqual(next, previous) && !org.switches.unchangedWriteRaisesVersion) return previous;
  return { ...stamped(next, org.now()), ...(next.modifiedBy === undefined ? {} : { modifiedBy: client.id }) };
}

/** Refuses a name that another object holds, whatever its letters' case. */
export function refuseDuplicate({ org }: Call, collection: Collection, document: Document): void {
  const { unique } = collection;
  const wanted = unique && textOf(document[unique.field]);
  if (!unique || wanted === undefined) return;
  const taken = org
    .all(collection.path)
    .filter(
      (other) =>
        other.id !== document.id && textOf(other[unique.field])?.toLowerCase() === wanted.toLowerCase(),
    )
    .some((other) => unique.clash(document, other, org.switches));
  if (taken) throw duplicate(org.switches.duplicateStatus, collection.entity, wanted);
}

/** Leaves an audit entry about an object of a collection. */
export function note(
  call: Call,
  { service, entity }: Collection,
  document: Document,
  change: Omit<Change, 'service' | 'entity'>,
): void {
  audit(call, document, { service, entity, ...change });
}

/** Refuses to delete what living objects of certain collections hold, or held until shortly ago. */
function refuseHeld({ org }: Call, collection: Collection, { id }: Document): void {
  const { path, entity, heldBy, heldStatus } = collection;
  if (!heldBy) return;
  const status = heldStatus?.(org.switches) ?? 409;
  const refused = (message: string) => (status === 409 ? conflict(message) : badRequest(message));
  const holder = holdersOf(org, heldBy(org.switches), { target: path, id })[0];
  if (holder) {
    const names = [entity, holder.entity].map((name) => name.replace(/^[A-Z](?=[a-z])/, lowered));
    throw refused(`The resource ${names[0]} is referenced by the ${names[1]} ${holder.document.id}`);
  }
  if (org.heldLately(path, id)) throw refused(`The resource ${entity} is still referenced.`);
}

const lowered = (letter: string): string => letter.toLowerCase();

/** Remembers which objects a write has let go of. */
function noteReleased(org: Org, collection: Collection, before: Document, after: Document | undefined): void {
  const kept = after ? heldOf(org, collection, after) : [];
  const isKept = ({ target, id }: Held) => kept.some((one) => one.target === target && one.id === id);
  for (const held of heldOf(org, collection, before)) if (!isKept(held)) org.release(held.target, held.id);
}

/** Deletes an object with its sub-resources, and drops what refers to it. */
export function remove(call: Call, collection: Collection): Answer {
  const { org } = call;
  const document = foundToChange(call, collection, idOf(call));
  collection.guard?.(document, call);
  refuseHeld(call, collection, document);
  noteReleased(org, collection, document, undefined);
  if (collection.softDelete) org.put(collection.path, { ...stamped(document, org.now()), state: 'deleted' });
  else org.remove(collection.path, document.id);
  dropBelow(org, `${collection.path}/${document.id}`);
  if (!collection.restorable) dropBelow(org, `/api/v2/authorization/subjects/${document.id}`);
  dropReferences(org, collection.path, document.id);
  note(call, collection, document, { action: 'Delete', before: document });
  return {};
}
