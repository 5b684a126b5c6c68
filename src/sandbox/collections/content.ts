/** Scripts, and libraries with their responses and the files of these. */

import { first } from '../call.ts';
import { textOf } from '../json.ts';
import { DIVISIONS, LIBRARIES, RESPONSE_ASSETS, RESPONSES, SCRIPTS, USERS } from '../paths.ts';
import { renderedAsset } from '../response-assets.ts';
import { isInLibrary, renderResponse } from '../responses.ts';
import { renderedScript } from '../scripts.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, contains, name, prefix } from './filters.ts';
import { DATES, LOOKUP } from './rows.ts';

export const CONTENT: readonly Collection[] = [
  {
    ...LOOKUP,
    path: SCRIPTS,
    entity: 'Script',
    maxPageSize: 500,
    filters: { name: name(contains), divisionIds: BY_DIVISION },
    references: { '/division': DIVISIONS },
    move: { type: 'SCRIPT', permission: 'scripter:script:edit' },
    render: renderedScript,
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
    path: RESPONSE_ASSETS,
    entity: 'ResponseAsset',
    filters: {},
    references: { '/division': DIVISIONS },
    division: 'written',
    stamps: { ...DATES, createdBy: '' },
    settled: [
      'contentLength',
      'contentLocation',
      'contentType',
      'content',
      'createdBy',
      'dateCreated',
      'dateModified',
    ],
    accept: ({ divisionId, ...rest }) =>
      textOf(divisionId) === undefined ? rest : { ...rest, division: { id: divisionId ?? '' } },
    // Bodies call it divisionId.
    kept: ['division'],
    heldBy: ({ usedResponseAssetDelete }) => (usedResponseAssetDelete === 'refused' ? [RESPONSES] : []),
    heldStatus: () => 400,
    render: renderedAsset,
  },
  {
    ...LOOKUP,
    path: RESPONSES,
    entity: 'Response',
    filters: {},
    hidden: (response, query) => !isInLibrary(response, first(query, 'libraryId') ?? ''),
    references: { '/assets/*': RESPONSE_ASSETS, '/libraries/*': LIBRARIES, '/createdBy': USERS },
    division: 'none',
    stamps: { dateCreated: '', version: 1 },
    created: { 'x-future': { pinned: false } },
    render: renderResponse,
  },
];
