import { movedAs } from '../divisions.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Libraries of canned responses, named by queues. */
export const responsemanagementLibrary = {
  type: 'responsemanagement_library',
  noun: 'response library',
  calls: {
    list: 'getResponsemanagementLibraries',
    read: 'getResponsemanagementLibrary',
    create: 'postResponsemanagementLibraries',
    update: 'putResponsemanagementLibrary',
    remove: 'deleteResponsemanagementLibrary',
  },
  identity: '/name',
  list: { size: 100, find: 'libraryPrefix' },
  update: { version: true },
  references: { '/division': { type: 'auth_division' } },
  moves: movedAs('LIBRARY'),
} satisfies ResourceType;
