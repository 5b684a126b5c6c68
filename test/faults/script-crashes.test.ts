import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import { differences } from '../../src/sandbox/index.ts';
import { otherScriptStage, scriptStage } from './job-entries.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { expectSame } from './outcome.ts';

let run: Killed;
let changed: Killed;

beforeAll(async () => {
  run = await killed(await scriptStage());
  changed = await killed(await otherScriptStage());
});

test(
  'killed between import, its end, publication and move, resume ends as an undisturbed apply does',
  { timeout: 120_000 },
  () => expectResumed(run),
);

test('killed anywhere, rollback ends in the org as it was', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, run.wrecks.all),
);

test('a change of which nobody can tell whether it was taken stops for a person, and can be taken back', {
  timeout: 120_000,
}, async () => {
  const { stage, wrecks, after } = changed;
  let asked = 0;
  for (const wreck of wrecks.all.filter(({ disk }) => disk.length > 0)) {
    await stage.scene(
      async (scene) => {
        const left = scene.sandbox.snapshot();
        const ended = await scene.resume().catch((error: unknown) => ({ error }));
        if (!(ended.error instanceof ChangesetError)) {
          expect(ended.error, wreck.point).toBeUndefined();
          expect(differences(after, scene.sandbox.snapshot()), wreck.point).toEqual([]);
          return;
        }
        asked += 1;
        expect(ended.error.diagnostics[0]?.code, wreck.point).toBe('resume.unknown');
        expect(scene.sandbox.snapshot(), wreck.point).toEqual(left);
        expectSame(scene, stage.seed, await scene.rollback({ onConflict: 'force' }), wreck.point);
      },
      { wreck },
    );
  }
  expect(asked).toBeGreaterThan(0);
});

afterAll(() => {
  process.stdout.write(`\nkills among scripts: ${countOf(run)}; ${countOf(changed)}\n`);
});
