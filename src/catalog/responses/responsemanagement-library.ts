import type { ResourceType } from '../vocabulary.ts';

/** Libraries of canned responses, named by queues. */
export const responsemanagementLibrary = {
  type: 'responsemanagement_library',
  noun: 'response library',
  calls: { list: 'getResponsemanagementLibraries', read: 'getResponsemanagementLibrary' },
  identity: '/name',
  list: { size: 100, find: 'libraryPrefix' },
} satisfies ResourceType;
