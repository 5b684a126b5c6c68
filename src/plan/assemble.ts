import type { Diagnostic } from '../diagnostics.ts';
import { planDigest } from './digest.ts';
import type { Draft } from './draft.ts';
import type { Labels } from './labels.ts';
import type { Operation, Plan, Step, Warning } from './plan.ts';

/** What a plan says beside its operations. */
export interface Heading
  extends Pick<
    Plan,
    | 'id'
    | 'environment'
    | 'organization'
    | 'region'
    | 'changeset'
    | 'undoes'
    | 'createdAt'
    | 'files'
    | 'artifact'
    | 'environmentDigest'
    | 'skipped'
    | 'rights'
    | 'secrets'
  > {
  readonly reads: number;
}

/** The platform's limit. Source: `client.credentials.token.rate.per.minute` of `platform.api`. */
const CALLS_A_MINUTE = 300;
/** What a call takes when nothing holds it back, four at once. */
const SECONDS_A_CALL = 0.2;

/** How many calls these steps take. */
export function callsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { calls = 1 }) => sum + calls, 0);
}

/** Puts a plan together: digests, counts and the names that people know. */
export function assemble(
  heading: Heading,
  operations: readonly Operation[],
  draft: Pick<Draft, 'saw' | 'unchanged'>,
  labels: Labels,
  warnings: readonly Diagnostic[],
): Plan {
  const { reads, ...rest } = heading;
  const write = operations.reduce((sum, { steps }) => sum + callsOf(steps), 0);
  const plan = {
    format: 1 as const,
    ...rest,
    saw: draft.saw,
    operations,
    unchanged: draft.unchanged,
    labels: labelsUsed(operations, labels),
    warnings: warnings.map(warningOf),
    calls: { read: reads, write },
    estimatedSeconds: secondsFor(reads + write, write),
  };
  return { ...plan, digest: planDigest(plan) };
}

function warningOf({ code, message, at }: Diagnostic): Warning {
  return { code, message, ...(at ? { at: { file: at.file, line: at.line } } : {}) };
}

/** Applying reads once more what planning read. The platform's minutes are fixed ones. */
function secondsFor(calls: number, writes: number): number {
  if (writes === 0) return 0;
  const minutes = Math.floor((calls - 1) / CALLS_A_MINUTE);
  return Math.max(1, Math.ceil(calls * SECONDS_A_CALL), minutes * 60);
}

/** The IDs in a pointer, and the two in a key of a pair. */
function partsOfWord(word: string): string[] {
  const segments = word.split('/').map((segment) => segment.replaceAll('~1', '/'));
  return segments.flatMap((segment) => [segment, ...segment.split(' ')]);
}

/** Names of the IDs that the operations mention. */
function labelsUsed(operations: readonly Operation[], labels: Labels): Record<string, string> {
  const text = JSON.stringify(operations.map(({ id, before, after }) => [id, before, after]));
  const words = new Set(text.split(/["\\]/).flatMap((word) => [word, ...partsOfWord(word)]));
  const used: [string, string][] = [];
  for (const word of words) {
    const label = labels.of(word);
    if (label !== undefined) used.push([word, label]);
  }
  return Object.fromEntries(used.sort(([a], [b]) => (a < b ? -1 : 1)));
}
