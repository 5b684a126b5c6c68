import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { SecretSource } from '../../src/environment/environment.ts';
import { fetchSecret } from '../../src/org/secret-sources.ts';

const folder = await mkdtemp(join(tmpdir(), 'secret-sources-'));

const fetched = (
  source: SecretSource,
  more: { env?: Record<string, string>; input?: Readable } = {},
): ReturnType<typeof fetchSecret> =>
  fetchSecret(source, { folder, env: { PATH: process.env['PATH'], ...more.env }, input: more.input });

const printing = (script: string): SecretSource => ({ command: [process.execPath, '-e', script] });

describe('a value', () => {
  test('of an environment variable', async () => {
    expect(await fetched({ env: 'X' }, { env: { X: 'a b' } })).toEqual({ value: 'a b' });
  });

  test('of a file, without the line break at its end', async () => {
    await writeFile(join(folder, 'one'), 'first\nsecond\r\n');
    expect(await fetched({ file: 'one' })).toEqual({ value: 'first\nsecond' });
  });

  test('of the standard input', async () => {
    expect(await fetched({ stdin: true }, { input: Readable.from(['from a ', 'pipe\n']) })).toEqual({
      value: 'from a pipe',
    });
  });

  test('of a command, in the folder, without a shell', async () => {
    expect(await fetched(printing('console.log(process.cwd())'))).toEqual({ value: folder });
    const words = { command: [process.execPath, '-e', 'console.log(process.argv[1])', '$HOME; echo `id`'] };
    expect(await fetched(words)).toEqual({ value: '$HOME; echo `id`' });
  });
});

describe('why there is none, without what was printed', () => {
  test.each([
    ['no variable', { env: 'X' }, 'the environment variable X is not set'],
    ['no file', { file: 'none' }, 'the file none cannot be read (ENOENT)'],
    ['a folder', { file: '.' }, 'the file . cannot be read (EISDIR)'],
    [
      'no input',
      { stdin: true },
      'the standard input is read by apply, resume and rollback only, and with --yes',
    ],
    ['no program', { command: ['no-such-program'] }, 'no-such-program cannot be run (ENOENT)'],
    [
      'a program that fails',
      printing('console.log("half"); console.error("planted"); process.exit(3)'),
      `${process.execPath} ended with code 3`,
    ],
    ['a program that prints nothing', printing(''), `the output of ${process.execPath} is empty`],
    [
      'a program that prints without end',
      printing('for (let i = 0; i < 3000; i++) console.log("planted planted planted planted")'),
      `${process.execPath} cannot be run (ERR_CHILD_PROCESS_STDIO_MAXBUFFER)`,
    ],
  ] as const)('%s', async (_, source, reason) => {
    expect(await fetched(source as SecretSource)).toEqual({ reason });
  });

  test('an empty variable', async () => {
    expect(await fetched({ env: 'X' }, { env: { X: '' } })).toEqual({
      reason: 'the environment variable X is empty',
    });
  });

  test('bytes that are no text', async () => {
    await writeFile(join(folder, 'bytes'), Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect(await fetched({ file: 'bytes' })).toEqual({ reason: 'the file bytes is not UTF-8 text' });
  });

  test('a file that is too long', async () => {
    await writeFile(join(folder, 'long'), 'x'.repeat(70_000));
    expect(await fetched({ file: 'long' })).toEqual({ reason: 'the file long is longer than 64 KiB' });
  });
});
