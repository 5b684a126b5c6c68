import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { EDGE_GROUPS, SITES, TRUNK_BASES, TRUNK_METABASES } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const BYOC = 'external_sip_pcv_byoc_carrier.json';
const TRUNK = {
  name: 'Third Carrier',
  trunkType: 'EXTERNAL',
  trunkMetabase: { id: BYOC },
  inboundSite: refTo(SITES, 'Sydney'),
  properties: { trunk_label: { value: { instance: 'Third' } } },
};

test('a trunk base has every property of its metabase, said or at its default', async () => {
  const { post, get, kinds } = await connect();
  const { status, body } = await post(TRUNK_BASES, TRUNK);
  expect([status, body]).toMatchObject([
    200,
    {
      name: 'Third Carrier',
      trunkMetabase: { name: 'BYOC Carrier' },
      inboundSite: { name: 'Sydney' },
      properties: {
        trunk_label: { value: { default: '', instance: 'Third' } },
        trunk_enabled: { value: { default: true, instance: true } },
      },
      version: 1,
      state: 'active',
    },
  ]);
  expect((await get(`${TRUNK_BASES}/${body.id}`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test('a PUT of a trunk base sets back what it does not say', async () => {
  const { get, put, kinds } = await connect();
  const path = at(TRUNK_BASES, 'Pacific Carrier');
  const read = (await get(path)).body;
  const properties = { trunk_label: { value: { instance: 'PAC' } } };
  const { body } = await put(path, { ...read, properties });
  expect(body).toMatchObject({
    version: 5,
    'x-future': { encryption: 'offered' },
    properties: {
      trunk_label: { value: { instance: 'PAC' } },
      trunk_access_acl_allow_list: { value: { instance: [] } },
    },
  });
  expect((await put(path, read)).status).toBe(409);
  expect(kinds()).toEqual([]);
});

test('lists have the properties only where they are asked for', async () => {
  const { get } = await connect();
  const [plain] = (await get(`${TRUNK_BASES}?name=Pacific Carrier`)).body.entities;
  expect(plain).not.toHaveProperty('properties');
  const [full] = (await get(`${TRUNK_BASES}?name=Pacific Carrier&expand=properties`)).body.entities;
  expect(full).toMatchObject({ properties: { trunk_label: {} } });
});

test.each([
  ['inboundSite', { inboundSite: null }],
  ['inboundSite', { trunkMetabase: { id: 'external_sip.json' } }],
  ['trunkType', { trunkType: 'PHONE' }],
  ['trunkMetabase', { trunkMetabase: { id: 'none.json' }, inboundSite: null }],
  ['name', { name: null }],
])('a trunk base is refused for its %s: %j', async (field, change) => {
  const { post } = await connect();
  const { status, body } = await post(TRUNK_BASES, { ...TRUNK, ...change });
  expect([status, body.details]).toMatchObject([400, [{ fieldName: field }]]);
});

test.each([400, 409] as const)('a trunk base that is used is not deleted, which is %d', async (status) => {
  const { del } = await connect({ switches: { usedTrunkBaseStatus: status } });
  const reply = await del(at(TRUNK_BASES, 'Pacific Carrier'));
  expect([reply.status, reply.body.message]).toMatchObject([
    status,
    expect.stringContaining('is referenced by the outboundRoute'),
  ]);
  expect((await del(at(TRUNK_BASES, 'WebRTC phones'))).body.message).toContain('by the edgeGroup');
  expect((await del(at(TRUNK_BASES, 'Spare SIP'))).status).toBe(200);
});

test('managed trunk bases are told apart, and never changed', async () => {
  const { get, put, del } = await connect();
  const name = 'Genesys Cloud - CDM WebRTC Phone Trunk';
  expect((await get(`${TRUNK_BASES}?managed=true`)).body.entities).toMatchObject([{ name }]);
  const path = at(TRUNK_BASES, name);
  expect((await put(path, (await get(path)).body)).status).toBe(400);
  expect((await del(path)).status).toBe(400);
});

test('metabases are listed by kind, and say what a trunk base would be', async () => {
  const { get, kinds } = await connect();
  expect((await get(`${TRUNK_METABASES}?type=PHONE`)).body.entities).toMatchObject([
    { id: 'phone_connections_webrtc.json', type: 'STATION_CDM_WEBRTC' },
  ]);
  const { body } = await get(`${TRUNK_BASES}/template?trunkMetabaseId=${BYOC}`);
  expect(body).toMatchObject({
    trunkType: 'EXTERNAL',
    trunkMetabase: { id: BYOC },
    properties: { trunk_label: { value: { default: '', instance: '' } } },
  });
  expect((await get(`${TRUNK_BASES}/template?trunkMetabaseId=none`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('an edge group refers to phone trunks and one edge trunk', async () => {
  const { get, post, put, kinds } = await connect();
  const edgeTrunkBaseAssignment = { trunkBase: refTo(TRUNK_BASES, 'Tie between edges') };
  const group = {
    name: 'Lab',
    phoneTrunkBases: [refTo(TRUNK_BASES, 'WebRTC phones')],
    edgeTrunkBaseAssignment,
  };
  const { body } = await post(EDGE_GROUPS, group);
  expect(body).toMatchObject({
    phoneTrunkBases: [{ name: 'WebRTC phones' }],
    edgeTrunkBaseAssignment: { trunkBase: { name: 'Tie between edges' } },
    managed: false,
  });
  const path = `${EDGE_GROUPS}/${body.id}`;
  expect((await put(path, { ...(await get(path)).body, description: 'Tests' })).body.version).toBe(2);
  expect(kinds()).toEqual([]);
  const wrong = { ...group, name: 'Other', phoneTrunkBases: [refTo(TRUNK_BASES, 'Spare SIP')] };
  expect((await post(EDGE_GROUPS, wrong)).body.details).toMatchObject([{ fieldName: 'phoneTrunkBases' }]);
});
