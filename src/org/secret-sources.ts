import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SecretSource } from '../environment/environment.ts';

/** Where the sources of secrets are looked for. */
export interface SecretPlaces {
  /** Files are relative to it, and commands start in it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The standard input, where this run may read it. */
  readonly input?: Readable | undefined;
}

/** A secret's value, or why it cannot be had: as the rest of a sentence that begins with "its value cannot be had: ". */
export type Fetched = { readonly value: string } | { readonly reason: string };

/** The longest value of a secret, in bytes. */
const LONGEST = 64 * 1024;
/** How long a command may take, in milliseconds. */
const COMMAND_MS = 30_000;

/**
 * Fetches the value of a secret. One line break at its end is not part of it. Never throws; a reason holds neither the
 * value nor what a command has printed.
 */
export async function fetchSecret(source: SecretSource, places: SecretPlaces): Promise<Fetched> {
  const fetched = await fetchFrom(source, places);
  if ('reason' in fetched) return fetched;
  const value = fetched.value.replace(/\r?\n$/, '');
  if (value === '') return { reason: `${wordsFor(source)} is empty` };
  return value.includes('\uFFFD') ? { reason: `${wordsFor(source)} is not UTF-8 text` } : { value };
}

/** What messages call the place of a secret. */
export function wordsFor(source: SecretSource): string {
  if ('env' in source) return `the environment variable ${source.env}`;
  if ('file' in source) return `the file ${source.file}`;
  return 'command' in source ? `the output of ${source.command[0] ?? ''}` : 'the standard input';
}

function fetchFrom(source: SecretSource, { folder, env, input }: SecretPlaces): Promise<Fetched> | Fetched {
  if ('env' in source) {
    const value = env[source.env];
    return value === undefined ? { reason: `${wordsFor(source)} is not set` } : { value };
  }
  if ('file' in source) return fromFile(resolve(folder, source.file), wordsFor(source));
  if ('command' in source) return fromCommand(source.command, { folder, env });
  return input
    ? fromInput(input)
    : { reason: 'the standard input is read by apply, resume and rollback only, and with --yes' };
}

async function fromFile(path: string, words: string): Promise<Fetched> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > LONGEST) return { reason: `${words} is longer than ${LONGEST / 1024} KiB` };
      return { value: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { reason: `${words} cannot be read (${codeOf(error)})` };
  }
}

async function fromInput(input: Readable): Promise<Fetched> {
  if ('isTTY' in input && input.isTTY === true) return { reason: 'the standard input is a terminal' };
  try {
    const value = await text(input);
    return value.length > LONGEST ? { reason: 'the standard input is too long' } : { value };
  } catch (error) {
    return { reason: `the standard input cannot be read (${codeOf(error)})` };
  }
}

/** What the program prints to its standard output. What it prints elsewhere is nobody's to see. */
function fromCommand(
  [program = '', ...words]: readonly string[],
  { folder, env }: Pick<SecretPlaces, 'folder' | 'env'>,
): Promise<Fetched> {
  return new Promise((done) => {
    const options = {
      cwd: folder,
      env: { ...env },
      timeout: COMMAND_MS,
      maxBuffer: LONGEST,
      windowsHide: true,
    };
    const child = execFile(program, words, options, (error, stdout) => {
      if (!error) done({ value: stdout });
      else if (error.killed) done({ reason: `${program} took longer than ${COMMAND_MS / 1000} seconds` });
      else if (typeof error.code === 'number') done({ reason: `${program} ended with code ${error.code}` });
      else done({ reason: `${program} cannot be run (${codeOf(error)})` });
    });
    child.stdin?.end();
  });
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : 'unknown reason';
}
