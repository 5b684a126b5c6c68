import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { RollbackConflict } from '../../src/deploy/rollback.ts';
import { ChangesetError } from '../../src/diagnostics.ts';
import { differences, type FaultRule, type OrgState } from '../../src/sandbox/index.ts';
import { FAULTS } from '../faults/faults.ts';
import { type Scene, Stage } from '../faults/stage.ts';
import type { EntryFields } from '../support/workbench.ts';
import { changesets, orgOf, worlds } from './worlds.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 30);
const TIMEOUT = { timeout: 3_600_000 };
/** More often nobody should have to go on, once no fault strikes any more. */
const RESUMES = 3;

let disturbed = 0;
let stopped = 0;

/** Faults that take their time are for the matrix. */
const quick = FAULTS.filter(({ name }) => !name.startsWith('slow'));

const atWrite: fc.Arbitrary<FaultRule> = fc
  .tuple(fc.constantFrom(...quick), fc.integer({ min: 1, max: 16 }))
  .map(([{ rule }, write]) => rule(write));

/** The same at a read: whatever is read while a run writes, goes on, or looks for what became of a call. */
const atRead: fc.Arbitrary<FaultRule> = fc
  .tuple(fc.constantFrom(...quick), fc.integer({ min: 1, max: 12 }))
  .map(([{ rule }, read]) => {
    const { when, ...rest } = rule(read);
    return { ...rest, when: { reads: true, nth: read, times: when.times ?? 1 } };
  });

const faults = (least: number): fc.Arbitrary<FaultRule[]> =>
  fc.array(fc.oneof({ weight: 3, arbitrary: atWrite }, { weight: 1, arbitrary: atRead }), {
    minLength: least,
    maxLength: 2,
  });

interface Troubles {
  /** While the changeset is applied, and while somebody goes on or back for the first time. */
  readonly first: FaultRule[];
  readonly second: FaultRule[];
}

const troubles: fc.Arbitrary<Troubles> = fc.record({ first: faults(1), second: faults(0) });

/** The stage of a changeset that can be applied to such an org, and how its apply ends. */
async function staged(
  seed: OrgState,
  entries: EntryFields[],
): Promise<{ stage: Stage; after: OrgState } | undefined> {
  try {
    const stage = await Stage.in(seed, entries);
    if (stage.planned.plan.operations.length === 0) return undefined;
    const after = await stage.scene(async (scene) => {
      expect((await scene.apply()).error).toBeUndefined();
      return scene.sandbox.snapshot();
    });
    return { stage, after };
  } catch (error) {
    if (error instanceof ChangesetError) return undefined; // what a changeset may be refused for
    throw error;
  }
}

/** Does it under faults. Returns what stopped it, which must be said well. */
async function under(scene: Scene, rules: FaultRule[], work: () => Promise<unknown>): Promise<unknown> {
  for (const rule of rules) scene.sandbox.inject(rule);
  const error = await work().catch((thrown: unknown) => thrown);
  scene.sandbox.clearFaults();
  if (error !== undefined) expect(error, String((error as Error).stack)).toBeInstanceOf(ChangesetError);
  return error;
}

/** Does it again without faults until nothing stops it, for a bounded number of times. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  let error: unknown;
  for (let tries = 0; tries < RESUMES; tries += 1) {
    error = await work();
    if (error === undefined) return;
  }
  throw error instanceof ChangesetError ? new Error(inWords(error)) : error;
}

/** What stopped a run, before it began or on its way. */
function errorOf(run: Promise<{ readonly error: unknown }>): Promise<unknown> {
  return run.then(
    ({ error }) => error,
    (thrown: unknown) => thrown,
  );
}

function inWords(error: ChangesetError): string {
  const conflicts = error instanceof RollbackConflict ? error.conflicts : [];
  return JSON.stringify([error.diagnostics, conflicts], null, 2);
}

function expectSame({ sandbox }: Scene, then: OrgState): void {
  expect(differences(then, sandbox.snapshot())).toEqual([]);
  expect(sandbox.violations).toEqual([]);
}

test(
  'whatever goes wrong, going on ends as if nothing had, and going back where it began',
  TIMEOUT,
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, changesets, troubles, async (world, entries, { first, second }) => {
        const play = await staged(orgOf(world), entries);
        if (!play) return;
        const { stage, after } = play;
        await stage.scene(async (scene) => {
          const error = await under(scene, first, () => errorOf(scene.apply()));
          if (scene.sandbox.struck.length > 0) disturbed += 1;
          if (error !== undefined) {
            stopped += 1;
            const isOn = (): Promise<unknown> => errorOf(scene.resume());
            if ((await under(scene, second, isOn)) !== undefined) await untilDone(isOn);
          }
          const deployment = await scene.original();
          if (deployment) expect(deployment.state).toBe('succeeded');
          // Without a deployment nothing was begun.
          expectSame(scene, deployment ? after : stage.seed);
        });
        await stage.scene(async (scene) => {
          await under(scene, first, () => errorOf(scene.apply()));
          const isBack = (): Promise<unknown> => errorOf(scene.rollback());
          if ((await under(scene, second, isBack)) !== undefined) await untilDone(isBack);
          expectSame(scene, stage.seed);
        });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(disturbed).toBeGreaterThan(RUNS / 8);
  },
);

afterAll(() => {
  process.stdout.write(`\nfaults at random: ${disturbed} applies disturbed, ${stopped} stopped\n`);
});
