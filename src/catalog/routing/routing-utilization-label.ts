import type { ResourceType } from '../vocabulary.ts';

export const routingUtilizationLabel = {
  type: 'routing_utilization_label',
  noun: 'utilization label',
  calls: {
    list: 'getRoutingUtilizationLabels',
    read: 'getRoutingUtilizationLabel',
    create: 'postRoutingUtilizationLabels',
    update: 'putRoutingUtilizationLabel',
    remove: 'deleteRoutingUtilizationLabel',
  },
  identity: '/name',
  unique: 'org',
  list: { size: 100, find: 'name' },
  fixed: [
    {
      where: { name: 'System Default Label' },
      why: 'the System Default Label belongs to the platform and cannot be changed',
    },
  ],
  unsupported: {
    '/utilization': "is the label's entry in routing_utilization: write it there, under labelUtilizations",
  },
  remove: {
    force: { forceDelete: true },
    losses: ['its capacity in routing_utilization', 'users who have settings of their own for it lose them'],
    unseen: ['the utilization of single users'],
  },
} satisfies ResourceType;
