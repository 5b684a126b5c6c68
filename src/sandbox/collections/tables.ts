/** Data tables. */
import { DATA_TABLES, DIVISIONS } from '../paths.ts';
import { checkTable, renderTable } from '../tables.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, name, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

export const TABLE_COLLECTIONS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: DATA_TABLES,
    entity: 'Datatable',
    service: 'Architect',
    division: 'written',
    filters: { name: name(wildcard), divisionId: BY_DIVISION },
    references: { '/division': DIVISIONS },
    move: { type: 'DATATABLES', permission: 'architect:datatable:edit' },
    unique: { field: 'name', clash: always },
    created: { 'x-future': { retention: 'forever' } },
    check: checkTable,
    render: renderTable,
  },
];
