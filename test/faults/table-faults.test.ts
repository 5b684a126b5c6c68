import { afterAll, expect, test } from 'vitest';
import { smallBank } from '../support/small-bank.ts';
import { FAULTS } from './faults.ts';
import { matrix, nothingYet, tableOf, undisturbed } from './matrix.ts';
import { Stage } from './stage.ts';
import { TABLES } from './table-entries.ts';

const outcome = nothingYet();

test('every fault at every write of imports and rows ends as without, or stops with both ways out open', {
  timeout: 240_000,
}, async () => {
  const calm = await undisturbed(await Stage.in(smallBank(JSON.stringify(TABLES)), TABLES));
  await matrix(calm, FAULTS, outcome);
  expect(outcome.problems).toEqual([]);
  expect(outcome.violations).toBe(0);
});

afterAll(() => {
  process.stdout.write(
    `\nfaults of imports and rows: ${outcome.runs} runs, ${outcome.violations} violations\n${tableOf(outcome)}\n`,
  );
});
