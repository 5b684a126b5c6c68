import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project, runHere } from '../support/cli.ts';

describe('a wrong command line says where to look', () => {
  test.each([
    [['simulate', 'sandbox'], "missing required argument 'file'", 'changeset help simulate'],
    [['simulat'], '(Did you mean simulate?)', 'changeset help'],
    [['apply', '--yse'], '(Did you mean --yes?)', 'changeset help apply'],
    [['sandbox', 'serve', '--prt'], '(Did you mean --port?)', 'changeset help sandbox serve'],
    [['help', 'nothing'], "there is no help for 'nothing'", 'changeset help'],
  ])('%j', async (words, message, where) => {
    const { code, stdout, stderr } = await runHere(words);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`${where}  `);
    expect([code, stdout]).toEqual([64, '']);
  });
});

describe('a budget that is no share', () => {
  test.each(['60', '0%', '101%', '060%', '60.5%', '-1%', '60 %', 'half'])('%s', async (share) => {
    const made = await project();
    const { code, stderr } = await made.run('simulate', 'sandbox', 'first.yaml', `--budget=${share}`);
    expect(stderr).toContain(`--budget takes a share of the allowed calls, 1% to 100%, not "${share}".`);
    expect(code).toBe(64);
  });

  test.each([['apply'], ['rollback', 'D-1'], ['rollback', 'D-1', '--simulate']])(
    'of %s',
    async (...words) => {
      const made = await project();
      expect(await made.run(...words, '--budget', '60')).toMatchObject({ code: 64 });
      expect((await made.run(...words, '--budget', '60%')).code).not.toBe(64);
    },
  );
});

test.each([
  [['plan'], 'show field by field'],
  [['undo'], 'undo what a deployment did'],
  [['sandbox', 'reset'], 'forget what was changed'],
  [['get'], 'print live objects as entries'],
  [['doctor'], 'check mapping, credentials'],
])('help %j says what the command does, and what every command takes', async (words, does) => {
  const { code, stdout } = await runHere(['help', ...words]);
  expect(code).toBe(0);
  expect(stdout).toContain(does);
  expect(stdout).toContain('-C <dir>');
});

test('a file of the store that the machine does not let be read is named, and is no mistake of the tool', async () => {
  const made = await project();
  const plans = join(made.folder, '.genesys-changeset', 'plans');
  await mkdir(plans, { recursive: true });
  await symlink('last.json', join(plans, 'last.json'));
  const { code, stderr } = await made.run('apply', '--yes');
  expect(stderr).toContain(`${plans}/last.json cannot be used: ELOOP.`);
  expect(stderr).toContain('--store names another folder');
  expect(code).toBe(1);
});

describe('the wrong folder is no success', () => {
  test('one that is not there', async () => {
    const made = await project();
    const { code, stderr } = await runHere(['-C', join(made.folder, 'nowhere'), 'validate']);
    expect(stderr).toContain(`There is no folder ${made.folder}/nowhere.`);
    expect(code).toBe(64);
  });

  test('one without changesets and mappings', async () => {
    const made = await project({ 'docs/x.yaml': '' });
    const { code, stderr } = await runHere(['-C', join(made.folder, 'docs'), 'validate']);
    expect(stderr).toContain('has no files in changesets/ or mappings/');
    expect(stderr).toContain('-C <dir>');
    expect(code).toBe(5);
  });
});

test('a folder that is called like a file is none, and a link that leads nowhere is named', async () => {
  const made = await project({ 'changesets/first.yaml': 'name: first\nchanges: []\n' });
  await mkdir(join(made.folder, 'changesets', 'old.yaml'));
  expect(await made.run('validate')).toMatchObject({ code: 0, stderr: '' });
  expect((await made.run('simulate', 'sandbox', 'old.yaml')).stderr).not.toContain('Did you mean');
  await symlink('/nowhere/first.yaml', join(made.folder, 'changesets', 'gone.yaml'));
  const { code, stderr } = await made.run('validate');
  expect(stderr).toContain('There is no file changesets/gone.yaml');
  expect(code).toBe(5);
});

test.each([
  [['queue', 'Cards'], 'Did you mean "routing_queue"?'],
  [['auth_permission'], 'A permission domain can be named by other objects'],
  [['routing_settings', 'Cards'], 'Leave the name out:  changeset get sandbox routing_settings'],
  [['routing_queue', 'Crads'], 'Did you mean "Cards"?'],
  [['routing_queue', 'Nothing like it'], 'changeset get sandbox routing_queue  prints all'],
])('get sandbox %j says what to write instead', async (words, hint) => {
  const made = await project();
  const { code, stderr } = await made.run('get', 'sandbox', ...words);
  expect(stderr).toContain(hint);
  expect(code).toBe(5);
});
