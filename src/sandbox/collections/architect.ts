/** Flows and prompts. */

import { flag } from '../call.ts';
import { DIVISIONS, FLOWS, PROMPTS, USERS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, BY_ID, caseless, name, wildcard } from './filters.ts';
import { isDeleted, LOOKUP } from './rows.ts';

export const ARCHITECT: readonly Collection[] = [
  {
    ...LOOKUP,
    path: FLOWS,
    entity: 'Flow',
    service: 'Architect',
    maxPageSize: 500,
    filters: {
      name: name(wildcard),
      description: { field: ['description'], matches: wildcard },
      type: { field: ['type'], matches: caseless },
      id: BY_ID,
      divisionId: BY_DIVISION,
    },
    overriding: 'id',
    hidden: (flow, query) => isDeleted(flow) && !flag(query, 'deleted'),
    unreadable: (flow, query) => isDeleted(flow) && !flag(query, 'deleted'),
    references: { '/division': DIVISIONS, '/publishedBy': USERS, '/publishedVersion/createdBy': USERS },
    move: { type: 'FLOW', permission: 'architect:flow:edit' },
  },
  {
    ...LOOKUP,
    path: PROMPTS,
    entity: 'Prompt',
    service: 'Architect',
    filters: {
      name: name(wildcard),
      description: { field: ['description'], matches: wildcard },
      divisionId: BY_DIVISION,
    },
    overriding: 'name',
    references: { '/division': DIVISIONS },
  },
];
