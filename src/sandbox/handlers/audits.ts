/** The realtime audit query: numbered paging in the body, newest first. */
import type { Answer, Call } from '../call.ts';
import { badField } from '../errors.ts';
import { arrayOf, at, type Json, type JsonObject, textOf } from '../json.ts';
import { objectBody } from './body.ts';

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  Action: ['action'],
  ClientId: ['client', 'id'],
  EntityId: ['entity', 'id'],
  EntityType: ['entityType'],
  TrusteeOrganizationId: ['trusteeOrganizationId'],
  UserId: ['user', 'id'],
};
const MAX_PAGE = 500;

/** Entries of the interval that every filter lets through. */
export function queryAudits(call: Call): Answer {
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const { from, to } = interval(body);
  const entries = call.org.state.audits.filter((entry) => {
    const date = Date.parse(textOf(entry.eventDate) ?? '');
    const service = body.serviceName ?? entry.serviceName;
    return (
      date >= from &&
      date <= to &&
      service === entry.serviceName &&
      arrayOf(body.filters).every((filter) => passes(entry, filter))
    );
  });
  return { body: page(sorted(entries, body), body) };
}

function interval({ interval: text }: JsonObject): { from: number; to: number } {
  const [from = Number.NaN, to = Number.NaN] = (textOf(text) ?? '')
    .split('/')
    .map((date) => Date.parse(date));
  if (Number.isNaN(from) || Number.isNaN(to))
    throw badField('interval', 'The interval must be two ISO-8601 dates with a slash between.');
  return { from, to };
}

function passes(entry: JsonObject, filter: Json): boolean {
  const path = PROPERTIES[textOf(at(filter, 'property')) ?? ''] ?? [];
  return at(entry, ...path) === at(filter, 'value');
}

function sorted(entries: readonly JsonObject[], { sort }: JsonObject): JsonObject[] {
  return at(arrayOf(sort)[0], 'sortOrder') === 'ascending' ? [...entries] : [...entries].reverse();
}

function page(entries: readonly JsonObject[], { pageNumber = 1, pageSize = 25 }: JsonObject): JsonObject {
  const size = Math.min(Number(pageSize), MAX_PAGE);
  const start = (Number(pageNumber) - 1) * size;
  const entities = entries.slice(start, start + size);
  return {
    entities,
    pageNumber,
    pageSize: size,
    total: entries.length,
    pageCount: Math.ceil(entries.length / size),
  };
}
