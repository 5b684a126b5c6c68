import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { clock, connect, login } from './support.ts';

const { DID_POOLS, DIDS, DIVISIONS, EXTENSION_POOLS, IVRS, USERS } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const NUMBERS = `${DID_POOLS}/dids`;
const ADA = 'ada.lovelace@harbour.example';
const POOL = { startPhoneNumber: '+61290000000', endPhoneNumber: '+61290000009' };
const EXTENSIONS = { startNumber: '5000', endNumber: '5099' };

test('a pool has no name: its numbers tell it apart', async () => {
  const { get, post, put, kinds } = await connect();
  const { status, body } = await post(DID_POOLS, { ...POOL, description: 'Perth' });
  expect([status, body]).toMatchObject([
    200,
    { ...POOL, version: 1, state: 'active', provider: 'PURE_CLOUD_VOICE' },
  ]);
  const changed = await put(`${DID_POOLS}/${body.id}`, { ...body, comments: 'Ported' });
  expect(changed.body).toMatchObject({ comments: 'Ported', version: 2 });
  expect((await get(`${DID_POOLS}/${body.id}`)).body).toEqual(changed.body);
  expect((await post(EXTENSION_POOLS, EXTENSIONS)).body).toMatchObject({
    ...EXTENSIONS,
    division: { name: 'Home' },
  });
  expect(kinds()).toEqual([]);
});

test.each([
  [DID_POOLS, { ...POOL, startPhoneNumber: '0290000000' }, 'startPhoneNumber'],
  [DID_POOLS, { startPhoneNumber: '+61290000000' }, 'endPhoneNumber'],
  [DID_POOLS, { ...POOL, endPhoneNumber: '+6129000000' }, 'endPhoneNumber'],
  [DID_POOLS, { ...POOL, startPhoneNumber: '+61290000010' }, 'endPhoneNumber'],
  [EXTENSION_POOLS, { ...EXTENSIONS, startNumber: 'A1' }, 'startNumber'],
  [EXTENSION_POOLS, { ...EXTENSIONS, endNumber: '4999' }, 'endNumber'],
])('%s: a range that is none is refused: %j', async (path, pool, fieldName) => {
  const { post } = await connect();
  const { status, body } = await post(path, pool);
  expect([status, body.details]).toMatchObject([400, [{ fieldName }]]);
});

test.each([409, 400] as const)('pools of numbers must not overlap, which is %d', async (status) => {
  const { post } = await connect({ switches: { duplicateStatus: status } });
  const reply = await post(DID_POOLS, { startPhoneNumber: '+61255500199', endPhoneNumber: '+61255500250' });
  expect([reply.status, reply.body.message]).toMatchObject([status, expect.stringContaining('overlap')]);
  const next = { startPhoneNumber: '+61255500200', endPhoneNumber: '+61255500250' };
  expect((await post(DID_POOLS, next)).status).toBe(200);
});

test.each([
  ['refused', 409],
  ['accepted', 200],
] as const)('an overlap of extension pools is %s', async (extensionPoolOverlap, status) => {
  const { post } = await connect({ switches: { extensionPoolOverlap } });
  expect((await post(EXTENSION_POOLS, { startNumber: '1500', endNumber: '2500' })).status).toBe(status);
});

test.each([
  ['refused', 400],
  ['accepted', 200],
] as const)('a change of the ends of a pool is %s', async (poolRangeChange, status) => {
  const { get, put } = await connect({ switches: { poolRangeChange } });
  const path = at(DID_POOLS, '+61370100000');
  const read = (await get(path)).body;
  expect((await put(path, { ...read, endPhoneNumber: '+61370100099' })).status).toBe(status);
});

test.each([
  ['listed', 6, 200],
  ['readable', 5, 200],
  ['gone', 5, 404],
] as const)('a deleted pool is %s', async (deletedTelephony, total, status) => {
  const { get, del } = await connect({ switches: { deletedTelephony } });
  const path = at(DID_POOLS, '+61370100000');
  expect((await del(path)).status).toBe(200);
  const read = await get(path);
  expect([(await get(DID_POOLS)).body.total, read.status]).toEqual([total, status]);
  if (status === 200) expect(read.body.state).toBe('deleted');
});

test('a pool whose number a call route has is not deleted, until a while after the number went', async () => {
  const { now, pass } = clock();
  const { del, get, put } = await connect({ now, switches: { referenceReleaseMs: 3000 } });
  const path = at(DID_POOLS, '+611800555000');
  const refused = await del(path);
  expect([refused.status, refused.body.message]).toEqual([
    409,
    `The resource didPool is referenced by the IVR ${idOf(IVRS, 'Lost cards')}`,
  ]);
  const route = at(IVRS, 'Lost cards');
  await put(route, { ...(await get(route)).body, dnis: ['+61255500119'] });
  expect((await del(path)).status).toBe(409);
  pass(3000);
  expect((await del(path)).status).toBe(200);
});

test('a pool with the number or extension of a user is not deleted', async () => {
  const { del, sandbox } = await connect();
  const addresses = [
    { address: '+61370100001', mediaType: 'PHONE', type: 'WORK' },
    { extension: '1001', mediaType: 'PHONE', type: 'WORK2' },
  ];
  sandbox.edit(({ collections }) => {
    Object.assign(collections[USERS]?.[idOf(USERS, ADA)] ?? {}, { addresses });
  });
  expect((await del(at(DID_POOLS, '+61370100000'))).status).toBe(409);
  expect((await del(at(EXTENSION_POOLS, '1000'))).status).toBe(409);
  expect((await del(at(EXTENSION_POOLS, '30000'))).status).toBe(200);
});

test('extension pools are found by a number of theirs and by division', async () => {
  const { get } = await connect();
  expect((await get(`${EXTENSION_POOLS}?number=20100`)).body.entities).toMatchObject([
    { startNumber: '20000' },
  ]);
  const cards = refTo(DIVISIONS, 'Cards').id;
  expect((await get(`${EXTENSION_POOLS}?divisionId=${cards}`)).body.total).toBe(1);
});

test('an extension pool moves between divisions by PUT and by the call for that', async () => {
  const { get, post, put } = await connect();
  const path = at(EXTENSION_POOLS, '1000');
  const cards = refTo(DIVISIONS, 'Cards');
  expect((await put(path, { ...(await get(path)).body, division: cards })).body.division).toMatchObject({
    name: 'Cards',
  });
  const home = refTo(DIVISIONS, 'Home').id;
  const moved = await post(`${DIVISIONS}/${home}/objects/EXTENSIONPOOL`, [idOf(EXTENSION_POOLS, '1000')]);
  expect([moved.status, (await get(path)).body.division]).toMatchObject([204, { name: 'Home' }]);
});

test('DID pools need the telephony right, extension pools their own', async () => {
  const { sandbox } = await connect();
  const grants = [{ permissions: ['telephony:extensionPool:*'], divisions: ['*'] }];
  const { get, post } = await login(sandbox, sandbox.addClient({ grants }));
  expect((await get(DID_POOLS)).body.message).toContain('[telephony:plugin:all]');
  expect((await post(EXTENSION_POOLS, EXTENSIONS)).status).toBe(200);
});

test('the numbers of the pools are listed, all or those that nobody has', async () => {
  const { get, kinds } = await connect();
  const all = (await get(`${NUMBERS}?type=ASSIGNED_AND_UNASSIGNED&pageSize=100`)).body;
  expect(all.total).toBe(371);
  expect(all.entities[20]).toMatchObject({
    number: '+61255500100',
    assigned: true,
    owner: { name: 'Main number' },
    ownerType: 'IVR_CONFIG',
    didPool: { id: idOf(DID_POOLS, '+61255500100') },
  });
  expect(all.entities[22]).toMatchObject({ number: '+61255500102', assigned: false });
  const pool = idOf(DID_POOLS, '+611800555000');
  expect((await get(`${NUMBERS}?type=UNASSIGNED&id=${pool}`)).body.total).toBe(19);
  expect((await get(`${NUMBERS}?type=UNASSIGNED&numberMatch=180055500`)).body.total).toBe(10);
  expect(kinds()).toEqual([]);
  expect((await get(NUMBERS)).status).toBe(400);
});

test('assignments are found by number and owner, and read by id', async () => {
  const { get, kinds } = await connect();
  const [did] = (await get(`${DIDS}?phoneNumber=%2B61255500110`)).body.entities;
  expect(did).toMatchObject({ phoneNumber: '+61255500110', owner: { name: 'Cards line' } });
  expect((await get(`${DIDS}/${did?.id}`)).body).toEqual(did);
  expect((await get(`${DIDS}?owner.id=${idOf(IVRS, 'Main number')}`)).body.total).toBe(2);
  expect((await get(`${DIDS}?phoneNumber=%2B61255500111`)).body.total).toBe(0);
  expect((await get(`${DIDS}/none`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});
