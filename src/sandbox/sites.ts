/**
 * What is special about sites, their number plans and their outbound routes. Facts of the platform; source, unless said
 * otherwise: CX as Code 1.84.1, telephony_providers_edges_site and telephony_providers_edges_site_outbound_route.
 */
import type { Call } from './call.ts';
import type { Seedling } from './collections/collection.ts';
import { badField, badRequest, conflict } from './errors.ts';
import { idOf } from './ids.ts';
import { arrayOf, at, idIn, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import { isE164 } from './numbers.ts';
import type { Org } from './org.ts';
import { LOCATIONS, NUMBER_PLANS, OUTBOUND_ROUTES, SITES, TRUNK_BASES } from './paths.ts';
import { ruleOf } from './recurrence.ts';
import { below } from './templates.ts';
import { isTimeZone } from './time-zones.ts';

/** The region that the org lives in, those with media of their own, and those that serve from afar. */
export const MEDIA_REGIONS = {
  awsHomeRegion: 'ap-southeast-2',
  awsCoreRegions: ['ap-southeast-2', 'ap-northeast-1', 'eu-west-1', 'us-east-1'],
  awsSatelliteRegions: ['ap-southeast-1', 'ap-south-1'],
};

/** Fields that a read answers and a PUT must not carry. */
export const EDGE_FIELDS = ['edges', 'primaryEdges', 'secondaryEdges'];

/** The plans that every site has, in their order. */
const DEFAULT_PLANS: readonly JsonObject[] = [
  { name: 'Emergency', matchType: 'numberList', numbers: ['000', '112'].map((start) => ({ start })) },
  { name: 'Suicide Prevention', matchType: 'numberList', numbers: [{ start: '988' }] },
  { name: 'Extension', matchType: 'digitLength', digitLength: { start: '3', end: '6' } },
  { name: 'National', matchType: 'intraCountryCode' },
  { name: 'International', matchType: 'interCountryCode' },
  { name: 'Network', matchType: 'regex', match: '^([^@\\:]+@)([^@ ]+)?$', normalizedFormat: 'sip:$1$2' },
];

export function isDefaultPlan(name: Json | undefined): boolean {
  return DEFAULT_PLANS.some((plan) => plan.name === name);
}

/** Where the number plans of a site are. */
export function plansPath(siteId: string): string {
  return below(NUMBER_PLANS, [siteId]);
}

/** The default plans and the outbound route that every site has from its first day. */
export function sowSite(site: Document): Seedling[] {
  const path = plansPath(site.id);
  const plans = DEFAULT_PLANS.map((plan, index) => ({
    ...structuredClone(plan),
    id: idOf(path, String(plan.name)),
    classification: plan.name ?? '',
    priority: index + 1,
    version: 1,
    state: 'active',
  }));
  const routes = below(OUTBOUND_ROUTES, [site.id]);
  const route = {
    id: idOf(routes, 'Default Outbound Route'),
    name: 'Default Outbound Route',
    classificationTypes: ['Emergency', 'National', 'International', 'Network', 'Suicide Prevention'],
    distribution: 'SEQUENTIAL',
    enabled: true,
    externalTrunkBases: [],
    version: 1,
    state: 'active',
  };
  return [...plans.map((document) => ({ path, document })), { path: routes, document: route }];
}

/** Managed objects belong to Genesys. */
export function refuseManaged(document: JsonObject | undefined): void {
  if (document?.managed === true)
    throw badRequest('A managed object belongs to Genesys Cloud and cannot be changed.');
}

/** What a site cannot be, whatever else the org has. */
export function checkSite(next: JsonObject, previous: Document | undefined, call: Call): void {
  refuseManaged(previous);
  const refused = previous && EDGE_FIELDS.find((field) => at(call.body, field) !== undefined);
  if (refused) throw badField(refused, `${refused} cannot be set here.`);
  if (previous && next.mediaModel !== previous.mediaModel)
    throw badField('mediaModel', 'The media model of a site cannot be changed.');
  const callerId = textOf(next.callerId);
  if (callerId !== undefined && !isE164(callerId))
    throw badField('callerId', `${callerId} is not an E.164 number.`);
  const regions = [...MEDIA_REGIONS.awsCoreRegions, ...MEDIA_REGIONS.awsSatelliteRegions];
  const unknown = arrayOf(next.mediaRegions).find((region) => !regions.includes(String(region)));
  if (unknown !== undefined) throw badField('mediaRegions', `The media region ${unknown} is not available.`);
  checkUpdates(next.edgeAutoUpdateConfig);
}

function checkUpdates(config: Json | undefined): void {
  if (!isObject(config)) return;
  const [timeZone = '', rrule = ''] = [textOf(config.timeZone), textOf(config.rrule)];
  if (!isTimeZone(timeZone)) throw badField('edgeAutoUpdateConfig.timeZone', `No time zone: ${timeZone}`);
  if (!ruleOf(rrule)) throw badField('edgeAutoUpdateConfig.rrule', `No recurrence rule: ${rrule}`);
}

/** The emergency number of a location is sent along with it, where it has one. */
export function verifySite(next: Document, _: Document | undefined, { org, body }: Call): void {
  if (org.switches.siteLocation === 'idOnly') return;
  const location = org.get(LOCATIONS, idIn(next.location) ?? '');
  if (!location?.emergencyNumber || at(body, 'location', 'emergencyNumber') !== undefined) return;
  throw badField('location.emergencyNumber', "Field 'location.emergencyNumber' is required.");
}

/** The default site of the org stays. */
export function guardSite(site: Document, { org }: Call): void {
  refuseManaged(site);
  if (org.state.organization.defaultSiteId === site.id)
    throw conflict(`The resource site is referenced by the organization ${org.state.organization.id}`);
}

/** A site that names no primary sites is its own. */
export function fillSite(site: Document): Document {
  return { ...site, primarySites: site.primarySites ?? [{ id: site.id }] };
}

/** The site with its edges; sites of the cloud media model have none. */
export function renderSite(site: Document): Document {
  return { ...site, edges: [], primaryEdges: [], secondaryEdges: [] };
}

/** The site that a call about one of its parts means. */
function siteOf(call: Call): Document | undefined {
  return call.org.get(SITES, call.params.siteId ?? '');
}

export function checkOutboundRoute(_next: JsonObject, _previous: Document | undefined, call: Call): void {
  refuseManaged(siteOf(call));
}

export function guardOutboundRoute(_route: Document, call: Call): void {
  refuseManaged(siteOf(call));
}

/** Classifications that a number plan of the site has, and external trunks. */
export function verifyOutboundRoute(next: Document, _: Document | undefined, call: Call): void {
  const known = classificationsOf(call.org, siteOf(call)?.id ?? '');
  const unknown = arrayOf(next.classificationTypes).find((one) => !known.includes(String(one)));
  if (unknown !== undefined)
    throw badField('classificationTypes', `No number plan of the site has the classification ${unknown}.`);
  for (const trunk of arrayOf(next.externalTrunkBases)) {
    const id = textOf(at(trunk, 'id')) ?? '';
    if (call.org.get(TRUNK_BASES, id)?.trunkType !== 'EXTERNAL')
      throw badField('externalTrunkBases', `The trunk base ${id} is not external.`);
  }
}

/** The classifications of a site's number plans, each once. */
export function classificationsOf(org: Org, siteId: string): string[] {
  const all = org.all(plansPath(siteId)).map(({ classification }) => textOf(classification) ?? '');
  return [...new Set(all)].filter((one) => one !== '').sort();
}

export function fillOutboundRoute(route: Document): Document {
  return { ...route, enabled: route.enabled ?? false, distribution: route.distribution ?? 'SEQUENTIAL' };
}
