import type { ResourceType } from '../vocabulary.ts';

/** Canned responses. The same name may stand in several libraries, and a response in several of them. */
export const responsemanagementResponse = {
  type: 'responsemanagement_response',
  noun: 'canned response',
  calls: {
    list: 'getResponsemanagementResponses',
    read: 'getResponsemanagementResponse',
    create: 'postResponsemanagementResponses',
    update: 'putResponsemanagementResponse',
    remove: 'deleteResponsemanagementResponse',
  },
  identity: '/name',
  parent: 'responsemanagement_library',
  within: { query: 'libraryId', set: '/libraries' },
  tracked: () => 'RESPONSE',
  list: { size: 100, passes: [{ expand: 'substitutionsSchema' }] },
  readQuery: { expand: 'substitutionsSchema' },
  update: { version: true },
  // The library that the entry is in, at least.
  optional: ['libraries'],
  references: {
    '/assets/*': { type: 'responsemanagement_responseasset' },
    '/libraries/*': { type: 'responsemanagement_library', weak: false },
  },
  sets: ['/assets', '/footer/applicableResources', '/libraries'],
  lists: { '/substitutions': { key: 'id', anyOrder: true }, '/texts': { anyOrder: true } },
  unsupported: {
    '/messagingTemplate': 'names a messaging integration, which is not in the catalog yet',
    '/substitutionsSchema': 'names a JSON schema by its ID',
  },
  remove: { unseen: ['signatures of e-mail routes', 'outbound campaigns'] },
} satisfies ResourceType;
