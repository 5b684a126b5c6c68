import { setImmediate } from 'node:timers/promises';
import { goOn } from '../../src/deploy/resume.ts';
import { planSettled } from '../../src/deploy/rollback.ts';
import { type Ran, runPlan } from '../../src/deploy/run.ts';
import { record } from '../../src/deploy/settlement.ts';
import { type Planned, planChangeset, type Sources } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Transport } from '../../src/org/sdk.ts';
import { harbourBank, type OrgState, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { directTransport } from '../support/direct-transport.ts';
import { type EntryFields, environmentOf, sourcesOf } from '../support/workbench.ts';
import { type CrashPoint, Mortal } from './crash.ts';

const PROVENANCE = {
  who: { person: 'test', where: 'here', oauthClient: undefined },
  gitCommit: undefined,
};

/** The same org again and again, as it is before a changeset is applied, with the plan of the changeset made once. */
export class Stage {
  readonly sources: Sources;
  readonly planned: Planned;
  readonly seed: OrgState;
  readonly #mapping: Readonly<Record<string, unknown>>;

  private constructor(sources: Sources, planned: Planned, seed: OrgState, mapping: Record<string, unknown>) {
    this.sources = sources;
    this.planned = planned;
    this.seed = seed;
    this.#mapping = mapping;
  }

  static async of(entries: readonly EntryFields[], mapping: Record<string, unknown> = {}): Promise<Stage> {
    const seed = harbourBank();
    const sandbox = await startSandbox({ seed, rateLimit: 1_000_000, now });
    try {
      const environment = environmentOf(sandbox, mapping);
      const sources = sourcesOf(entries, environment);
      const org = await openOrg(environment, { clock: standingClock(), transport: directTransport(sandbox) });
      return new Stage(sources, await planChangeset(sources, org, new MemoryStore()), seed, mapping);
    } finally {
      await sandbox.close();
    }
  }

  /** Runs a scene in an org of its own. */
  async scene<T>(play: (scene: Scene) => Promise<T>): Promise<T> {
    const sandbox = await startSandbox({ seed: this.seed, rateLimit: 1_000_000, now });
    try {
      return await play(new Scene(this, sandbox, environmentOf(sandbox, this.#mapping)));
    } finally {
      await sandbox.close();
    }
  }
}

/** One org in which a deployment is started, and gone on with by other processes. */
export class Scene {
  readonly sandbox: Sandbox;
  readonly store = new MemoryStore();
  readonly #stage: Stage;
  readonly #environment: Environment;

  constructor(stage: Stage, sandbox: Sandbox, environment: Environment) {
    this.#stage = stage;
    this.sandbox = sandbox;
    this.#environment = environment;
  }

  /** Enters the org as a process of its own does. */
  enter(transport: Transport = directTransport(this.sandbox)): Promise<Org> {
    return openOrg(this.#environment, { clock: standingClock(), transport });
  }

  /** Applies the changeset, until it is over or the process dies. Returns how many events were written. */
  async apply(point?: CrashPoint): Promise<{ ran: Ran | undefined; written: number }> {
    const mortal = new Mortal(this.store, point);
    const org = await this.enter(mortal.transport(directTransport(this.sandbox)));
    const { plan, facts, observedAt } = this.#stage.planned;
    const run = runPlan(plan, {
      ...this.#around(org, mortal.store),
      facts,
      observedAt,
      since: { ...org.session.sent },
      files: new Map(),
    });
    const ran = await Promise.race([run, mortal.died.then(() => undefined)]);
    await setImmediate();
    return { ran, written: mortal.written };
  }

  /** The deployment as another process finds it. */
  async deployment(): Promise<Deployment | undefined> {
    const [first] = await this.store.deployments();
    return first;
  }

  async resume(point?: CrashPoint): Promise<{ error: unknown; deployment: Deployment | undefined }> {
    const stopped = await this.deployment();
    if (!stopped) return { error: undefined, deployment: undefined };
    const mortal = new Mortal(this.store, point);
    const org = await this.enter(mortal.transport(directTransport(this.sandbox)));
    const around = this.#around(org, mortal.store);
    const run = goOn(stopped, around);
    const result = await Promise.race([run, mortal.died.then(() => undefined)]);
    await setImmediate();
    return { error: result?.error, deployment: result?.deployment };
  }

  async rollback(): Promise<{ error: unknown }> {
    const stopped = await this.deployment();
    if (!stopped) return { error: undefined };
    const org = await this.enter();
    const around = this.#around(org, this.store);
    const { planned, settled } = await planSettled({ deployment: stopped, ...around }, 'stop');
    await record(stopped.id, settled, this.store, org.session.clock.now());
    const { plan, ...read } = planned;
    if (plan.operations.length === 0) return { error: undefined };
    const { error } = await runPlan(plan, { ...around, ...read, files: new Map() });
    return { error };
  }

  #around(org: Org, store: MemoryStore) {
    return {
      provenance: PROVENANCE,
      environment: this.#environment,
      org,
      store,
      signal: undefined,
      tell: () => {},
    };
  }
}

const START = Date.now();

function now(): number {
  return START;
}

/** Time passes in sleeps alone, which take none. */
function standingClock(): { now: () => number; sleep: (ms: number) => Promise<void> } {
  let slept = 0;
  return {
    now: () => START + slept,
    sleep: async (ms) => {
      slept += ms;
    },
  };
}
