import { afterAll, describe, expect, test } from 'vitest';
import type { Switches } from '../../src/sandbox/index.ts';
import { smallBank } from '../support/small-bank.ts';
import { countOf, expectResumed, expectRolledBack, killed } from './killed.ts';
import { Stage } from './stage.ts';
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
      const run = await killed(stage);
      await expectResumed(run);
      await expectRolledBack(stage, run.wrecks.all);
      told.push(`${name}: ${countOf(run)}`);
    });
  },
);

afterAll(() => {
  process.stdout.write(
    `\nkills of imports, each gone on with and each rolled back\n  ${told.join('\n  ')}\n`,
  );
});
