import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { type Body, connect } from './support.ts';

const { QUEUES, SKILLS, USERS, WRAPUP_CODES } = paths;
const at = (name: string) => `${QUEUES}/${idOf(QUEUES, name)}`;
const user = (name: string) => ({ id: idOf(USERS, `${name}@harbour.example`) });
const code = (name: string) => ({ id: idOf(WRAPUP_CODES, name) });
const names = (body: Body) => body.entities.map(({ name }) => name);

test('members are added and removed in batches, ring 1 at first', async () => {
  const { get, post, kinds } = await connect();
  const path = `${at('Legacy Chat')}/members`;
  const added = await post(path, [user('ada.lovelace'), user('bob.noyce')]);
  expect([added.status, added.body]).toEqual([200, undefined]);
  const { entities } = (await get(path)).body;
  expect(entities).toMatchObject([
    { ...user('ada.lovelace'), name: 'Ada Lovelace', ringNumber: 1, joined: true, memberBy: 'user' },
    { user: { ...user('bob.noyce'), name: 'Bob Noyce' } },
  ]);
  await post(`${path}?delete=true`, [user('ada.lovelace'), user('eve.harris')]);
  expect(names((await get(path)).body)).toEqual(['Bob Noyce']);
  expect((await get(at('Legacy Chat'))).body).toMatchObject({ memberCount: 1, userMemberCount: 1 });
  expect(kinds()).toEqual([]);
});

test('adding a member again changes nothing', async () => {
  const { sandbox, post } = await connect();
  const path = `${at('Support EN')}/members`;
  const before = sandbox.snapshot().collections[path];
  const ids = Object.keys(before ?? {}).map((id) => ({ id }));
  await post(path, ids);
  expect(sandbox.snapshot().collections[path]).toEqual(before);
});

test.each(['members', 'wrapupcodes'])('at most 100 %s are taken at once', async (part) => {
  const { post } = await connect();
  const entries = (count: number) =>
    Array.from({ length: count }, () => (part === 'members' ? user('ada.lovelace') : code('Misc')));
  expect((await post(`${at('Savings')}/${part}`, entries(101))).status).toBe(400);
  expect((await post(`${at('Savings')}/${part}`, entries(100))).status).toBe(200);
});

test('a member or code that does not exist is refused, and the whole batch with it', async () => {
  const { sandbox, post } = await connect();
  const before = sandbox.snapshot().collections;
  expect((await post(`${at('Savings')}/members`, [user('ada.lovelace'), { id: 'nobody' }])).status).toBe(400);
  expect((await post(`${at('Savings')}/members`, [user('gone.away')])).status).toBe(400);
  expect((await post(`${at('Savings')}/wrapupcodes`, [code('Misc'), { id: 'none' }])).status).toBe(400);
  expect(sandbox.snapshot().collections).toEqual(before);
});

test('who is a member through a group cannot be added as a user', async () => {
  const { get, post } = await connect();
  const path = `${at('Night Line')}/members`;
  const grouped = (await get(`${path}?memberBy=group`)).body.entities;
  expect(grouped).toHaveLength(8);
  const { status, body } = await post(path, [{ id: grouped[0]?.id }]);
  expect([status, body.message]).toEqual([
    400,
    `The user ${grouped[0]?.id} is a member of the queue through a group.`,
  ]);
});

test('members are filtered by name and by the way they are members', async () => {
  const { get } = await connect();
  const path = `${at('Night Line')}/members`;
  const count = async (query: string) => (await get(`${path}?pageSize=100${query}`)).body.entities.length;
  expect([await count(''), await count('&memberBy=user'), await count('&memberBy=group')]).toEqual([
    14, 6, 8,
  ]);
  expect(await count('&name=NOBODY')).toBe(0);
  expect(names((await get(`${at('Cards')}/members?name=eve h`)).body)).toEqual(['Eve Harris']);
});

test('pages of members hold at most 100', async () => {
  const { get } = await connect();
  expect((await get(`${at('Cards')}/members?pageSize=101`)).status).toBe(400);
});

test('the ring of a member is patched, 202 without a body', async () => {
  const { get, patch, kinds } = await connect();
  const path = `${at('Cards')}/members`;
  const { status, body } = await patch(`${path}/${user('eve.harris').id}`, {
    ...user('eve.harris'),
    ringNumber: 3,
  });
  expect([status, body]).toEqual([202, undefined]);
  expect((await get(`${path}?name=eve h`)).body.entities).toMatchObject([{ ringNumber: 3 }]);
  expect(kinds()).toEqual([]);
});

test('a ring above the bullseye rings of the queue is refused', async () => {
  const { get, patch } = await connect();
  const path = `${at('Support EN')}/members`;
  const id = (await get(path)).body.entities[0]?.id;
  expect((await patch(`${path}/${id}`, { ringNumber: 3 })).status).toBe(202);
  const refused = await patch(`${path}/${id}`, { ringNumber: 4 });
  expect([refused.status, refused.body.details]).toMatchObject([400, [{ fieldName: 'ringNumber' }]]);
});

test.each([0, 7])('ring %d is refused everywhere', async (ringNumber) => {
  const { patch } = await connect();
  expect((await patch(`${at('Cards')}/members/${user('eve.harris').id}`, { ringNumber })).status).toBe(400);
});

test('patching or deleting who is no member is 404', async () => {
  const { patch, del } = await connect();
  const path = `${at('Cards')}/members/${user('bob.noyce').id}`;
  expect([(await patch(path, { ringNumber: 1 })).status, (await del(path)).status]).toEqual([404, 404]);
});

test.each([
  ['found', [202, 202]],
  ['missingOnce', [404, 202]],
] as const)('the first PATCH of a new member is %s', async (newMemberPatch, statuses) => {
  const { post, patch } = await connect({ switches: { newMemberPatch } });
  const path = `${at('Cards')}/members`;
  await post(path, [user('bob.noyce')]);
  const member = `${path}/${user('bob.noyce').id}`;
  const replies = [await patch(member, { ringNumber: 3 }), await patch(member, { ringNumber: 3 })];
  expect(replies.map(({ status }) => status)).toEqual(statuses);
});

test('one member is deleted with 204', async () => {
  const { get, del } = await connect();
  const path = `${at('Cards')}/members`;
  expect((await del(`${path}/${user('eve.harris').id}`)).status).toBe(204);
  expect((await get(`${path}?name=eve h`)).body.entities).toEqual([]);
});

test('wrap-up codes of a queue are listed with totals, added in batches, removed one by one', async () => {
  const { get, post, del, kinds } = await connect();
  const path = `${at('Cards')}/wrapupcodes`;
  expect((await get(`${path}?pageSize=100`)).body).toMatchObject({ total: 12, pageCount: 1 });
  const added = await post(path, [code('Voicemail left'), code('Misc')]);
  expect([added.status, added.body]).toMatchObject([200, [{ name: 'Voicemail left' }, { name: 'Misc' }]]);
  expect((await get(path)).body.total).toBe(13);
  expect((await del(`${path}/${code('Misc').id}`)).status).toBe(200);
  expect((await del(`${path}/${code('Misc').id}`)).status).toBe(404);
  expect(names((await get(`${path}?name=voice`)).body)).toEqual(['Voicemail left']);
  expect(kinds()).toEqual([]);
});

test('a deleted wrap-up code leaves all queues silently', async () => {
  const { get, del } = await connect();
  await del(`${WRAPUP_CODES}/${code('Misc').id}`);
  expect((await get(`${at('Cards')}/wrapupcodes`)).body.total).toBe(11);
});

test('skills of a user are listed, added, changed in bulk and removed', async () => {
  const { get, post, patch, put, del, kinds } = await connect();
  const path = `${USERS}/${user('ada.lovelace').id}/routingskills`;
  const skill = (name: string, proficiency: number) => ({ id: idOf(SKILLS, name), proficiency });
  const listed = async () =>
    (await get(path)).body.entities.map(({ name, proficiency }) => [name, proficiency]);
  expect(await listed()).toEqual([['English', 5]]);
  expect((await post(path, skill('Spanish', 4))).body).toMatchObject({
    name: 'Spanish',
    proficiency: 4,
    state: 'active',
  });
  await patch(`${path}/bulk`, [skill('Spanish', 2), skill('German', 1.5)]);
  expect(await listed()).toEqual([
    ['English', 5],
    ['German', 1.5],
    ['Spanish', 2],
  ]);
  expect((await put(`${path}/bulk`, [skill('Greek', 0)])).body.total).toBe(1);
  expect(await listed()).toEqual([['Greek', 0]]);
  expect((await del(`${path}/${idOf(SKILLS, 'Greek')}`)).status).toBe(200);
  expect((await del(`${path}/${idOf(SKILLS, 'Greek')}`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test.each([
  ['more than 50', Array.from({ length: 51 }, () => ({ id: idOf(SKILLS, 'Spanish'), proficiency: 1 }))],
  ['a skill that does not exist', [{ id: 'none', proficiency: 1 }]],
  ['a deleted skill', [{ id: idOf(SKILLS, 'Telex'), proficiency: 1 }]],
  ['a proficiency above 5', [{ id: idOf(SKILLS, 'Spanish'), proficiency: 6 }]],
  ['a missing proficiency', [{ id: idOf(SKILLS, 'Spanish') }]],
])('skills of a user are refused: %s', async (_, body) => {
  const { patch } = await connect();
  expect((await patch(`${USERS}/${user('ada.lovelace').id}/routingskills/bulk`, body)).status).toBe(400);
});
