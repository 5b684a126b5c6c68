import type { ResourceType } from '../vocabulary.ts';

/** Orgs that were made in 2022 or later may refuse to create one (CX as Code 1.84.1, 2026-07). */
export const telephonyProvidersEdgesEdgeGroup = {
  type: 'telephony_providers_edges_edge_group',
  noun: 'edge group',
  calls: {
    list: 'getTelephonyProvidersEdgesEdgegroups',
    read: 'getTelephonyProvidersEdgesEdgegroup',
    create: 'postTelephonyProvidersEdgesEdgegroups',
    update: 'putTelephonyProvidersEdgesEdgegroup',
    remove: 'deleteTelephonyProvidersEdgesEdgegroup',
  },
  identity: '/name',
  list: { size: 100, find: 'name', passes: [{ managed: false }, { managed: true }] },
  update: { version: true },
  // CX as Code 1.84.1 creates edge groups without one (2026-07).
  optional: ['edgeTrunkBaseAssignment'],
  references: {
    '/edgeTrunkBaseAssignment/trunkBase': {
      type: 'telephony_providers_edges_trunkbasesettings',
      where: { trunkType: 'EDGE' },
      noun: 'edge trunk base',
    },
    '/phoneTrunkBases/*': {
      type: 'telephony_providers_edges_trunkbasesettings',
      where: { trunkType: 'PHONE' },
      noun: 'phone trunk base',
    },
  },
  sets: ['/phoneTrunkBases'],
  managed: ['/managed'],
  fixed: [
    { where: { managed: true }, why: 'Genesys manages this edge group: it can be referred to, not changed' },
  ],
  unsupported: {
    '/division': 'belongs to no kind of object that can be moved between divisions',
    '/edgeTrunkBaseAssignment/family': 'is a number whose meaning is not documented',
  },
  remove: { is: 'soft', gone: { state: 'deleted' }, unseen: ['edges', 'outbound campaigns'] },
} satisfies ResourceType;
