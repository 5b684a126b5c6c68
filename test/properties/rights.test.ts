import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import { type Grant, idOf, paths } from '../../src/sandbox/index.ts';
import { environmentOf, startWorkbench, Workbench } from '../support/workbench.ts';
import { changesets, divisions, orgOf, worlds } from './worlds.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 24);

const WRITES = [
  'routing:queue:add',
  'routing:queue:edit',
  'routing:queue:delete',
  'routing:queueMember:manage',
  'routing:wrapupCode:add',
  'routing:wrapupCode:edit',
  'routing:wrapupCode:delete',
  'routing:skill:*',
  'authorization:division:*',
  'authorization:grant:add',
];

/** A client that sees everything and may change some of it in some divisions. */
const clients: fc.Arbitrary<Grant[]> = fc
  .array(
    fc.record({
      permissions: fc.oneof(fc.constant(['*:*:*']), fc.subarray(WRITES, { minLength: 4 })),
      divisions: fc.oneof(
        fc.constant(['*']),
        fc
          .subarray([...divisions], { minLength: 1 })
          .map((names) => names.map((name) => idOf(paths.DIVISIONS, name))),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((grants) => [{ permissions: ['*:*:view'], divisions: ['*'] }, ...grants]);

test('the platform refuses what simulate says that it would refuse, and nothing else', async () => {
  let judged = 0;
  await fc.assert(
    fc.asyncProperty(worlds, changesets, clients, async (world, entries, grants) => {
      const bench = await startWorkbench({ seed: orgOf(world) });
      try {
        const client = bench.sandbox.addClient({ grants });
        const narrow = new Workbench(bench.sandbox, environmentOf(bench.sandbox, {}, client));
        const plan = await narrow.simulate(entries).catch((error: unknown) => {
          if (error instanceof ChangesetError) return undefined;
          throw error;
        });
        if (!plan?.rights) return;
        const { refused, unknown, missing } = plan.rights;
        const doomed = new Set(missing.flatMap(({ operations }) => operations));
        const { deployment, error } = await narrow.apply(entries);
        for (const { operation, state, error: reason } of deployment.operations) {
          if (state === 'done') expect(doomed).not.toContain(operation.key);
          if (reason?.code === 'platform.permission' && unknown === 0)
            expect(doomed).toContain(operation.key);
        }
        if (refused > 0) expect(error).toBeDefined();
        else if (unknown === 0) expect(error).toBeUndefined();
        judged += 1;
      } finally {
        await bench.sandbox.close();
      }
    }),
    { numRuns: RUNS },
  );
  expect(judged).toBeGreaterThan(0);
}, 600_000);
