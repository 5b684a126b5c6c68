import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Wrecks } from './crash.ts';
import { flowStage, mutualStage } from './job-entries.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { expectSame } from './outcome.ts';

describe.each([
  ['jobs', flowStage],
  ['flows that call each other', mutualStage],
] as const)('%s', (what, stage) => {
  let run: Killed;
  let undone: Wrecks;

  beforeAll(async () => {
    run = await killed(await stage());
    await run.stage.scene(async (scene) => {
      await scene.apply();
      const back = await scene.wrecksOf((fate) => scene.rollback({ fate }));
      expectSame(scene, run.stage.seed, back.ended, 'undisturbed');
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
      `\nkills of ${what}: ${countOf(run)}; ${undone.points} points in the rollback leave ${undone.all.length}\n`,
    );
  });
});
