import { expect, test } from 'vitest';
import { idOf, orgWith, paths } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { LABELS, SMS_ADDRESSES, USERS, UTILIZATION } = paths;
const label = (name: string) => idOf(LABELS, name);
const [FRAUD, VIP, OFFICE, SYSTEM] = ['Fraud', 'VIP', 'Back office', 'System Default Label'].map(label);
const SAM = `/api/v2/routing/users/${idOf(USERS, 'sam.stone@harbour.example')}/utilization`;
const ADA = `/api/v2/routing/users/${idOf(USERS, 'ada.lovelace@harbour.example')}/utilization`;

interface Utilization {
  readonly utilization: Record<string, Record<string, unknown>>;
  readonly labelUtilizations: Record<string, Record<string, unknown>>;
}

async function open(switches = {}) {
  const connection = await connect({ switches });
  const read = async (path = UTILIZATION) =>
    JSON.parse(JSON.stringify((await connection.get(path)).body)) as Utilization;
  return { ...connection, read };
}

test("the org's utilization tells every label of the org with its name", async () => {
  const { read, kinds } = await open();
  const { labelUtilizations, utilization } = await read();
  expect(Object.keys(labelUtilizations).sort()).toEqual([FRAUD, VIP, OFFICE, SYSTEM].sort());
  expect(labelUtilizations[VIP ?? '']).toEqual({
    labelName: 'VIP',
    maximumCapacity: 1,
    interruptingLabelIds: [],
  });
  expect(utilization.email).toMatchObject({ maximumCapacity: 2, interruptableMediaTypes: ['call'] });
  expect(kinds()).toEqual([]);
});

test('sending the utilization back changes nothing, names of labels included', async () => {
  const { read, put, kinds } = await open();
  const before = await read();
  const { status, body } = await put(UTILIZATION, before);
  expect([status, body]).toEqual([200, before]);
  expect(await read()).toEqual(before);
  expect(kinds()).toEqual([]);
});

test('the name of a label is not changed by utilization', async () => {
  const { read, put, kinds } = await open();
  const { utilization, labelUtilizations } = await read();
  const renamed = {
    ...labelUtilizations,
    [VIP ?? '']: { maximumCapacity: 1, interruptingLabelIds: [], labelName: 'Stars' },
  };
  await put(UTILIZATION, { utilization, labelUtilizations: renamed });
  expect((await read()).labelUtilizations[VIP ?? '']).toMatchObject({ labelName: 'VIP' });
  expect(kinds()).toEqual(['read-only-changed']);
});

test.each([
  ['kept', 6],
  ['reset', 5],
] as const)('labels that a PUT leaves out are %s', async (leftOutLabels, maximumCapacity) => {
  const { read, put, kinds } = await open({ leftOutLabels });
  const { utilization } = await read();
  const labelUtilizations = { [VIP ?? '']: { maximumCapacity: 2, interruptingLabelIds: [] } };
  await put(UTILIZATION, { utilization, labelUtilizations });
  const after = (await read()).labelUtilizations;
  expect([after[VIP ?? '']?.maximumCapacity, after[OFFICE ?? '']?.maximumCapacity]).toEqual([
    2,
    maximumCapacity,
  ]);
  expect(kinds()).toEqual([]);
});

test.each([
  ['a label', { labelUtilizations: { none: { maximumCapacity: 1 } } }],
  [
    'an interrupting label',
    { labelUtilizations: { [VIP ?? '']: { maximumCapacity: 1, interruptingLabelIds: ['none'] } } },
  ],
  ['a medium', { utilization: { telegram: { maximumCapacity: 1 } } }],
  [
    'an interrupting medium',
    { utilization: { call: { maximumCapacity: 1, interruptableMediaTypes: ['telegram'] } } },
  ],
])('%s that does not exist is refused', async (_, changes) => {
  const { read, put } = await open();
  const before = await read();
  expect((await put(UTILIZATION, { ...before, ...changes })).status).toBe(400);
  expect(await read()).toEqual(before);
});

test('a DELETE sets the utilization back to what the server has by itself', async () => {
  const { read, del } = await open();
  expect((await del(UTILIZATION)).status).toBe(200);
  const { utilization, labelUtilizations } = await read();
  expect(utilization.email).toMatchObject({ maximumCapacity: 1, interruptableMediaTypes: [] });
  expect(labelUtilizations[OFFICE ?? '']).toMatchObject({ maximumCapacity: 5 });
});

test.each([
  ['taken', [200, 200]],
  ['conflictOnce', [409, 200]],
] as const)('the first utilization with a new label: %s', async (newLabelUtilization, statuses) => {
  const { read, post, put } = await open({ newLabelUtilization });
  const { id } = (await post(LABELS, { name: 'New' })).body;
  const before = await read();
  expect(before.labelUtilizations[id]).toMatchObject({ labelName: 'New' });
  const write = async () => (await put(UTILIZATION, before)).status;
  expect([await write(), await write()]).toEqual(statuses);
});

test('a user without utilization has that of the org, and says so', async () => {
  const { read, put, del, kinds } = await open();
  const own = await read(ADA);
  expect(own).toMatchObject({ level: 'Organization', utilization: { chat: { maximumCapacity: 3 } } });
  expect(await read(SAM)).toMatchObject({ level: 'Agent', utilization: { email: { maximumCapacity: 5 } } });
  const utilization = { call: { maximumCapacity: 1, includeNonAcd: true, interruptableMediaTypes: [] } };
  expect((await put(ADA, { utilization })).body).toMatchObject({ level: 'Agent', utilization });
  expect((await del(ADA)).status).toBe(200);
  expect(await read(ADA)).toEqual(own);
  expect(kinds()).toEqual([]);
});

test('a label is created, renamed and found by a name with stars', async () => {
  const { post, put, get, kinds } = await open();
  const { body } = await post(LABELS, { name: 'Night' });
  const path = `${LABELS}/${body.id}`;
  expect((await put(path, { ...(await get(path)).body, name: 'Night work' })).body).toMatchObject({
    name: 'Night work',
    'x-future': { shade: 'grey' },
  });
  expect((await get(`${LABELS}?name=*work*`)).body.total).toBe(1);
  expect((await get(`${LABELS}?name=work`)).body.total).toBe(0);
  expect(kinds()).toEqual([]);
});

test('a label may be created with its utilization', async () => {
  const { post, read, get, kinds } = await open();
  const { body } = await post(LABELS, { name: 'Night', utilization: { maximumCapacity: 9 } });
  expect(body).not.toHaveProperty('utilization');
  expect((await get(`${LABELS}/${body.id}`)).body).toEqual(body);
  expect((await read()).labelUtilizations[body.id]).toMatchObject({ labelName: 'Night', maximumCapacity: 9 });
  expect(kinds()).toEqual([]);
});

test.each([' Night', 'Night ', 'fraud'])('the name %j of a label is refused', async (name) => {
  const { post } = await open();
  expect((await post(LABELS, { name })).status).toBeGreaterThanOrEqual(400);
});

test('every org has the system label, which nobody changes or deletes', async () => {
  const { get, put, del } = await connect({ seed: orgWith({}) });
  expect((await get(LABELS)).body.entities).toMatchObject([{ name: 'System Default Label' }]);
  const path = `${LABELS}/${SYSTEM}`;
  expect((await put(path, { ...(await get(path)).body, name: 'Mine' })).status).toBe(400);
  expect((await del(`${path}?forceDelete=true`)).status).toBe(400);
});

test('a label that utilizations set is deleted only by force, which takes it out of them', async () => {
  const { del, read, get } = await open();
  expect((await get(`${LABELS}/${FRAUD}/agents`)).body).toMatchObject([{ name: 'Sam Stone' }]);
  expect((await del(`${LABELS}/${FRAUD}`)).status).toBe(409);
  expect((await del(`${LABELS}/${FRAUD}?forceDelete=true`)).status).toBe(200);
  expect((await read()).labelUtilizations[OFFICE ?? '']).toMatchObject({ interruptingLabelIds: [VIP] });
  expect((await read(SAM)).labelUtilizations).not.toHaveProperty(FRAUD ?? '');
});

test('a label that nothing sets is deleted without force', async () => {
  const { post, del } = await open();
  const { id } = (await post(LABELS, { name: 'Night' })).body;
  expect((await del(`${LABELS}/${id}`)).status).toBe(200);
});

const ADDRESS = {
  street: '5 Reef Street',
  city: 'Cairns',
  region: 'QLD',
  postalCode: '4870',
  countryCode: 'AU',
};

test('an address for text messages is created and deleted, and has no update', async () => {
  const { post, get, put, del, kinds } = await open();
  const { status, body } = await post(SMS_ADDRESSES, {
    ...ADDRESS,
    name: 'Cairns',
    autoCorrectAddress: false,
  });
  expect([status, body.validated]).toEqual([200, true]);
  expect(body).not.toHaveProperty('autoCorrectAddress');
  const path = `${SMS_ADDRESSES}/${body.id}`;
  expect((await get(path)).body).toEqual(body);
  expect((await del(path)).status).toBe(200);
  expect((await get(SMS_ADDRESSES)).body.total).toBe(3);
  expect(kinds()).toEqual([]);
  expect((await put(path, ADDRESS)).status).toBe(405);
});

test('the name of an address may be empty, not absent, and several may have the same', async () => {
  const { post } = await open();
  expect((await post(SMS_ADDRESSES, { ...ADDRESS, name: '' })).body).not.toHaveProperty('name');
  expect((await post(SMS_ADDRESSES, { ...ADDRESS, name: null })).status).toBe(400);
  expect((await post(SMS_ADDRESSES, ADDRESS)).status).toBe(400);
  expect((await post(SMS_ADDRESSES, { ...ADDRESS, name: 'Perth Branch' })).status).toBe(200);
});

test.each([
  ['asSent', '5 Reef Street'],
  ['corrected', '5 REEF STREET'],
] as const)('an address is answered %s', async (smsAddresses, street) => {
  const { post } = await open({ smsAddresses });
  expect((await post(SMS_ADDRESSES, { ...ADDRESS, name: 'Cairns' })).body.street).toBe(street);
  const exact = { ...ADDRESS, name: 'Cairns', autoCorrectAddress: false };
  expect((await post(SMS_ADDRESSES, exact)).body.street).toBe('5 Reef Street');
});
