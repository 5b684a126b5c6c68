/**
 * The search endpoints: `results` instead of `entities`, pages in the body, and an index of its own that lags behind at
 * least as the lists do.
 */
import { type Answer, type Call, first, type Handler } from '../call.ts';
import { type Collection, collectionAt } from '../collections.ts';
import { badField, badRequest } from '../errors.ts';
import { arrayOf, at, idIn, isObject, type Json, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import type { Org } from '../org.ts';
import { holds, sees } from '../permissions.ts';
import { lives } from '../references.ts';
import { asksFor, isFound } from '../search.ts';
import { objectBody } from './body.ts';
import { rendered } from './documents.ts';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 25;

/** The search of a collection; `type` is what the answer calls it, if it does. */
export function searchOf(
  path: string,
  type?: string,
  isFindable: (document: Document, org: Org) => boolean = () => true,
): Handler {
  return (call) => {
    const request = requestOf(call);
    return answer(call, collectionAt(path), type, request, (document) => isFindable(document, call.org));
  };
}

/** A POST carries the request as its body, a GET as base64 of its JSON. */
function requestOf(call: Call): JsonObject {
  const encoded = first(call.query, 'q64');
  if (encoded === undefined) return objectBody(call, { mode: 'create', seen: undefined });
  try {
    const request: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (isObject(request)) return request;
  } catch {
    throw badRequest();
  }
  throw badRequest();
}

function answer(
  call: Call,
  collection: Collection,
  type: string | undefined,
  request: JsonObject,
  isFindable: (document: Document) => boolean,
): Answer {
  const criteria = arrayOf(request.query);
  const deleted = asksFor(criteria, 'state');
  const expand = arrayOf(request.expand).flatMap((one) => textOf(one) ?? []);
  const results = call.org
    .indexed(collection.path)
    .filter((document) => (deleted || lives(document)) && sees(call, collection.path, document))
    .filter((document) => request.enforcePermissions !== true || isViewable(call, document))
    .filter((document) => isFindable(document) && isFound(document, criteria))
    .sort(byField(request));
  return { body: page(call, results, type, request, (one) => rendered(call, collection, one, expand)) };
}

function isViewable({ client }: Call, document: Document): boolean {
  return holds(client, 'directory:user:view', idIn(document.division));
}

function byField({ sortBy, sortOrder, sort }: JsonObject): (one: JsonObject, other: JsonObject) => number {
  const field = textOf(sortBy) ?? textOf(at(arrayOf(sort)[0], 'sortBy')) ?? 'name';
  const order = textOf(sortOrder) ?? textOf(at(arrayOf(sort)[0], 'sortOrder'));
  const sign = order === 'DESC' ? -1 : 1;
  const key = (document: JsonObject) => String(at(document, ...field.split('.')) ?? '').toLowerCase();
  return (one, other) => (key(one) < key(other) ? -sign : key(one) > key(other) ? sign : 0);
}

function page(
  call: Call,
  results: readonly Document[],
  type: string | undefined,
  { pageSize, pageNumber }: JsonObject,
  render: (document: Document) => Json,
): JsonObject {
  const size = sizeOf(call, Number(pageSize ?? DEFAULT_PAGE));
  const number = Math.max(Number(pageNumber ?? 1), 1);
  const pageCount = Math.ceil(results.length / size) || call.org.switches.emptyPageCount;
  return {
    total: results.length,
    pageCount,
    pageSize: size,
    pageNumber: number,
    ...(type === undefined ? {} : { types: [type] }),
    results: results.slice((number - 1) * size, number * size).map(render),
  };
}

function sizeOf({ org }: Call, size: number): number {
  if (size >= 1 && size <= MAX_PAGE) return size;
  if (size > MAX_PAGE && org.switches.oversizedPage === 'clamped') return MAX_PAGE;
  throw badField('pageSize', `The page size must be between 1 and ${MAX_PAGE}.`);
}
