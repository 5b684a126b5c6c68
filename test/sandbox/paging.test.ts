import { expect, test } from 'vitest';
import { addMembers, idOf, orgWith, paths } from '../../src/sandbox/index.ts';
import { type Body, connect } from './support.ts';

const { DIVISIONS, FLOWS, PROMPTS, QUEUES, SKILL_GROUPS, SKILLS, TEAMS, USERS, WRAPUP_CODES } = paths;

function numbered(count: number, text = 'Object'): string[] {
  return Array.from({ length: count }, (_, index) => `${text} ${String(index).padStart(3, '0')}`);
}

const names = (body: Body): string[] => body.entities.map(({ name }) => name);

test('a list is paged from 1 with 25 entries, a next link only where there is a next page', async () => {
  const { get } = await connect({ seed: orgWith({ [QUEUES]: numbered(30) }) });
  const first = (await get(QUEUES)).body;
  expect(first).toMatchObject({ pageSize: 25, pageNumber: 1, total: 30, pageCount: 2 });
  expect(first.entities).toHaveLength(25);
  expect(first.nextUri).toBe(`${QUEUES}?pageSize=25&pageNumber=2`);
  expect(first.previousUri).toBeUndefined();
  const second = (await get(first.nextUri)).body;
  expect(names(second)).toEqual(numbered(30).slice(25));
  expect(second.nextUri).toBeUndefined();
  expect(second.previousUri).toBe(`${QUEUES}?pageSize=25&pageNumber=1`);
  expect([second.firstUri, second.lastUri]).toEqual([first.firstUri, first.lastUri]);
});

test('a page past the end is 200 without entries', async () => {
  const { get } = await connect({ seed: orgWith({ [SKILLS]: ['A'] }) });
  const { status, body } = await get(`${SKILLS}?pageNumber=7`);
  expect([status, body.entities, body.total]).toEqual([200, [], 1]);
});

test.each([0, 1] as const)('an empty collection has %d pages', async (emptyPageCount) => {
  const { get } = await connect({ seed: orgWith({}), switches: { emptyPageCount } });
  expect((await get(SKILLS)).body).toMatchObject({ entities: [], total: 0, pageCount: emptyPageCount });
});

test.each([
  [false, `${QUEUES}?pageSize=1&pageNumber=2`],
  [true, `${QUEUES}?pageSize=1&pageNumber=2&name=Object*`],
])('links keep the filters: %s', async (linksKeepFilters, nextUri) => {
  const { get } = await connect({ seed: orgWith({ [QUEUES]: numbered(3) }), switches: { linksKeepFilters } });
  expect(decodeURIComponent((await get(`${QUEUES}?pageSize=1&name=Object*`)).body.nextUri)).toBe(nextUri);
});

test.each([
  ['refused', 400, undefined],
  ['clamped', 200, 500],
] as const)('a page size above the maximum is %s', async (oversizedPage, status, pageSize) => {
  const { get } = await connect({ switches: { oversizedPage } });
  const reply = await get(`${QUEUES}?pageSize=501`);
  expect([reply.status, reply.body.pageSize]).toEqual([status, pageSize]);
});

test.each([
  [QUEUES, 500],
  [SKILLS, 500],
  [USERS, 500],
  [FLOWS, 500],
  [WRAPUP_CODES, 100],
  [DIVISIONS, 100],
  [PROMPTS, 100],
])('%s takes pages of up to %d', async (path, maximum) => {
  const { get } = await connect();
  expect((await get(`${path}?pageSize=${maximum}`)).status).toBe(200);
  expect((await get(`${path}?pageSize=${maximum + 1}`)).status).toBe(400);
});

test('queue members have no total and no page count: the last page is the one without a next link', async () => {
  const emails = numbered(30, 'user').map((name) => `${name.replace(' ', '.')}@harbour.example`);
  const seed = orgWith({ [USERS]: emails, [QUEUES]: ['Cards'] });
  addMembers(seed, 'Cards', emails);
  const { get } = await connect({ seed });
  const first = (await get(`${QUEUES}/${idOf(QUEUES, 'Cards')}/members`)).body;
  expect(Object.keys(first).sort()).toEqual([
    'entities',
    'firstUri',
    'nextUri',
    'pageNumber',
    'pageSize',
    'selfUri',
  ]);
  const second = (await get(first.nextUri)).body;
  expect(second.entities).toHaveLength(5);
  expect(second.nextUri).toBeUndefined();
});

test.each([SKILL_GROUPS, TEAMS])('%s is paged by cursor', async (path) => {
  const { get } = await connect({ seed: orgWith({ [path]: numbered(5) }) });
  const first = (await get(`${path}?pageSize=3`)).body;
  expect(Object.keys(first).sort()).toEqual(['entities', 'nextUri', 'selfUri']);
  const after = new URL(first.nextUri, 'http://x').searchParams.get('after');
  const second = (await get(`${path}?pageSize=3&after=${after}`)).body;
  expect([...names(first), ...names(second)]).toEqual(numbered(5));
  expect(second.nextUri).toBeUndefined();
  expect((await get(`${path}?after=invented`)).status).toBe(400);
});

test('lists of skill groups leave out the conditions, the object has them', async () => {
  const { get } = await connect();
  const [thin] = (await get(SKILL_GROUPS)).body.entities;
  expect(thin).toMatchObject({ name: 'Card specialists' });
  expect(thin).not.toHaveProperty('skillConditions');
  expect((await get(`${SKILL_GROUPS}/${thin?.id}`)).body.skillConditions).toHaveLength(1);
});

test('the order can be turned round', async () => {
  const { get } = await connect({ seed: orgWith({ [SKILLS]: [], [QUEUES]: ['B', 'a', 'C'] }) });
  expect(names((await get(QUEUES)).body)).toEqual(['a', 'B', 'C']);
  expect(names((await get(`${QUEUES}?sortOrder=desc`)).body)).toEqual(['C', 'B', 'a']);
});

const FILTERED = ['Cards', 'cards', 'Cards Overflow', 'My Cards', 'Card'];

test.each([
  [QUEUES, 'Cards', ['Cards', 'cards']],
  [QUEUES, 'Cards*', ['Cards', 'cards', 'Cards Overflow']],
  [QUEUES, '*Cards', ['Cards', 'cards', 'My Cards']],
  [QUEUES, 'C*ds', []],
  [SKILLS, 'card', ['Card', 'Cards', 'cards', 'Cards Overflow']],
  [DIVISIONS, 'cards', ['Cards', 'cards', 'Cards Overflow', 'My Cards']],
  [WRAPUP_CODES, 'cards', ['Cards', 'cards', 'Cards Overflow', 'My Cards']],
  [SKILL_GROUPS, 'CARDS', ['Cards', 'cards', 'Cards Overflow']],
  [FLOWS, 'C*ds', ['Cards', 'cards']],
  [FLOWS, 'Cards', ['Cards', 'cards']],
])('the name filter of %s does not mean equality: %s', async (path, filter, expected) => {
  const { get } = await connect({ seed: orgWith({ [path]: FILTERED }) });
  const { body } = await get(`${path}?name=${encodeURIComponent(filter)}`);
  expect(names(body).sort()).toEqual([...expected].sort());
});

test.each([
  ['contains', 4],
  ['prefix', 3],
  ['exact', 2],
] as const)('the name filter of wrap-up codes can be %s', async (wrapupCodeNameFilter, total) => {
  const { get } = await connect({
    seed: orgWith({ [WRAPUP_CODES]: FILTERED }),
    switches: { wrapupCodeNameFilter },
  });
  expect((await get(`${WRAPUP_CODES}?name=Cards`)).body.total).toBe(total);
});

test('several ids are asked for at once', async () => {
  const { get } = await connect({ seed: orgWith({ [QUEUES]: ['A', 'B', 'C'] }) });
  const [a, c] = ['A', 'C'].map((name) => idOf(QUEUES, name));
  expect(names((await get(`${QUEUES}?id=${a}&id=${c}`)).body)).toEqual(['A', 'C']);
});

test('an id makes every other filter of flows void', async () => {
  const { get } = await connect();
  const id = idOf(FLOWS, 'Main IVR');
  expect(names((await get(`${FLOWS}?id=${id}&type=bot&name=nothing`)).body)).toEqual(['Main IVR']);
});

test('a name makes every other filter of prompts void', async () => {
  const { get } = await connect();
  expect(names((await get(`${PROMPTS}?name=Welcome&description=nothing`)).body)).toEqual(['Welcome']);
});

test('flows are filtered by type, deleted ones appear only when asked for', async () => {
  const { get } = await connect();
  expect((await get(`${FLOWS}?type=inqueuecall&pageSize=100`)).body.total).toBe(5);
  expect((await get(`${FLOWS}?name=Old IVR`)).body.total).toBe(0);
  expect((await get(`${FLOWS}?name=Old IVR&deleted=true`)).body.total).toBe(1);
});

test('a type that the service does not know is refused', async () => {
  const { get, kinds } = await connect();
  const { status, body } = await get(`${FLOWS}?type=survey`);
  expect([status, body.code]).toEqual([400, 'invalid.query.param.value']);
  expect(kinds()).toEqual(['bad-query']);
});

test('lists show what was written one delay ago, reads by id show it at once', async () => {
  let now = 0;
  const { get, post, put, del } = await connect({
    seed: orgWith({ [QUEUES]: ['Old', 'Kept'] }),
    listDelayMs: 5_000,
    now: () => now,
  });
  const created = (await post(QUEUES, { name: 'New' })).body;
  const kept = (await get(`${QUEUES}/${idOf(QUEUES, 'Kept')}`)).body;
  await put(`${QUEUES}/${kept.id}`, { ...kept, name: 'Renamed' });
  await del(`${QUEUES}/${idOf(QUEUES, 'Old')}`);
  expect((await get(`${QUEUES}/${created.id}`)).status).toBe(200);
  expect((await get(`${QUEUES}/${kept.id}`)).body.name).toBe('Renamed');
  expect((await get(`${QUEUES}/${idOf(QUEUES, 'Old')}`)).status).toBe(404);
  now = 4_999;
  expect(names((await get(QUEUES)).body)).toEqual(['Kept', 'Old']);
  now = 5_000;
  expect(names((await get(QUEUES)).body)).toEqual(['New', 'Renamed']);
});

test('without a delay lists are current', async () => {
  const { get, post } = await connect({ seed: orgWith({}) });
  await post(SKILLS, { name: 'New' });
  expect(names((await get(SKILLS)).body)).toEqual(['New']);
});
