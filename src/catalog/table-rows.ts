import { equal, get, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer } from '../json/pointer.ts';
import { nearest } from '../nearest.ts';
import { writeCsv } from './csv.ts';
import { type Columns, isOf } from './table-schema.ts';
import type { Complaint } from './vocabulary.ts';

/** As many complaints about rows are told. */
const MOST_TOLD = 50;
/** Source: help "Work with data tables", 2026-07. */
const LONGEST_KEY = 256;

/**
 * Rows as Genesys Cloud keeps them: with the defaults of the columns that they do not say. A row that differs from
 * what stands there only by such defaults does not differ.
 */
export function rowsAsKept(
  columns: Columns,
  after: Json | undefined,
  before: Json | undefined,
): { readonly rows?: JsonObject; readonly complaints: readonly Complaint[] } {
  if (!isObject(after)) return { complaints: [] };
  const old = isObject(before) ? before : {};
  const complaints: Complaint[] = [];
  const unknownNames = new Set<string>();
  const rows = Object.entries(after).map(([key, said]): readonly [string, Json] => {
    const standing = get(old, key);
    if (!isObject(said) || said === standing || equal(said, standing)) return [key, said];
    const row = meant(columns, said);
    complaints.push(...rowComplaints(columns, key, row, unknownNames));
    const complete = filled(columns, row);
    return [key, isObject(standing) && equal(filled(columns, standing), complete) ? standing : complete];
  });
  return { rows: objectOf(rows), complaints: told(complaints) };
}

/** A row with what the cells of a file mean: the type of the column says it. What fits no type stays as it is. */
function meant(columns: Columns, row: JsonObject): JsonObject {
  return objectOf(
    Object.entries(row).map(([name, value]) => {
      const cell = isObject(value) ? get(value, '$cell') : undefined;
      if (typeof cell !== 'string') return [name, value];
      const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
      return [name, column ? meaningOf(cell, column) : cell];
    }),
  );
}

function meaningOf(cell: string, column: JsonObject): Json {
  const type = get(column, 'type');
  const text = cell.trim();
  if (type === 'string') return cell;
  if (text === '') return standardOf(column);
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const isNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isNumber && (type === 'integer' || type === 'number') ? Number(text) : cell;
}

function told(complaints: readonly Complaint[]): readonly Complaint[] {
  if (complaints.length <= MOST_TOLD) return complaints;
  const message = `${complaints.length - MOST_TOLD} more values of rows are wrong.`;
  return [...complaints.slice(0, MOST_TOLD), { path: '/rows', message }];
}

/** The file by which rows are imported: the columns are called what the API calls them (help, 2026-07). */
export function fileOfRows(rows: readonly (readonly [key: string, row: JsonObject])[]): string {
  const columns = [...new Set(rows.flatMap(([, row]) => Object.keys(row)))];
  return writeCsv([
    ['key', ...columns],
    ...rows.map(([key, row]) => [key, ...columns.map((column) => get(row, column))]),
  ]);
}

/** Source: CX as Code 1.84.1, architect_datatable_row, 2026-07. */
function filled(columns: Columns, row: JsonObject): JsonObject {
  const own = Object.entries(columns).filter(([name]) => name !== 'key');
  return { ...objectOf(own.map(([name, column]) => [name, get(row, name) ?? standardOf(column)])), ...row };
}

function standardOf(column: JsonObject): Json {
  const type = get(column, 'type');
  return get(column, 'default') ?? (type === 'string' ? '' : type === 'boolean' ? false : 0);
}

/** @param unknownNames columns that were complained about already: one that is wrong is wrong in every line of a file */
function rowComplaints(
  columns: Columns,
  key: string,
  row: JsonObject,
  unknownNames: Set<string>,
): Complaint[] {
  const path = `/rows${pointer(key)}`;
  const complaints: Complaint[] = [];
  if (key === '') complaints.push({ path, message: 'The key of a row cannot be empty.' });
  if (key.length > LONGEST_KEY) {
    const message = `The key of a row has at most ${LONGEST_KEY} characters; this one has ${key.length}.`;
    complaints.push({ path, message });
  }
  for (const [name, value] of Object.entries(row)) {
    const place = path + pointer(name);
    const column = name === 'key' || !Object.hasOwn(columns, name) ? undefined : columns[name];
    const type = column && get(column, 'type');
    if (name === 'key')
      complaints.push({
        path: place,
        message: 'The key of a row is what stands before its columns.',
        hint: `Leave  key  out.`,
      });
    else if (type === undefined) {
      if (!unknownNames.has(name)) complaints.push({ path: place, ...unknown(columns, name) });
      unknownNames.add(name);
    } else if (!isOf(type, value)) complaints.push({ path: place, ...mistyped(name, type, value) });
  }
  return complaints;
}

function unknown(columns: Columns, name: string): Omit<Complaint, 'path'> {
  const names = Object.keys(columns).filter((column) => column !== 'key');
  const [first] = nearest(name, names);
  return {
    message: `The data table has no column "${name}".`,
    hint: first
      ? `Did you mean "${first}"?`
      : `It has ${names.length === 0 ? 'none but the key' : names.join(', ')}. To add one, write it into the table's  schema.`,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function mistyped(name: string, type: Json, value: Json): Omit<Complaint, 'path'> {
  const wanted = WORDS[String(type)] ?? String(type);
  const hint =
    type === 'string' && typeof value !== 'object' ? `Write it in quotes:  "${String(value)}"` : undefined;
  const message = `The column "${name}" takes ${wanted}; this is ${JSON.stringify(value)}.`;
  return { message, ...(hint ? { hint } : {}) };
}
