import { describe, expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { comparable, environmentOf, openWorkbench, Workbench } from '../support/workbench.ts';

const { GROUPS, USERS } = paths;
const ADA = 'ada.lovelace@harbour.example';

/** The service desk holds it as a group, Ada holds it herself: see the seed. */
const desk = { type: 'auth_role', name: 'Skills desk' };
const grantAda = {
  type: 'user',
  name: ADA,
  action: 'update',
  set: { roles: { add: { 'Skills desk': { divisions: ['*'] } } } },
};
const own = { 'Queue administrator': { divisions: ['Home'] }, employee: { divisions: ['Home'] } };
const takeFromAda = { ...grantAda, set: { roles: { exactly: own } } };
const takeFromDesk = {
  type: 'group',
  name: 'Service desk',
  action: 'update',
  set: { roles: { exactly: {} } },
};
const remove = { ...desk, action: 'delete' };

/** What the simulation refuses, in words; empty when it refuses nothing. */
async function refusals(bench: Workbench, entries: Parameters<Workbench['simulate']>[0]): Promise<string[]> {
  return bench.simulate(entries).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof ChangesetError)) throw error;
      return error.diagnostics.map(({ message }) => message);
    },
  );
}

/** The subjects whose grants were read, and how many calls were made, since a mark. */
function callsSince({ sandbox }: Workbench, mark: number) {
  const own = sandbox.requests.slice(mark);
  const read = own.filter(({ operationId }) => operationId === 'getAuthorizationSubject');
  const subjects = read.map(({ path }) => path.split('/').at(-1));
  return { calls: own.length, subjects: new Set(subjects) };
}

describe.each(['own', 'inheriting'] as const)('where a role names subjects that are %s', (roleSubjects) => {
  const open = async () => {
    const bench = await openWorkbench({ switches: { roleSubjects } });
    await bench.apply([grantAda]);
    return { bench, mark: bench.sandbox.requests.length };
  };

  test('a role that a user and a group hold is not deleted; nobody else is asked', async () => {
    const { bench, mark } = await open();
    expect(await refusals(bench, [remove])).toEqual([
      `the role "Skills desk" is in use: group "Service desk", user "${ADA}".`,
    ]);
    const { calls, subjects } = callsSince(bench, mark);
    expect(subjects).toContain(idOf(USERS, ADA));
    expect(subjects).toContain(idOf(GROUPS, 'Service desk'));
    expect(subjects.size).toBeLessThanOrEqual(roleSubjects === 'own' ? 2 : 20);
    expect(calls).toBeLessThan(20 + subjects.size);
  });

  test('what both let go of in the same changeset is deleted, and comes back', async () => {
    const { bench, mark } = await open();
    const before = bench.sandbox.snapshot();
    const { deployment, error } = await bench.apply([takeFromAda, takeFromDesk, remove]);
    expect(error).toBeUndefined();
    expect(deployment.state).toBe('succeeded');
    expect(callsSince(bench, mark).subjects.size).toBeLessThanOrEqual(roleSubjects === 'own' ? 2 : 20);
    expect((await bench.rollback(deployment)).error).toBeUndefined();
    expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
    expect(bench.sandbox.violations).toEqual([]);
  });

  test('whoever keeps it is named alone', async () => {
    const { bench } = await open();
    expect(await refusals(bench, [takeFromDesk, remove])).toEqual([
      `the role "Skills desk" is in use: user "${ADA}".`,
    ]);
  });
});

test('another name of a role says who holds it', async () => {
  const bench = await openWorkbench();
  const plan = await bench.simulate([{ ...desk, name: 'Desk', was: 'Skills desk' }]);
  expect(plan.operations.map(({ notes }) => notes)).toEqual([['in use, and stays so: group "Service desk"']]);
});

test('another name of a role that many hold names them as the listing does', async () => {
  const bench = await openWorkbench();
  const mark = bench.sandbox.requests.length;
  const was = 'Queue administrator';
  const plan = await bench.simulate([{ ...desk, name: 'Queues', was }]);
  expect(plan.operations[0]?.notes[0]).toMatch(
    /^in use, and stays so: OAuth client "Data warehouse"(, user "[^"]+"){4}$/,
  );
  expect(callsSince(bench, mark).subjects.size).toBe(0);
});

test('a division in which somebody holds a role is not deleted; nobody else is asked', async () => {
  const bench = await openWorkbench();
  const division = { type: 'auth_division', name: 'Seasonal' };
  const grant = {
    ...grantAda,
    set: { roles: { add: { 'Team lead': { divisions: ['Seasonal'] } } } },
  };
  await bench.apply([division, grant]);
  const mark = bench.sandbox.requests.length;
  expect(await refusals(bench, [{ ...division, action: 'delete' }])).toEqual([
    `the division "Seasonal" is in use: user "${ADA}".`,
  ]);
  expect(callsSince(bench, mark).subjects).toEqual(new Set([idOf(USERS, ADA)]));
});

test('a client that may not ask who holds a role asks everybody', async () => {
  const bench = await openWorkbench();
  const { sandbox } = bench;
  sandbox.inject({
    when: { operationId: 'getAuthorizationRoleSubjectgrants' },
    do: { status: 403, code: 'missing.permissions' },
  });
  const mark = sandbox.requests.length;
  expect(await refusals(bench, [remove])).toEqual([
    'the role "Skills desk" is in use: group "Service desk".',
  ]);
  const people = Object.values(sandbox.snapshot().collections[USERS] ?? {}).filter(
    ({ state }) => state !== 'deleted',
  );
  expect(callsSince(bench, mark).subjects.size).toBeGreaterThanOrEqual(people.length);
});

test('a client that does not see a division is told that what it deletes may be in use there', async () => {
  const { sandbox } = await openWorkbench();
  const divisions = ['Home', 'Cards'].map((name) => idOf(paths.DIVISIONS, name));
  const client = sandbox.addClient({ grants: [{ permissions: ['*:*:*'], divisions }] });
  const skill = { type: 'routing_skill', name: 'Home loans', action: 'delete', force: true };
  const notesOf = async (bench: Workbench): Promise<readonly string[]> =>
    (await bench.simulate([skill])).operations.flatMap(({ notes }) => notes);
  const narrow = new Workbench(sandbox, environmentOf(sandbox, {}, client));
  expect(await notesOf(narrow)).toContainEqual(
    expect.stringMatching(
      /queues.* in divisions that the client does not see may refer to it: they were not looked through/,
    ),
  );
  const wide = new Workbench(sandbox, environmentOf(sandbox, {}));
  expect((await notesOf(wide)).join()).not.toContain('does not see');
});

test('what an object uses that changes elsewhere in the changeset is still in use', async () => {
  const bench = await openWorkbench();
  const conditions = (routingSkill: string) => [
    {
      operation: 'And',
      routingSkillConditions: [{ comparator: 'GreaterThanOrEqualTo', proficiency: 3, routingSkill }],
      languageSkillConditions: [],
    },
  ];
  const group = { type: 'routing_skill_group', name: 'Samoan disputes' };
  const skill = { type: 'routing_skill', name: 'Samoan' };
  await bench.apply([skill, { ...group, set: { skillConditions: conditions('Samoan') } }]);
  const gone = { ...skill, action: 'delete' };
  // Lists of skill groups lack their conditions.
  expect(await refusals(bench, [gone, { ...group, set: { memberDivisions: { add: ['*'] } } }])).toEqual([
    'the skill "Samoan" is in use: skill group "Samoan disputes".',
  ]);
  expect(
    await refusals(bench, [gone, { ...group, set: { skillConditions: conditions('Spanish') } }]),
  ).toEqual([]);
});
