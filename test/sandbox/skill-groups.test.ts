import { expect, test } from 'vitest';
import {
  addUserLanguage,
  addUserSkill,
  idOf,
  orgWith,
  paths,
  refTo,
  type SandboxOptions,
} from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, LANGUAGES, SKILL_GROUPS, SKILLS, USERS } = paths;
const HOME = idOf(DIVISIONS, 'Home');
const CARDS = idOf(DIVISIONS, 'Cards');

function skill(routingSkill: string, comparator: string, proficiency: number, children: unknown[] = []) {
  return { routingSkill, comparator, proficiency, childConditions: children };
}

function language(languageSkill: string, proficiency: number) {
  return { languageSkill, comparator: 'GreaterThanOrEqualTo', proficiency };
}

function condition(operation: string, skills: unknown[], languages: unknown[] = []) {
  return { operation, routingSkillConditions: skills, languageSkillConditions: languages };
}

/** Anna speaks Spanish 5 and French 3 at home, Ben Spanish 2 at home, Cleo Spanish 4 in Cards, Dan nothing. */
async function people(options: SandboxOptions = {}) {
  const seed = orgWith({
    [DIVISIONS]: ['Cards'],
    [SKILLS]: ['Spanish', 'Cards'],
    [LANGUAGES]: ['French'],
    [USERS]: [
      'anna@x.example',
      'ben@x.example',
      { email: 'cleo@x.example', division: { id: CARDS } },
      'dan@x.example',
    ],
  });
  addUserSkill(seed, 'anna@x.example', 'Spanish', 5);
  addUserSkill(seed, 'ben@x.example', 'Spanish', 2);
  addUserSkill(seed, 'cleo@x.example', 'Spanish', 4);
  addUserLanguage(seed, 'anna@x.example', 'French', 3);
  const connection = await connect({ seed, ...options });
  const make = (skillConditions: unknown[], more = {}) =>
    connection.post(SKILL_GROUPS, { name: 'Group', skillConditions, ...more });
  const members = async (id: string) =>
    (await connection.get(`${SKILL_GROUPS}/${id}/members`)).body.entities.map(({ name }) => name);
  return { ...connection, make, members };
}

const SPANISH = condition('And', [skill('Spanish', 'GreaterThan', 0)]);

test('a skill group is created with conditions that name skills, and counts who fulfils them', async () => {
  const { make, members, kinds } = await people();
  const { status, body } = await make([SPANISH], { description: 'They speak it' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ memberCount: 2, status: 'Complete', memberDivisions: [HOME] });
  expect(await members(body.id)).toEqual(['Anna', 'Ben']);
  expect(kinds()).toEqual([]);
});

test.each([
  ['And', condition('And', [skill('Spanish', 'GreaterThan', 1)], [language('French', 2)]), ['Anna']],
  ['Or', condition('Or', [skill('Spanish', 'EqualTo', 2)], [language('French', 2)]), ['Anna', 'Ben']],
  ['Not', condition('Not', [skill('Spanish', 'GreaterThanOrEqualTo', 3)]), ['Ben', 'Dan']],
  ['LessThan', condition('And', [skill('Spanish', 'LessThan', 5)]), ['Ben']],
  ['LessThanOrEqualTo', condition('And', [skill('Spanish', 'LessThanOrEqualTo', 5)]), ['Anna', 'Ben']],
  ['NotEqualTo', condition('And', [skill('Spanish', 'NotEqualTo', 5)]), ['Ben']],
  [
    'children',
    condition('And', [skill('Spanish', 'GreaterThan', 0, [condition('And', [], [language('French', 1)])])]),
    ['Anna'],
  ],
])('conditions are evaluated: %s', async (_, one, expected) => {
  const { make, members } = await people();
  expect(await members((await make([one])).body.id)).toEqual(expected);
});

test('the listing has no conditions, a read by id has', async () => {
  const { make, get } = await people();
  const { id } = (await make([SPANISH])).body;
  const { body } = await get(`${SKILL_GROUPS}?name=gro`);
  expect(body.entities).toMatchObject([{ id, name: 'Group' }]);
  expect(body.entities[0]).not.toHaveProperty('skillConditions');
  expect(body).not.toHaveProperty('total');
  expect((await get(`${SKILL_GROUPS}/${id}`)).body.skillConditions).toMatchObject([{ operation: 'And' }]);
});

test('member divisions are added and removed, and only the create tells them', async () => {
  const { make, members, post, get, kinds } = await people();
  const { id } = (await make([SPANISH])).body;
  const path = `${SKILL_GROUPS}/${id}/members/divisions`;
  expect((await post(path, { addDivisionIds: [CARDS] })).status).toBe(204);
  expect(await members(id)).toEqual(['Anna', 'Ben', 'Cleo']);
  expect((await get(path)).body.entities).toMatchObject([{ name: 'Home' }, { name: 'Cards' }]);
  expect((await get(`${SKILL_GROUPS}/${id}`)).body).not.toHaveProperty('memberDivisions');
  expect((await post(path, { removeDivisionIds: [CARDS] })).status).toBe(204);
  expect((await get(path)).body.entities).toMatchObject([{ name: 'Home' }]);
  expect(kinds()).toEqual([]);
});

test('a skill group can be created with member divisions', async () => {
  const { make, get } = await people();
  const { body } = await make([SPANISH], { memberDivisions: [CARDS] });
  expect(body).toMatchObject({ memberDivisions: [HOME, CARDS] });
  expect((await get(`${SKILL_GROUPS}/${body.id}`)).body).toMatchObject({ memberCount: 3 });
  expect((await make([SPANISH], { name: 'Next', memberDivisions: ['none'] })).status).toBe(400);
});

test("a skill group's own division cannot be removed from its member divisions", async () => {
  const { make, post } = await people();
  const path = `${SKILL_GROUPS}/${(await make([SPANISH])).body.id}/members/divisions`;
  expect((await post(path, { removeDivisionIds: [HOME] })).status).toBe(400);
  expect((await post(path, { addDivisionIds: ['none'] })).status).toBe(400);
  expect((await post(path, { addDivisionIds: Array(51).fill(CARDS) })).status).toBe(400);
});

test('a PATCH changes the conditions and keeps the rest', async () => {
  const { make, patch, kinds } = await people();
  const { id } = (await make([SPANISH], { memberDivisions: [CARDS], description: 'They speak it' })).body;
  const skillConditions = [condition('And', [skill('Spanish', 'GreaterThanOrEqualTo', 4)])];
  const { body } = await patch(`${SKILL_GROUPS}/${id}`, { name: 'Group', skillConditions });
  expect(body).toMatchObject({
    memberCount: 2,
    description: 'They speak it',
    'x-future': { autoRefresh: true },
  });
  expect(kinds()).toEqual([]);
});

test.each([
  ['refused', 400],
  ['accepted', 200],
] as const)('a condition about an unknown skill is %s', async (unknownConditionName, status) => {
  const { make } = await people({ switches: { unknownConditionName } });
  expect((await make([condition('And', [skill('Klingon', 'EqualTo', 1)])])).status).toBe(status);
  expect((await make([condition('And', [], [language('Elvish', 1)])], { name: 'B' })).status).toBe(status);
});

test.each([
  ['written', 'Cards', []],
  ['ignored', 'Home', ['ignored-change']],
] as const)('a division in a PATCH is %s', async (patchedDivision, division, violations) => {
  const { make, patch, kinds } = await people({ switches: { patchedDivision } });
  const { body } = await make([SPANISH]);
  const path = `${SKILL_GROUPS}/${body.id}`;
  const sent = { name: 'Group', skillConditions: [SPANISH], division: { id: CARDS } };
  expect((await patch(path, sent)).body.division).toMatchObject({ name: division });
  expect(kinds()).toEqual(violations);
});

test('a skill group moves by its own type', async () => {
  const { make, post, get } = await people();
  const { id } = (await make([SPANISH])).body;
  expect((await post(`${DIVISIONS}/${CARDS}/objects/SKILLGROUP`, [id])).status).toBe(204);
  expect((await get(`${SKILL_GROUPS}/${id}`)).body.division).toMatchObject({ name: 'Cards' });
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)('names of skill groups are %s', async (directoryNames, status) => {
  const { make } = await people({ switches: { directoryNames } });
  await make([SPANISH]);
  expect((await make([SPANISH], { name: 'group' })).status).toBe(status);
});

test('a deleted skill group is gone, with what referred to it', async () => {
  const { get, del } = await connect();
  const id = idOf(SKILL_GROUPS, 'Spanish speakers');
  const night = `${paths.QUEUES}/${idOf(paths.QUEUES, 'Night Line')}`;
  expect((await get(night)).body.memberGroups).toHaveLength(3);
  expect((await del(`${SKILL_GROUPS}/${id}`)).status).toBe(204);
  expect((await get(`${SKILL_GROUPS}/${id}`)).status).toBe(404);
  expect((await get(night)).body.memberGroups).toHaveLength(2);
});

test('in the seeded org every skill group has members', async () => {
  const { get } = await connect();
  for (const name of ['Card specialists', 'Fraud specialists', 'Loan experts', 'Wealth advisers']) {
    const { body } = await get(`${SKILL_GROUPS}/${refTo(SKILL_GROUPS, name).id}`);
    expect(body.memberCount).toBeGreaterThan(0);
  }
});
