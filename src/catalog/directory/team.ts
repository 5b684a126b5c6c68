import type { ResourceType } from '../vocabulary.ts';

/** Teams of users, named by queues. */
export const team = {
  type: 'team',
  noun: 'team',
  calls: { list: 'getTeams', read: 'getTeam' },
  identity: '/name',
  list: { size: 100, pages: 'cursor', find: 'name' },
} satisfies ResourceType;
