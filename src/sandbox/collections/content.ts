/** Scripts, and libraries with their responses. */

import { first } from '../call.ts';
import { DIVISIONS, LIBRARIES, RESPONSES, SCRIPTS, USERS } from '../paths.ts';
import { isInLibrary, renderResponse } from '../responses.ts';
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
    heldBy: () => [RESPONSES],
    unready: ({ newLibraryResponse }) => newLibraryResponse === 'refusedOnce',
  },
  {
    ...LOOKUP,
    path: RESPONSES,
    entity: 'Response',
    filters: {},
    hidden: (response, query) => !isInLibrary(response, first(query, 'libraryId') ?? ''),
    references: { '/libraries/*': LIBRARIES, '/createdBy': USERS },
    division: 'none',
    stamps: { dateCreated: '', version: 1 },
    created: { 'x-future': { pinned: false } },
    render: renderResponse,
  },
];
