import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import { allStates, type States } from '../conformance/conform.ts';
import { withoutNew } from '../support/lasting.ts';
import { type Done, takeAllBack } from '../support/way-back.ts';
import { comparable, type EntryFields, startWorkbench, type Workbench } from '../support/workbench.ts';

const RUNS = Math.ceil(Number(process.env['PROPERTY_RUNS'] ?? 40) / 4);
const TIMEOUT = { timeout: 600_000 };

const all = await allStates();

/** The files that the states name. */
const named: NonNullable<States['files']> = Object.assign({}, ...all.map(({ files: own }) => own ?? {}));

/** The secrets that the states name. */
const secrets: Readonly<Record<string, string>> = Object.assign(
  {},
  ...all.map((states) => states.secrets ?? {}),
);
/** What the types want of a mapping. */
const MAPPING = Object.assign({}, ...all.map(({ mapping = {} }) => mapping));

/** What a changeset of several types does to an org in which each of them has come a part of its way. */
interface Mixture {
  readonly before: readonly (readonly EntryFields[])[];
  readonly entries: readonly EntryFields[];
}

const mixtures: fc.Arbitrary<Mixture> = fc
  .subarray(all, { minLength: 2, maxLength: 6 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(({ states }) =>
        fc.nat({ max: Math.min(2, states.length - 1) }).map((depth) => states.slice(0, depth + 1)),
      ),
    ),
  )
  .chain((ways) =>
    fc
      .shuffledSubarray(onceEach(ways.flatMap((way) => [...(way.at(-1) ?? [])])), { minLength: 1 })
      .map((entries) => ({ before: ways.flatMap((way) => way.slice(0, -1)), entries })),
  );

/** One entry for one object: of two, the first. */
function onceEach(entries: readonly EntryFields[]): EntryFields[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const names = Array.isArray(entry['names']) ? entry['names'] : [entry['name'] ?? entry['names']];
    const keys = names.map((name: unknown) => JSON.stringify([entry['type'], entry['in'], name]));
    const isNew = keys.every((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

/** Runs a check in the org to which a mixture belongs; mixtures that contradict themselves are passed over. */
async function within(
  { before, entries }: Mixture,
  check: (bench: Workbench) => Promise<void>,
): Promise<void> {
  const bench = await startWorkbench({
    mapping: MAPPING,
    files: named,
    secrets,
    key: 'a key of thirty-two characters or more',
  });
  try {
    for (const earlier of before) {
      if (await isRefused(() => bench.apply(earlier))) return;
    }
    if (await isRefused(() => bench.simulate(entries))) return;
    await check(bench);
    expect(bench.sandbox.violations).toEqual([]);
  } finally {
    await bench.sandbox.close();
  }
}

/** Entries of several types may lack what an entry that was left out makes. */
async function isRefused(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    if (error instanceof ChangesetError) return true;
    throw error;
  }
}

test(
  'over all types: after apply nothing is left to change, and rollback gives the org back',
  TIMEOUT,
  async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(mixtures, (mixture) =>
        within(mixture, async (bench) => {
          const before = bench.sandbox.snapshot();
          const plan = await bench.simulate(mixture.entries);
          if (plan.operations.length === 0) return;
          const { deployment, error } = await bench.apply(mixture.entries);
          expect(error).toBeUndefined();
          expect(deployment.operations.map(({ state }) => state)).toEqual(plan.operations.map(() => 'done'));
          const left = (await bench.simulate(mixture.entries)).operations;
          expect(left.map(({ key, before: old, after }) => ({ key, old, after }))).toEqual([]);
          const undone = await bench.rollback(deployment);
          expect(undone.error).toBeUndefined();
          const lasting = undone.deployment.plan.skipped.map(({ name }) => name);
          const now = withoutNew(bench.sandbox.snapshot(), before, lasting);
          expect(comparable(now, before)).toEqual(comparable(before));
          applied += 1;
        }),
      ),
      { numRuns: RUNS },
    );
    expect(applied).toBeGreaterThan(RUNS / 3);
  },
);

test('over all types: a rollback of a rollback does the deployment again', TIMEOUT, async () => {
  await fc.assert(
    fc.asyncProperty(mixtures, (mixture) =>
      within(mixture, async (bench) => {
        const { deployment } = await bench.apply(mixture.entries);
        const after = bench.sandbox.snapshot();
        const undone = await bench.rollback(deployment);
        const redone = await bench.rollback(undone.deployment);
        expect(redone.error).toBeUndefined();
        expect(comparable(bench.sandbox.snapshot(), after)).toEqual(comparable(after));
      }),
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

/** Releases that take several types on together, state by state. */
const histories: fc.Arbitrary<readonly (readonly EntryFields[])[]> = fc
  .tuple(fc.subarray(all, { minLength: 2, maxLength: 5 }), fc.integer({ min: 2, max: 4 }))
  .map(([chosen, steps]) =>
    Array.from({ length: steps }, (_, step) => onceEach(chosen.flatMap(({ states }) => states[step] ?? []))),
  );

test(
  'over all types: releases are taken back one after the other, each forth and back again',
  TIMEOUT,
  async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(histories, (releases) =>
        within({ before: [], entries: releases[0] ?? [] }, async (bench) => {
          const done: Done[] = [];
          for (const entries of releases) {
            const before = bench.sandbox.snapshot();
            if (entries.length === 0 || (await isRefused(() => bench.simulate(entries)))) continue;
            const { deployment, error } = await bench.apply(entries);
            expect(error).toBeUndefined();
            done.push([deployment, before]);
          }
          most = Math.max(most, done.length);
          await takeAllBack(bench, done, { again: true, mayLast: true });
        }),
      ),
      { numRuns: Math.ceil(RUNS / 2) },
    );
    expect(most).toBeGreaterThan(1);
  },
);
