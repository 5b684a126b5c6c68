import { isDeepStrictEqual } from 'node:util';
import { ChangesetError } from '../../src/diagnostics.ts';
import { differences, type FaultRule, type OrgState } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { comparable } from '../support/workbench.ts';
import type { SingleFault } from './faults.ts';
import type { Ended, Scene, Stage } from './stage.ts';

/** How the apply of a changeset ends that nobody disturbs. */
export interface Calm {
  readonly stage: Stage;
  readonly after: OrgState;
  readonly record: string;
  readonly writes: number;
}

/** What came of applies that were disturbed. */
export interface Outcome {
  /** Runs of any kind: applies, and what went on with them or took them back. */
  runs: number;
  /** How many applies stopped, by fault. */
  readonly stopped: Map<string, number>;
  readonly succeeded: Map<string, number>;
  /** Requests that a correct client would not have sent. */
  violations: number;
  /** What should not have come of it. */
  readonly problems: string[];
}

export function nothingYet(): Outcome {
  return { runs: 0, stopped: new Map(), succeeded: new Map(), violations: 0, problems: [] };
}

/** @throws what stops it, as nothing should */
export async function undisturbed(stage: Stage): Promise<Calm> {
  return stage.scene(async (scene) => {
    const ran = await scene.apply();
    if (ran.error !== undefined) throw ran.error;
    const writes = scene.sandbox.requests.filter((request) => request.writes).length;
    const record = ran.deployment ? recordOf(ran.deployment) : '';
    return { stage, after: scene.sandbox.snapshot(), record, writes };
  });
}

/** Every fault at every write. @param each of so many faults one is taken, at each write other ones [all] */
export async function matrix(
  calm: Calm,
  faults: readonly SingleFault[],
  outcome: Outcome,
  each = 1,
): Promise<void> {
  for (let write = 1; write <= calm.writes; write += 1) {
    const taken = faults.filter((_, index) => (index + write) % each === 0);
    // At once, because some faults take their time.
    await Promise.all(
      taken.map(({ name, rule }) => disturbed(calm, name, [rule(write)], outcome, `${name} at ${write}`)),
    );
  }
}

/** One apply with faults: it ends as without, or stops in good order, and then both ways out are open. */
export async function disturbed(
  calm: Calm,
  name: string,
  rules: readonly FaultRule[],
  outcome: Outcome,
  where: string,
): Promise<void> {
  const run = new Run(calm, rules, outcome, where);
  const stopped = await run.first();
  const count = stopped ? outcome.stopped : outcome.succeeded;
  count.set(name, (count.get(name) ?? 0) + 1);
  if (stopped) await run.second();
}

class Run {
  readonly #calm: Calm;
  readonly #rules: readonly FaultRule[];
  readonly #outcome: Outcome;
  readonly #where: string;

  constructor(calm: Calm, rules: readonly FaultRule[], outcome: Outcome, where: string) {
    this.#calm = calm;
    this.#rules = rules;
    this.#outcome = outcome;
    this.#where = where;
  }

  /** Whether the apply stopped: then it was gone on with. */
  async first(): Promise<boolean> {
    const { stage, after, record } = this.#calm;
    return stage.scene(async (scene) => {
      const { error, deployment } = await this.#apply(scene);
      if (error === undefined) {
        this.#expect(deployment?.state === 'succeeded', `ended without an error as ${deployment?.state}`);
        this.#expectSame(scene, after, 'after apply');
        // A rollback depends on nothing else.
        if (!deployment || recordOf(deployment) !== record) await this.#back(scene, 'after a success');
      } else {
        this.#expectClear(error);
        this.#expect(deployment?.state !== 'succeeded', 'stopped and succeeded');
        await this.#guarded('resume', async () => {
          this.#outcome.runs += 1;
          const resumed = await scene.resume();
          if (resumed.error !== undefined) throw resumed.error;
          this.#expect(resumed.deployment?.state === 'succeeded', `resumed as ${resumed.deployment?.state}`);
          this.#expectSame(scene, after, 'after resume');
        });
      }
      this.#count(scene);
      return error !== undefined;
    });
  }

  /** The same, taken back. */
  async second(): Promise<void> {
    await this.#calm.stage.scene(async (scene) => {
      await this.#apply(scene);
      await this.#back(scene, 'after a stop');
      this.#count(scene);
    });
  }

  async #apply(scene: Scene): Promise<Ended> {
    for (const rule of this.#rules) scene.sandbox.inject(rule);
    this.#outcome.runs += 1;
    const ran = await scene.apply();
    scene.sandbox.clearFaults();
    this.#expect(scene.sandbox.struck.length > 0, 'no fault struck');
    return ran;
  }

  async #back(scene: Scene, when: string): Promise<void> {
    await this.#guarded(`rollback ${when}`, async () => {
      this.#outcome.runs += 1;
      const { error } = await scene.rollback();
      if (error !== undefined) throw error;
      this.#expectSame(scene, this.#calm.stage.seed, `after rollback ${when}`);
    });
  }

  async #guarded(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#problem(`${what}: ${said(error)}`);
    }
  }

  #expectSame(scene: Scene, then: OrgState, when: string): void {
    const now = scene.sandbox.snapshot();
    if (isDeepStrictEqual(comparable(now, then), known(then))) return;
    const found = differences(then, now).map(({ path, name, at, before, now: is }) =>
      `${path} ${name} ${at}: ${JSON.stringify(before)} → ${JSON.stringify(is)}`.slice(0, 300),
    );
    this.#problem(`${when}: ${found.join('; ')}`);
  }

  #expectClear(error: unknown): void {
    const told = error instanceof ChangesetError ? error.diagnostics : [];
    const isClear =
      told.length > 0 &&
      told.every(({ code, message, hint = '' }) => code !== 'defect' && !/\n\s+at /.test(message + hint));
    this.#expect(isClear, `is not clear: ${error instanceof Error ? error.stack : String(error)}`);
  }

  #expect(isTrue: boolean, problem: string): void {
    if (!isTrue) this.#problem(problem);
  }

  #problem(problem: string): void {
    this.#outcome.problems.push(`${this.#where}: ${problem}`);
  }

  #count({ sandbox }: Scene): void {
    this.#outcome.violations += sandbox.violations.length;
    for (const violation of sandbox.violations) this.#problem(JSON.stringify(violation));
  }
}

const comparables = new WeakMap<OrgState, ReturnType<typeof comparable>>();

/** The same org is compared with after every run. */
function known(then: OrgState): ReturnType<typeof comparable> {
  const own = comparables.get(then) ?? comparable(then);
  comparables.set(then, own);
  return own;
}

function said(error: unknown): string {
  if (!(error instanceof ChangesetError)) return error instanceof Error ? String(error.stack) : String(error);
  const conflicts = 'conflicts' in error ? ` ${JSON.stringify(error.conflicts)}`.slice(0, 600) : '';
  return (
    error.diagnostics.map(({ code, message, hint }) => `${code} ${message} ${hint}`).join('; ') + conflicts
  );
}

/** What is recorded of the operations, with the keys of those that created something in the place of its ID. */
function recordOf({ operations }: Deployment): string {
  const records = operations.map(({ operation: { key }, state, touched, before, ours }) => ({
    key,
    state,
    touched,
    before,
    ours,
  }));
  const made = operations.flatMap(({ operation, id }) =>
    operation.action === 'create' && id !== undefined ? [[id, operation.key] as const] : [],
  );
  return made.reduce((text, [id, key]) => text.replaceAll(id, key), JSON.stringify(records));
}

/** The table of faults and how many applies ended how, for people. */
export function tableOf({ succeeded, stopped }: Outcome): string {
  const names = [...new Set([...succeeded.keys(), ...stopped.keys()])];
  const rows = names.map(
    (name) =>
      `${name.padEnd(52)} ${String(succeeded.get(name) ?? 0).padStart(9)} ${String(stopped.get(name) ?? 0).padStart(7)}`,
  );
  return [`${'fault'.padEnd(52)} succeeded stopped`, ...rows].join('\n');
}
