import { expect, test } from 'vitest';
import { idOf, paths, type SandboxOptions } from '../../src/sandbox/index.ts';
import { connect, login } from './support.ts';

const { DIVISIONS, GROUPS, LOCATIONS, QUEUES, SKILL_GROUPS, SKILLS, TEAMS, USERS } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const HOME = idOf(DIVISIONS, 'Home');
const CARDS = idOf(DIVISIONS, 'Cards');
const ADA = at(USERS, 'ada.lovelace@harbour.example');
const ALAN = at(USERS, 'alan.abbott@harbour.example');
const NEW = { name: 'Nia Novak', email: 'nia.novak@harbour.example', divisionId: CARDS };

/** A user who was just created. */
async function created(more: Record<string, unknown> = {}, options: SandboxOptions = {}) {
  const connection = await connect(options);
  const { status, body } = await connection.post(USERS, { ...NEW, ...more });
  return { ...connection, status, user: body, path: `${USERS}/${body.id}` };
}

test('a user is created in a division, active, with version 1', async () => {
  const { status, user, kinds, get, path } = await created({ title: 'Agent', department: 'Cards' });
  expect(status).toBe(200);
  expect(user).toMatchObject({
    state: 'active',
    version: 1,
    title: 'Agent',
    username: NEW.email,
    division: { name: 'Cards' },
    primaryContactInfo: [{ address: NEW.email, mediaType: 'EMAIL', type: 'PRIMARY' }],
  });
  expect(user).not.toHaveProperty('divisionId');
  expect((await get(path)).body).toEqual(user);
  expect(kinds()).toEqual([]);
});

test.each(['name', 'email', 'divisionId'])('a user is not created without %s', async (field) => {
  const { status, kinds } = await created({ [field]: undefined });
  expect(status).toBe(400);
  expect(kinds()).toEqual(['missing-required']);
});

test('a user may be created inactive', async () => {
  const { user, get } = await created({ state: 'inactive' });
  expect(user.state).toBe('inactive');
  expect((await get(`${USERS}?state=inactive`)).body.total).toBe(1);
});

test('a password is taken and never answered', async () => {
  const { user, sandbox, post, path } = await created({ password: 'Correct horse battery' });
  expect(JSON.stringify(user)).not.toContain('horse');
  expect(JSON.stringify(sandbox.snapshot())).not.toContain('horse');
  expect((await post(`${path}/password`, { newPassword: 'another one 12' })).status).toBe(204);
  expect((await post(`${path}/password`, { newPassword: 'short' })).status).toBe(400);
});

test('what only a PATCH takes is dropped from a create and recorded', async () => {
  const { user, kinds } = await created({
    acdAutoAnswer: true,
    manager: idOf(USERS, 'm.lee@harbour.example'),
  });
  expect(user.acdAutoAnswer).toBe(false);
  expect(user).not.toHaveProperty('manager');
  expect(kinds()).toEqual(['unknown-property', 'unknown-property']);
});

test.each([
  ['of another user, in other letters', 'ADA.Lovelace@harbour.example', 409],
  ['of a deleted user', 'gone.away@harbour.example', 409],
  ['that is none', 'nia', 400],
])('an e-mail address %s is refused', async (_, email, status) => {
  expect((await created({ email })).status).toBe(status);
});

test('a user in a division that does not exist is refused', async () => {
  expect((await created({ divisionId: 'none' })).status).toBe(400);
});

test('a create needs the right in the division of the user', async () => {
  const { sandbox } = await connect();
  const grants = [{ permissions: ['directory:user:add'], divisions: [HOME] }];
  const client = await login(sandbox, sandbox.addClient({ grants }));
  expect((await client.post(USERS, NEW)).body.code).toBe('missing.division.permission');
  expect((await client.post(USERS, { ...NEW, divisionId: HOME })).status).toBe(200);
});

test('a deleted user answers an empty body, is read only as deleted and leaves its groups, teams and queues', async () => {
  const { del, get, sandbox } = await connect();
  const memberships = () =>
    Object.entries(sandbox.snapshot().collections).filter(
      ([path, documents]) => path !== USERS && ALAN.slice(USERS.length + 1) in documents,
    );
  expect(memberships().length).toBeGreaterThan(2);
  const { status, body } = await del(ALAN);
  expect([status, body]).toEqual([200, {}]);
  expect((await get(ALAN)).status).toBe(404);
  expect((await get(`${ALAN}?state=deleted`)).body).toMatchObject({ state: 'deleted' });
  expect(memberships()).toEqual([]);
  expect((await del(ALAN)).status).toBe(404);
});

test('a deleted user keeps the e-mail address, and is restored under the same id', async () => {
  const { del, post, patch, get, kinds } = await connect();
  const before = (await get(ADA)).body;
  await del(ADA);
  const again = { name: 'Ada', email: 'ada.lovelace@harbour.example', divisionId: HOME };
  expect((await post(USERS, again)).body.code).toBe('general.conflict');
  const version = before.version + 1;
  expect((await patch(ADA, { version, title: 'Lead' })).status).toBe(404);
  expect((await patch(ADA, { version, state: 'active' })).body).toMatchObject({
    id: before.id,
    state: 'active',
  });
  expect((await get(ADA)).body.email).toBe(before.email);
  expect(kinds()).toEqual([]);
});

test('the state has a path of its own, which finds deleted users too', async () => {
  const { get, put, del, kinds } = await connect();
  const { version } = (await get(`${ADA}/state`)).body;
  expect((await put(`${ADA}/state`, { state: 'inactive', version })).body.state).toBe('inactive');
  expect((await put(`${ADA}/state`, { state: 'active', version })).status).toBe(409);
  await del(ADA);
  expect((await put(`${ADA}/state`, { state: 'active' })).body.state).toBe('active');
  expect((await get(ADA)).status).toBe(200);
  expect(kinds()).toEqual([]);
});

test('whoever had the deleted user as manager has none', async () => {
  const { get, del } = await connect();
  const manager = at(USERS, 'rosa.diaz@harbour.example');
  expect((await get(ALAN)).body.manager).toMatchObject({ name: 'Rosa Diaz' });
  await del(manager);
  expect((await get(ALAN)).body).not.toHaveProperty('manager');
});

test('numbers are shown, the primary one among the contacts', async () => {
  const { get, patch, kinds } = await connect();
  const { version } = (await get(ADA)).body;
  const addresses = [
    { address: '+61255501111', mediaType: 'PHONE', type: 'PRIMARY' },
    { extension: '4711', mediaType: 'PHONE', type: 'WORK' },
  ];
  const { body } = await patch(ADA, { version, addresses });
  expect(body.addresses).toMatchObject([{ display: '+61255501111' }, { display: '4711', extension: '4711' }]);
  expect(body.primaryContactInfo).toMatchObject([{ mediaType: 'EMAIL' }, { address: '+61255501111' }]);
  const same = await patch(ADA, { version: version + 1, addresses: body.addresses });
  expect(same.body.addresses).toEqual(body.addresses);
  expect(kinds()).toEqual([]);
});

test('addresses go only with an empty list', async () => {
  const { get, patch } = await connect();
  const { version } = (await get(ALAN)).body;
  expect((await patch(ALAN, { version, addresses: null })).body.addresses).toHaveLength(2);
  expect((await patch(ALAN, { version: version + 1, addresses: [] })).body.addresses).toEqual([]);
});

test('a new e-mail address is the user name and the primary contact as well', async () => {
  const { patch } = await connect();
  const email = 'ada.king@harbour.example';
  const { body } = await patch(ADA, { version: 4, email });
  expect(body).toMatchObject({ email, username: email, primaryContactInfo: [{ address: email }] });
});

test('locations are ids with notes, and read with what they are', async () => {
  const { get, patch, kinds } = await connect();
  const perth = idOf(LOCATIONS, 'Perth Branch');
  const { body } = await patch(ADA, { version: 4, locations: [{ id: perth, notes: 'Front desk' }] });
  expect(body).not.toHaveProperty('locations');
  const read = (await get(`${ADA}?expand=locations`)).body;
  expect(read.locations).toMatchObject([
    { id: perth, notes: 'Front desk', locationDefinition: { name: 'Perth Branch' } },
  ]);
  const again = await patch(ADA, { version: 5, locations: [{ id: perth, notes: 'Back office' }] });
  expect(again.status).toBe(200);
  expect((await patch(ADA, { version: 6, locations: [{ id: 'none' }] })).status).toBe(400);
  expect(kinds()).toEqual([]);
});

test('a deleted location leaves its users', async () => {
  const { get, del, sandbox } = await connect();
  sandbox.edit(({ collections }) => {
    delete collections[paths.SITES];
  });
  expect((await get(`${ALAN}?expand=locations`)).body.locations).toHaveLength(1);
  await del(at(LOCATIONS, 'Sydney Head Office'));
  expect((await get(`${ALAN}?expand=locations`)).body.locations).toEqual([]);
});

test('groups, team and authorization of a user come with their expansions', async () => {
  const { get } = await connect();
  const { body } = await get(`${ALAN}?expand=groups,team,authorization`);
  expect(body.groups).toMatchObject([{ id: idOf(GROUPS, 'Cards team leads') }]);
  expect(body.team).toMatchObject({ id: idOf(TEAMS, 'Cards North') });
  expect(body.authorization).toMatchObject({
    roles: [{ name: 'Engage User' }, { name: 'Team lead' }, { name: 'Cards listener' }],
  });
  expect(await get(ALAN)).not.toHaveProperty('body.team');
});

test('profile skills are free texts, replaced as a whole', async () => {
  const { get, put, kinds } = await connect();
  expect((await get(`${ALAN}/profileskills`)).body).toEqual(['Mentoring', 'Coffee']);
  expect((await put(`${ALAN}/profileskills`, ['Chess'])).body).toEqual(['Chess']);
  expect((await get(`${ALAN}?expand=profileSkills`)).body.profileSkills).toEqual(['Chess']);
  expect(kinds()).toEqual([]);
});

test('several users are changed in bulk, all of whom exist', async () => {
  const { send, get, kinds } = await connect();
  const ids = [ADA, ALAN].map((path) => path.slice(USERS.length + 1));
  const { body } = await send(
    'PATCH',
    `${USERS}/bulk`,
    ids.map((id) => ({ id, acdAutoAnswer: true })),
  );
  expect(body.entities).toMatchObject([{ acdAutoAnswer: true }, { acdAutoAnswer: true }]);
  expect((await get(ALAN)).body.acdAutoAnswer).toBe(true);
  expect((await send('PATCH', `${USERS}/bulk`, [{ id: 'none' }])).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('a user moves between divisions by the objects call only', async () => {
  const { post, get } = await connect();
  expect((await post(`${DIVISIONS}/${CARDS}/objects/USER`, [ADA.slice(USERS.length + 1)])).status).toBe(204);
  expect((await get(ADA)).body.division).toMatchObject({ name: 'Cards' });
});

test('the queues of a user are those of its own and of its groups', async () => {
  const { get } = await connect();
  const night = at(USERS, 'hugo.haddad@harbour.example');
  const names = async (query = '') =>
    (await get(`${night}/queues?pageSize=100${query}`)).body.entities.map(({ name }) => name);
  expect(await names()).toContain('Night Line');
  expect(await names('&joined=false')).toEqual([]);
  expect(await names(`&divisionId=${CARDS}`)).not.toContain('Night Line');
  expect(await names()).not.toContain(idOf(QUEUES, 'Cards'));
});

test('the skill groups of a user are those whose conditions it fulfils', async () => {
  const { post, get } = await connect();
  const home = at(USERS, 'ada.lovelace@harbour.example');
  await post(`${home}/routingskills`, { id: idOf(SKILLS, 'Spanish'), proficiency: 5 });
  const { body } = await get(`${home}/skillgroups`);
  expect(body.entities.map(({ id }) => id)).toEqual([idOf(SKILL_GROUPS, 'Spanish speakers')]);
});

test('the voicemail policy of a user is there without having been made', async () => {
  const { get, patch, kinds } = await connect();
  const path = `/api/v2/voicemail/userpolicies/${ADA.slice(USERS.length + 1)}`;
  expect((await get(path)).body).toMatchObject({ alertTimeoutSeconds: 25 });
  expect((await patch(path, { alertTimeoutSeconds: 30 })).body).toMatchObject({
    alertTimeoutSeconds: 30,
    sendEmailNotifications: true,
  });
  expect((await get('/api/v2/voicemail/userpolicies/none')).status).toBe(404);
  expect(kinds()).toEqual([]);
});
