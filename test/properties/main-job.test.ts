import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { idOf, type OrgState, paths } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { type Done, takeAllBack } from '../support/way-back.ts';
import {
  comparable,
  type EntryFields,
  environmentOf,
  startWorkbench,
  Workbench,
} from '../support/workbench.ts';
import { changesets, foreignEdits, orgOf, worlds } from './worlds.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 20);
const TIMEOUT = { timeout: 600_000 };

/** Refusals that a changeset may meet in such an org. */
const REFUSALS = ['delete.referenced', 'list.foreign', 'order.cycle'];

/** The plan, or undefined when the changeset is refused for a reason that a changeset may have. */
async function planOf(
  bench: Workbench,
  entries: EntryFields[],
  refusals = REFUSALS,
): Promise<Plan | undefined> {
  try {
    return await bench.simulate(entries);
  } catch (error) {
    if (!(error instanceof ChangesetError)) throw error;
    const codes = error.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(refusals, JSON.stringify(error.diagnostics)).toEqual(expect.arrayContaining(codes));
    return undefined;
  }
}

/** Runs a check in a sandbox of its own, against which no request may have a fault. */
async function within(seed: OrgState, check: (bench: Workbench) => Promise<void>): Promise<void> {
  const bench = await startWorkbench({ seed });
  try {
    await check(bench);
    expect(bench.sandbox.violations).toEqual([]);
  } finally {
    await bench.sandbox.close();
  }
}

test('after apply nothing is left to change, and rollback gives the org back', TIMEOUT, async () => {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(worlds, changesets, (world, entries) =>
      within(orgOf(world), async (bench) => {
        const before = bench.sandbox.snapshot();
        const plan = await planOf(bench, entries);
        expect(bench.sandbox.snapshot().collections).toEqual(before.collections);
        if (!plan || plan.operations.length === 0) return;
        const { deployment, error } = await bench.apply(entries);
        expect(error).toBeUndefined();
        expect(deployment.operations.map(({ state }) => state)).toEqual(plan.operations.map(() => 'done'));
        expect((await bench.simulate(entries)).operations).toEqual([]);
        const undone = await bench.rollback(deployment);
        expect(undone.error).toBeUndefined();
        expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
        applied += 1;
      }),
    ),
    { numRuns: RUNS },
  );
  expect(applied).toBeGreaterThan(RUNS / 5);
});

test('a rollback of a rollback does the deployment again', TIMEOUT, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, changesets, (world, entries) =>
      within(orgOf(world), async (bench) => {
        const plan = await planOf(bench, entries);
        if (!plan || plan.operations.length === 0) return;
        const { deployment } = await bench.apply(entries);
        const after = bench.sandbox.snapshot();
        const undone = await bench.rollback(deployment);
        const redone = await bench.rollback(undone.deployment);
        expect(redone.error).toBeUndefined();
        expect(comparable(bench.sandbox.snapshot(), after)).toEqual(comparable(after));
        expect((await bench.simulate(entries)).operations).toEqual([]);
      }),
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

test('releases are taken back one after the other, each forth and back again', TIMEOUT, async () => {
  const releases = fc.array(changesets, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(worlds, releases, (world, all) =>
      within(orgOf(world), async (bench) => {
        const done: Done[] = [];
        for (const entries of all) {
          const before = bench.sandbox.snapshot();
          // What an earlier one has taken away is not there for this one.
          const plan = await planOf(bench, entries, [...REFUSALS, 'reference.unknown', 'identity.unknown']);
          if (!plan || plan.operations.length === 0) continue;
          const { deployment, error } = await bench.apply(entries);
          expect(error).toBeUndefined();
          done.push([deployment, before]);
        }
        await takeAllBack(bench, done, { again: true });
      }),
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

test('what the changeset does not name never changes, and the order is valid', TIMEOUT, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, changesets, (world, entries) =>
      within(orgOf(world), async (bench) => {
        const before = bench.sandbox.snapshot();
        const plan = await planOf(bench, entries);
        if (!plan || plan.operations.length === 0) return;
        expectValidOrder(plan);
        const { deployment } = await bench.apply(entries);
        expect(untouched(bench.sandbox.snapshot(), deployment)).toEqual(untouched(before, deployment));
      }),
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

test(
  'what somebody else changed before a rollback is shown as a conflict or left alone, never overwritten',
  TIMEOUT,
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, changesets, foreignEdits, (world, entries, { edit }) =>
        within(orgOf(world), async (bench) => {
          const before = structuredClone(bench.sandbox.snapshot());
          const plan = await planOf(bench, entries);
          if (!plan || plan.operations.length === 0) return;
          const { deployment } = await bench.apply(entries);
          const after = comparable(bench.sandbox.snapshot());
          bench.sandbox.edit(edit);
          const edited = bench.sandbox.snapshot();
          if (isDeepStrictEqual(comparable(edited), after)) return; // as the deployment had left it anyway
          await bench.planRollback(deployment);
          expect(bench.sandbox.snapshot().collections).toEqual(edited.collections);
          const undone = await bench.rollback(deployment, 'keep');
          expect(undone.error).toBeUndefined();
          edit(before);
          const deleted = plan.operations.some(({ action }) => action === 'delete');
          if (!deleted) expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
        }),
      ),
      { numRuns: RUNS },
    );
  },
);

test(
  'what somebody else changed between simulate and apply is carried over, or makes the plan stale',
  TIMEOUT,
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, changesets, foreignEdits, (world, entries, { edit }) =>
        within(orgOf(world), async (bench) => {
          const plan = await planOf(bench, entries);
          if (!plan || plan.operations.length === 0) return;
          bench.sandbox.edit(edit);
          const before = bench.sandbox.snapshot();
          const again = await planOf(bench, entries);
          if (again?.digest !== plan.digest) return;
          const { deployment, error } = await bench.apply(entries);
          expect(error).toBeUndefined();
          await bench.rollback(deployment);
          expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
        }),
      ),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  },
);

test('a client that does not see a division leaves it alone, and says so', TIMEOUT, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, changesets, (world, entries) =>
      within(orgOf(world), async (bench) => {
        const divisions = ['Home', 'Cards'].map((name) => idOf(paths.DIVISIONS, name));
        const client = bench.sandbox.addClient({ grants: [{ permissions: ['*:*:*'], divisions }] });
        const narrow = new Workbench(bench.sandbox, environmentOf(bench.sandbox, {}, client));
        const hidden = inDivision(bench.sandbox.snapshot(), 'Lending');
        const refusals = [...REFUSALS, 'identity.unknown', 'reference.unknown'];
        const plan = await planOf(narrow, entries, refusals);
        if (!plan) return;
        const { deployment, error } = await narrow.apply(entries);
        if (error === undefined) expect((await narrow.simulate(entries)).operations).toEqual([]);
        else expect(error).toBeInstanceOf(ChangesetError);
        // What is deleted is taken out of what the client does not see, too.
        const isSaid = plan.operations.some(({ notes }) =>
          notes.some((note) => note.includes('does not see')),
        );
        if (!isSaid) expect(inDivision(bench.sandbox.snapshot(), 'Lending')).toMatchObject(hidden);
        expect(deployment.operations.map(({ state }) => state)).not.toContain('unknown');
      }),
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

/** Every operation stands after those that it waits for, and after those that create what it uses. */
function expectValidOrder(plan: Plan): void {
  const seen = new Set<string>();
  for (const operation of plan.operations) {
    for (const key of operation.dependsOn) expect(seen).toContain(key);
    for (const [, key = ''] of JSON.stringify(operation.steps).matchAll(/"\$created(?:":"|:)([^"]+)"/g)) {
      if (key !== operation.key.replace(/#link$/, '')) expect(seen).toContain(key);
    }
    seen.add(operation.key);
  }
}

/** The org's documents without those that came or went, and of those that were changed what was not touched. */
function untouched(org: OrgState, { operations }: Deployment): unknown {
  const touched = new Map<string, string[]>();
  for (const { id = '', before } of operations)
    touched.set(id, [...(touched.get(id) ?? []), ...Object.keys(before)]);
  const kept = Object.entries(org.collections)
    .filter(([path]) => !path.endsWith('/deleted'))
    .map(([path, documents]) => {
      const [, owner = '', part = ''] = /\/([0-9a-f-]{36})\/(\w+)$/.exec(path) ?? [];
      const places = touched.get(owner) ?? [];
      const field = { routingskills: 'skills', wrapupcodes: 'wrapupCodes' }[part] ?? part;
      const rest = Object.entries(documents).filter(
        ([id]) =>
          !places.includes('') &&
          !touched.get(id)?.includes('') &&
          !places.some((place) => place.startsWith(`/${field}/${id}`)),
      );
      return [
        path,
        Object.fromEntries(rest.map(([id, document]) => [id, withoutPlaces(document, touched.get(id))])),
      ] as const;
    });
  return comparable({ ...org, collections: JSON.parse(JSON.stringify(Object.fromEntries(kept))) });
}

function withoutPlaces(document: Record<string, unknown>, places: readonly string[] | undefined): unknown {
  if (!places) return document;
  const fields = new Set(places.map((place) => place.split('/')[1]));
  return Object.fromEntries(Object.entries(document).filter(([key]) => !fields.has(key)));
}

function inDivision(org: OrgState, name: string): object {
  const id = idOf(paths.DIVISIONS, name);
  const own = Object.values(org.collections).flatMap((documents) =>
    Object.values(documents).filter(
      (document) => (document['division'] as { id?: string } | undefined)?.id === id,
    ),
  );
  return Object.fromEntries(own.map((document) => [document.id, { ...document, dateModified: undefined }]));
}
