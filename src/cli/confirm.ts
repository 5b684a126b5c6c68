import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from './io.ts';

/**
 * Asks for the environment's name before anything is written; `--yes` answers beforehand.
 * @throws ChangesetError when nobody can be asked, or the answer is another one
 */
export async function confirmByName(
  io: Io,
  environment: string,
  question: string,
  yes: boolean,
): Promise<void> {
  if (yes) return;
  if (!io.canAsk) {
    throw failure(
      exitCodes.usage,
      'confirm.yes',
      `There is no terminal to ask at. Nothing was written to ${environment}.`,
      {
        hint: 'To go on without being asked, add  --yes',
      },
    );
  }
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({
    message: `${question}\nType ${environment} to go on.`,
    output: process.stderr,
  });
  if (isCancel(answer) || answer !== environment) {
    throw failure(exitCodes.refused, 'confirm.no', `Not confirmed. Nothing was written to ${environment}.`);
  }
}
