import { expect, test } from 'vitest';
import { type Grant, idOf, orgWith, paths, refTo } from '../../src/sandbox/index.ts';
import { connect, login } from './support.ts';

const { DIVISIONS, QUEUES, SKILLS, WRAPUP_CODES } = paths;
const CARDS = idOf(DIVISIONS, 'Cards');
const HOME = idOf(DIVISIONS, 'Home');

function twoDivisions() {
  return orgWith({
    [DIVISIONS]: ['Cards'],
    [SKILLS]: ['Spanish'],
    [WRAPUP_CODES]: [{ name: 'Sale', division: { id: '*' } }],
    [QUEUES]: ['Support', { name: 'Disputes', division: refTo(DIVISIONS, 'Cards') }],
  });
}

async function connectAs(grants: Grant[], switches = {}) {
  const connection = await connect({ seed: twoDivisions(), switches });
  const client = await login(connection.sandbox, connection.sandbox.addClient({ grants }));
  return { ...connection, client };
}

test('an operation that needs all of its permissions names the missing ones', async () => {
  const { client } = await connectAs([{ permissions: ['authorization:division:add'], divisions: ['*'] }]);
  const { status, body } = await client.post(DIVISIONS, { name: 'New' });
  expect([status, body.code]).toEqual([403, 'missing.permissions']);
  expect(body.message).toBe(
    'Unable to perform the requested action. You are missing the following permission(s): [authorization:grant:add]',
  );
});

test('an operation that needs any of its permissions names all of them', async () => {
  const { client } = await connectAs([]);
  const { status, body } = await client.del(`${SKILLS}/${idOf(SKILLS, 'Spanish')}`);
  expect([status, body.code]).toEqual([403, 'missing.any.permissions']);
  expect(body.message).toBe(
    'Unable to perform the requested action. You must have at least one of the following permissions assigned: ' +
      '[routing:skill:manage, routing:skill:delete]',
  );
});

test('wildcards in a grant cover entities and actions', async () => {
  const { client } = await connectAs([
    { permissions: ['routing:queue:*', 'routing:*:view'], divisions: ['*'] },
  ]);
  expect((await client.get(SKILLS)).status).toBe(200);
  expect((await client.post(QUEUES, { name: 'New' })).status).toBe(200);
  expect((await client.post(SKILLS, { name: 'New' })).status).toBe(403);
});

test('objects in divisions that the client may not view are absent from lists', async () => {
  const { client } = await connectAs([{ permissions: ['routing:queue:view'], divisions: [CARDS] }]);
  const { body } = await client.get(QUEUES);
  expect(body.entities.map(({ name }) => name)).toEqual(['Disputes']);
  expect(body.total).toBe(1);
});

test.each([
  [403, 'missing.division.permission'],
  [404, 'not.found'],
] as const)('by id such an object is %d', async (invisibleObject, code) => {
  const { client } = await connectAs([{ permissions: ['routing:queue:view'], divisions: [CARDS] }], {
    invisibleObject,
  });
  const { status, body } = await client.get(`${QUEUES}/${idOf(QUEUES, 'Support')}`);
  expect([status, body.code]).toEqual([invisibleObject, code]);
});

test.each([
  ['appended', `[routing:queue:edit:${HOME}]`],
  ['empty', `[] in at least one of the following division(s): [${HOME}]`],
] as const)(
  'a permission held in another division only is told in the wording %s',
  async (divisionPermissionText, text) => {
    const grants = [
      { permissions: ['routing:queue:view'], divisions: ['*'] },
      { permissions: ['routing:queue:edit'], divisions: [CARDS] },
    ];
    const { client } = await connectAs(grants, { divisionPermissionText });
    const path = `${QUEUES}/${idOf(QUEUES, 'Support')}`;
    const { status, body } = await client.put(path, (await client.get(path)).body);
    expect([status, body.code]).toEqual([403, 'missing.division.permission']);
    expect(body.message).toBe(
      `Unable to perform the requested action. You must have at least one of the following permissions assigned: ${text}`,
    );
  },
);

test('a create needs its permission in the division of the new object', async () => {
  const { client } = await connectAs([{ permissions: ['routing:queue:add'], divisions: [CARDS] }]);
  expect((await client.post(QUEUES, { name: 'Here', division: { id: CARDS } })).status).toBe(200);
  expect((await client.post(QUEUES, { name: 'There' })).body.code).toBe('missing.division.permission');
});

test('members of a queue follow the division of the queue', async () => {
  const { client } = await connectAs([{ permissions: ['routing:queue:view'], divisions: [CARDS] }]);
  expect((await client.get(`${QUEUES}/${idOf(QUEUES, 'Disputes')}/members`)).status).toBe(200);
  expect((await client.get(`${QUEUES}/${idOf(QUEUES, 'Support')}/members`)).status).toBe(403);
});

test('what belongs to all divisions is seen from each, and changed only with a grant in all', async () => {
  const { client } = await connectAs([{ permissions: ['routing:wrapupCode:*'], divisions: [CARDS] }]);
  const path = `${WRAPUP_CODES}/${idOf(WRAPUP_CODES, 'Sale')}`;
  expect((await client.get(path)).status).toBe(200);
  expect((await client.del(path)).body.code).toBe('missing.division.permission');
});

test.each([
  ['both', 403],
  ['new', 204],
] as const)('a move needs the right in %s: %d', async (moveNeeds, status) => {
  const grants = [
    { permissions: ['routing:queue:view'], divisions: ['*'] },
    { permissions: ['routing:queue:edit'], divisions: [CARDS] },
  ];
  const { client } = await connectAs(grants, { moveNeeds });
  const reply = await client.post(`${DIVISIONS}/${CARDS}/objects/QUEUE`, [idOf(QUEUES, 'Support')]);
  expect(reply.status).toBe(status);
});

test('divisions and users are read without any permission', async () => {
  const { client } = await connectAs([]);
  const replies = [
    await client.get(DIVISIONS),
    await client.get(paths.USERS),
    await client.get(`${DIVISIONS}/home`),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('a client sees its grants by division, all divisions being * without a name', async () => {
  const grants = [
    { role: 'Reader', permissions: ['routing:queue:view'], divisions: [CARDS] },
    { role: 'Writer', permissions: ['routing:*:*'], divisions: ['*'] },
  ];
  const { client } = await connectAs(grants);
  const { body } = await client.get('/api/v2/authorization/subjects/me');
  expect(body.grants).toMatchObject([
    { division: { id: CARDS, name: 'Cards' }, role: { name: 'Reader' } },
    {
      division: { id: '*' },
      role: { name: 'Writer', policies: [{ domain: 'routing', entityName: '*', actions: ['*'] }] },
    },
  ]);
  expect(JSON.stringify(body.grants)).toContain('"division":{"id":"*"}');
});

test('the divisions in which a permission is held are listed', async () => {
  const { client, get } = await connectAs([{ permissions: ['routing:queue:edit'], divisions: [CARDS] }]);
  const path = '/api/v2/authorization/divisionspermitted/paged/me?permission=routing:queue:edit';
  expect((await client.get(path)).body).toMatchObject({
    entities: [{ name: 'Cards' }],
    total: 1,
    allDivsPermitted: false,
  });
  expect((await get(path)).body).toMatchObject({ total: 2, allDivsPermitted: true });
});
