/** The numbers, sites and trunks of Harbour Bank. */
import { addTo, idOf, refTo } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import {
  DID_POOLS,
  DIVISIONS,
  EDGE_GROUPS,
  EXTENSION_POOLS,
  LOCATIONS,
  NUMBER_PLANS,
  OUTBOUND_ROUTES,
  SITES,
  TRUNK_BASES,
} from '../paths.ts';
import { below } from '../templates.ts';

/** First and last number, description. */
const DID_POOL_ROWS: readonly (readonly [string, string, string])[] = [
  ['+61255500100', '+61255500199', 'Sydney, head office'],
  ['+61255501200', '+61255501299', 'Sydney, direct lines'],
  ['+61370100000', '+61370100049', 'Melbourne'],
  ['+611800555000', '+611800555019', 'Freephone'],
  ['+61290004000', '+61290004099', 'Sydney, service centre'],
  ['+61390002000', '+61390002000', 'Melbourne, reception'],
];

/** First and last extension, division, description. */
const EXTENSION_POOL_ROWS: readonly (readonly [string, string, string, string])[] = [
  ['1000', '1999', 'Home', 'Head office'],
  ['4100', '4199', 'Home', 'Desks'],
  ['20000', '20499', 'Cards', 'Cards teams'],
  ['30000', '30099', 'Private Clients', 'Advisers'],
];

const EDGE_UPDATES = {
  timeZone: 'Australia/Sydney',
  rrule: 'FREQ=WEEKLY;BYDAY=SU',
  start: '2025-01-05T02:00:00.000',
  end: '2025-01-05T05:00:00.000',
};

/** Adds pools, sites with their parts, trunk bases and edge groups. */
export function addTelephony(state: OrgState): void {
  for (const [startPhoneNumber, endPhoneNumber, description] of DID_POOL_ROWS) {
    const id = idOf(DID_POOLS, startPhoneNumber);
    addTo(state, DID_POOLS, { id, startPhoneNumber, endPhoneNumber, description, version: 2 });
  }
  for (const [startNumber, endNumber, division, description] of EXTENSION_POOL_ROWS) {
    const range = { id: idOf(EXTENSION_POOLS, startNumber), startNumber, endNumber };
    addTo(state, EXTENSION_POOLS, { ...range, description, division: refTo(DIVISIONS, division) });
  }
  addSites(state);
  addTrunks(state);
  addRoutes(state);
  state.organization.defaultSiteId = idOf(SITES, 'Sydney');
}

function addSites(state: OrgState): void {
  const cloud = {
    mediaModel: 'Cloud',
    mediaRegionsUseLatencyBased: true,
    edgeAutoUpdateConfig: EDGE_UPDATES,
  };
  const site = (name: string, location: string, more: JsonObject) =>
    addTo(state, SITES, {
      name,
      location: refTo(LOCATIONS, location),
      primarySites: [refTo(SITES, name)],
      ...more,
    });
  site('Sydney', 'Sydney Head Office', {
    ...cloud,
    description: 'Head office and service centre',
    callerId: '+61255500100',
    callerName: 'Harbour Bank',
    mediaRegions: ['ap-southeast-2'],
    secondarySites: [refTo(SITES, 'Melbourne')],
    version: 5,
  });
  site('Melbourne', 'Melbourne Branch', {
    ...cloud,
    description: 'Second service centre',
    callerId: '+61370100000',
    mediaRegions: ['ap-southeast-2', 'ap-southeast-1'],
    version: 3,
  });
  site('Training room', 'Sydney Head Office', { mediaModel: 'Cloud', description: 'Phones of the trainees' });
  site('PureCloud Voice - AWS', 'Sydney Head Office', { mediaModel: 'Cloud', managed: true });
  const path = below(NUMBER_PLANS, [idOf(SITES, 'Sydney')]);
  addTo(state, path, {
    name: 'Branches',
    classification: 'Branches',
    matchType: 'regex',
    match: '^7(\\d{3})$',
    normalizedFormat: '+612555007$1',
    priority: 7,
    version: 1,
    state: 'active',
    'x-future': { spokenName: 'branches' },
  });
}

function metabase(id: string): JsonObject {
  return { trunkMetabase: { id } };
}

function addTrunks(state: OrgState): void {
  const property = (instance: string | boolean | string[]): JsonObject => ({ value: { instance } });
  const byoc = { ...metabase('external_sip_pcv_byoc_carrier.json'), trunkType: 'EXTERNAL' };
  addTo(state, TRUNK_BASES, {
    name: 'Pacific Carrier',
    description: 'Main carrier',
    ...byoc,
    inboundSite: refTo(SITES, 'Sydney'),
    properties: {
      trunk_label: property('Pacific Carrier'),
      trunk_sip_termination_identifier: property('harbour-pacific'),
      trunk_access_acl_allow_list: property(['203.0.113.10', '203.0.113.11']),
    },
    version: 4,
  });
  addTo(state, TRUNK_BASES, {
    name: 'Southern Carrier',
    description: 'Second carrier',
    ...byoc,
    inboundSite: refTo(SITES, 'Melbourne'),
    properties: { trunk_label: property('Southern Carrier') },
    version: 2,
  });
  for (const [name, site] of [
    ['Main trunk', 'Sydney'],
    ['Backup trunk', 'Melbourne'],
  ] as const) {
    const properties = { trunk_label: property(name) };
    addTo(state, TRUNK_BASES, { name, ...byoc, inboundSite: refTo(SITES, site), properties });
  }
  const phone = { ...metabase('phone_connections_webrtc.json'), trunkType: 'PHONE' };
  const named = (name: string) => ({ name, properties: { trunk_label: property(name) } });
  addTo(state, TRUNK_BASES, { ...named('WebRTC phones'), ...phone });
  addTo(state, TRUNK_BASES, {
    ...named('Spare SIP'),
    ...metabase('external_sip.json'),
    trunkType: 'EXTERNAL',
  });
  addTo(state, TRUNK_BASES, {
    ...named('Genesys Cloud - CDM WebRTC Phone Trunk'),
    ...phone,
    managed: true,
  });
  addTo(state, TRUNK_BASES, { ...named('Tie between edges'), ...metabase('tie.json'), trunkType: 'EDGE' });
  const edgeTrunkBaseAssignment = { family: 1, trunkBase: refTo(TRUNK_BASES, 'Tie between edges') };
  addTo(state, EDGE_GROUPS, {
    name: 'Head office edges',
    description: 'Edges of Sydney',
    phoneTrunkBases: [refTo(TRUNK_BASES, 'WebRTC phones')],
    edgeTrunkBaseAssignment,
    hybrid: false,
  });
  addTo(state, EDGE_GROUPS, {
    name: 'Branch edges',
    phoneTrunkBases: [refTo(TRUNK_BASES, 'WebRTC phones')],
    edgeTrunkBaseAssignment,
    hybrid: false,
  });
}

function addRoutes(state: OrgState): void {
  const route = (site: string, name: string, classificationTypes: string[], trunks: string[]) => {
    const path = below(OUTBOUND_ROUTES, [idOf(SITES, site)]);
    const externalTrunkBases = trunks.map((trunk) => refTo(TRUNK_BASES, trunk));
    addTo(state, path, { name, classificationTypes, externalTrunkBases, enabled: true });
  };
  route('Sydney', 'National calls', ['National', 'Branches'], ['Pacific Carrier', 'Southern Carrier']);
  route('Sydney', 'International calls', ['International'], ['Pacific Carrier']);
  route('Sydney', 'Reserve calls', ['Network'], ['Main trunk', 'Backup trunk']);
  route('Melbourne', 'All calls', ['National', 'International'], ['Southern Carrier']);
}
