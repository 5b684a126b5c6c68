import { expect, test } from 'vitest';
import { harbourBank, idOf, orgWith, paths, refTo } from '../../src/sandbox/index.ts';
import { clock, connect } from './support.ts';

const { DIVISIONS, FLOWS, GROUPS, LIBRARIES, PROMPTS, QUEUES, SCRIPTS, SKILLS, TEAMS, USERS, WRAPUP_CODES } =
  paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const ADA = at(USERS, 'ada.lovelace@harbour.example');
const CARDS = refTo(DIVISIONS, 'Cards');

test('a skill is created in a division, its version being a text', async () => {
  const { post, kinds } = await connect();
  const { status, body } = await post(SKILLS, { name: 'Card disputes', divisionId: CARDS.id });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: 'Card disputes',
    version: '1',
    state: 'active',
    division: { name: 'Cards' },
  });
  expect(body).not.toHaveProperty('divisionId');
  expect(kinds()).toEqual([]);
});

test('a PATCH of a skill moves it between divisions and nothing else', async () => {
  const { patch, get } = await connect();
  const { body } = await patch(at(SKILLS, 'Spanish'), { divisionId: CARDS.id });
  expect(body).toMatchObject({ name: 'Spanish', division: { name: 'Cards' }, version: '2' });
  expect((await get(at(SKILLS, 'Spanish'))).body).toEqual(body);
  expect((await patch(at(SKILLS, 'Spanish'), { divisionId: 'none' })).status).toBe(400);
});

test.each([
  ['home', { name: 'Home' }],
  ['none', undefined],
] as const)('a skill created without a division has: %s', async (newSkillDivision, division) => {
  const { post } = await connect({ switches: { newSkillDivision } });
  const { body } = await post(SKILLS, { name: 'New' });
  if (division) expect(body.division).toMatchObject(division);
  else expect(body).not.toHaveProperty('division');
});

test('a deleted skill stays readable with its state, and leaves the lists', async () => {
  const { del, get, patch } = await connect();
  expect((await del(at(SKILLS, 'Spanish'))).status).toBe(200);
  const { status, body } = await get(at(SKILLS, 'Spanish'));
  expect([status, body.state]).toEqual([200, 'deleted']);
  expect((await get(`${SKILLS}?name=Spanish`)).body.total).toBe(0);
  expect((await del(at(SKILLS, 'Spanish'))).status).toBe(404);
  expect((await patch(at(SKILLS, 'Spanish'), { divisionId: CARDS.id })).status).toBe(404);
});

test.each([
  ['free', 200],
  ['taken', 409],
] as const)('the name of a deleted skill is %s', async (deletedSkillNames, status) => {
  const { post } = await connect({ switches: { deletedSkillNames } });
  expect((await post(SKILLS, { name: 'telex' })).status).toBe(status);
  expect((await post(SKILLS, { name: 'spanish' })).status).toBe(409);
});

test('a wrap-up code may belong to all divisions', async () => {
  const { post, get, kinds } = await connect();
  const { body } = await post(WRAPUP_CODES, { name: 'Card blocked', division: { id: '*' } });
  expect(body.division).toEqual({ id: '*' });
  expect((await get(`${WRAPUP_CODES}/${body.id}`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test('a PUT of a wrap-up code replaces it and can move it', async () => {
  const { get, put, kinds } = await connect();
  const path = at(WRAPUP_CODES, 'Misc');
  const read = (await get(path)).body;
  const { body } = await put(path, { ...read, name: 'Other', description: null, division: CARDS });
  expect(body).toMatchObject({ name: 'Other', division: { name: 'Cards' } });
  expect(body).not.toHaveProperty('description');
  expect(kinds()).toEqual([]);
});

test('a deleted wrap-up code is gone, its name free', async () => {
  const { del, get, post } = await connect();
  expect((await del(at(WRAPUP_CODES, 'Misc'))).status).toBe(200);
  expect((await get(at(WRAPUP_CODES, 'Misc'))).status).toBe(404);
  expect((await post(WRAPUP_CODES, { name: 'Misc' })).status).toBe(200);
});

test('users are listed active unless another state is asked for', async () => {
  const { get } = await connect();
  const total = async (state: string) => (await get(`${USERS}?state=${state}`)).body.total;
  expect((await get(USERS)).body.total).toBe(130);
  expect([
    await total('active'),
    await total('inactive'),
    await total('deleted'),
    await total('any'),
  ]).toEqual([130, 0, 1, 131]);
});

test('a deleted user is read only as deleted', async () => {
  const { get } = await connect();
  const path = at(USERS, 'gone.away@harbour.example');
  expect((await get(path)).status).toBe(404);
  expect((await get(`${path}?state=deleted`)).body.state).toBe('deleted');
});

test.each([
  ['kept', true],
  ['leftOut', false],
] as const)(
  'skills and employer of a user come only with their expansion, which is %s',
  async (expansions, present) => {
    const { get } = await connect({ switches: { expansions } });
    const path = at(USERS, 'john.smith@simplefinancial.com');
    const plain = (await get(path)).body;
    expect([plain.skills, plain.employerInfo]).toEqual([undefined, undefined]);
    const { body } = await get(`${path}?expand=skills&expand=employerInfo`);
    expect([body.skills !== undefined, body.employerInfo !== undefined]).toEqual([present, present]);
    expect(
      (await get(`${USERS}?expand=skills,employerInfo&id=${body.id}`)).body.entities[0]?.skills !== undefined,
    ).toBe(present);
  },
);

test('a PATCH of a user needs the version', async () => {
  const { patch, kinds } = await connect();
  const { status, body } = await patch(ADA, { title: 'Lead' });
  expect([status, body.details]).toMatchObject([400, [{ fieldName: 'version' }]]);
  expect(kinds()).toEqual(['missing-required']);
});

test.each([
  [
    'database',
    409,
    'The version number of the modified resource must match the version number in the database.',
  ],
  ['unexpected', 409, 'Resource conflict - Unexpected version was provided'],
  ['directory', 400, 'The version 3 does not match the current version 4.'],
] as const)('a stale version is refused in the wording %s', async (versionConflict, status, message) => {
  const { patch, get } = await connect({ switches: { versionConflict } });
  const reply = await patch(ADA, { version: 3, title: 'Lead' });
  expect([reply.status, reply.body.message]).toEqual([status, message]);
  expect((await get(ADA)).body).toMatchObject({ title: 'Specialist', version: 4 });
});

test.each([
  [true, 5],
  [false, 4],
])('an update that changes nothing raises the version: %s', async (unchangedWriteRaisesVersion, version) => {
  const { patch } = await connect({ switches: { unchangedWriteRaisesVersion } });
  expect((await patch(ADA, { version: 4, title: 'Specialist' })).body.version).toBe(version);
  expect((await patch(ADA, { version, title: 'Lead' })).body.version).toBe(version + 1);
});

test('the state of a user travels alone', async () => {
  const { patch } = await connect();
  const mixed = await patch(ADA, { version: 4, state: 'inactive', title: 'Lead' });
  expect([mixed.status, mixed.body.details]).toMatchObject([400, [{ fieldName: 'state' }]]);
  expect((await patch(ADA, { version: 4, state: 'inactive' })).body).toMatchObject({
    state: 'inactive',
    version: 5,
  });
  expect((await patch(ADA, { version: 5, state: 'inactive', title: 'Lead' })).status).toBe(200);
});

test('a deleted user is restored by a PATCH of the state alone', async () => {
  const { patch, get } = await connect();
  const path = at(USERS, 'gone.away@harbour.example');
  expect((await patch(path, { version: 3, state: 'active' })).body).toMatchObject({
    state: 'active',
    version: 4,
  });
  expect((await get(path)).status).toBe(200);
});

test('an e-mail is taken by deleted users as well', async () => {
  const { patch } = await connect();
  const { status, body } = await patch(ADA, { version: 4, email: 'Gone.Away@harbour.example' });
  expect([status, body.code]).toEqual([409, 'general.conflict']);
});

test('a manager is sent as an id and read as a reference', async () => {
  const { patch, kinds } = await connect();
  const manager = idOf(USERS, 'm.lee@harbour.example');
  const { body } = await patch(ADA, { version: 4, manager });
  expect(body.manager).toEqual({ id: manager, name: 'M Lee', selfUri: `${USERS}/${manager}` });
  expect((await patch(ADA, { version: 5, manager: null })).body).not.toHaveProperty('manager');
  expect((await patch(ADA, { version: 6, manager: 'nobody' })).status).toBe(400);
  expect(kinds()).toEqual([]);
});

test.each([
  ['top', { employeeId: '7' }],
  [
    'deep',
    { employeeId: '7', officialName: 'John Smith', employeeType: 'Full-time', dateHire: '2021-03-18' },
  ],
] as const)('PATCH merges objects at: %s', async (patchMerges, employerInfo) => {
  const { patch, sandbox } = await connect({ switches: { patchMerges } });
  const john = 'john.smith@simplefinancial.com';
  const { body } = await patch(`${at(USERS, john)}?`, { version: 1, employerInfo: { employeeId: '7' } });
  expect(sandbox.snapshot().collections[USERS]?.[body.id]?.employerInfo).toEqual(employerInfo);
  expect(sandbox.violations.map(({ kind }) => kind)).toEqual([
    'dropped-field',
    'dropped-field',
    'dropped-field',
  ]);
});

test('a PATCH that merges at every depth clears what is null', async () => {
  const { patch, sandbox } = await connect({ switches: { patchMerges: 'deep' } });
  const john = 'john.smith@simplefinancial.com';
  const employerInfo = { employeeId: null, officialName: 'John', employeeType: 'Full-time' };
  const { body } = await patch(`${at(USERS, john)}?`, { version: 1, employerInfo });
  const after = { officialName: 'John', employeeType: 'Full-time', dateHire: '2021-03-18' };
  expect(sandbox.snapshot().collections[USERS]?.[body.id]?.employerInfo).toEqual(after);
});

test('users/me is refused for want of a user', async () => {
  const { get } = await connect();
  const { status, body } = await get(`${USERS}/me`);
  expect(status).toBe(400);
  expect(body.message).toMatch(/^This request requires a user context\. Client credentials cannot be used/);
});

test('a division is created with a name alone, renamed, and found by a part of its name', async () => {
  const { post, put, get, kinds } = await connect();
  const created = (await post(DIVISIONS, { name: 'Seasonal Support' })).body;
  expect(created).toMatchObject({ name: 'Seasonal Support', homeDivision: false });
  const { body } = await put(`${DIVISIONS}/${created.id}`, {
    ...created,
    name: 'Peak',
    description: 'Winter',
  });
  expect(body).toMatchObject({ name: 'Peak', description: 'Winter' });
  expect((await get(`${DIVISIONS}?name=PEA`)).body.total).toBe(1);
  expect(kinds()).toEqual([]);
});

test('a division without a name is refused', async () => {
  const { post, kinds } = await connect();
  expect((await post(DIVISIONS, { description: 'x' })).status).toBe(400);
  expect(kinds()).toEqual(['missing-required']);
});

test('the home division is known, and never deleted', async () => {
  const { get, del } = await connect();
  const home = (await get(`${DIVISIONS}/home`)).body;
  expect(home).toMatchObject({ name: 'Home', homeDivision: true });
  expect((await del(`${DIVISIONS}/${home.id}`)).status).toBe(400);
});

test('objects of a division are counted when asked for', async () => {
  const { get } = await connect();
  const path = at(DIVISIONS, 'Private Clients');
  expect((await get(path)).body).not.toHaveProperty('objectCounts');
  expect((await get(`${path}?objectCount=true`)).body.objectCounts).toMatchObject({
    QUEUE: 5,
    SKILLGROUP: 1,
  });
  expect((await get(`${DIVISIONS}?objectCount=true`)).body.entities[0]).toHaveProperty('objectCounts');
});

test('a division is not deleted while it has objects, then softly, and comes back', async () => {
  const seed = orgWith({ [DIVISIONS]: ['Cards'], [QUEUES]: [{ name: 'Q', division: CARDS }] });
  const { get, post, del } = await connect({ seed });
  const path = `${DIVISIONS}/${CARDS.id}`;
  const refused = await del(path);
  expect([refused.status, refused.body.message]).toEqual([
    400,
    `Scope '${CARDS.id}' may not be deleted because it has objects in it.`,
  ]);
  await del(at(QUEUES, 'Q'));
  expect((await del(path)).status).toBe(204);
  expect((await get(path)).status).toBe(404);
  expect((await get(`${DIVISIONS}/deleted`)).body.entities).toMatchObject([{ name: 'Cards' }]);
  expect((await post(`${path}/restore`, { name: 'Cards' })).body).toMatchObject({ ...CARDS, name: 'Cards' });
  expect((await get(path)).status).toBe(200);
  expect((await get(`${DIVISIONS}/deleted`)).body.total).toBe(0);
});

test.each([
  [0, 204],
  [2_000, 400],
])(
  'a division that lost its last object a moment ago, released after %d ms, answers %d',
  async (divisionReleaseMs, status) => {
    const { now, pass } = clock();
    const seed = orgWith({ [DIVISIONS]: ['Cards'], [QUEUES]: [{ name: 'Q', division: CARDS }] });
    const { del } = await connect({ seed, now, switches: { divisionReleaseMs } });
    await del(at(QUEUES, 'Q'));
    pass(1_999);
    expect((await del(`${DIVISIONS}/${CARDS.id}`)).status).toBe(status);
    pass(1);
    expect((await del(`${DIVISIONS}/${CARDS.id}`)).status).toBe(status === 204 ? 404 : 204);
  },
);

test('objects are moved between divisions by a call of its own', async () => {
  const { post, get, kinds } = await connect();
  const ids = [idOf(QUEUES, 'Savings'), idOf(QUEUES, 'Insurance')];
  const { status, body } = await post(`${DIVISIONS}/${CARDS.id}/objects/QUEUE`, ids);
  expect([status, body]).toEqual([204, undefined]);
  expect((await get(at(QUEUES, 'Savings'))).body.division).toMatchObject({ name: 'Cards' });
  expect(
    (await post(`${DIVISIONS}/${CARDS.id}/objects/USER`, [idOf(USERS, 'm.lee@harbour.example')])).status,
  ).toBe(204);
  expect(kinds()).toEqual([]);
});

test('a move of something unknown, or of too much, moves nothing', async () => {
  const { post, sandbox } = await connect();
  const path = `${DIVISIONS}/${CARDS.id}/objects`;
  const before = sandbox.snapshot().collections;
  const savings = idOf(QUEUES, 'Savings');
  expect((await post(`${path}/QUEUE`, [savings, 'none'])).status).toBe(404);
  expect(
    (
      await post(
        `${path}/QUEUE`,
        Array.from({ length: 101 }, () => savings),
      )
    ).status,
  ).toBe(400);
  expect((await post(`${DIVISIONS}/none/objects/QUEUE`, [savings])).status).toBe(404);
  const unknown = await post(`${path}/SKILL`, [idOf(SKILLS, 'Spanish')]);
  expect([unknown.status, unknown.body.message]).toEqual([
    400,
    expect.stringContaining('Allowable values are: QUEUE, CAMPAIGN'),
  ]);
  expect(sandbox.snapshot().collections).toEqual(before);
});

test('the organization and the token are described without any permission', async () => {
  const { sandbox, get, send } = await connect();
  expect((await get('/api/v2/organizations/me')).body).toMatchObject({
    id: sandbox.organizationId,
    name: 'Harbour Bank',
  });
  const { body } = await get('/api/v2/tokens/me');
  expect(body).toMatchObject({
    organization: { id: sandbox.organizationId },
    authenticatedUser: null,
    OAuthClient: { id: sandbox.client.id, name: 'cc-deployer' },
  });
  const head = await send('HEAD', '/api/v2/tokens/me');
  expect([head.status, head.body]).toEqual([200, undefined]);
});

test.each([
  [FLOWS, 'Main IVR'],
  [GROUPS, 'Night shift'],
  [TEAMS, 'Cards North'],
  [SCRIPTS, 'Cards greeting'],
  [PROMPTS, 'Welcome'],
  [LIBRARIES, 'Letters'],
])('%s are looked up in lists and by id', async (path, name) => {
  const { get, kinds } = await connect();
  const { body } = await get(at(path, name));
  expect(body).toMatchObject({ id: idOf(path, name), name, selfUri: at(path, name) });
  expect((await get(`${path}?pageSize=100`)).body.entities).toContainEqual(body);
  expect(kinds()).toEqual([]);
});

test('a flow says what is published and by whom', async () => {
  const { get } = await connect();
  expect((await get(at(FLOWS, 'Cards in-queue'))).body).toMatchObject({
    type: 'INQUEUECALL',
    publishedVersion: { id: '8.0', datePublished: '2026-10-12T09:30:00.000Z' },
    publishedBy: { name: 'M Lee' },
    division: { name: 'Cards' },
  });
});

test('a group lists its individuals in one answer', async () => {
  const { get } = await connect();
  const { body } = await get(`${at(GROUPS, 'Night shift')}/individuals`);
  expect(body.entities).toHaveLength(8);
  expect(body.entities[0]).toHaveProperty('email');
  expect((await get(at(GROUPS, 'Night shift'))).body.memberCount).toBe(8);
});

test('only published scripts are in the published list', async () => {
  const { get } = await connect();
  expect((await get(SCRIPTS)).body.total).toBe(10);
  expect((await get(`${SCRIPTS}/published`)).body.total).toBe(8);
  expect((await get(`${SCRIPTS}/published/${idOf(SCRIPTS, 'Dispute intake')}`)).status).toBe(404);
  expect((await get(`${SCRIPTS}/published/${idOf(SCRIPTS, 'Lost card')}`)).status).toBe(200);
});

test('every write leaves an audit entry with the client, and a query finds it', async () => {
  const { sandbox, post, put, del } = await connect({ now: () => Date.parse('2026-11-21T10:00:00Z') });
  const { id } = (await post(WRAPUP_CODES, { name: 'New' })).body;
  await put(`${WRAPUP_CODES}/${id}`, {
    name: 'Newer',
    'x-future': { reportAs: 'handled' },
    division: refTo(DIVISIONS, 'Home'),
  });
  await post(`${at(QUEUES, 'Cards')}/wrapupcodes`, [{ id }]);
  await del(`${WRAPUP_CODES}/${id}`);
  const filters = [
    { property: 'ClientId', value: sandbox.client.id },
    { property: 'EntityId', value: id },
  ];
  const interval = '2026-11-21T00:00:00Z/2026-11-22T00:00:00Z';
  const { body } = await post('/api/v2/audits/query/realtime', { interval, filters });
  expect(body.total).toBe(3);
  expect(body.entities).toMatchObject([
    { action: 'Delete' },
    { action: 'Update', propertyChanges: [{ property: 'name', oldValues: ['New'], newValues: ['Newer'] }] },
    {
      action: 'Create',
      entityType: 'WrapupCode',
      entity: { id, name: 'New' },
      client: { id: sandbox.client.id },
    },
  ]);
  const ascending = { interval, sort: [{ name: 'Timestamp', sortOrder: 'ascending' }], pageSize: 1 };
  expect((await post('/api/v2/audits/query/realtime', ascending)).body).toMatchObject({
    entities: [{ action: 'Create' }],
    total: 4,
    pageCount: 4,
  });
  expect((await post('/api/v2/audits/query/realtime', { interval: 'today' })).status).toBe(400);
});

test('refused writes leave no audit entry', async () => {
  const { sandbox, post } = await connect();
  await post(WRAPUP_CODES, { name: 'Misc' });
  expect(sandbox.snapshot().audits).toEqual([]);
});

test('the seed is the same on every start', () => {
  expect(harbourBank()).toEqual(harbourBank());
});
