import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import type { Wrecks } from './crash.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { expectSame } from './outcome.ts';
import { type Scene, Stage } from './stage.ts';

let stage: Stage;
let after: OrgState;
let wrecks: Wrecks;

beforeAll(async () => {
  stage = await Stage.of(MANY, MAPPING);
  await stage.scene(async (scene) => {
    const found = await scene.wrecksOf((fate) => scene.apply(fate));
    expect(found.ended.error).toBeUndefined();
    wrecks = found.wrecks;
    after = scene.sandbox.snapshot();
  });
});

describe('a kill before and after every line of the journal and the effect of every write call', () => {
  test('resume ends as an undisturbed apply does', { timeout: 240_000 }, async () => {
    for (const wreck of wrecks.all) {
      const play = async (scene: Scene): Promise<void> => {
        const ended = await scene.resume();
        expectSame(scene, after, ended, wreck.point);
        expect(ended.deployment?.state, wreck.point).toBe('succeeded');
      };
      if (wreck.disk.length > 0) await stage.scene(play, { wreck });
    }
  });

  test('rollback ends in the org as it was', { timeout: 240_000 }, async () => {
    for (const wreck of wrecks.all) {
      const play = async (scene: Scene) => expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
      await stage.scene(play, { wreck });
    }
  });
});

afterAll(() => {
  const { operations, calls } = stage.planned.plan;
  process.stdout.write(
    `\nkills: ${wrecks.points} points in ${operations.length} operations with ${calls.write} write calls leave ${wrecks.all.length} different states behind, each gone on with and each rolled back\n`,
  );
});
