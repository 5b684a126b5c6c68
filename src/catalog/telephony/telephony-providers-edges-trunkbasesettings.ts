import type { ResourceType } from '../vocabulary.ts';

export const telephonyProvidersEdgesTrunkbasesettings = {
  type: 'telephony_providers_edges_trunkbasesettings',
  noun: 'trunk base',
  calls: {
    list: 'getTelephonyProvidersEdgesTrunkbasesettings',
    read: 'getTelephonyProvidersEdgesTrunkbasesetting',
    create: 'postTelephonyProvidersEdgesTrunkbasesettings',
    update: 'putTelephonyProvidersEdgesTrunkbasesetting',
    remove: 'deleteTelephonyProvidersEdgesTrunkbasesetting',
  },
  identity: '/name',
  list: { size: 100, find: 'name', lacks: ['/properties'] },
  readQuery: { ignoreHidden: true },
  update: { version: true },
  references: {
    '/inboundSite': { type: 'telephony_providers_edges_site' },
    '/site': { type: 'telephony_providers_edges_site' },
  },
  // Another kind of trunk has other properties: those that it gives up, or is given, no update takes back.
  createOnly: ['/trunkMetabase', '/trunkType'],
  // The platform answers every property with its default; a changeset says a few.
  merged: ['/properties'],
  managed: ['/managed', '/trunkMetabase/name', '/trunkMetabase/selfUri'],
  fixed: [
    { where: { managed: true }, why: 'Genesys manages this trunk: it can be referred to, not changed' },
    {
      where: { trunkType: 'EDGE' },
      why: 'a trunk between edges belongs to the platform: it can be referred to, not changed',
    },
  ],
  unsupported: { '/division': 'belongs to no kind of object that can be moved between divisions' },
  remove: {
    is: 'soft',
    gone: { state: 'deleted' },
    losses: ['passwords among its properties, which are answered masked'],
    unseen: ['edges', 'phones'],
  },
} satisfies ResourceType;
