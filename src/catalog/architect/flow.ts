import type { ResourceType } from '../vocabulary.ts';

/** Flows are named by queues; the same name may stand once in each flow type. */
export const flow = {
  type: 'flow',
  noun: 'flow',
  calls: { list: 'getFlows', read: 'getFlow' },
  identity: '/name',
  list: { size: 500, find: 'name', passes: [{ deleted: false }] },
} satisfies ResourceType;
