import { afterAll, beforeAll, test } from 'vitest';
import { draftStage } from './job-entries.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';

let run: Killed;

beforeAll(async () => {
  run = await killed(await draftStage());
});

test(
  'killed between draft and publication, resume ends as an undisturbed apply does',
  { timeout: 120_000 },
  () => expectResumed(run),
);

test('killed anywhere, rollback ends in the org as it was', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, run.wrecks.all),
);

afterAll(() => {
  process.stdout.write(`\nkills among drafts: ${countOf(run)}\n`);
});
