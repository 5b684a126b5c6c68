/** Flows with what they report on; prompts have a file of their own. */

import { flag } from '../call.ts';
import { renderedLevel } from '../log-levels.ts';
import { fillOutcome } from '../outcomes.ts';
import {
  DIVISIONS,
  EMERGENCY_GROUPS,
  FLOW_LOG_LEVELS,
  FLOW_MILESTONES,
  FLOW_OUTCOMES,
  FLOWS,
  IVRS,
  QUEUES,
  USERS,
} from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, BY_ID, caseless, name, wildcard } from './filters.ts';
import { GRAMMAR_COLLECTIONS } from './grammars.ts';
import { PROMPT_COLLECTIONS } from './prompts.ts';
import { isDeleted, LOOKUP } from './rows.ts';

/** What jobs and editors write, and no update of a flow. */
const MANAGED_OF_FLOWS = [
  'active',
  'checkedInVersion',
  'configuration',
  'currentOperation',
  'deleted',
  'description',
  'division',
  'lockedClient',
  'lockedUser',
  'publishedBy',
  'publishedVersion',
  'system',
  'type',
  'uses',
  'versions',
];

/** What milestones and outcomes have in common. */
const REPORTED = {
  ...LOOKUP,
  service: 'Architect',
  filters: {
    name: name(wildcard),
    description: { field: ['description'], matches: wildcard },
    id: BY_ID,
    divisionId: BY_DIVISION,
  },
  references: { '/division': DIVISIONS },
  division: 'written',
  created: { 'x-future': { shownIn: 'journeys' } },
  unique: { field: 'name', clash: (_one, _other, { outcomeNames }) => outcomeNames === 'unique' },
} as const satisfies Partial<Collection>;

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
    kept: MANAGED_OF_FLOWS,
    unique: { field: 'name', clash: (one, other) => one.type === other.type },
    heldBy: () => [EMERGENCY_GROUPS, IVRS, QUEUES],
    render: ({ configuration: _, uses: __, versions: ___, ...flow }) => flow,
    move: { type: 'FLOW', permission: 'architect:flow:edit' },
  },
  {
    ...LOOKUP,
    path: FLOW_LOG_LEVELS,
    entity: 'FlowLogLevel',
    service: 'Architect',
    division: 'none',
    filters: {},
    references: {},
    stamps: { dateModified: '', modifiedBy: '' },
    settled: ['name', 'type'],
    identify: (_, { params }) => params['flowId'] ?? '',
    render: renderedLevel,
  },
  {
    ...REPORTED,
    path: FLOW_MILESTONES,
    entity: 'FlowMilestone',
    move: { type: 'FLOWMILESTONE', permission: 'architect:flowMilestone:edit' },
  },
  {
    ...REPORTED,
    path: FLOW_OUTCOMES,
    entity: 'FlowOutcome',
    settled: ['currentOperation'],
    move: { type: 'FLOWOUTCOME', permission: 'architect:flowOutcome:edit' },
    fill: fillOutcome,
  },
  ...GRAMMAR_COLLECTIONS,
  ...PROMPT_COLLECTIONS,
];
