import type { Part } from './vocabulary.ts';

/**
 * The roles that a user or a group holds itself, each in a division or in all of them.
 * `bulkremove` fails as a whole when one of the roles or divisions is gone (CX as Code 1.84.1, 2026-07).
 */
export function grantsOf(subjectType: 'PC_USER' | 'PC_GROUP'): Part {
  return {
    type: 'auth_role',
    noun: 'role',
    pair: {
      attribute: 'divisions',
      to: { type: 'auth_division', any: true },
      as: ['roleId', 'divisionId'],
    },
    read: {
      op: 'getAuthorizationSubject',
      query: { includeDuplicates: true },
      at: '/grants',
      element: '/role/id',
      other: '/division/id',
      mine: '/subjectId',
      // 500 is the largest page of the second by its own description (Platform API, 2026-07).
      holders: {
        auth_role: { op: 'getAuthorizationRoleSubjectgrants', size: 100, at: '/id' },
        auth_division: { op: 'getAuthorizationDivisionGrants', size: 500, at: '/subjectId' },
      },
    },
    add: {
      op: 'postAuthorizationSubjectBulkadd',
      params: { subjectId: '$id' },
      query: { subjectType },
      body: { grants: '$pairs' },
      batch: 50,
    },
    remove: {
      op: 'deleteAuthorizationSubjectDivisionRole',
      params: { subjectId: '$id', divisionId: '$other', roleId: '$element' },
    },
  };
}
