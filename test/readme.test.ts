import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, run } from './support/cli.ts';

test('the README shows what simulate really says', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/readme.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the example files of the repository are valid', async () => {
  const { code, stdout } = await run(['-C', ROOT, 'validate']);
  expect(stdout).toContain('no errors');
  expect(code).toBe(0);
});

test('every command that the README names exists', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  const commands = new Set(
    [...text.matchAll(/(?:npx |`)changeset ([a-z]+)/g)].map(([, command = '']) => command),
  );
  const { stdout } = await run(['--help']);
  for (const command of commands) expect(stdout, command).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});
