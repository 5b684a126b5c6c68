import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';

/**
 * Waits for work that only reads, no longer than until the signal.
 * @throws ChangesetError when the signal comes first, or came before
 */
export async function unlessInterrupted<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  if (signal.aborted) throw interruption(signal);
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interruption(signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const result = await Promise.race([work(), stopped]);
    if (signal.aborted) throw interruption(signal);
    return result;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The failure that an interrupted run ends with. The reason `SIGTERM` of the signal makes it exit code 143. */
export function interruption(
  signal: AbortSignal,
  message = 'Interrupted; nothing was written.',
): ChangesetError {
  const code = signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
  return failure(code, 'interrupted', message);
}
