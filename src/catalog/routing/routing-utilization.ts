import type { ResourceType } from '../vocabulary.ts';

/** How much an agent can take at once, where nothing else is said for the agent. */
export const routingUtilization = {
  type: 'routing_utilization',
  noun: 'utilization',
  calls: { read: 'getRoutingUtilization', update: 'putRoutingUtilization' },
  identity: '',
  singleton: true,
  keys: { '/labelUtilizations': { type: 'routing_utilization_label' } },
  references: {
    '/labelUtilizations/*/interruptingLabelIds/*': { type: 'routing_utilization_label', as: 'id' },
  },
  sets: ['/labelUtilizations/*/interruptingLabelIds', '/utilization/*/interruptableMediaTypes'],
  // The answer has every label of the org with its name.
  managed: ['/labelUtilizations/*/labelName'],
} satisfies ResourceType;
