import type { LockWait } from '../deploy/lock.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { visible } from '../render/style.ts';
import type { Io } from './io.ts';

const TIME = /^([1-9]\d{0,4})([smh])$/;
const MS = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** What `--lock-timeout` asks for. @throws ChangesetError for anything but a number with s, m or h */
export function lockWaitOf(time: string | undefined, io: Io): { lockWait?: LockWait } {
  if (time === undefined) return {};
  const [, count, unit = ''] = TIME.exec(time) ?? [];
  const ms = MS.get(unit);
  if (ms === undefined) {
    const message = `--lock-timeout takes a whole number with s, m or h, as in 90s, 10m, 1h; not "${time}".`;
    throw failure(exitCodes.usage, 'usage', message);
  }
  return { lockWait: { timeoutMs: Number(count) * ms, onWait: (words) => io.err(`${visible(words)}\n`) } };
}
