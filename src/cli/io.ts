import type { Readable } from 'node:stream';
import { type Style, styleFor } from '../render/style.ts';

/** What a command may know of the process that it runs in. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** How wide the terminal is that shows `err`; 0 where no line can be written over. */
  readonly errColumns: () => number;
  /** What is piped in; nothing where it is a terminal. */
  readonly input?: Readable | undefined;
  /** The result, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything that is not the result. */
  readonly err: (text: string) => void;
}

/** What the process offers: colours where a terminal shows them, questions where somebody can answer. */
export function processIo(): Io {
  const { env, stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error; // `| head` has read enough
    });
  }
  return {
    env,
    canAsk: Boolean(stdin.isTTY && stderr.isTTY) && !env['CI'],
    input: stdin.isTTY ? undefined : stdin,
    outStyle: styleFor(hasColours(stdout.isTTY, env)),
    errStyle: styleFor(hasColours(stderr.isTTY, env)),
    errColumns: () => (stderr.isTTY && !env['CI'] && env['TERM'] !== 'dumb' ? (stderr.columns ?? 80) : 0),
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
  };
}

function hasColours(isTerminal: boolean | undefined, env: Io['env']): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal === true && env['TERM'] !== 'dumb';
}
