import { movedAs } from '../divisions.ts';
import type { ResourceType } from '../vocabulary.ts';

export const team = {
  type: 'team',
  noun: 'team',
  calls: {
    list: 'getTeams',
    read: 'getTeam',
    create: 'postTeams',
    update: 'patchTeam',
    remove: 'deleteTeam',
  },
  identity: '/name',
  list: { size: 100, pages: 'cursor', find: 'name' },
  update: { is: 'changed' },
  references: { '/division': { type: 'auth_division' } },
  parts: {
    members: {
      type: 'user',
      noun: 'member',
      read: { op: 'getTeamMembers', size: 100, pages: 'cursor' },
      add: {
        op: 'postTeamMembers',
        params: { teamId: '$id' },
        body: { memberIds: '$ids' },
        batch: 25,
      },
      remove: {
        op: 'deleteTeamMembers',
        params: { teamId: '$id' },
        query: { id: '$idList' },
        batch: 25,
      },
    },
  },
  moves: movedAs('TEAM'),
} satisfies ResourceType;
