import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { project, type TestProject } from '../support/cli.ts';

const SPANISH = `name: sandbox-routing_skill
changes:
  - type: routing_skill
    name: Spanish
    set:
      division:
        home: true
`;

/** What a changeset of this text would change, after it was found valid. */
async function simulated(made: TestProject, text: string): Promise<string> {
  await made.write('changesets/pasted.yaml', text);
  const validated = await made.run('validate', 'changesets/pasted.yaml');
  expect([validated.code, validated.stderr]).toEqual([0, '']);
  const { code, stdout, stderr } = await made.run(
    'simulate',
    'sandbox',
    'pasted.yaml',
    '--detailed-exitcode',
  );
  expect([code, stderr], stdout).toEqual([0, '']);
  return stdout;
}

test('a named object is printed as a changeset, and pasted it changes nothing', async () => {
  const made = await project();
  const { code, stdout, stderr } = await made.run('get', 'sandbox', 'routing_skill', 'Spanish');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(SPANISH);
  expect(await simulated(made, stdout)).toContain('Nothing to change.');
});

test('without names all of the type are, with everything that belongs to them', async () => {
  const made = await project();
  const { code, stdout, stderr } = await made.run('get', 'sandbox', 'team');
  expect([code, stderr]).toEqual([0, '']);
  const { changes } = parse(stdout) as { changes: { name: string; set: Record<string, object> }[] };
  const names = changes.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(names.length).toBeGreaterThan(1);
  for (const { set } of changes) expect(set).toMatchObject({ members: { exactly: expect.any(Array) } });
  expect(await simulated(made, stdout)).toContain('Nothing to change.');
});

test('several names, in the words of CX as Code for the type, each object once', async () => {
  const made = await project();
  const words = ['genesyscloud_routing_skill', 'Spanish', 'English', 'Spanish'];
  const { stdout } = await made.run('get', 'sandbox', ...words);
  const { changes } = parse(stdout) as { changes: { name: string }[] };
  expect(changes.map(({ name }) => name)).toEqual(['English', 'Spanish']);
});

test('what the org has only once needs no name, and takes none', async () => {
  const made = await project();
  const { stdout } = await made.run('get', 'sandbox', 'routing_settings');
  expect(stdout).toContain('  - type: routing_settings\n    set:\n');
  expect(await simulated(made, stdout)).toContain('Nothing to change.');
  const { code, stderr } = await made.run('get', 'sandbox', 'routing_settings', 'Cards');
  expect(code).toBe(5);
  expect(
    stderr,
  ).toBe(`error  identity.unknown  An org has its routing settings only once, so there is no name to give.
  Leave the name out:  changeset get sandbox routing_settings
`);
});

test.each([
  ['routing_quue', 'No type is called "routing_quue".', 'Did you mean "routing_queue"?'],
  ['zebra', 'No type is called "zebra".', 'changeset types  lists them.'],
])('the type %s: exit code 5, and what to write', async (type, message, hint) => {
  const made = await project();
  const { code, stdout, stderr } = await made.run('get', 'sandbox', type);
  expect([code, stdout]).toEqual([5, '']);
  expect(stderr).toBe(`error  type.unknown  ${message}\n  ${hint}\n`);
});

test('a type that is only named by others: exit code 5, and why', async () => {
  const made = await project();
  const { code, stderr } = await made.run('get', 'sandbox', 'auth_permission');
  expect(code).toBe(5);
  expect(stderr).toBe(
    'error  type.lookup  A permission domain can be named by other objects, but not changed by a changeset yet: there is no entry to print.\n',
  );
});

test('names that nobody has: exit code 5, all at once, and nothing is printed', async () => {
  const made = await project();
  const names = ['Cards', 'Crads', 'Zebra crossing'];
  const { code, stdout, stderr } = await made.run('get', 'sandbox', 'routing_queue', ...names);
  expect([code, stdout]).toEqual([5, '']);
  expect(stderr.trim().split(/\n+/)).toEqual([
    'error  identity.unknown  No queue is called "Crads" in sandbox.',
    '  Did you mean "Cards"?',
    'error  identity.unknown  No queue is called "Zebra crossing" in sandbox.',
    '  changeset get sandbox routing_queue  prints all that there are.',
  ]);
});

test('--json prints the entries with what a changeset cannot say of them', async () => {
  const made = await project();
  const { stdout, code } = await made.spawn('get', 'sandbox', 'auth_role', 'employee', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: 'get',
    ok: true,
    exitCode: 0,
    diagnostics: [],
    result: { entries: [{ type: 'auth_role', name: 'employee', set: {}, remarks: [] }] },
  });
  const failed = await made.run('get', 'sandbox', 'routing_queue', 'Crads', '--json');
  expect(JSON.parse(failed.stdout)).toMatchObject({
    ok: false,
    exitCode: 5,
    diagnostics: [{ code: 'identity.unknown', hint: 'Did you mean "Cards"?' }],
  });
});
