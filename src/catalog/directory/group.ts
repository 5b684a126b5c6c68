import type { ResourceType } from '../vocabulary.ts';

/** Groups of users, named by queues. */
export const group = {
  type: 'group',
  noun: 'group',
  calls: { list: 'getGroups', read: 'getGroup' },
  identity: '/name',
  list: { size: 500 },
} satisfies ResourceType;
