import { afterAll, beforeAll, test } from 'vitest';
import { fileStage } from './job-entries.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';

let run: Killed;

beforeAll(async () => {
  run = await killed(await fileStage());
});

test(
  'killed anywhere between create, upload, transcoding and end, resume ends as an undisturbed apply does',
  {
    timeout: 120_000,
  },
  () => expectResumed(run),
);

test(
  'killed anywhere, rollback ends in the org as it was, with all that was heard there',
  {
    timeout: 120_000,
  },
  () => expectRolledBack(run.stage, run.wrecks.all),
);

afterAll(() => {
  process.stdout.write(`\nkills among files: ${countOf(run)}\n`);
});
