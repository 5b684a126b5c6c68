import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_CALLS } from '../faults/all-calls.ts';
import { FAULTS } from '../faults/faults.ts';
import { draftStage, fileStage, flowStage, mutualStage, scriptStage } from '../faults/job-entries.ts';
import { MANY, MAPPING } from '../faults/many-operations.ts';
import { disturbed, matrix, nothingYet, type Outcome, undisturbed } from '../faults/matrix.ts';
import { Stage } from '../faults/stage.ts';
import { TABLES } from '../faults/table-entries.ts';

/** Runs in all, applies and what goes on from them. */
const RUNS = Number(process.env['MATRIX_RUNS'] ?? 10_000);
const SEED = Number(process.env['MATRIX_SEED'] ?? Date.now() % 1_000_000);

function told(what: string, { runs, violations, problems }: Outcome): void {
  process.stdout.write(`${what}: ${runs} runs, ${violations} violations, ${problems.length} problems\n`);
}

test('every fault at every write of each changeset, then two faults at random', async () => {
  const outcome = nothingYet();
  const stages = [
    Stage.of(ALL_CALLS),
    Stage.of(MANY, MAPPING),
    flowStage(),
    mutualStage(),
    fileStage(),
    scriptStage(),
    draftStage(),
  ];
  const calm = await Promise.all(
    [...stages, Stage.of(TABLES)].map(async (stage) => undisturbed(await stage)),
  );
  for (const one of calm) {
    if (outcome.runs >= RUNS) break;
    await matrix(one, FAULTS, outcome);
    told('every fault at every write', outcome);
  }
  const quick = FAULTS.filter(({ name }) => !name.startsWith('slow'));
  const fault = fc.record({ of: fc.constantFrom(...quick), at: fc.integer({ min: 1, max: 40 }) });
  const drawn = fc.record({ calm: fc.constantFrom(...calm), one: fault, other: fault });
  const pairs = fc.sample(drawn, { numRuns: RUNS, seed: SEED });
  for (const [index, { calm: on, one, other }] of pairs.entries()) {
    if (outcome.runs >= RUNS) break;
    const named = [one, other].map(({ of, at }) => ({ of, at: 1 + (at % on.writes) }));
    const where = named.map(({ of, at }) => `${of.name} at ${at}`).join(', ');
    const rules = named.map(({ of, at }) => of.rule(at));
    await disturbed(on, 'two faults', rules, outcome, `seed ${SEED}, pair ${index}: ${where}`);
    if (index % 500 === 499) told(`${index + 1} pairs`, outcome);
  }
  told(`in all, with seed ${SEED}`, outcome);
  expect(outcome.problems).toEqual([]);
  expect(outcome.violations).toBe(0);
  expect(outcome.runs).toBeGreaterThanOrEqual(RUNS);
});
