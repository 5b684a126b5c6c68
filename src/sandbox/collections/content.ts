/** Scripts and response libraries. */

import { DIVISIONS, LIBRARIES, SCRIPTS, USERS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, contains, name, prefix } from './filters.ts';
import { LOOKUP } from './rows.ts';

export const CONTENT: readonly Collection[] = [
  {
    ...LOOKUP,
    path: SCRIPTS,
    entity: 'Script',
    maxPageSize: 500,
    filters: { name: name(contains), divisionIds: BY_DIVISION },
    references: { '/division': DIVISIONS },
    move: { type: 'SCRIPT', permission: 'scripter:script:edit' },
  },
  {
    ...LOOKUP,
    path: LIBRARIES,
    entity: 'Library',
    filters: { libraryPrefix: name(prefix) },
    references: { '/division': DIVISIONS, '/createdBy': USERS },
    move: { type: 'LIBRARY', permission: 'responses:library:edit' },
    stamps: { dateCreated: '', version: 1 },
    created: { 'x-future': { shared: false } },
  },
];
