import type { ResourceType } from '../vocabulary.ts';

export const flowMilestone = {
  type: 'flow_milestone',
  noun: 'flow milestone',
  calls: {
    list: 'getFlowsMilestones',
    read: 'getFlowsMilestone',
    create: 'postFlowsMilestones',
    update: 'putFlowsMilestone',
    remove: 'deleteFlowsMilestone',
  },
  identity: '/name',
  tracked: () => 'FLOWMILESTONE',
  list: { size: 100, find: 'name' },
  references: { '/division': { type: 'auth_division' } },
} satisfies ResourceType;
