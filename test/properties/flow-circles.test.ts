import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import type { Switches } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { callingFlow } from '../support/call-flow.ts';
import { smallBank } from '../support/small-bank.ts';
import { type Done, takeAllBack } from '../support/way-back.ts';
import { type EntryFields, startWorkbench, type Workbench } from '../support/workbench.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 20);
const SEED = smallBank('"Main IVR" "After hours" "Cards"');

/** Flows that the org has, and flows that it may get. */
const FLOWS = ['Main IVR', 'After hours', 'Amber', 'Blue', 'Coral', 'Dove'];
const QUEUES = ['Cards', 'Storm'];

/** What a changeset makes of a flow: leaves it alone, takes it away, or hands to this queue and these flows. */
type Fate = 'left' | 'gone' | { readonly queue: string; readonly calls: readonly string[] };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('left' as const) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
  {
    weight: 5,
    arbitrary: fc.record({
      queue: fc.constantFrom(...QUEUES),
      calls: fc.subarray(FLOWS, { minLength: 1, maxLength: 4 }),
    }),
  },
);
const release = fc.record({
  fates: fc.tuple(...FLOWS.map(() => fate)),
  queue: fc.constantFrom('ensure', 'delete', 'left'),
});
type Release = typeof release extends fc.Arbitrary<infer T> ? T : never;

/** What is not sure of the platform. */
const switches: fc.Arbitrary<Partial<Switches>> = fc.constantFrom(
  {},
  { republishedVersion: 'newNumber' },
  { flowJobNamesMs: 4000, flowJobFlow: 'leftOut' },
);

/** A changeset, and the files that it names. */
function changesetOf({ fates, queue }: Release, round: number): [EntryFields[], Record<string, string>] {
  const files: Record<string, string> = {};
  const entries = FLOWS.flatMap((name, index): EntryFields[] => {
    const own = fates[index] ?? 'left';
    if (own === 'left') return [];
    if (own === 'gone') return index < 2 ? [] : [{ type: 'flow', name, action: 'delete' }];
    const path = `../flows/${name}-${round}.yaml`;
    // One that begins to name itself later could not be made again: nothing on record says how it was first published.
    const calls = own.calls.filter((other) => other !== name || (round === 0 && index > 1));
    files[path] = callingFlow(name, own.queue, calls);
    return [{ type: 'flow', name, set: { file: path } }];
  });
  const storm = { type: 'routing_queue', name: 'Storm' };
  const other: Record<string, EntryFields[]> = {
    ensure: [storm],
    delete: [{ ...storm, action: 'delete' }],
    left: [],
  };
  return [[...(other[queue] ?? []), ...entries], files];
}

/** Refusals that such a release may meet. */
const REFUSALS = ['order.cycle', 'delete.referenced', 'reference.unknown', 'reference.deleted'];

/** Undefined for a release that is refused, or changes nothing. */
async function released(bench: Workbench, entries: EntryFields[]): Promise<Deployment | undefined> {
  try {
    if ((await bench.simulate(entries)).operations.length === 0) return undefined;
  } catch (error) {
    if (!(error instanceof ChangesetError)) throw error;
    const codes = error.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(REFUSALS, JSON.stringify(error.diagnostics)).toEqual(expect.arrayContaining(codes));
    return undefined;
  }
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect((await bench.simulate(entries)).operations).toEqual([]);
  return deployment;
}

let circles = 0;

test('flows that name each other go out and back in whatever circles', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(release, { minLength: 1, maxLength: 3 }), switches, async (releases, set) => {
      const bench = await startWorkbench({ seed: SEED, switches: set });
      try {
        const done: Done[] = [];
        for (const [round, one] of releases.entries()) {
          const [entries, files] = changesetOf(one, round);
          bench.files = { ...bench.files, ...files };
          const before = bench.sandbox.snapshot();
          const deployment = await released(bench, entries);
          if (!deployment) continue;
          done.push([deployment, before]);
          if (deployment.plan.operations.some(({ key }) => key.endsWith('#link'))) circles += 1;
        }
        await takeAllBack(bench, done, { again: true });
        expect(bench.sandbox.violations).toEqual([]);
      } finally {
        await bench.sandbox.close();
      }
    }),
    { numRuns: RUNS },
  );
  expect(circles).toBeGreaterThan(0);
});
