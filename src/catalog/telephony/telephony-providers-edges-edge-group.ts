import type { ResourceType } from '../vocabulary.ts';

/** Edge groups, named by queues. */
export const telephonyProvidersEdgesEdgeGroup = {
  type: 'telephony_providers_edges_edge_group',
  noun: 'edge group',
  calls: { list: 'getTelephonyProvidersEdgesEdgegroups', read: 'getTelephonyProvidersEdgesEdgegroup' },
  identity: '/name',
  list: { size: 100, find: 'name' },
} satisfies ResourceType;
