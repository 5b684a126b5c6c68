import { afterAll, expect, test } from 'vitest';
import { ALL_CALLS } from './all-calls.ts';
import { FAULTS } from './faults.ts';
import { matrix, nothingYet, tableOf, undisturbed } from './matrix.ts';
import { Stage } from './stage.ts';

/**
 * How many applies stop; faults that are not named are ridden out at every write. Of a create of a name that several may
 * have, nobody can say that it was not done as long as its answer may be lost; what redirects, and what says that an
 * object is not there, is not asked again.
 */
const STOPS: Readonly<Record<string, number>> = {
  '500': 2,
  '502 in HTML': 2,
  '503': 2,
  '408': 2,
  'connection cut before the effect': 2,
  'answer cut short before the effect': 2,
  '200 in HTML before the effect': 2,
  '302': 18,
  '404 once': 9,
};

const outcome = nothingYet();

test('every fault at every write ends as without, or stops with both ways out open', {
  timeout: 240_000,
}, async () => {
  const calm = await undisturbed(await Stage.of(ALL_CALLS));
  await matrix(calm, FAULTS, outcome);
  expect(outcome.problems).toEqual([]);
  expect(outcome.runs).toBeGreaterThan(500);
  expect(Object.fromEntries(outcome.stopped)).toEqual(STOPS);
});

afterAll(() => {
  process.stdout.write(
    `\nfaults: ${outcome.runs} runs, ${outcome.violations} violations\n${tableOf(outcome)}\n`,
  );
});
