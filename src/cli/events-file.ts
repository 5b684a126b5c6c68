import { closeSync, openSync, writeSync } from 'node:fs';
import type { RunEvent } from '../deploy/run-events.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';

/** A file that events are written to as they happen, one JSON object a line. */
export interface EventsFile {
  write(event: RunEvent): void;
  close(): void;
}

/**
 * Makes the file. One that is there already is left alone: it may be the record of another run.
 * @param warn called once when a line cannot be written; the lines after it are left out
 * @throws ChangesetError when it is there, or cannot be made
 */
export function openEventsFile(path: string, warn: (text: string) => void): EventsFile {
  let file: number | undefined = opened(path);
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    close,
    write(event) {
      if (file === undefined) return;
      try {
        writeWhole(file, Buffer.from(`${JSON.stringify(event)}\n`));
      } catch (error) {
        warn(`The events cannot be written to ${path} any more: ${wordsOf(error)}. The run goes on.`);
        close();
      }
    },
  };
}

function writeWhole(file: number, line: Buffer): void {
  for (let from = 0; from < line.length; ) from += writeSync(file, line, from);
}

function opened(path: string): number {
  try {
    return openSync(path, 'ax', 0o600);
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const message = isThere
      ? `--events: the file ${path} is there already. Nothing was sent.`
      : `--events: the file ${path} cannot be made: ${wordsOf(cause)}. Nothing was sent.`;
    throw failure(exitCodes.usage, isThere ? 'events.exists' : 'events.unwritable', message, {
      hint: 'Name a new file in a folder that is there.',
      cause,
    });
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
