import { expect, test } from 'vitest';
import { idOf, orgWith, paths, refTo, type SandboxOptions } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { GROUPS, QUEUES, USERS } = paths;
const LEADS = `${GROUPS}/${idOf(GROUPS, 'Cards team leads')}`;
const ADA = idOf(USERS, 'ada.lovelace@harbour.example');
const GRACE = idOf(USERS, 'grace.hopper@harbour.example');
const NEW = { name: 'Peak agents', type: 'official', visibility: 'public', rulesVisible: true };

/** The group of the leads, read, and a PUT of it with something changed. */
async function putLeads(changes: Record<string, unknown>, options: SandboxOptions = {}) {
  const connection = await connect(options);
  const { owners: _, ...read } = (await connection.get(LEADS)).body;
  return { ...connection, read, reply: await connection.put(LEADS, { ...read, ...changes }) };
}

test('a group is created without its description, which only an update takes', async () => {
  const { post, put, kinds } = await connect();
  const { status, body } = await post(GROUPS, { ...NEW, description: 'For December', ownerIds: [ADA] });
  expect(status).toBe(200);
  expect(body).toMatchObject({ version: 1, state: 'active', memberCount: 0, owners: [{ id: ADA }] });
  expect(body).not.toHaveProperty('description');
  const updated = await put(`${GROUPS}/${body.id}`, { ...body, description: 'For December' });
  expect(updated.body).toMatchObject({ description: 'For December', version: 2, type: 'official' });
  expect(kinds()).toEqual([]);
});

test('a group needs name, type, visibility and rulesVisible', async () => {
  const { post, kinds } = await connect();
  expect((await post(GROUPS, { name: 'Peak agents' })).status).toBe(400);
  expect(kinds()).toEqual(['missing-required', 'missing-required', 'missing-required']);
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)('names of groups are %s', async (directoryNames, status) => {
  const { post } = await connect({ switches: { directoryNames } });
  expect((await post(GROUPS, { ...NEW, name: 'night SHIFT' })).status).toBe(status);
});

test('sending back what was read changes nothing but the version', async () => {
  const { read, reply, kinds } = await putLeads({});
  expect(reply.body).toMatchObject({
    ...read,
    version: read.version + 1,
    dateModified: reply.body.dateModified,
  });
  expect(kinds()).toEqual([]);
});

test.each([
  ['database', 409],
  ['unexpected', 409],
  ['directory', 400],
] as const)('a stale version of a group is refused, wording %s: %d', async (versionConflict, status) => {
  const { reply } = await putLeads({ version: 1 }, { switches: { versionConflict } });
  expect(reply.status).toBe(status);
});

test('a group is not replaced without its version', async () => {
  const { reply, kinds } = await putLeads({ version: undefined });
  expect(reply.status).toBe(400);
  expect(kinds()).toEqual(['missing-required']);
});

test('fields newer than the contract must come back in a PUT of a group', async () => {
  const { reply, sandbox } = await putLeads({ 'x-future': undefined });
  expect(reply.body).not.toHaveProperty('x-future');
  expect(sandbox.violations).toMatchObject([{ kind: 'dropped-field', at: '/x-future' }]);
});

test('the type of a group is settled when it is created', async () => {
  const { reply, sandbox } = await putLeads({ type: 'social' });
  expect(reply.body.type).toBe('official');
  expect(sandbox.violations).toMatchObject([{ kind: 'read-only-changed', at: '/type' }]);
});

test.each([
  [
    [ADA, GRACE],
    [{ id: ADA }, { id: GRACE }],
  ],
  [[], [{ id: idOf(USERS, 'j.doe@harbour.example') }]],
  [[' '], []],
])('owners %j of a group are answered as %j: an empty list is ignored', async (ownerIds, owners) => {
  const { reply, kinds } = await putLeads({ ownerIds });
  expect(reply.body.owners).toMatchObject(owners);
  expect(reply.body.owners).toHaveLength(owners.length);
  expect(kinds()).toEqual([]);
});

test('an owner who does not exist is refused', async () => {
  expect((await putLeads({ ownerIds: ['none'] })).reply.status).toBe(400);
});

test.each(['owners', 'members'])('a group may be visible to its %s', async (visibility) => {
  const { reply, kinds } = await putLeads({ visibility });
  expect(reply.body.visibility).toBe(visibility);
  expect(kinds()).toEqual([]);
});

test.each([
  ['plain', { address: '+61255501234', display: '+61255501234' }],
  ['folded', { display: '(+61255501234)' }],
] as const)('the number of a group comes back %s and survives', async (groupNumbers, expected) => {
  const { put, get, kinds, sandbox } = await connect({ switches: { groupNumbers } });
  const read = (await get(LEADS)).body;
  const number = { address: '+61255501234', mediaType: 'PHONE', type: 'GROUPRING' };
  const { body } = await put(LEADS, { ...read, addresses: [number] });
  expect(body.addresses).toEqual([{ mediaType: 'PHONE', type: 'GROUPRING', ...expected }]);
  await put(LEADS, { ...body });
  expect(sandbox.snapshot().collections[GROUPS]?.[read.id]?.addresses).toEqual([number]);
  expect(kinds()).toEqual([]);
});

test('an empty list takes the numbers of a group away, null does not', async () => {
  const { put, get } = await connect();
  const number = { extension: '4711', mediaType: 'PHONE', type: 'GROUPPHONE' };
  const first = await put(LEADS, { ...(await get(LEADS)).body, addresses: [number] });
  const second = await put(LEADS, { ...first.body, addresses: null });
  expect(second.body.addresses).toMatchObject([{ extension: '4711' }]);
  const third = await put(LEADS, { ...second.body, addresses: [] });
  expect(third.body.addresses).toEqual([]);
});

test('members are added and removed in batches, each raising the version', async () => {
  const { get, post, del, kinds } = await connect();
  const { version } = (await get(LEADS)).body;
  const added = await post(`${LEADS}/members`, { memberIds: [ADA, GRACE], version });
  expect([added.status, added.body]).toEqual([202, {}]);
  expect((await get(LEADS)).body).toMatchObject({ version: version + 1, memberCount: 7 });
  expect((await post(`${LEADS}/members`, { memberIds: [ADA], version })).status).toBe(409);
  expect((await del(`${LEADS}/members?ids=${ADA},${GRACE}`)).status).toBe(202);
  expect((await get(LEADS)).body).toMatchObject({ version: version + 2, memberCount: 5 });
  expect(kinds()).toEqual([]);
});

test('members are taken without a version as well, 50 at most, who exist', async () => {
  const { post, del } = await connect();
  expect((await post(`${LEADS}/members`, { memberIds: [ADA] })).status).toBe(202);
  expect((await post(`${LEADS}/members`, { memberIds: Array(51).fill(ADA) })).status).toBe(400);
  expect((await post(`${LEADS}/members`, { memberIds: ['none'] })).status).toBe(400);
  expect((await del(`${LEADS}/members?ids=${Array(51).fill(ADA)}`)).status).toBe(400);
});

test('members are listed in pages, individuals at once', async () => {
  const { get } = await connect();
  const page = (await get(`${LEADS}/members?pageSize=2`)).body;
  expect(page).toMatchObject({ total: 5, pageCount: 3, entities: [{}, {}] });
  expect((await get(`${LEADS}/individuals`)).body.entities).toHaveLength(5);
});

test.each([
  ['readable', 200],
  ['gone', 404],
] as const)('a deleted group is %s: %d', async (deletedGroups, status) => {
  const { del, get } = await connect({ switches: { deletedGroups } });
  expect((await del(LEADS)).status).toBe(200);
  const read = await get(LEADS);
  expect(read.status).toBe(status);
  if (status === 200) expect(read.body).toMatchObject({ state: 'deleted' });
  expect((await get(GROUPS)).body.total).toBe(7);
  expect((await del(LEADS)).status).toBe(404);
});

test('what refers to a deleted group lets go of it', async () => {
  const { del, get } = await connect();
  const night = `${QUEUES}/${idOf(QUEUES, 'Night Line')}`;
  await del(`${GROUPS}/${idOf(GROUPS, 'Night shift')}`);
  expect((await get(night)).body.memberGroups).toHaveLength(2);
});

test('the first deletion of a group may be answered as done and fail afterwards', async () => {
  const { del, get } = await connect({ switches: { groupDelete: 'failsOnce' } });
  expect((await del(LEADS)).status).toBe(200);
  expect((await get(LEADS)).body.state).toBe('active');
  expect((await del(LEADS)).status).toBe(200);
  expect((await get(LEADS)).body.state).toBe('deleted');
});

test('groups are listed by id', async () => {
  const seed = orgWith({ [GROUPS]: ['One', 'Two', 'Three'] });
  const { get } = await connect({ seed });
  const [one, two] = ['One', 'Two'].map((name) => refTo(GROUPS, name).id);
  expect((await get(`${GROUPS}?id=${one},${two}`)).body.total).toBe(2);
});
