import type { ResourceType } from '../vocabulary.ts';

/** Trunks are tried in their order where the distribution is SEQUENTIAL. */
export const telephonyProvidersEdgesSiteOutboundRoute = {
  type: 'telephony_providers_edges_site_outbound_route',
  noun: 'outbound route',
  calls: {
    list: 'getTelephonyProvidersEdgesSiteOutboundroutes',
    read: 'getTelephonyProvidersEdgesSiteOutboundroute',
    create: 'postTelephonyProvidersEdgesSiteOutboundroutes',
    update: 'putTelephonyProvidersEdgesSiteOutboundroute',
    remove: 'deleteTelephonyProvidersEdgesSiteOutboundroute',
  },
  identity: '/name',
  parent: 'telephony_providers_edges_site',
  unique: 'parent',
  list: { size: 100, find: 'name' },
  update: { version: true },
  // Every site has it from the start (CX as Code 1.84.1, 2026-07).
  inherent: [{ name: 'Default Outbound Route' }],
  references: { '/externalTrunkBases/*': { type: 'telephony_providers_edges_trunkbasesettings' } },
  sets: ['/classificationTypes'],
  unsupported: { '/division': 'belongs to no kind of object that can be moved between divisions' },
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
