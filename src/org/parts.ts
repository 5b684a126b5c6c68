import type { Call, Part } from '../catalog/vocabulary.ts';
import { get, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import { pairKey } from '../plan/document.ts';
import type { PartFacts } from '../plan/facts.ts';
import { keyFieldOf } from '../plan/part-steps.ts';
import { ownParams } from '../plan/steps.ts';
import { isMissing, PlatformError } from './errors.ts';
import { type ListRequest, type Page, page, restOf } from './listing.ts';
import type { Session } from './session.ts';

/** All elements of a part of one object. */
export async function readPart(session: Session, part: Part, id: string): Promise<PartFacts> {
  const { request, first } = await firstPage(session, part, id);
  return factsOfPages(session, part, id, request, first);
}

async function factsOfPages(
  session: Session,
  part: Part,
  id: string,
  request: ListRequest,
  first: Page,
): Promise<PartFacts> {
  const items = [...first.items, ...(await restOf(session, request, first))];
  const { mine } = part.read;
  const own = mine === undefined ? items : items.filter((item) => valueAt(item, mine) === id);
  return { ...partFacts(part, own), ...(first.pageCount === undefined ? {} : { pages: first.pageCount }) };
}

/** The first page of a part, in the largest size that the org takes, and how the others are asked for. */
async function firstPage(
  session: Session,
  part: Part,
  id: string,
): Promise<{ readonly request: ListRequest; readonly first: Page }> {
  const { op, size, mayTake, query = {}, at } = part.read;
  const requestOf = (pageSize: number | undefined): ListRequest => ({
    op,
    params: ownParams(op, id) as Record<string, string>,
    query: { ...(pageSize === undefined ? {} : { pageSize }), ...query },
    pages: pageSize === undefined ? 'one' : (part.read.pages ?? 'numbered'),
    ...(at === undefined ? {} : { at }),
  });
  const refused = tooLarge.get(session) ?? new Set();
  tooLarge.set(session, refused);
  if (mayTake !== undefined && !refused.has(op)) {
    const request = requestOf(mayTake);
    const first = await page(session, request).catch((error: unknown) => {
      if (error instanceof PlatformError && error.status === 400) return undefined;
      throw error;
    });
    if (first) return { request, first };
    refused.add(op);
  }
  const request = requestOf(size);
  return { request, first: await page(session, request) };
}

/** Listings of parts whose larger page size an org has refused. */
const tooLarge = new WeakMap<Session, Set<string>>();

/** Single elements, null where there is none; or all of them, where that is not more calls. */
export async function readElements(
  session: Session,
  part: Part,
  id: string,
  keys: ReadonlySet<string>,
): Promise<{
  readonly whole?: PartFacts;
  readonly some: ReadonlyMap<string, JsonObject | null>;
  readonly pages?: number;
}> {
  const { one } = part.read;
  if (one && keys.size < 2) return { some: await readSingly(session, part, one, id, keys) };
  const { request, first } = await firstPage(session, part, id);
  const others = first.next ? (first.pageCount ?? Number.POSITIVE_INFINITY) - 1 : 0;
  const seen = partFacts(part, first.items).elements;
  const open = [...keys].filter((key) => !Object.hasOwn(seen, key));
  if (!one || others <= open.length) {
    const whole = await factsOfPages(session, part, id, request, first);
    return { whole, some: new Map() };
  }
  const some = await readSingly(session, part, one, id, new Set(open));
  for (const key of keys) {
    const element = get(seen, key);
    if (isObject(element)) some.set(key, element);
  }
  return { some, ...(first.pageCount === undefined ? {} : { pages: first.pageCount }) };
}

async function readSingly(
  session: Session,
  part: Part,
  { op, params, query = {} }: Call,
  id: string,
  keys: ReadonlySet<string>,
): Promise<Map<string, JsonObject | null>> {
  const found = await Promise.all(
    [...keys].map(async (key) => {
      const named = Object.entries(params).map(([name, value]) => [
        name,
        value === '$id' ? id : value === '$element' ? key : value,
      ]);
      const call = { op, params: Object.fromEntries(named), query };
      try {
        const item = await session.call(call, { repeat: 'always', isAnswer: isObject });
        return [key, isObject(item) ? attributesOf(part, item) : null] as const;
      } catch (error) {
        if (isMissing(error)) return [key, null] as const;
        throw error;
      }
    }),
  );
  return new Map(found);
}

/** What these items say of a part. */
export function partFacts(part: Part, items: readonly Json[]): PartFacts {
  const elements: [string, JsonObject][] = [];
  const foreign: string[] = [];
  const labels: [string, string][] = [];
  for (const item of items.filter(isObject)) {
    const key = elementKey(part, item);
    for (const place of [part.read.element, part.read.other]) labels.push(...labelAt(item, place ?? ''));
    if (part.read.foreign && valueAt(item, part.read.foreign.path) === part.read.foreign.is)
      foreign.push(key);
    else elements.push([key, attributesOf(part, item)]);
  }
  return { elements: objectOf(elements), foreign, labels: Object.fromEntries(labels) };
}

/** What an element is known by: an ID, or the two of a pair. */
function elementKey(part: Part, item: JsonObject): string {
  const { element = '/id', other } = part.read;
  const text = (place: Pointer): string => String(valueAt(item, place) ?? '');
  return other === undefined ? text(element) : pairKey(text(element), text(other));
}

/** The name beside an ID. */
function labelAt(item: JsonObject, place: Pointer): [string, string][] {
  const object = valueAt(item, place.replace(/\/id$/, ''));
  const id = isObject(object) ? get(object, 'id') : undefined;
  const name = isObject(object) ? get(object, 'name') : undefined;
  return typeof id === 'string' && typeof name === 'string' ? [[id, name]] : [];
}

/** What an item says of its element beyond its ID or key. */
export function attributesOf(part: Part, item: JsonObject): JsonObject {
  if (part.rows) {
    const key = keyFieldOf(part);
    return objectOf(Object.entries(item).filter(([name]) => name !== key));
  }
  return objectOf(
    Object.entries(part.attributes ?? {}).flatMap(([name, { initially, from }]) => {
      const value = (from ? from(item) : get(item, name)) ?? initially;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
