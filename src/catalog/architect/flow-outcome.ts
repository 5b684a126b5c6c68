import type { ResourceType } from '../vocabulary.ts';

/** What flows report on. It cannot be deleted: a rollback leaves it (CX as Code 1.84.1, 2026-07). */
export const flowOutcome = {
  type: 'flow_outcome',
  noun: 'flow outcome',
  calls: {
    list: 'getFlowsOutcomes',
    read: 'getFlowsOutcome',
    create: 'postFlowsOutcomes',
    update: 'putFlowsOutcome',
  },
  identity: '/name',
  tracked: () => 'FLOWOUTCOME',
  list: { size: 100, find: 'name' },
  references: { '/division': { type: 'auth_division' } },
  managed: ['/currentOperation', '/id'],
  // An empty one is answered as a space (CX as Code 1.84.1, 2026-07).
  clear: { '/description': ' ' },
} satisfies ResourceType;
