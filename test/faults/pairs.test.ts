import { expect, test } from 'vitest';
import { FAULTS } from './faults.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { disturbed, nothingYet, undisturbed } from './matrix.ts';
import { Stage } from './stage.ts';

/** Two faults each, at writes, that a long search has found a way not to survive. */
const PAIRS = [
  // The second attempt said that nothing was there to change, and nobody asked what the first had done.
  ['504 after the effect', 36, '404 once', 38],
  // What the org refused for its token was said to be done.
  ['token ended after the effect', 9, 'a list in the place of an object after the effect', 10],
  ['token ended after the effect', 5, '200 without a body after the effect', 8],
  ['token ended after the effect', 4, '200 without a body after the effect', 5],
] as const;

test('two faults that meet end as one alone does', async () => {
  const calm = await undisturbed(await Stage.of(MANY, MAPPING));
  const outcome = nothingYet();
  const ruleOf = (name: string, at: number) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (!fault) throw new Error(`no fault ${name}`);
    return fault.rule(at);
  };
  for (const [one, at, other, then] of PAIRS) {
    const where = `${one} at ${at}, ${other} at ${then}`;
    await disturbed(calm, where, [ruleOf(one, at), ruleOf(other, then)], outcome, where);
  }
  expect(outcome.problems).toEqual([]);
  expect(outcome.violations).toBe(0);
});
