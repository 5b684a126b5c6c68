/**
 * What is special about trunk base settings and the metabases that they are made from. Facts of the platform; source,
 * unless said otherwise: CX as Code 1.84.1, telephony_providers_edges_trunkbasesettings.
 */
import type { Call } from './call.ts';
import { badField } from './errors.ts';
import { arrayOf, at, idIn, isObject, type Json, type JsonObject, textOf, withDefaults } from './json.ts';
import type { Document } from './model.ts';
import { TRUNK_BASES, TRUNK_METABASES } from './paths.ts';
import { refuseManaged } from './sites.ts';

/** A metabase with the type of trunk that it makes, and its properties with their defaults. */
interface Metabase {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly trunkType: 'EXTERNAL' | 'PHONE' | 'EDGE';
  readonly properties: Readonly<Record<string, Json>>;
}

const COMMON: Readonly<Record<string, Json>> = {
  trunk_label: '',
  trunk_enabled: true,
  trunk_max_calls_enabled: false,
  trunk_max_dial_timeout: '2m',
  trunk_transport_sip_dscp_value: 24,
  trunk_media_codec: ['audio/opus', 'audio/pcmu', 'audio/pcma'],
  trunk_media_dtmf_method: 'RTP Events',
  trunk_diagnostics_capture_enabled: false,
};

const EXTERNAL: Readonly<Record<string, Json>> = {
  ...COMMON,
  trunk_access_acl_allow_all: false,
  trunk_access_acl_allow_list: [],
  trunk_outbound_sip_termination_fqdn: '',
  trunk_sip_authentication_credentials_username: '',
  trunk_outbound_identity_callingName_uses: 'none',
};

/** Their ids are the same in every org. */
const METABASES: readonly Metabase[] = [
  {
    id: 'external_sip.json',
    name: 'Generic External SIP',
    type: 'EXTERNAL',
    trunkType: 'EXTERNAL',
    properties: EXTERNAL,
  },
  {
    id: 'external_sip_pcv_byoc_carrier.json',
    name: 'BYOC Carrier',
    type: 'EXTERNAL_BYOC_CARRIER',
    trunkType: 'EXTERNAL',
    properties: { ...EXTERNAL, trunk_sip_termination_identifier: '' },
  },
  {
    id: 'external_sip_pcv_byoc_pbx.json',
    name: 'BYOC PBX',
    type: 'EXTERNAL_BYOC_PBX',
    trunkType: 'EXTERNAL',
    properties: { ...EXTERNAL, trunk_sip_termination_identifier: '' },
  },
  {
    id: 'phone_connections_webrtc.json',
    name: 'WebRTC Phone',
    type: 'STATION_CDM_WEBRTC',
    trunkType: 'PHONE',
    properties: { ...COMMON, trunk_media_srtp_cipher_suites: ['AES_CM_128_HMAC_SHA1_80'] },
  },
  { id: 'tie.json', name: 'Tie', type: 'TIE', trunkType: 'EDGE', properties: COMMON },
];

/** The metabases as documents of the org. */
export const METABASE_DOCUMENTS: readonly Document[] = METABASES.map(({ id, name, type }) => ({
  id,
  name,
  type,
  state: 'active',
}));

/** The kind of trunk that a type of metabase belongs to, as the filter of the listing names it. */
export function trunkTypeOf(metabaseType: Json | undefined): string {
  return METABASES.find(({ type }) => type === metabaseType)?.trunkType ?? '';
}

function metabaseOf(trunk: JsonObject): Metabase | undefined {
  return METABASES.find(({ id }) => id === idIn(trunk.trunkMetabase));
}

/** A trunk base as it would be made from a metabase with nothing said. */
export function templateOf(metabaseId: string): JsonObject | undefined {
  const metabase = METABASES.find(({ id }) => id === metabaseId);
  if (!metabase) return undefined;
  const { id, name, trunkType } = metabase;
  const reference = { id, name, selfUri: `${TRUNK_METABASES}/${id}` };
  return { name, trunkType, trunkMetabase: reference, properties: defaultsOf(metabase), state: 'active' };
}

/** The server answers every property: what was said about it, else its default. */
function defaultsOf({ properties }: Metabase): JsonObject {
  const entries = Object.entries(properties).map(([key, value]): [string, Json] => [
    key,
    { value: { default: value, instance: value } },
  ]);
  return Object.fromEntries(structuredClone(entries));
}

export function fillTrunkBase(trunk: Document): Document {
  const metabase = metabaseOf(trunk);
  if (!metabase) return trunk;
  const said = isObject(trunk.properties) ? trunk.properties : {};
  return { ...trunk, properties: withDefaults(said, defaultsOf(metabase)) };
}

/** Trunks of one's own carrier or PBX belong to an inbound site, others to none. */
export function checkTrunkBase(next: JsonObject, previous: Document | undefined): void {
  refuseManaged(previous);
  const metabase = metabaseOf(next);
  if (metabase && metabase.trunkType !== next.trunkType)
    throw badField('trunkType', `The trunk type of ${metabase.id} is ${metabase.trunkType}.`);
  const isByoc = textOf(at(next, 'trunkMetabase', 'id'))?.startsWith('external_sip_pcv_byoc') === true;
  const hasSite = next.inboundSite !== undefined;
  if (isByoc && !hasSite)
    throw badField(
      'inboundSite',
      "Field 'inboundSite' is required and cannot be empty.",
      'constraint.validation',
    );
  if (!isByoc && hasSite)
    throw badField('inboundSite', `Trunks of ${metabase?.id ?? 'this kind'} have no inbound site.`);
}

export function guardManaged(document: Document): void {
  refuseManaged(document);
}

export function checkEdgeGroup(_: JsonObject, previous: Document | undefined): void {
  refuseManaged(previous);
}

/** Phone trunks for the phones, an edge trunk for the ties between edges. */
export function verifyEdgeGroup(next: Document, _: Document | undefined, { org }: Call): void {
  const typeOf = (id: string | undefined) => org.get(TRUNK_BASES, id ?? '')?.trunkType;
  const phones = arrayOf(next.phoneTrunkBases).map(idIn);
  const wrong = phones.find((id) => typeOf(id) !== 'PHONE');
  if (wrong !== undefined) throw badField('phoneTrunkBases', `The trunk base ${wrong} is not for phones.`);
  const edge = idIn(at(next, 'edgeTrunkBaseAssignment', 'trunkBase'));
  if (edge !== undefined && typeOf(edge) !== 'EDGE')
    throw badField('edgeTrunkBaseAssignment', `The trunk base ${edge} is not for edges.`);
}
