/** Listings in the three ways that the API pages: numbered, numbered without totals, and by cursor. */
import { type Call, first } from './call.ts';
import { badField } from './errors.ts';
import type { Json, JsonObject } from './json.ts';

const DEFAULT_SIZE = 25;

/** One page of the entities, `render` applied to those alone. Page sizes above the maximum are refused or clamped. */
export function numberedPage<T>(
  call: Call,
  entities: readonly T[],
  maximum: number,
  render: (entity: T) => Json,
): JsonObject {
  const { size, number, slice } = pageOf(call, entities, maximum);
  const pageCount = Math.ceil(entities.length / size) || call.org.switches.emptyPageCount;
  return {
    entities: slice.map(render),
    pageSize: size,
    pageNumber: number,
    total: entities.length,
    pageCount,
    ...links(call, size, number, pageCount),
    lastUri: link(call, { pageSize: size, pageNumber: Math.max(pageCount, 1) }),
  };
}

/** As `numberedPage`, for services that count nothing: the last page is the one without `nextUri`. */
export function uncountedPage<T>(
  call: Call,
  entities: readonly T[],
  maximum: number,
  render: (entity: T) => Json,
): JsonObject {
  const { size, number, slice } = pageOf(call, entities, maximum);
  const pages = Math.ceil(entities.length / size);
  return {
    entities: slice.map(render),
    pageSize: size,
    pageNumber: number,
    ...links(call, size, number, pages),
  };
}

/** A page after an opaque cursor, which `nextUri` carries. */
export function cursorPage<T>(
  call: Call,
  entities: readonly T[],
  maximum: number,
  render: (entity: T) => Json,
): JsonObject {
  const size = pageSize(call, maximum);
  const start = decodeCursor(first(call.query, 'after'));
  const end = start + size;
  const after = first(call.query, 'after');
  return {
    entities: entities.slice(start, end).map(render),
    selfUri: link(call, after === undefined ? { pageSize: size } : { pageSize: size, after }),
    ...(end < entities.length ? { nextUri: link(call, { pageSize: size, after: encodeCursor(end) }) } : {}),
    ...(start > 0
      ? { previousUri: link(call, { pageSize: size, after: encodeCursor(Math.max(start - size, 0)) }) }
      : {}),
  };
}

function pageOf<T>(
  call: Call,
  entities: readonly T[],
  maximum: number,
): { size: number; number: number; slice: T[] } {
  const size = pageSize(call, maximum);
  const number = numberOf(call, 'pageNumber', 1);
  return { size, number, slice: entities.slice((number - 1) * size, number * size) };
}

function pageSize(call: Call, maximum: number): number {
  const size = numberOf(call, 'pageSize', DEFAULT_SIZE);
  if (size <= maximum) return size;
  if (call.org.switches.oversizedPage === 'clamped') return maximum;
  throw badField(
    'pageSize',
    `The page size must not be larger than ${maximum}.`,
    'invalid.query.param.value',
  );
}

function numberOf(call: Call, name: string, standard: number): number {
  const number = Number(first(call.query, name) ?? standard);
  if (Number.isInteger(number) && number >= 1) return number;
  throw badField(name, `${name} must be a whole number above 0.`, 'invalid.query.param.value');
}

function links(call: Call, pageSize: number, pageNumber: number, pageCount: number): JsonObject {
  return {
    selfUri: link(call, { pageSize, pageNumber }),
    firstUri: link(call, { pageSize, pageNumber: 1 }),
    ...(pageNumber < pageCount ? { nextUri: link(call, { pageSize, pageNumber: pageNumber + 1 }) } : {}),
    ...(pageNumber > 1 ? { previousUri: link(call, { pageSize, pageNumber: pageNumber - 1 }) } : {}),
  };
}

function link(call: Call, page: Record<string, string | number>): string {
  const filters = call.org.switches.linksKeepFilters
    ? [...call.query].filter(([name]) => !isPaging(name))
    : [];
  const query = new URLSearchParams(
    Object.entries(page).map(([name, value]): [string, string] => [name, String(value)]),
  );
  for (const [name, values] of filters) for (const value of values) query.append(name, value);
  return `${call.path}?${query}`;
}

function isPaging(name: string): boolean {
  return ['pageSize', 'pageNumber', 'after', 'before'].includes(name);
}

function encodeCursor(position: number): string {
  return Buffer.from(`position:${position}`).toString('base64url');
}

function decodeCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, position] = /^position:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined)
    throw badField('after', 'The cursor is not valid.', 'invalid.query.param.value');
  return Number(position);
}
