/**
 * Imports of rows: what becomes of a file. Sources: help "Import or export data tables" (appending inserts or updates the rows
 * of the file and leaves the others; a row that is wrong does not keep the others from being taken); the contract's
 * DataTableImportJob.
 */
import { PlatformError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { DATA_TABLES } from './paths.ts';
import { columnsOf, keptRow, rowsPath, takenRow } from './tables.ts';

/** Where the imports of a table are: as they are answered, with their file until it is worked off. */
export function importsPath(table: string): string {
  return `${DATA_TABLES}/${table}/import/jobs`;
}

/** What an import is answered as. */
export function importState({ file: _, due: __, ...job }: Document): JsonObject {
  return job;
}

/** An import with its file. */
export function withFile(org: Org, job: Document, text: string): Document {
  return { ...job, status: 'Processing', file: text, due: org.now() + org.switches.importMs };
}

/** Works off what is due of a table's imports. */
export function workOff(org: Org, table: Document): void {
  for (const { file, due, ...job } of org.all(importsPath(table.id))) {
    if (typeof file !== 'string' || Number(due) > org.now()) continue;
    const end = workedOff(org, table, textOf(job.importMode) ?? '', file);
    org.put(importsPath(table.id), { ...job, ...end });
  }
}

function workedOff(org: Org, table: Document, mode: string, text: string): JsonObject {
  const path = rowsPath(table.id);
  const [header = [], ...lines] = parseCsv(text);
  const dateCompleted = new Date(org.now()).toISOString();
  if (!header.includes('key')) {
    const errorInformation = {
      code: 'flows.datatables.import.error',
      message: 'The header has no column key.',
      status: 400,
    };
    return {
      status: 'Failed',
      dateCompleted,
      countRecordsUpdated: 0,
      countRecordsFailed: 0,
      errorInformation,
    };
  }
  const kept = new Set<string>();
  let failed = 0;
  for (const line of lines) {
    try {
      const row = keptRow(takenRow(org, table, rowIn(org, table, header, line)));
      const isThere = org.get(path, row.id) !== undefined;
      if (isThere && mode === 'Append' && org.switches.appendedRows === 'refused') failed += 1;
      else org.put(path, row);
      kept.add(row.id);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      failed += 1;
    }
  }
  const gone = mode === 'ReplaceAll' ? org.all(path).filter(({ id }) => !kept.has(id)) : [];
  for (const { id } of gone) org.remove(path, id);
  const isFailed = failed > 0 && org.switches.importsWithFailures === 'Failed';
  const counts = {
    countRecordsUpdated: lines.length - failed,
    countRecordsFailed: failed,
    countRecordsDeleted: gone.length,
  };
  const errorInformation = {
    code: 'flows.datatables.import.rows',
    message: `${failed} rows could not be imported.`,
    status: 400,
  };
  return {
    status: isFailed ? 'Failed' : 'Succeeded',
    dateCompleted,
    ...counts,
    ...(failed > 0 ? { errorInformation } : {}),
  };
}

/** A line as a row of the table: cells are texts, and the columns say what they mean. */
function rowIn(org: Org, table: Document, header: readonly string[], line: readonly string[]): JsonObject {
  const columns = columnsOf(table);
  const cells = header.flatMap((name, index): [string, Json][] => {
    const text = line[index] ?? '';
    const type = textOf(columns[name]?.type) ?? 'string';
    const isLeftOut = text === '' && (type !== 'string' || org.switches.emptyCells === 'default');
    return isLeftOut && name !== 'key' ? [] : [[name, meant(type, text)]];
  });
  return Object.fromEntries(cells);
}

function meant(type: string, text: string): Json {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'string' || text.trim() === '' || Number.isNaN(Number(text))) return text;
  return Number(text);
}

/** The fields of each line. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  let line: string[] = [];
  while (field.lastIndex < text.length) {
    const [, written = '', end = ''] = field.exec(text) ?? [];
    if (field.lastIndex === 0) break;
    line.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
