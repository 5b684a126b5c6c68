import type { ResourceType } from '../vocabulary.ts';

export const routingWrapupcode = {
  type: 'routing_wrapupcode',
  noun: 'wrap-up code',
  calls: {
    list: 'getRoutingWrapupcodes',
    read: 'getRoutingWrapupcode',
    create: 'postRoutingWrapupcodes',
    update: 'putRoutingWrapupcode',
    remove: 'deleteRoutingWrapupcode',
  },
  identity: '/name',
  tracked: () => 'ACDWRAPUPCODE',
  unique: 'org',
  list: { size: 100 },
  references: { '/division': { type: 'auth_division', any: true } },
  managed: ['/dateCreated', '/dateModified', '/createdBy', '/modifiedBy'],
  remove: { losses: ['interactions keep the outcome under its old ID'] },
} satisfies ResourceType;
