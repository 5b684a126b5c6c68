import { constants } from 'node:fs';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';

/**
 * Tries whether a store can be written in this folder, or made there. Leaves nothing behind.
 * @throws ChangesetError when it cannot
 */
export async function probeStore(folder: string): Promise<void> {
  try {
    const found = await nearest(folder);
    if (found === folder) await writeInto(folder);
    else await access(found, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** The failure that says why a store cannot be written, before anything was. */
export function unwritable(folder: string, cause: unknown): ChangesetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const hint = 'Free space or mend the rights, or name another folder with --store.';
  const message = `The store ${folder} cannot be written: ${reason}.`;
  return failure(exitCodes.failure, 'store.unwritable', message, { hint, cause });
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return isThere || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

async function writeInto(folder: string): Promise<void> {
  const file = join(folder, `.probe-${process.pid}.tmp`);
  await writeFile(file, 'probe', { flag: 'wx', mode: 0o600 });
  await rm(file);
}
