import type { ResourceType } from '../vocabulary.ts';

export const telephonyProvidersEdgesSite = {
  type: 'telephony_providers_edges_site',
  noun: 'site',
  calls: {
    list: 'getTelephonyProvidersEdgesSites',
    read: 'getTelephonyProvidersEdgesSite',
    create: 'postTelephonyProvidersEdgesSites',
    update: 'putTelephonyProvidersEdgesSite',
    remove: 'deleteTelephonyProvidersEdgesSite',
  },
  identity: '/name',
  unique: 'org',
  list: { size: 100, find: 'name', passes: [{ managed: false }, { managed: true }] },
  update: { version: true },
  references: {
    '/location': { type: 'location', carries: ['/emergencyNumber'], weak: false },
    '/primarySites/*': { type: 'telephony_providers_edges_site' },
    '/secondarySites/*': { type: 'telephony_providers_edges_site' },
  },
  createOnly: ['/mediaModel'],
  sections: {
    numberPlans: {
      read: 'getTelephonyProvidersEdgesSiteNumberplans',
      update: 'putTelephonyProvidersEdgesSiteNumberplans',
    },
  },
  lists: { '/numberPlans': { key: 'name' } },
  // A whole-document update that carries edges is refused (CX as Code 1.84.1, 2026-07); plans rank by their order.
  managed: [
    '/edges',
    '/managed',
    '/numberPlans/*/priority',
    '/numberPlans/*/version',
    '/primaryEdges',
    '/secondaryEdges',
    '/siteConnections',
  ],
  filled: ['/addresses', '/numberPlans'],
  fixed: [{ where: { managed: true }, why: 'Genesys manages this site: it can be referred to, not changed' }],
  unsupported: {
    '/division': 'belongs to no kind of object that can be moved between divisions',
    '/numberPlans/*/division': 'belongs to no kind of object that can be moved between divisions',
  },
  remove: { is: 'soft', gone: { state: 'deleted' }, unseen: ['phones', 'edges'] },
} satisfies ResourceType;
