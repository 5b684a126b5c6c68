import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from './io.ts';

const CTRL_D = '\u0004';

/**
 * Asks for the environment's name before anything is written; `--yes` answers beforehand.
 * @throws ChangesetError when nobody can be asked, or the answer is another one
 */
export async function confirmByName(
  io: Io,
  environment: string,
  question: string,
  yes: boolean,
  signal?: AbortSignal,
): Promise<void> {
  if (yes) return;
  if (!io.canAsk) {
    throw failure(
      exitCodes.usage,
      'confirm.yes',
      `There is no terminal to ask at. Nothing was written to ${environment}.`,
      { hint: 'To go on without being asked, add  --yes' },
    );
  }
  io.err(`${question}\n`);
  const answer = await typed(`Type ${environment} to go on.`, signal);
  if (answer === environment) return;
  const nothing = `Nothing was written to ${environment}.`;
  if (answer === undefined) throw failure(exitCodes.interrupted, 'confirm.stopped', `Stopped. ${nothing}`);
  const message = `Not confirmed: "${answer}" is not "${environment}". ${nothing}`;
  throw failure(exitCodes.refused, 'confirm.no', message);
}

/** What a person types; undefined when they press Ctrl-C, Esc or Ctrl-D instead. */
async function typed(message: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { isCancel, text } = await import('@clack/prompts');
  const { stdin } = process;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const endOnCtrlD = (_: unknown, key?: { readonly sequence?: string }): void => {
    if (key?.sequence === CTRL_D) end();
  };
  // At the end of the input the prompt would close without an answer, and wait for ever.
  stdin.on('keypress', endOnCtrlD).once('end', end);
  const answer = await text({
    message,
    output: process.stderr,
    signal: signal ? AbortSignal.any([ended.signal, signal]) : ended.signal,
  });
  stdin.off('keypress', endOnCtrlD).off('end', end);
  return isCancel(answer) ? undefined : (answer ?? '');
}
