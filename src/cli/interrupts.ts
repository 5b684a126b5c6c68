import { failure } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

type Signal = 'SIGINT' | 'SIGTERM';

const EXIT_CODES: Readonly<Record<Signal, ExitCode>> = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
};

/** A terminal and npx both pass Ctrl-C on: what follows this fast is the same key. */
const SAME_KEY_MS = 400;

/** What a person or a CI system may do to a command that writes. */
export interface Interrupts {
  /** Aborted by the first signal, whose name is the reason. */
  readonly signal: AbortSignal;
  /** Gives the process its own way with signals back. */
  release(): void;
}

/**
 * Hears SIGINT and SIGTERM: the first aborts the signal, the second ends the process.
 * @param stopping called at the first, to say what happens now
 * @param stopped called at the second, to say what that means; then the process ends
 */
export function hearInterrupts(stopping: () => void, stopped: (exitCode: ExitCode) => void): Interrupts {
  const controller = new AbortController();
  let firstAt = 0;
  const hear = (name: Signal): void => {
    if (!controller.signal.aborted) {
      firstAt = Date.now();
      controller.abort(name);
      stopping();
    } else if (Date.now() - firstAt > SAME_KEY_MS) {
      stopped(EXIT_CODES[name]);
      process.exit(EXIT_CODES[name]);
    }
  };
  const names = Object.keys(EXIT_CODES) as Signal[];
  for (const name of names) process.on(name, hear);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, hear);
    },
  };
}

/** What the second signal leaves behind. */
export function stoppedAtOnce(
  exitCode: ExitCode,
  deployment: string | undefined,
): ReturnType<typeof failure> {
  if (deployment === undefined)
    return failure(exitCode, 'interrupted', 'Stopped at once; nothing was written.');
  const message = `Stopped at once: the record of ${deployment} may have no end. changeset resume ${deployment} goes on, changeset rollback ${deployment} goes back.`;
  return failure(exitCode, 'interrupted.atOnce', message);
}
