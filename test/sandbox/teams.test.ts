import { expect, test } from 'vitest';
import { addTeamMembers, idOf, orgWith, paths, type SandboxOptions } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, TEAMS, USERS } = paths;
const CARDS = idOf(DIVISIONS, 'Cards');
const user = (name: string) => idOf(USERS, `${name}@x.example`);
const team = (name: string) => `${TEAMS}/${idOf(TEAMS, name)}`;

/** Anna and Ben at home, Cleo in Cards; Ben is in the team South. */
async function people(options: SandboxOptions = {}) {
  const seed = orgWith({
    [DIVISIONS]: ['Cards'],
    [USERS]: ['anna@x.example', 'ben@x.example', { email: 'cleo@x.example', division: { id: CARDS } }],
    [TEAMS]: ['North', 'South'],
  });
  addTeamMembers(seed, 'South', ['ben@x.example']);
  return connect({ seed, ...options });
}

test('a team is created, read, changed and deleted', async () => {
  const { post, get, patch, del, kinds } = await people();
  const { status, body } = await post(TEAMS, { name: 'West', description: 'New', division: { id: CARDS } });
  expect([status, body.memberCount]).toEqual([200, 0]);
  const path = `${TEAMS}/${body.id}`;
  expect((await patch(path, { name: 'Far West' })).body).toMatchObject({
    name: 'Far West',
    description: 'New',
  });
  expect((await get(path)).body).toMatchObject({ division: { name: 'Cards' } });
  expect((await del(path)).status).toBe(204);
  expect((await get(path)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('members are added and removed, and counted', async () => {
  const { post, get, del, kinds } = await people();
  const { status, body } = await post(`${team('North')}/members`, { memberIds: [user('anna')] });
  expect(status).toBe(200);
  expect(body).toMatchObject({ entities: [{ id: user('anna') }], failures: [] });
  expect((await get(team('North'))).body.memberCount).toBe(1);
  expect((await get(`${team('North')}/members`)).body.entities).toMatchObject([{ name: 'Anna' }]);
  expect((await del(`${team('North')}/members?id=${user('anna')},${user('ben')}`)).status).toBe(204);
  expect((await get(team('North'))).body.memberCount).toBe(0);
  expect(kinds()).toEqual([]);
});

test.each([
  ['who does not exist', 'none', {}, 'UserNotFound'],
  ['of another division', user('cleo'), {}, 'UserGroupDivisionMismatch'],
  ['of another team', user('ben'), {}, 'UserGroupLimitExceeded'],
  ['of another division, where that may be', user('cleo'), { teamDivisions: 'any' }, undefined],
  ['of another team, where that may be', user('ben'), { secondTeam: 'accepted' }, undefined],
] as const)('a user %s is a failure inside a success', async (_, id, switches, reason) => {
  const { post } = await people({ switches });
  const { status, body } = await post(`${team('North')}/members`, { memberIds: [id, user('anna')] });
  expect(status).toBe(200);
  expect(body.failures).toEqual(reason === undefined ? [] : [{ id, reason }]);
  expect(body.entities).toHaveLength(reason === undefined ? 2 : 1);
});

test('a batch of team members has at most 25', async () => {
  const { post, del } = await people();
  const ids = Array(26).fill(user('anna'));
  expect((await post(`${team('North')}/members`, { memberIds: ids })).status).toBe(400);
  expect((await del(`${team('North')}/members?id=${ids}`)).status).toBe(400);
});

test('members are listed by cursor, without totals', async () => {
  const { get } = await connect();
  const path = `${team('Cards North')}/members?pageSize=10`;
  const { body } = await get(path);
  expect(body.entities).toHaveLength(10);
  expect(body).not.toHaveProperty('total');
  const rest = (await get(body.nextUri)).body;
  expect(rest.entities).toHaveLength(4);
  expect(rest).not.toHaveProperty('nextUri');
});

test.each([
  ['written', 'Cards', []],
  ['ignored', 'Home', ['ignored-change']],
] as const)('a division in a PATCH of a team is %s', async (patchedDivision, division, violations) => {
  const { patch, kinds } = await people({ switches: { patchedDivision } });
  const { body } = await patch(team('North'), { name: 'North', division: { id: CARDS } });
  expect(body.division).toMatchObject({ name: division });
  expect(kinds()).toEqual(violations);
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)('names of teams are %s', async (directoryNames, status) => {
  const { post } = await people({ switches: { directoryNames } });
  expect((await post(TEAMS, { name: 'NORTH' })).status).toBe(status);
});

test('a deleted team is gone from the queues that it was a member of', async () => {
  const { del, get } = await connect();
  const night = `${paths.QUEUES}/${idOf(paths.QUEUES, 'Night Line')}`;
  await del(team('Digital Service'));
  expect((await get(night)).body.memberGroups).toHaveLength(2);
});

test('the seeded teams have as many members as they say', async () => {
  const { get } = await connect();
  const counts = (await get(TEAMS)).body.entities.map(({ name, memberCount }) => [name, memberCount]);
  expect(counts).toEqual([
    ['Cards North', 14],
    ['Cards South', 12],
    ['Digital Service', 11],
    ['Everyday Banking', 21],
    ['Private Client Advisers', 9],
  ]);
});
