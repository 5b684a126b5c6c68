import { goOn } from '../../src/deploy/resume.ts';
import { planSettled } from '../../src/deploy/rollback.ts';
import { type Ran, runPlan } from '../../src/deploy/run.ts';
import { recordEach } from '../../src/deploy/settlement.ts';
import { type Planned, planChangeset, type Sources } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Clock } from '../../src/org/throttle.ts';
import type { OnConflict } from '../../src/plan/undo.ts';
import { harbourBank, type OrgState, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { directTransport } from '../support/direct-transport.ts';
import { type EntryFields, environmentOf, sourcesOf } from '../support/workbench.ts';

const PROVENANCE = {
  who: { person: 'test', where: 'here', oauthClient: undefined },
  gitCommit: undefined,
};

/** The same org again and again, as it is before a changeset is applied, with the plan of the changeset made once. */
export class FaultStage {
  readonly sources: Sources;
  readonly planned: Planned;
  /** The org as it is before; frozen, so that all scenes share it. */
  readonly seed: OrgState;
  readonly environment: Environment;

  private constructor(sources: Sources, planned: Planned, seed: OrgState) {
    this.sources = sources;
    this.environment = sources.environment;
    this.planned = planned;
    this.seed = seed;
  }

  static async of(
    entries: readonly EntryFields[],
    mapping: Record<string, unknown> = {},
  ): Promise<FaultStage> {
    return FaultStage.in(harbourBank(), entries, mapping);
  }

  static async in(
    seed: OrgState,
    entries: readonly EntryFields[],
    mapping: Record<string, unknown> = {},
  ): Promise<FaultStage> {
    const clock = standingClock();
    const sandbox = await startSandbox({ seed, rateLimit: 1_000_000, now: clock.now });
    try {
      const environment = environmentOf(sandbox, mapping);
      const sources = sourcesOf(entries, environment);
      const org = await openOrg(environment, { clock, transport: directTransport(sandbox) });
      const planned = await planChangeset(sources, org, new MemoryStore());
      return new FaultStage(sources, planned, sandbox.snapshot());
    } finally {
      await sandbox.close();
    }
  }

  /** Runs a scene in an org of its own. */
  async scene<T>(play: (scene: FaultScene) => Promise<T>): Promise<T> {
    const clock = standingClock();
    const sandbox = await startSandbox({ seed: this.seed, rateLimit: 1_000_000, now: clock.now });
    try {
      return await play(new FaultScene(this, sandbox, this.environment, clock));
    } finally {
      await sandbox.close();
    }
  }
}

/** One org in which a deployment meets faults, and is gone on with or taken back. */
export class FaultScene {
  readonly sandbox: Sandbox;
  readonly store = new MemoryStore();
  readonly #stage: FaultStage;
  readonly #environment: Environment;
  /** The org and all who enter it have one time. */
  readonly clock: Clock;

  constructor(stage: FaultStage, sandbox: Sandbox, environment: Environment, clock: Clock) {
    this.#stage = stage;
    this.sandbox = sandbox;
    this.#environment = environment;
    this.clock = clock;
  }

  /** Enters the org as a process of its own does. */
  enter(): Promise<Org> {
    return openOrg(this.#environment, { clock: this.clock, transport: directTransport(this.sandbox) });
  }

  async apply(): Promise<Ran> {
    const org = await this.enter();
    const { plan, facts, observedAt } = this.#stage.planned;
    const since = { ...org.session.sent };
    return runPlan(plan, { ...this.#around(org), facts, observedAt, since, files: new Map() });
  }

  /** The deployment as another process finds it. */
  async deployment(): Promise<Deployment | undefined> {
    const [first] = await this.store.deployments();
    return first;
  }

  async resume(): Promise<{ error: unknown; deployment: Deployment | undefined }> {
    const stopped = await this.deployment();
    if (!stopped) return { error: undefined, deployment: undefined };
    return goOn(stopped, this.#around(await this.enter()));
  }

  async rollback(onConflict: OnConflict = 'stop'): Promise<{ error: unknown }> {
    const stopped = await this.deployment();
    if (!stopped) return { error: undefined };
    const org = await this.enter();
    const around = this.#around(org);
    const { planned, settled } = await planSettled({ deployment: stopped, ...around }, onConflict);
    await recordEach(settled, this.store, org.session.clock.now());
    const { plan, ...read } = planned;
    if (plan.operations.length === 0) return { error: undefined };
    const { error } = await runPlan(plan, { ...around, ...read, files: new Map() });
    return { error };
  }

  #around(org: Org) {
    return {
      provenance: PROVENANCE,
      environment: this.#environment,
      org,
      store: this.store,
      signal: undefined,
      tell: () => {},
    };
  }
}

const START = Date.now();

/** Time passes in sleeps alone, which take none. */
function standingClock(): Clock {
  let slept = 0;
  return {
    now: () => START + slept,
    sleep: async (ms) => {
      slept += ms;
    },
  };
}
