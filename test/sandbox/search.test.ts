import { expect, test } from 'vitest';
import { idOf, orgWith, paths, refTo, type SandboxOptions } from '../../src/sandbox/index.ts';
import { clock, connect, login } from './support.ts';

const { DIVISIONS, GROUPS, LOCATIONS, TEAMS, USERS } = paths;

async function people(options: SandboxOptions = {}) {
  const seed = orgWith({
    [DIVISIONS]: ['Cards'],
    [USERS]: [
      {
        email: 'ann.ash@x.example',
        title: 'Agent',
        department: 'Cards',
        division: refTo(DIVISIONS, 'Cards'),
      },
      { email: 'ben.ash@x.example', title: 'Lead agent' },
      { email: 'cleo.birch@x.example', state: 'inactive' },
      { email: 'dan.gone@x.example', state: 'deleted' },
    ],
    [GROUPS]: ['Peak agents', 'Night shift'],
    [TEAMS]: ['Cards North', 'Cards South'],
    [LOCATIONS]: ['Sydney', 'Perth'],
  });
  const connection = await connect({ seed, ...options });
  const names = async (query: unknown[], more = {}, path = USERS) =>
    ((await connection.post(`${path}/search`, { query, ...more })).body.results as { name: string }[]).map(
      ({ name }) => name,
    );
  return { ...connection, names };
}

test.each([
  ['EXACT, in any letters', [{ type: 'EXACT', fields: ['email'], value: 'ANN.ash@x.example' }], ['Ann Ash']],
  [
    'EXACT of several values',
    [{ type: 'EXACT', fields: ['name'], values: ['Ann Ash', 'Ben Ash'] }],
    ['Ann Ash', 'Ben Ash'],
  ],
  ['EXACT on a part', [{ type: 'EXACT', fields: ['name'], value: 'Ann' }], []],
  ['STARTS_WITH', [{ type: 'STARTS_WITH', fields: ['name'], value: 'be' }], ['Ben Ash']],
  [
    'CONTAINS on several fields',
    [{ type: 'CONTAINS', fields: ['name', 'title'], value: 'agent' }],
    ['Ann Ash', 'Ben Ash'],
  ],
  ['TERM', [{ type: 'TERM', fields: ['title'], value: 'lead' }], ['Ben Ash']],
  ['REQUIRED_FIELDS', [{ type: 'REQUIRED_FIELDS', fields: ['department'] }], ['Ann Ash']],
  ['MATCH_ALL', [{ type: 'MATCH_ALL' }], ['Ann Ash', 'Ben Ash', 'Cleo Birch']],
  [
    'a field of a reference',
    [{ type: 'EXACT', fields: ['division.id'], value: idOf(DIVISIONS, 'Cards') }],
    ['Ann Ash'],
  ],
])('users are searched by %s', async (_, query, expected) => {
  const { names, kinds } = await people();
  expect(await names(query)).toEqual(expected);
  expect(kinds()).toEqual([]);
});

test('criteria are joined by AND, OR and NOT, and grouped', async () => {
  const { names } = await people();
  const ash = { type: 'CONTAINS', fields: ['name'], value: 'ash' };
  const ann = { type: 'CONTAINS', fields: ['name'], value: 'ann' };
  const cleo = { type: 'CONTAINS', fields: ['name'], value: 'cleo' };
  expect(await names([ash, ann])).toEqual(['Ann Ash']);
  expect(await names([ann, { ...cleo, operator: 'OR' }])).toEqual(['Ann Ash', 'Cleo Birch']);
  expect(await names([ash, { ...ann, operator: 'NOT' }])).toEqual(['Ben Ash']);
  const grouped = { type: 'EXACT', group: [ann, { ...cleo, operator: 'OR' }] };
  expect(await names([grouped, ash])).toEqual(['Ann Ash']);
});

test('deleted users are found only by their state', async () => {
  const { names } = await people();
  const gone = { type: 'EXACT', fields: ['email'], value: 'dan.gone@x.example' };
  expect(await names([gone])).toEqual([]);
  expect(await names([gone, { type: 'EXACT', fields: ['state'], values: ['deleted'] }])).toEqual([
    'Dan Gone',
  ]);
});

test('the answer has results in pages, not entities', async () => {
  const { post } = await people();
  const { body } = await post(`${USERS}/search`, {
    query: [{ type: 'MATCH_ALL' }],
    pageSize: 2,
    pageNumber: 2,
    sortBy: 'name',
    sortOrder: 'DESC',
  });
  expect(body).toMatchObject({
    total: 3,
    pageCount: 2,
    pageNumber: 2,
    pageSize: 2,
    types: ['users'],
    results: [{ name: 'Ann Ash' }],
  });
  expect(body).not.toHaveProperty('entities');
});

test.each([
  ['refused', 400],
  ['clamped', 200],
] as const)('a page of a search above 100 is %s', async (oversizedPage, status) => {
  const { post } = await people({ switches: { oversizedPage } });
  expect((await post(`${USERS}/search`, { query: [], pageSize: 101 })).status).toBe(status);
});

test('groups, teams and locations are searched by name', async () => {
  const { names, kinds } = await people();
  const by = (value: string) => [{ type: 'STARTS_WITH', fields: ['name'], value }];
  expect(await names(by('Peak'), {}, GROUPS)).toEqual(['Peak agents']);
  expect(await names(by('cards'), {}, TEAMS)).toEqual(['Cards North', 'Cards South']);
  expect(await names(by('per'), {}, LOCATIONS)).toEqual(['Perth']);
  expect(kinds()).toEqual([]);
});

test('a GET carries the search as base64', async () => {
  const { get, kinds } = await people();
  const request = { query: [{ type: 'EXACT', fields: ['name'], value: 'Perth' }] };
  const q64 = Buffer.from(JSON.stringify(request)).toString('base64url');
  expect((await get(`${LOCATIONS}/search?q64=${q64}`)).body).toMatchObject({ results: [{ name: 'Perth' }] });
  expect((await get(`${LOCATIONS}/search?q64=%25`)).status).toBe(400);
  expect(kinds()).toEqual([]);
});

test('the index lags behind as the lists do', async () => {
  const { now, pass } = clock();
  const { post, names, get } = await people({ now, listDelayMs: 5000 });
  const { body } = await post(USERS, {
    name: 'Eve',
    email: 'eve@x.example',
    divisionId: idOf(DIVISIONS, 'Home'),
  });
  const query = [{ type: 'EXACT', fields: ['email'], value: 'eve@x.example' }];
  expect((await get(`${USERS}/${body.id}`)).status).toBe(200);
  expect(await names(query)).toEqual([]);
  pass(5000);
  expect(await names(query)).toEqual(['Eve']);
});

test('with permissions enforced, only users of the divisions of the right are found', async () => {
  const { sandbox } = await people();
  const grants = [{ permissions: ['directory:user:view'], divisions: [idOf(DIVISIONS, 'Cards')] }];
  const client = await login(sandbox, sandbox.addClient({ grants }));
  const total = async (enforcePermissions: boolean) =>
    (await client.post(`${USERS}/search`, { query: [], enforcePermissions })).body.total;
  expect([await total(true), await total(false)]).toEqual([1, 3]);
});

test('a search by what is not supported is refused, not ignored', async () => {
  const { post } = await people();
  const query = [{ type: 'RANGE', fields: ['name'], startValue: 'a' }];
  expect((await post(`${USERS}/search`, { query })).status).toBe(400);
});

test('the index knows later than the lists what was written, where it is said so', async () => {
  const { now, pass } = clock();
  const { names, post, get } = await people({ now, switches: { searchDelayMs: 60_000 } });
  const query = [{ type: 'EXACT', fields: ['email'], value: 'eve.new@x.example' }];
  await post(USERS, { name: 'Eve New', email: 'eve.new@x.example', divisionId: idOf(DIVISIONS, 'Cards') });
  expect(await names(query)).toEqual([]);
  expect((await get(`${USERS}?pageSize=100`)).body.entities.map(({ name }) => name)).toContain('Eve New');
  pass(60_000);
  expect(await names(query)).toEqual(['Eve New']);
});
