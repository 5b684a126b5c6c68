import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';

/** The option that leaves room for others, of every command that sends calls to an org for long. */
export const BUDGET = [
  '--budget <share>',
  'use at most this share of the allowed calls, such as 60%',
] as const;

/** What `--budget` says, for the session. @throws ChangesetError for anything but 1% to 100% */
export function budgeted({ budget }: { readonly budget?: string | undefined }): { budget?: number } {
  if (budget === undefined) return {};
  const [, percent] = /^([1-9]\d?|100)%$/.exec(budget) ?? [];
  if (percent !== undefined) return { budget: Number(percent) / 100 };
  const message = `--budget takes a share of the allowed calls, 1% to 100%, not "${budget}".`;
  throw failure(exitCodes.usage, 'usage', message, { hint: 'Write  --budget 60%' });
}
