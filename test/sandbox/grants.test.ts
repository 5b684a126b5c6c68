import { expect, test } from 'vitest';
import { idOf, paths, type SandboxOptions } from '../../src/sandbox/index.ts';
import { connect, login } from './support.ts';

const { DIVISIONS, GROUPS, ROLES, USERS } = paths;
const SUBJECTS = '/api/v2/authorization/subjects';
const ADA = idOf(USERS, 'ada.lovelace@harbour.example');
const ALAN = idOf(USERS, 'alan.abbott@harbour.example');
const LEADS = idOf(GROUPS, 'Cards team leads');
const [HOME, CARDS] = ['Home', 'Cards'].map((name) => idOf(DIVISIONS, name));
const [LEAD, SKILLS_DESK, ADMIN] = ['Team lead', 'Skills desk', 'Queue administrator'].map((name) =>
  idOf(ROLES, name),
);

interface Grant {
  readonly subjectId: string;
  readonly division: { readonly id: string };
  readonly role: { readonly id: string; readonly name: string };
}

async function open(options: SandboxOptions = {}) {
  const connection = await connect(options);
  const grants = async (id: string, query = '') =>
    ((await connection.get(`${SUBJECTS}/${id}${query}`)).body.grants as Grant[]).map(
      ({ subjectId, role, division }) => [subjectId, role.name, division.id],
    );
  return { ...connection, grants };
}

test('the grants of a user tell role, division and policies, all divisions being *', async () => {
  const { get, kinds } = await open();
  const { body } = await get(`${SUBJECTS}/${idOf(GROUPS, 'Service desk')}`);
  expect(body).toMatchObject({ name: 'Service desk', version: 1 });
  expect(body.grants).toMatchObject([
    {
      division: { id: '*' },
      role: {
        name: 'Skills desk',
        policies: [{ domain: 'routing', entityName: 'skill', actions: ['assign', 'manage'] }],
      },
    },
  ]);
  expect(kinds()).toEqual([]);
});

test('a user has the grants of its groups, told with the id of the group', async () => {
  const { grants } = await open();
  expect(await grants(ALAN)).toEqual([
    [ALAN, 'Engage User', CARDS],
    [LEADS, 'Team lead', CARDS],
    [LEADS, 'Cards listener', CARDS],
  ]);
});

test('a group in which roles are not enabled passes none on', async () => {
  const { grants, sandbox } = await open();
  sandbox.edit(({ collections }) => {
    const group = collections[GROUPS]?.[LEADS];
    if (group) group.rolesEnabled = false;
  });
  expect(await grants(ALAN)).toEqual([[ALAN, 'Engage User', CARDS]]);
});

test.each([
  ['own', ALAN],
  ['inherited', LEADS],
] as const)('of a grant held twice the %s one is told, both with duplicates', async (duplicateGrants, id) => {
  const { grants, post } = await open({ switches: { duplicateGrants } });
  await post(`${SUBJECTS}/${ALAN}/bulkadd`, { grants: [{ roleId: LEAD, divisionId: CARDS }] });
  const leads = async (query: string) =>
    (await grants(ALAN, query)).filter(([, name]) => name === 'Team lead');
  expect(await leads('')).toEqual([[id, 'Team lead', CARDS]]);
  expect(await leads('?includeDuplicates=true')).toHaveLength(2);
});

test('grants are added in bulk, those that are there staying, and removed in bulk', async () => {
  const { post, grants, kinds } = await open();
  const pairs = [
    { roleId: ADMIN, divisionId: HOME },
    { roleId: SKILLS_DESK, divisionId: '*' },
  ];
  expect((await post(`${SUBJECTS}/${ADA}/bulkadd`, { grants: pairs })).status).toBe(201);
  expect(await grants(ADA)).toContainEqual([ADA, 'Skills desk', '*']);
  expect(await grants(ADA)).toHaveLength(3);
  expect((await post(`${SUBJECTS}/${ADA}/bulkremove`, { grants: pairs })).status).toBe(204);
  expect(await grants(ADA)).toEqual([[ADA, 'employee', HOME]]);
  expect(kinds()).toEqual([]);
});

test('all grants of a subject are replaced', async () => {
  const { post, grants } = await open();
  await post(`${SUBJECTS}/${ADA}/bulkreplace`, { grants: [{ roleId: LEAD, divisionId: CARDS }] });
  expect(await grants(ADA)).toEqual([[ADA, 'Team lead', CARDS]]);
});

test.each(['bulkadd', 'bulkremove', 'bulkreplace'])(
  '%s does nothing when a role or a division is unknown',
  async (call) => {
    const { post, grants } = await open();
    const before = await grants(ADA);
    const good = { roleId: LEAD, divisionId: HOME };
    for (const bad of [
      { ...good, roleId: 'none' },
      { ...good, divisionId: 'none' },
    ])
      expect((await post(`${SUBJECTS}/${ADA}/${call}`, { grants: [good, bad] })).status).toBe(404);
    expect(await grants(ADA)).toEqual(before);
  },
);

test('a group is a subject of its own type', async () => {
  const { post, grants } = await open();
  const body = { grants: [{ roleId: SKILLS_DESK, divisionId: CARDS }] };
  expect((await post(`${SUBJECTS}/${LEADS}/bulkadd`, body)).status).toBe(404);
  expect((await post(`${SUBJECTS}/${LEADS}/bulkadd?subjectType=PC_GROUP`, body)).status).toBe(201);
  expect(await grants(LEADS)).toHaveLength(3);
});

test('one grant is added and removed by its path', async () => {
  const { post, send, del, grants, kinds } = await open();
  const path = `${SUBJECTS}/${ADA}/divisions/${CARDS}/roles/${LEAD}`;
  expect((await send('POST', path)).status).toBe(200);
  expect(await grants(ADA)).toContainEqual([ADA, 'Team lead', CARDS]);
  expect((await del(path)).status).toBe(200);
  expect((await del(path)).status).toBe(404);
  expect((await post(`${SUBJECTS}/none/divisions/${CARDS}/roles/${LEAD}`, undefined)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test.each([
  ['found', [201, 201]],
  ['missingOnce', [404, 201]],
] as const)('a role that was just made is %s by the first grant', async (newRoleGrant, statuses) => {
  const { post } = await open({ switches: { newRoleGrant } });
  const roleId = (await post(ROLES, { name: 'New' })).body.id;
  const add = async () =>
    (await post(`${SUBJECTS}/${ADA}/bulkadd`, { grants: [{ roleId, divisionId: HOME }] })).status;
  expect([await add(), await add()]).toEqual(statuses);
});

test('a grant needs the right in its division', async () => {
  const { sandbox } = await open();
  const rights = [{ permissions: ['authorization:grant:*'], divisions: [CARDS ?? ''] }];
  const client = await login(sandbox, sandbox.addClient({ grants: rights }));
  const add = (divisionId: string | undefined) =>
    client.post(`${SUBJECTS}/${ADA}/bulkadd`, { grants: [{ roleId: LEAD, divisionId }] });
  expect((await add(HOME)).body.code).toBe('missing.division.permission');
  expect((await add('*')).body.code).toBe('missing.division.permission');
  expect((await add(CARDS)).status).toBe(201);
});

test('a role is given to several subjects in several divisions', async () => {
  const { post, grants } = await open();
  const body = { subjectIds: [ADA], divisionIds: [HOME, CARDS] };
  expect((await post(`${ROLES}/${LEAD}`, body)).status).toBe(201);
  expect(await grants(ADA)).toEqual(
    expect.arrayContaining([
      [ADA, 'Team lead', HOME],
      [ADA, 'Team lead', CARDS],
    ]),
  );
  expect((await post(`${ROLES}/${LEAD}`, { ...body, subjectIds: ['none'] })).status).toBe(404);
});

test('the roles of a user are read and set by their ids, new ones in the home division', async () => {
  const { get, put, grants, kinds } = await open();
  const path = `${USERS}/${ADA}/roles`;
  const names = async () => ((await get(path)).body.roles as { name: string }[]).map(({ name }) => name);
  expect(await names()).toEqual(['Queue administrator', 'employee']);
  expect((await get(path)).body.permissions).toContain('routing:queue:edit');
  await put(path, [ADMIN, LEAD]);
  expect(await names()).toEqual(['Queue administrator', 'Team lead']);
  expect(await grants(ADA)).toContainEqual([ADA, 'Team lead', HOME]);
  expect(kinds()).toEqual([]);
});

test('a client is a subject as well', async () => {
  const { get, sandbox } = await open();
  const { body } = await get(`${SUBJECTS}/${sandbox.client.id}`);
  expect(body).toMatchObject({ id: sandbox.client.id, grants: [{ division: { id: '*' } }] });
  expect((await get(`${SUBJECTS}/none`)).status).toBe(404);
});

test('a deleted division ends the grants in it', async () => {
  const { post, del, grants } = await open();
  const divisionId = (await post(DIVISIONS, { name: 'Short lived' })).body.id;
  await post(`${SUBJECTS}/${ADA}/bulkadd`, { grants: [{ roleId: LEAD, divisionId }] });
  await del(`${DIVISIONS}/${divisionId}`);
  expect(await grants(ADA)).toHaveLength(2);
});

test.each([
  ['own', [LEADS]],
  ['inheriting', expect.arrayContaining([LEADS, ALAN])],
] as const)('a role names its subjects: %s', async (roleSubjects, expected) => {
  const { get, kinds } = await open({ switches: { roleSubjects } });
  const { body } = await get(`${ROLES}/${LEAD}/subjectgrants?pageSize=100`);
  expect(body.entities.map(({ id }) => id)).toEqual(expected);
  expect(kinds()).toEqual([]);
});

test('a division names the grants in it, of users and groups, page by page', async () => {
  const { get, kinds } = await open();
  const path = `${DIVISIONS}/${CARDS}/grants`;
  const { body } = await get(`${path}?pageSize=500`);
  expect(body.entities).toContainEqual(
    expect.objectContaining({ subjectId: LEADS, role: expect.objectContaining({ name: 'Team lead' }) }),
  );
  expect(body.entities).toContainEqual(
    expect.objectContaining({ subjectId: ALAN, role: expect.objectContaining({ name: 'Engage User' }) }),
  );
  const second = await get(`${path}?pageSize=2&pageNumber=2`);
  expect(second.body.entities).toEqual(body.entities.slice(2, 4));
  expect(second.body).toMatchObject({ total: body.total, pageCount: Math.ceil(body.total / 2) });
  expect((await get(`${path}?pageSize=501`)).status).toBe(400);
  expect((await get(`${DIVISIONS}/none/grants`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});
