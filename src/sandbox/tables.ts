/**
 * Data tables: what their schemas may be, what a change of one may not do, and the rows that fit them. Sources: help "create a
 * data table" and "manage a data table"; the docstrings of the Python SDK; CX as Code 1.84.1, architect_datatable and
 * architect_datatable_row.
 */
import type { Call } from './call.ts';
import { badField, PlatformError } from './errors.ts';
import { at, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { DATA_TABLES } from './paths.ts';

const TYPES = ['string', 'integer', 'number', 'boolean'];
const MAX_NAME = 256;
const MAX_KEY = 256;
const MAX_TEXT = 262_144;
/** Custom fields of a table, by default. */
const MAX_COLUMNS = 50;

/** Where the rows of a table are. A row is kept under its key. */
export function rowsPath(table: string): string {
  return `${DATA_TABLES}/${table}/rows`;
}

/** A row as it is kept: its columns apart from what the org needs to hold it, as a column may be called anything. */
export function keptRow(row: JsonObject): Document {
  return { id: textOf(row.key) ?? '', row };
}

/** A row as it is answered. */
export function rowOf(document: Document): JsonObject {
  return isObject(document.row) ? document.row : {};
}

/** The columns of a table by the names that rows have them under, `key` among them. */
export function columnsOf(table: JsonObject): { [name: string]: JsonObject } {
  const columns = at(table, 'schema', 'properties');
  return Object.fromEntries(
    Object.entries(isObject(columns) ? columns : {}).map(([name, column]) => [
      name,
      isObject(column) ? column : {},
    ]),
  );
}

/** Refuses schemas that no table can have, and changes that the platform does not make: it adds columns, and no more. */
export function checkTable(next: JsonObject, previous: Document | undefined, call: Call): void {
  if ((textOf(next.name) ?? '').length > MAX_NAME) throw badField('name', 'The name is too long.');
  const columns = columnsOf(next);
  const { key, ...others } = columns;
  const required = at(next, 'schema', 'required');
  if (key?.type !== 'string') throw badSchema('The schema must have a property key of type string.');
  if (!Array.isArray(required) || !required.includes('key')) throw badSchema('key must be required.');
  if (at(next, 'schema', 'type') !== 'object') throw badSchema('The schema must be one of an object.');
  if (at(next, 'schema', 'additionalProperties') !== false)
    throw badSchema('The schema must not allow additional properties.');
  if (/[/\\]/.test(textOf(key.title) ?? '')) throw badSchema('The label of the key must not have / or \\.');
  if (Object.keys(others).length > MAX_COLUMNS) throw badSchema(`At most ${MAX_COLUMNS} fields are allowed.`);
  for (const [name, column] of Object.entries(columns)) checkColumn(name, column);
  if (previous) checkKept(columns, columnsOf(previous), call);
}

function checkColumn(name: string, { type, default: standard }: JsonObject): void {
  if (!TYPES.includes(textOf(type) ?? '')) throw badSchema(`The type of ${name} is not supported.`);
  if (standard !== undefined && !fits(textOf(type) ?? '', standard))
    throw badSchema(`The default of ${name} is not of its type.`);
}

function checkKept(
  columns: { [name: string]: JsonObject },
  before: { [name: string]: JsonObject },
  call: Call,
): void {
  for (const [name, column] of Object.entries(before)) {
    const now = columns[name];
    if (!now) {
      const place = `/schema/properties/${name}`;
      call.violate('dropped-field', place, `schema.properties.${name} was left out; columns stay`);
    }
    if (now?.type !== column.type) throw badSchema(`The field ${name} must not be changed or removed.`);
  }
}

function badSchema(message: string): PlatformError {
  return badField('schema', message, 'flows.datatables.schema.exception');
}

/** A table as it is answered: its schema only to those who ask for it. */
export function renderTable(table: Document, _org: unknown, expand: readonly string[]): Document {
  if (expand.includes('schema')) return table;
  const { schema: _, ...rest } = table;
  return rest;
}

/**
 * The row that is kept for a body.
 * @throws PlatformError for one that the table's schema does not take
 */
export function takenRow(org: Org, table: Document, body: JsonObject): JsonObject {
  const columns = columnsOf(table);
  const { key } = body;
  if (typeof key !== 'string' || key === '') throw badRow('key', 'The key is required.');
  if (key.length > MAX_KEY) throw badRow('key', 'The key is too long.');
  for (const [name, value] of Object.entries(body)) {
    const type = textOf(columns[name]?.type);
    if (type === undefined) throw badRow(name, `The table has no field ${name}.`);
    if (!fits(type, value)) throw badRow(name, `${name} must be of type ${type}.`);
  }
  if (org.switches.tableRows === 'asSent') return body;
  const filled = Object.entries(columns).map(([name, column]) => [name, body[name] ?? standardOf(column)]);
  return Object.fromEntries(filled);
}

/** What a column has where a row says nothing. */
function standardOf({ type, default: standard }: JsonObject): Json {
  if (standard !== undefined) return standard;
  return type === 'string' ? '' : type === 'boolean' ? false : 0;
}

function badRow(field: string, message: string): PlatformError {
  return badField(field, message, 'flows.datatables.syntax.error');
}

function fits(type: string, value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'string') return typeof value === 'string' && value.length <= MAX_TEXT;
  return typeof value === type;
}

export function noTable(): PlatformError {
  return new PlatformError(404, 'flows.datatables.table.not.found', 'Not found');
}
