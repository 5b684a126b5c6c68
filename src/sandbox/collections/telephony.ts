/** Numbers, extensions, sites, trunks and edge groups. */

import { first, flag, many } from '../call.ts';
import { at, textOf } from '../json.ts';
import { inRange, rangeOf } from '../numbers.ts';
import {
  DID_POOLS,
  DIVISIONS,
  EDGE_GROUPS,
  EXTENSION_POOLS,
  IVRS,
  LOCATIONS,
  OUTBOUND_ROUTES,
  SITES,
  TRUNK_BASES,
  TRUNK_METABASES,
  USERS,
} from '../paths.ts';
import { checkDidPool, checkExtensionPool, verifyDidPool, verifyExtensionPool } from '../pools.ts';
import {
  checkOutboundRoute,
  checkSite,
  EDGE_FIELDS,
  fillOutboundRoute,
  fillSite,
  guardOutboundRoute,
  guardSite,
  renderSite,
  sowSite,
  verifyOutboundRoute,
  verifySite,
} from '../sites.ts';
import {
  checkEdgeGroup,
  checkTrunkBase,
  fillTrunkBase,
  guardManaged,
  trunkTypeOf,
  verifyEdgeGroup,
} from '../trunks.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, BY_ID, name, same, wildcard } from './filters.ts';
import { AUTHORS, isDeleted, LOOKUP } from './rows.ts';

const TELEPHONY = {
  ...LOOKUP,
  service: 'Telephony',
  division: 'none',
  references: { '/division': DIVISIONS },
  stamps: { ...AUTHORS, version: 1, state: 'active' },
  softDelete: true,
  hidden: (document, query, { deletedTelephony }) =>
    (isDeleted(document) && deletedTelephony !== 'listed') ||
    (query.has('managed') && flag(query, 'managed') !== (document.managed === true)),
  unreadable: (document, _, { deletedTelephony }) => isDeleted(document) && deletedTelephony === 'gone',
} satisfies Partial<Collection>;

const NAMED = {
  ...TELEPHONY,
  unique: { field: 'name', clash: (_, other) => !isDeleted(other) },
} satisfies Partial<Collection>;

export const TELEPHONY_COLLECTIONS: readonly Collection[] = [
  {
    ...TELEPHONY,
    path: DID_POOLS,
    entity: 'DidPool',
    filters: { id: BY_ID },
    heldBy: () => [IVRS, USERS],
    created: { provider: 'PURE_CLOUD_VOICE', 'x-future': { porting: 'complete' } },
    check: checkDidPool,
    verify: verifyDidPool,
  },
  {
    ...TELEPHONY,
    path: EXTENSION_POOLS,
    entity: 'ExtensionPool',
    division: 'written',
    filters: { divisionId: BY_DIVISION },
    hidden: (pool, query, switches) => {
      const number = first(query, 'number');
      const { start, end } = rangeOf(pool);
      return (
        TELEPHONY.hidden(pool, query, switches) || (number !== undefined && !inRange(number, start, end))
      );
    },
    move: { type: 'EXTENSIONPOOL', permission: 'telephony:extensionPool:edit' },
    heldBy: () => [USERS],
    created: { 'x-future': { reserved: 0 } },
    check: checkExtensionPool,
    verify: verifyExtensionPool,
  },
  {
    ...NAMED,
    path: SITES,
    entity: 'Site',
    filters: { name: name(wildcard), 'location.id': { field: ['location', 'id'], matches: same } },
    references: {
      '/division': DIVISIONS,
      '/location': LOCATIONS,
      '/primarySites/*': SITES,
      '/secondarySites/*': SITES,
    },
    kept: [...EDGE_FIELDS, 'managed'],
    heldBy: () => [TRUNK_BASES, SITES],
    created: { managed: false, 'x-future': { survivability: 'none' } },
    fill: fillSite,
    check: checkSite,
    verify: verifySite,
    guard: guardSite,
    sow: sowSite,
    render: renderSite,
  },
  {
    ...NAMED,
    path: OUTBOUND_ROUTES,
    entity: 'OutboundRoute',
    filters: { name: name(wildcard) },
    hidden: (route, query, switches) => {
      const wanted = many(query, 'externalTrunkBases.ids');
      const used = Array.isArray(route.externalTrunkBases) ? route.externalTrunkBases : [];
      const uses = used.some((trunk) => wanted.includes(textOf(at(trunk, 'id')) ?? ''));
      return TELEPHONY.hidden(route, query, switches) || (wanted.length > 0 && !uses);
    },
    references: { '/division': DIVISIONS, '/externalTrunkBases/*': TRUNK_BASES },
    created: { 'x-future': { costLimit: 'none' } },
    check: checkOutboundRoute,
    verify: verifyOutboundRoute,
    guard: guardOutboundRoute,
    fill: fillOutboundRoute,
  },
  {
    ...NAMED,
    path: TRUNK_BASES,
    entity: 'TrunkBase',
    filters: { name: name(wildcard) },
    thin: ({ query }) => (many(query, 'expand').includes('properties') ? [] : ['properties']),
    references: {
      '/division': DIVISIONS,
      '/inboundSite': SITES,
      '/site': SITES,
      '/trunkMetabase': TRUNK_METABASES,
    },
    heldBy: () => [OUTBOUND_ROUTES, EDGE_GROUPS],
    heldStatus: ({ usedTrunkBaseStatus }) => usedTrunkBaseStatus,
    created: { managed: false, 'x-future': { encryption: 'offered' } },
    kept: ['managed'],
    fill: fillTrunkBase,
    check: checkTrunkBase,
    guard: guardManaged,
  },
  {
    ...TELEPHONY,
    path: TRUNK_METABASES,
    entity: 'TrunkMetabase',
    filters: {
      type: { field: ['type'], matches: (value, wanted) => trunkTypeOf(value) === wanted.toUpperCase() },
    },
  },
  {
    ...NAMED,
    path: EDGE_GROUPS,
    entity: 'EdgeGroup',
    filters: { name: name(wildcard) },
    references: {
      '/division': DIVISIONS,
      '/phoneTrunkBases/*': TRUNK_BASES,
      '/edgeTrunkBaseAssignment/trunkBase': TRUNK_BASES,
    },
    created: { managed: false, 'x-future': { tier: 'standard' } },
    kept: ['managed'],
    check: checkEdgeGroup,
    verify: verifyEdgeGroup,
    guard: guardManaged,
  },
];
