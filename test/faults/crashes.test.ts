import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import { comparable } from '../support/workbench.ts';
import type { CrashPoint } from './crash.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { Stage } from './stage.ts';

/** That two orgs are the same; only where they are not, a slow and telling comparison. */
function expectSame(now: OrgState, then: OrgState, where: string): void {
  const [found, wanted] = [comparable(now, then), comparable(then)];
  if (!isDeepStrictEqual(found, wanted)) expect(found, where).toEqual(wanted);
}

let stage: Stage;
let after: OrgState;
let points: CrashPoint[] = [];

beforeAll(async () => {
  stage = await Stage.of(MANY, MAPPING);
  points = await stage.scene(async (scene) => {
    const { ran, written } = await scene.apply();
    expect(ran?.error).toBeUndefined();
    after = scene.sandbox.snapshot();
    return Array.from({ length: written }, (_, event) => [
      { event, moment: 'before' as const },
      { event, moment: 'after' as const },
    ]).flat();
  });
});

describe('a crash before and after every line of the journal, and so before and after every call', () => {
  test('resume ends as an undisturbed apply does', { timeout: 120_000 }, async () => {
    for (const point of points) {
      const where = JSON.stringify(point);
      await stage.scene(async (scene) => {
        await scene.apply(point);
        if (!(await scene.deployment())) return;
        const { error, deployment } = await scene.resume();
        expect(error, where).toBeUndefined();
        expect(deployment?.state, where).toBe('succeeded');
        const now = scene.sandbox.snapshot();
        expectSame(now, after, where);
        expect(scene.sandbox.violations, where).toEqual([]);
      });
    }
  });

  test('rollback ends in the org as it was', { timeout: 120_000 }, async () => {
    const before = stage.seed;
    for (const point of points) {
      const where = JSON.stringify(point);
      await stage.scene(async (scene) => {
        await scene.apply(point);
        const { error } = await scene.rollback();
        expect(error, where).toBeUndefined();
        expectSame(scene.sandbox.snapshot(), before, where);
        expect(scene.sandbox.violations, where).toEqual([]);
      });
    }
  });
});

afterAll(() => {
  const { operations, calls } = stage.planned.plan;
  process.stdout.write(
    `\ncrashes: ${points.length} points in ${operations.length} operations with ${calls.write} write calls, each gone on with and each rolled back\n`,
  );
});
