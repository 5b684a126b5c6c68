import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../src/cli/command.ts';
import type { Io } from '../../src/cli/io.ts';
import { validateCommand } from '../../src/cli/validate.ts';
import { styleFor } from '../../src/render/style.ts';

const SKILL = 'name: a\nchanges:\n  - { type: routing_skill, name: Spanish }\n';

/** Runs `changeset validate` over a project of these files. */
async function validate(files: Readonly<Record<string, string>>, names: readonly string[], json = false) {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  let stdout = '';
  let stderr = '';
  const style = styleFor(false);
  const io: Io = {
    env: {},
    canAsk: false,
    outStyle: style,
    errStyle: style,
    errColumns: () => 0,
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  };
  const code = await runCommand('validate', { C: folder, json }, io, (project) =>
    validateCommand(project, names),
  );
  return { code, stdout, stderr };
}

test('all problems of all files are shown at once, each file by its own name', async () => {
  const { code, stdout, stderr } = await validate(
    {
      'changesets/a.yaml': 'name: a\nchanges:\n  - { type: routing_skill, name: 5 }\n',
      'changesets/b.yaml':
        'name: b\nchanges:\n  - { type: routing_queue, name: Cards, set: { members: [x] } }\n  - {}\n',
      'mappings/prod.yaml': 'environment: prod\nregoin: eu-west-1\n',
    },
    ['a.yaml', 'changesets/b.yaml', 'mappings/prod.yaml'],
  );
  expect(code).toBe(5);
  expect(stdout).toBe('');
  expect(stderr.match(/^\S+:\d+:\d+ {2}error {2}\S+$/gm)).toEqual([
    'changesets/a.yaml:3:34  error  text.number',
    'changesets/b.yaml:3:57  error  list.verb',
    'changesets/b.yaml:4:5  error  field.required',
    'mappings/prod.yaml:2:1  error  field.unknown',
  ]);
  expect(stderr).toContain('4 problems in 3 files');
});

test('a file that cannot be read at all does not hide the others', async () => {
  const { stderr } = await validate(
    {
      'changesets/a.yaml': 'name: "a\n',
      'changesets/b.yaml': '\0',
      'changesets/c.yaml': 'name: 1\nchanges: []\n',
    },
    [],
  );
  expect(stderr.match(/error {2}\S+$/gm)).toEqual([
    'error  yaml.quote',
    'error  yaml.encoding',
    'error  text.number',
  ]);
});

test('scripts get the same findings as one document', async () => {
  const { code, stdout } = await validate(
    { 'changesets/a.yaml': 'name: 42\nchanges: []\n' },
    ['a.yaml'],
    true,
  );
  const document: unknown = JSON.parse(stdout);
  expect(document).toEqual({
    schemaVersion: 1,
    command: 'validate',
    ok: false,
    exitCode: 5,
    diagnostics: [
      {
        severity: 'error',
        code: 'text.number',
        message: 'YAML reads this as a number; a name is text.',
        hint: 'Write:  name: "42"',
        file: 'changesets/a.yaml',
        line: 1,
        column: 7,
      },
    ],
    result: null,
  });
  expect(code).toBe(5);
});

test('files without problems are counted', async () => {
  const { code, stdout, stderr } = await validate({ 'changesets/a.yaml': SKILL }, ['a.yaml']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('1 file with 1 entry: no errors. Nothing was sent to Genesys Cloud.\n');
});

test('a file that is not there is named, with the nearest one', async () => {
  const { code, stderr } = await validate({ 'changesets/release-42.yaml': SKILL }, ['relase-42.yaml']);
  expect(code).toBe(5);
  expect(stderr).toContain('There is no file relase-42.yaml, and none in changesets/ either.');
  expect(stderr).toContain('Did you mean "release-42.yaml"?');
});
