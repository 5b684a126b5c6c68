import { expect, test } from 'vitest';
import { ALL_CALLS } from './all-calls.ts';
import { FAULTS } from './faults.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { disturbed, nothingYet, undisturbed } from './matrix.ts';
import { Stage } from './stage.ts';

type Pair = readonly [one: string, at: number, other: string, then: number];

/** Two faults each, at writes, that a long search has found a way not to survive. */
const PAIRS: readonly Pair[] = [
  // The second attempt said that nothing was there to change, and nobody asked what the first had done.
  ['504 after the effect', 36, '404 once', 38],
  // What the org refused for its token was said to be done.
  ['token ended after the effect', 9, 'a list in the place of an object after the effect', 10],
  ['token ended after the effect', 5, '200 without a body after the effect', 8],
  ['token ended after the effect', 4, '200 without a body after the effect', 5],
];
/** The same with calls of each kind. */
const OF_ALL_CALLS: readonly Pair[] = [
  // What was done could not be read back, twice: that was taken for a refusal of what was done.
  ['token ended after the effect', 18, 'token ended after the effect', 22],
];

test.each([
  ['of many operations', () => Stage.of(MANY, MAPPING), PAIRS],
  ['of all calls', () => Stage.of(ALL_CALLS), OF_ALL_CALLS],
] as const)('two faults that meet end as one alone does, in a changeset %s', async (_, stage, pairs) => {
  const calm = await undisturbed(await stage());
  const outcome = nothingYet();
  const ruleOf = (name: string, at: number) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (!fault) throw new Error(`no fault ${name}`);
    return fault.rule(at);
  };
  for (const [one, at, other, then] of pairs) {
    const where = `${one} at ${at}, ${other} at ${then}`;
    await disturbed(calm, where, [ruleOf(one, at), ruleOf(other, then)], outcome, where);
  }
  expect(outcome.problems).toEqual([]);
  expect(outcome.violations).toBe(0);
});
