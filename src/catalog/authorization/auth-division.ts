import type { ResourceType } from '../vocabulary.ts';

export const authDivision = {
  type: 'auth_division',
  noun: 'division',
  calls: {
    list: 'getAuthorizationDivisions',
    read: 'getAuthorizationDivision',
    create: 'postAuthorizationDivisions',
    update: 'putAuthorizationDivision',
    remove: 'deleteAuthorizationDivision',
  },
  identity: '/name',
  unique: 'org',
  marked: { home: { homeDivision: true } },
  list: { size: 100, find: 'name' },
  optional: ['description'],
  remove: {
    is: 'soft',
    restore: { op: 'postAuthorizationDivisionRestore' },
    never: [{ where: { homeDivision: true }, why: 'the home division of an org cannot be deleted' }],
  },
} satisfies ResourceType;
