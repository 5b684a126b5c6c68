import { afterAll, describe, expect, test } from 'vitest';
import { FAULTS } from './faults.ts';
import { draftStage, fileStage, flowStage, mutualStage, scriptStage } from './job-entries.ts';
import { matrix, nothingYet, tableOf, undisturbed } from './matrix.ts';
import { Stage } from './stage.ts';
import { TABLES } from './table-entries.ts';

/** At each write one of so many faults; all of them are for the long matrix. */
const EACH = Number(process.env['FAULTS_EACH'] ?? 6);

describe.each([
  ['flows', flowStage],
  ['flows that call each other', mutualStage],
  ['files', fileStage],
  ['scripts', scriptStage],
  ['drafts', draftStage],
  ['imports and rows', () => Stage.of(TABLES)],
] as const)('%s', (what, stage) => {
  const outcome = nothingYet();

  test('faults at every write end as without, or stop with both ways out open', {
    timeout: 240_000,
  }, async () => {
    await matrix(await undisturbed(await stage()), FAULTS, outcome, EACH);
    expect(outcome.problems).toEqual([]);
    expect(outcome.violations).toBe(0);
  });

  afterAll(() => {
    const { runs, violations } = outcome;
    process.stdout.write(
      `\nfaults of ${what}: ${runs} runs, ${violations} violations\n${tableOf(outcome)}\n`,
    );
  });
});
