import { afterAll, beforeAll, test } from 'vitest';
import type { Wrecks } from './crash.ts';
import { flowStage } from './job-entries.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { expectSame } from './outcome.ts';

let run: Killed;
let undone: Wrecks;

beforeAll(async () => {
  run = await killed(await flowStage());
  const { stage } = run;
  await stage.scene(async (scene) => {
    await scene.apply();
    const back = await scene.wrecksOf((fate) => scene.rollback({ fate }));
    expectSame(scene, stage.seed, back.ended, 'undisturbed');
    undone = back.wrecks;
  });
});

test(
  'killed between register, upload, look and end, resume ends as an undisturbed apply does',
  {
    timeout: 120_000,
  },
  () => expectResumed(run),
);

test('killed anywhere, rollback ends in the org as it was', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, run.wrecks.all),
);

test('and so does a rollback after one that was killed', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, undone.all),
);

afterAll(() => {
  process.stdout.write(
    `\nkills of jobs: ${countOf(run)}; ${undone.points} points in the rollback leave ${undone.all.length}\n`,
  );
});
