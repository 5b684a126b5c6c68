import type { ResourceType } from '../catalog/vocabulary.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import { hasFields } from '../plan/facts.ts';
import { ownParams } from '../plan/steps.ts';
import type { Session } from './session.ts';

/** One page of a listing. */
export interface Page {
  readonly items: readonly JsonObject[];
  /** Undefined when this is the last one. */
  readonly next: JsonObject | undefined;
  /** How many pages there are, where the platform says it. */
  readonly pageCount: number | undefined;
}

/** What one listing is asked with. */
export interface ListRequest {
  readonly op: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query: JsonObject;
  /** What is sent beside the page, where the listing is a search by POST. [it is a GET] */
  readonly body?: JsonObject;
  /** `one`: everything comes at once. */
  readonly pages: 'numbered' | 'cursor' | 'one';
  /** Where the answer has its items. [/entities] */
  readonly at?: Pointer;
  /** Told the status of each answer. */
  readonly heard?: (status: number) => void;
  /** Only items with these fields are meant. [all are] */
  readonly only?: JsonObject;
}

/** The listings that together hold every object of a type, of children every one of a parent. */
export function listRequests(
  type: ResourceType,
  query: JsonObject = {},
  parent?: string | undefined,
): ListRequest[] {
  const { list, calls } = type;
  if (!list || !calls.list) return [];
  const { list: op } = calls;
  const { size, pages = 'numbered', passes = [{}], only, body, at } = list;
  const params = parent === undefined ? {} : { params: ownParams(op, parent) as Record<string, string> };
  const within = type.within && parent !== undefined ? { [type.within.query]: parent } : {};
  const paging = size === undefined ? {} : { pageSize: size };
  const filter = only === undefined ? {} : { only };
  const search = { ...(body ? { body } : {}), ...(at === undefined ? {} : { at }) };
  return passes.map((pass) => ({
    op,
    ...params,
    query: { ...paging, ...pass, ...within, ...query },
    pages,
    ...filter,
    ...search,
  }));
}

/** Asks for one page; `at` is the `next` of the page before. */
export async function page(session: Session, request: ListRequest, at?: JsonObject): Promise<Page> {
  const first = request.pages === 'numbered' ? { pageNumber: 1 } : {};
  const query = { ...request.query, ...(at ?? first) };
  const isAnswer = (body: Json | undefined): boolean => isPage(request, body ?? null);
  const asked = request.body ? { query: {}, body: { ...request.body, ...query } } : { query };
  const call = { op: request.op, params: request.params ?? {}, ...asked };
  const heard = request.heard ? { heard: request.heard } : {};
  const body = await session.call(call, { repeat: 'always', reads: true, isAnswer, ...heard });
  return pageOf(request, query, body ?? null);
}

/** An empty listing may leave its list out, but something in between that answers `{}` must not look like one. */
function isPage({ at, body: search }: ListRequest, body: Json): boolean {
  const entities = valueAt(body, at ?? '/entities') ?? undefined;
  if (entities !== undefined) return isArray(entities);
  const mayLack = at !== undefined && !search;
  return isObject(body) && (mayLack || valueAt(body, '/total') === 0);
}

function pageOf(request: ListRequest, query: JsonObject, body: Json): Page {
  const entities = valueAt(body, request.at ?? '/entities');
  const all = (isArray(entities) ? entities : []).filter(isObject);
  const items = all.filter((item) => hasFields(item, request.only ?? {}));
  if (request.pages === 'one') return { items, next: undefined, pageCount: 1 };
  const pageCount = valueAt(body, '/pageCount');
  const total = typeof pageCount === 'number' ? pageCount : undefined;
  const next = all.length === 0 ? undefined : nextOf(request, query, valueAt(body, '/nextUri'), total);
  return { items, next, pageCount: total };
}

/**
 * The link to the next page may have lost our filters, so only its cursor is taken. Some numbered listings name
 * neither a total nor a page count: there the link alone says whether more comes.
 */
function nextOf(
  request: ListRequest,
  query: JsonObject,
  nextUri: Json | undefined,
  pageCount: number | undefined,
): JsonObject | undefined {
  if (request.pages === 'cursor') {
    const after =
      typeof nextUri === 'string' ? new URL(nextUri, 'https://api').searchParams.get('after') : null;
    return after ? { after } : undefined;
  }
  const number = Number(query['pageNumber']);
  const isMore = pageCount === undefined ? typeof nextUri === 'string' : number < pageCount;
  return isMore ? { pageNumber: number + 1 } : undefined;
}

/** Every item of a listing. Numbered pages after the first are asked for together. */
export async function everyItem(session: Session, request: ListRequest): Promise<JsonObject[]> {
  const first = await page(session, request);
  return [...first.items, ...(await restOf(session, request, first))];
}

/** The items of the pages after this first one. */
export async function restOf(session: Session, request: ListRequest, first: Page): Promise<JsonObject[]> {
  if (!first.next) return [];
  if (request.pages === 'numbered' && first.pageCount !== undefined) {
    const numbers = Array.from({ length: first.pageCount - 1 }, (_, index) => index + 2);
    const pages = await Promise.all(numbers.map((pageNumber) => page(session, request, { pageNumber })));
    return pages.flatMap(({ items }) => items);
  }
  const items: JsonObject[] = [];
  for (let next: JsonObject | undefined = first.next; next; ) {
    const following: Page = await page(session, request, next);
    items.push(...following.items);
    next = following.next;
  }
  return items;
}
