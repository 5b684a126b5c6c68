import { afterAll, describe, expect, test } from 'vitest';
import type { Switches } from '../../src/sandbox/index.ts';
import { smallBank } from '../support/small-bank.ts';
import { expectSame } from './outcome.ts';
import { type Scene, Stage } from './stage.ts';
import { TABLES } from './table-entries.ts';

const told: string[] = [];

describe.each<[string, Partial<Switches>]>([
  ['imports update rows', {}],
  ['imports refuse rows that are there', { appendedRows: 'refused', importsWithFailures: 'Failed' }],
  ['imports that still run when somebody goes on', { importMs: 90_000 }],
])(
  '%s: killed before and after each line and each call, register, upload and end among them',
  (name, switches) => {
    test('resume ends as an undisturbed apply does, rollback in the org as it was', {
      timeout: 120_000,
    }, async () => {
      const seed = smallBank(JSON.stringify(TABLES));
      const stage = await Stage.in(seed, TABLES, {}, { switches });
      const steps = stage.planned.plan.operations.flatMap((operation) => operation.steps);
      expect(steps.filter(({ job }) => job === 'import')).toHaveLength(2);
      const { wrecks, after } = await stage.scene(async (scene) => {
        const found = await scene.wrecksOf((fate) => scene.apply(fate));
        expect(found.ended.error).toBeUndefined();
        return { wrecks: found.wrecks, after: scene.sandbox.snapshot() };
      });
      for (const wreck of wrecks.all) {
        const resume = async (scene: Scene): Promise<void> => {
          const ended = await scene.resume();
          expectSame(scene, after, ended, `resume ${wreck.point}`);
          expect(ended.deployment?.state, wreck.point).toBe('succeeded');
        };
        if (wreck.disk.length > 0) await stage.scene(resume, { wreck });
        const rollback = async (scene: Scene): Promise<void> =>
          expectSame(scene, stage.seed, await scene.rollback(), `rollback ${wreck.point}`);
        await stage.scene(rollback, { wreck });
      }
      told.push(`${name}: ${wrecks.points} points leave ${wrecks.all.length} states`);
    });
  },
);

afterAll(() => {
  process.stdout.write(
    `\nkills of imports, each gone on with and each rolled back\n  ${told.join('\n  ')}\n`,
  );
});
