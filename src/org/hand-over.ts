import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, type FileHandle, open, unlink } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Receiver } from '../environment/environment.ts';

/** Somebody who is ready to be given one secret. */
export interface Hand {
  /** Gives it. @throws Error that says why not, as the rest of a sentence; never with the secret or what was printed */
  give(secret: string): Promise<void>;
  /** Nothing will be given any more. What was given stays. */
  withdraw(): Promise<void>;
}

/** How long a command may take, in milliseconds. */
const COMMAND_MS = 30_000;

/**
 * Makes sure that a receiver can be given a secret, before there is one: a file is there and empty, a program is found.
 * @throws Error that says why not, as the rest of a sentence
 */
export async function openHand(receiver: Receiver): Promise<Hand> {
  const { folder } = receiver;
  return 'file' in receiver
    ? fileHand(resolve(folder, receiver.file), receiver.file)
    : commandHand(receiver.command, folder);
}

/** A file of its owner alone. One that is there already is taken only where nothing is in it. */
async function fileHand(path: string, shown: string): Promise<Hand> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  const made = await open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw new Error(`the file ${shown} cannot be written (${codeOf(error)})`);
  });
  const file =
    made ??
    (await open(path, O_WRONLY | O_NOFOLLOW).catch((error: unknown) => {
      throw new Error(`the file ${shown} cannot be written (${codeOf(error)})`);
    }));
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(`${shown} is no plain file`);
    if (found.size > 0) throw new Error(`the file ${shown} is there already, and is not written over`);
    await file.chmod(0o600);
  } catch (error) {
    await file.close();
    throw error;
  }
  let isGiven = false;
  return {
    give: async (secret) => {
      await written(file, shown, secret);
      isGiven = true;
    },
    withdraw: async () => {
      if (isGiven) return;
      await file.close();
      if (made) await unlink(path).catch(() => undefined);
    },
  };
}

async function written(file: FileHandle, shown: string, secret: string): Promise<void> {
  try {
    await file.writeFile(secret);
    await file.sync();
  } catch (error) {
    throw new Error(`the file ${shown} could not be written (${codeOf(error)})`);
  } finally {
    await file.close();
  }
}

async function commandHand([program = '', ...words]: readonly string[], folder: string): Promise<Hand> {
  const folders = /[/\\]/.test(program) ? [folder] : (process.env['PATH'] ?? '').split(delimiter);
  const found = await Promise.any(
    folders.map((place) => access(isAbsolute(program) ? program : join(place, program), constants.X_OK)),
  ).then(
    () => true,
    () => false,
  );
  if (!found && process.platform !== 'win32') throw new Error(`there is no program ${program}`);
  return { give: (secret) => run(program, words, folder, secret), withdraw: async () => undefined };
}

/** What the program prints may be what it was given: it is nobody's to see. */
function run(program: string, words: readonly string[], folder: string, secret: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, words, {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: COMMAND_MS,
      windowsHide: true,
    });
    let unread: unknown;
    child.on('error', (error) => fail(new Error(`${program} cannot be run (${codeOf(error)})`)));
    child.stdin.on('error', (error) => {
      unread = error;
    });
    child.on('close', (code, signal) => {
      if (code === 0 && unread === undefined) done();
      else if (code === 0) fail(new Error(`${program} did not read it`));
      else if (signal) fail(new Error(`${program} did not end within ${COMMAND_MS / 1000} seconds`));
      else fail(new Error(`${program} ended with code ${code}`));
    });
    child.stdin.end(secret);
  });
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : 'unknown reason';
}
