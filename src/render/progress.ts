import { titleOf } from '../plan/operations.ts';
import type { Operation } from '../plan/plan.ts';
import { counted, quoted, visible } from './style.ts';

/** How far a run has come. Times are milliseconds since the epoch. */
export interface Progress {
  readonly operations: number;
  readonly done: number;
  /** Write calls that the plan has, and those that were begun. */
  readonly calls: number;
  readonly begun: number;
  /** When it will be over, as the throttle sees it; undefined until a call was answered. */
  readonly endsMs: number | undefined;
  readonly running: readonly Pick<Operation, 'key' | 'type' | 'name' | 'action'>[];
  readonly waiting: { readonly words: string; readonly untilMs: number } | undefined;
}

/** One line that says how far a run has come, no wider than that. */
export function renderLive(progress: Progress, nowMs: number, columns: number): string {
  const { operations, done, calls, begun, endsMs, running, waiting } = progress;
  const parts =
    operations === 0
      ? []
      : [
          `${done} of ${counted(operations, 'operation')}`,
          `${begun} of ${counted(Math.max(calls, begun), 'call')}`,
        ];
  if (waiting && waiting.untilMs > nowMs) return fitted([...parts, renderWaiting(waiting, nowMs)], columns);
  const left = endsMs === undefined || begun >= calls ? undefined : endsMs - nowMs;
  const [first, ...others] = running;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return fitted(
    [
      ...parts,
      ...(left === undefined ? [] : [`about ${duration(left)} left`]),
      ...(first ? [`${first.action} ${titleOf(first, quoted)}${more}`] : []),
    ],
    columns,
  );
}

/** `waiting 24 s: …` */
export function renderWaiting(waiting: NonNullable<Progress['waiting']>, nowMs: number): string {
  return `waiting ${duration(waiting.untilMs - nowMs)}: ${visible(waiting.words)}`;
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** What fits into the columns: characters of East Asian scripts and pictures take two. */
function fitted(parts: readonly string[], columns: number): string {
  let width = 0;
  let line = '';
  for (const character of parts.join(' · ')) {
    width += (character.codePointAt(0) ?? 0) < 0x1100 || /[\u2010-\u27bf]/u.test(character) ? 1 : 2;
    if (width >= columns) return `${line.slice(0, -1)}…`;
    line += character;
  }
  return line;
}
