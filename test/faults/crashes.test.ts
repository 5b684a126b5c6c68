import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparable, type OrgState } from '../../src/sandbox/index.ts';
import type { Wrecks } from './crash.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { type Scene, Stage } from './stage.ts';

/** That an org is as another one; only where it is not, a slow and telling comparison. */
function expectSame({ sandbox }: Scene, then: OrgState, where: string): void {
  const [found, wanted] = [comparable(sandbox.snapshot(), then), comparable(then)];
  if (!isDeepStrictEqual(found, wanted)) expect(found, where).toEqual(wanted);
  expect(sandbox.violations, where).toEqual([]);
}

let stage: Stage;
let after: OrgState;
let wrecks: Wrecks;

beforeAll(async () => {
  stage = await Stage.of(MANY, MAPPING);
  await stage.scene(async (scene) => {
    const found = await scene.wrecksOf((_, fate) => scene.apply(fate));
    expect(found.ended?.error).toBeUndefined();
    wrecks = found;
    after = scene.sandbox.snapshot();
  });
});

describe('a kill before and after every line of the journal and the effect of every write call', () => {
  test('resume ends as an undisturbed apply does', { timeout: 120_000 }, async () => {
    for (const wreck of wrecks.all) {
      await stage.scene(async (scene) => {
        const [stopped] = await scene.deployments();
        if (!stopped) return;
        const ended = await scene.resume(stopped);
        expect(ended?.error, wreck.point).toBeUndefined();
        expect(ended?.deployment?.state, wreck.point).toBe('succeeded');
        expectSame(scene, after, wreck.point);
      }, wreck);
    }
  });

  test('rollback ends in the org as it was', { timeout: 120_000 }, async () => {
    for (const wreck of wrecks.all) {
      await stage.scene(async (scene) => {
        const [stopped] = await scene.deployments();
        if (!stopped) return;
        const ended = await scene.rollback(stopped);
        expect(ended?.error, wreck.point).toBeUndefined();
        expectSame(scene, stage.seed, wreck.point);
      }, wreck);
    }
  });
});

afterAll(() => {
  const { operations, calls } = stage.planned.plan;
  process.stdout.write(
    `\nkills: ${wrecks.points} points in ${operations.length} operations with ${calls.write} write calls leave ${wrecks.all.length} different states behind, each gone on with and each rolled back\n`,
  );
});
