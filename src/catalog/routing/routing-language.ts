import type { ResourceType } from '../vocabulary.ts';

/** Genesys Cloud cannot change a language: not its name, and it belongs to no division. */
export const routingLanguage = {
  type: 'routing_language',
  noun: 'language',
  calls: {
    list: 'getRoutingLanguages',
    read: 'getRoutingLanguage',
    create: 'postRoutingLanguages',
    remove: 'deleteRoutingLanguage',
  },
  identity: '/name',
  tracked: () => 'ACDLANGUAGE',
  unique: 'org',
  caseless: true,
  list: { size: 100, find: 'name' },
  managed: ['/dateModified', '/state', '/version'],
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
