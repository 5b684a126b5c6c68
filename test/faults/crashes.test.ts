import { afterAll, beforeAll, describe, test } from 'vitest';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { Stage } from './stage.ts';

let run: Killed;

beforeAll(async () => {
  run = await killed(await Stage.of(MANY, MAPPING));
});

describe('a kill before and after every line of the journal and the effect of every write call', () => {
  test('resume ends as an undisturbed apply does', { timeout: 240_000 }, () => expectResumed(run));

  test('rollback ends in the org as it was', { timeout: 240_000 }, () =>
    expectRolledBack(run.stage, run.wrecks.all),
  );
});

afterAll(() => {
  process.stdout.write(`\nkills: ${countOf(run)}, each gone on with and each rolled back\n`);
});
