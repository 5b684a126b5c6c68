/** Rows of data tables, one by one. */
import { type Answer, type Call, first, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, duplicate, notFound, PlatformError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { DATA_TABLES } from '../paths.ts';
import { workOff } from '../table-imports.ts';
import { keptRow, noTable, rowOf, rowsPath, takenRow } from '../tables.ts';
import { objectBody } from './body.ts';
import { found, foundToChange, note } from './documents.ts';

const tables = collectionAt(DATA_TABLES);

/** The table that a call is about, with what its imports have done by now. */
export function tableOf(call: Call, look: typeof found | typeof foundToChange): Document {
  try {
    const table = look(call, tables, param(call, 'datatableId'));
    workOff(call.org, table);
    return table;
  } catch (error) {
    throw error instanceof PlatformError && error.status === 404 ? noTable() : error;
  }
}

/** Rows by key; only their keys, unless the request says `showbrief=false`. */
export function listRows(call: Call): Answer {
  const table = tableOf(call, found);
  const sign = first(call.query, 'sortOrder')?.startsWith('desc') ? -1 : 1;
  const rows = call.org
    .all(rowsPath(table.id))
    .sort((one, other) => (one.id < other.id ? -sign : one.id > other.id ? sign : 0));
  return {
    body: numberedPage(call, rows, call.org.switches.tableRowPages, (row) => shown(call, row)),
  };
}

export function readRow(call: Call): Answer {
  return { body: shown(call, rowIn(call, tableOf(call, found))) };
}

function shown(call: Call, document: Document): JsonObject {
  return first(call.query, 'showbrief') === 'false' ? rowOf(document) : { key: document.id };
}

function rowIn({ org, params }: Call, table: Document): Document {
  const row = org.get(rowsPath(table.id), params['rowId'] ?? '');
  if (!row) throw notFound();
  return row;
}

export function createRow(call: Call): Answer {
  const table = tableOf(call, foundToChange);
  const row = takenRow(call.org, table, objectBody(call, { mode: 'create', seen: undefined }));
  const document = keptRow(row);
  if (call.org.get(rowsPath(table.id), document.id))
    throw duplicate(call.org.switches.duplicateStatus, 'row', document.id);
  return stored(call, table, document);
}

/** Replaces a row; its key stays. A column that is left out gets its default again. */
export function replaceRow(call: Call): Answer {
  const table = tableOf(call, foundToChange);
  const before = rowIn(call, table);
  const body = objectBody(call, { mode: 'replace', seen: rowOf(before) });
  const row = takenRow(call.org, table, body);
  if (row.key !== before.id) throw badField('key', 'The key of a row cannot be changed.');
  for (const name of Object.keys(rowOf(before))) {
    if (!Object.hasOwn(body, name)) call.violate('dropped-field', `/${name}`, `${name} was left out`);
  }
  return stored(call, table, keptRow(row));
}

function stored(call: Call, table: Document, document: Document): Answer {
  call.org.put(rowsPath(table.id), document);
  note(call, tables, table, { action: 'Update', before: {}, after: { rows: [document.id] } });
  return { body: rowOf(document) };
}

export function deleteRow(call: Call): Answer {
  const table = tableOf(call, foundToChange);
  const row = rowIn(call, table);
  call.org.remove(rowsPath(table.id), row.id);
  note(call, tables, table, { action: 'Update', before: { rows: [row.id] }, after: {} });
  return {};
}
