/** The data tables of Harbour Bank: its holidays, and which branch takes which calls. */
import { addTo, idOf, refTo } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { DATA_TABLES, DIVISIONS } from '../paths.ts';
import { keptRow, rowsPath } from '../tables.ts';

/** Name, type, label, default. */
type Column = readonly [string, string, string, JsonObject[string]?];

/** Date, open, note, opening hour. */
const HOLIDAYS: readonly (readonly [string, boolean, string, number])[] = [
  ['2026-12-25', false, 'Christmas Day', 0],
  ['2026-12-26', false, 'Boxing Day', 0],
  ['2026-12-31', true, "New Year's Eve", 9],
  ['2027-01-01', false, "New Year's Day", 0],
  ['2027-01-26', false, 'Australia Day', 0],
];

const BRANCHES = ['Sydney', 'Melbourne', 'Brisbane', 'Perth', 'Adelaide', 'Hobart', 'Darwin', 'Canberra'];
const DESKS = 16;

function schemaOf(keyLabel: string, columns: readonly Column[]): JsonObject {
  const own = columns.map(([name, type, title, standard], index): [string, JsonObject] => [
    name,
    {
      $id: `/properties/${name}`,
      type,
      title,
      displayOrder: index + 1,
      ...(standard === undefined ? {} : { default: standard }),
    },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Table',
    type: 'object',
    additionalProperties: false,
    required: ['key'],
    properties: {
      key: { $id: '/properties/key', type: 'string', title: keyLabel, displayOrder: 0 },
      ...Object.fromEntries(own),
    },
  };
}

function addRows(state: OrgState, table: string, rows: readonly JsonObject[]): void {
  const path = rowsPath(idOf(DATA_TABLES, table));
  state.collections[path] = Object.fromEntries(rows.map((row) => [String(row.key), keptRow(row)]));
}

/** Adds the tables with their rows. */
export function addTables(state: OrgState): void {
  addTo(state, DATA_TABLES, {
    name: 'Holidays',
    description: 'Days on which the lines are closed',
    schema: schemaOf('Date', [
      ['open', 'boolean', 'Open', false],
      ['note', 'string', 'Note', ''],
      ['opens', 'integer', 'Opens at'],
    ]),
  });
  addRows(
    state,
    'Holidays',
    HOLIDAYS.map(([key, open, note, opens]) => ({ key, open, note, opens })),
  );
  addTo(state, DATA_TABLES, {
    name: 'Branch lines',
    division: refTo(DIVISIONS, 'Cards'),
    schema: schemaOf('Branch/desk', [
      ['number', 'string', 'Number'],
      ['share', 'number', 'Share', 1],
    ]),
  });
  addRows(
    state,
    'Branch lines',
    BRANCHES.flatMap((branch, index) =>
      Array.from({ length: DESKS }, (_, desk) => ({
        key: `${branch}/${desk + 1}`,
        number: `+612900${index}${String(desk).padStart(4, '0')}`,
        share: 0.5,
      })),
    ),
  );
}
