import { setImmediate } from 'node:timers/promises';
import { goOn } from '../../src/deploy/resume.ts';
import { planSettled } from '../../src/deploy/rollback.ts';
import { runPlan } from '../../src/deploy/run.ts';
import { recordEach } from '../../src/deploy/settlement.ts';
import { keptFiles, type Planned, planChangeset, type Sources } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Transport } from '../../src/org/sdk.ts';
import type { Clock } from '../../src/org/throttle.ts';
import type { OnConflict } from '../../src/plan/undo.ts';
import { type OrgState, type Sandbox, type Switches, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { directTransport } from '../support/direct-transport.ts';
import { smallBank } from '../support/small-bank.ts';
import { type EntryFields, environmentOf, type Files, sourcesOf } from '../support/workbench.ts';
import { type Fate, Mortal, type Wreck, Wrecks } from './crash.ts';
import { Disk } from './disk.ts';

const PROVENANCE = {
  who: { person: 'test', where: 'here', oauthClient: undefined },
  gitCommit: undefined,
};

const START = Date.now();
/** What was made before is visible by then. */
const LATER_MS = 60_000;

/** How a run ended; neither for one that was killed, or that had nothing to do. */
export interface Ended {
  readonly error: unknown;
  readonly deployment: Deployment | undefined;
}

const NOTHING: Ended = { error: undefined, deployment: undefined };

interface SceneOptions {
  /** What a process left behind that was killed a while ago. */
  readonly wreck?: Wreck;
  /** How late lists show what is made. */
  readonly listDelayMs?: number;
}

/** The same org again and again, as it is before a changeset is applied, with the plan of the changeset made once. */
export class Stage {
  readonly sources: Sources;
  readonly planned: Planned;
  /** The org as it is before; frozen, so that all scenes share it. */
  readonly seed: OrgState;
  readonly switches: Partial<Switches>;

  private constructor(sources: Sources, planned: Planned, seed: OrgState, switches: Partial<Switches>) {
    this.sources = sources;
    this.planned = planned;
    this.seed = seed;
    this.switches = switches;
  }

  /** The stage for these entries in a small org. */
  static async of(
    entries: readonly EntryFields[],
    mapping: Record<string, unknown> = {},
    files: Files = {},
  ): Promise<Stage> {
    return Stage.in(smallBank(JSON.stringify([entries, mapping])), entries, mapping, { files });
  }

  /** The stage for these entries in this org. */
  static async in(
    seed: OrgState,
    entries: readonly EntryFields[],
    mapping: Record<string, unknown> = {},
    { files = {}, switches = {} }: { readonly files?: Files; readonly switches?: Partial<Switches> } = {},
  ): Promise<Stage> {
    const clock = steppingClock();
    const sandbox = await startSandbox({ seed, rateLimit: 1_000_000, now: clock.now, switches });
    try {
      const environment = environmentOf(sandbox, mapping);
      const sources = sourcesOf(entries, environment, files);
      const org = await openOrg(environment, { clock, transport: directTransport(sandbox) });
      const planned = await planChangeset(sources, org, new MemoryStore());
      return new Stage(sources, planned, sandbox.snapshot(), switches);
    } finally {
      await sandbox.close();
    }
  }

  /** Runs a scene in an org of its own. */
  async scene<T>(
    play: (scene: Scene) => Promise<T>,
    { wreck, listDelayMs = 0 }: SceneOptions = {},
  ): Promise<T> {
    const clock = steppingClock(wreck ? LATER_MS : 0);
    const seed = wreck?.org ?? this.seed;
    const { switches } = this;
    const sandbox = await startSandbox({ seed, rateLimit: 1_000_000, now: clock.now, listDelayMs, switches });
    try {
      return await play(new Scene(this, sandbox, await Disk.with(wreck?.disk ?? []), clock));
    } finally {
      await sandbox.close();
    }
  }
}

/** One org in which a deployment is started, and gone on with or taken back by other processes. */
export class Scene {
  readonly sandbox: Sandbox;
  readonly disk: Disk;
  /** The org and all who enter it have one time. */
  readonly clock: Clock;
  readonly #stage: Stage;
  readonly #environment: Environment;

  constructor(stage: Stage, sandbox: Sandbox, disk: Disk, clock: Clock) {
    this.#stage = stage;
    this.sandbox = sandbox;
    this.disk = disk;
    this.clock = clock;
    this.#environment = stage.sources.environment;
  }

  /** The deployments as another process finds them, the oldest first. */
  deployments(): Promise<readonly Deployment[]> {
    return this.disk.deployments();
  }

  /** That of the changeset, if it was begun. */
  async original(): Promise<Deployment | undefined> {
    return (await this.deployments()).find(({ plan }) => plan.undoes === undefined);
  }

  /** What a run leaves behind wherever it is killed, and how it ends when it is not. */
  async wrecksOf(run: (fate: Fate) => Promise<Ended>): Promise<{ wrecks: Wrecks; ended: Ended }> {
    const wrecks = new Wrecks(this.disk, this.sandbox);
    const ended = await run(wrecks.fate);
    return { wrecks, ended };
  }

  apply(fate?: Fate): Promise<Ended> {
    const { plan, facts, observedAt, contents } = this.#stage.planned;
    return this.#enter(fate, (around) => {
      const since = { ...around.org.session.sent };
      return runPlan(plan, {
        ...around,
        facts,
        observedAt,
        since,
        files: keptFiles(this.#stage.sources.files),
        contents,
      });
    });
  }

  /** Goes on with a deployment: that of the changeset, if none is given. */
  async resume(stopped?: Deployment, fate?: Fate): Promise<Ended> {
    const deployment = stopped ?? (await this.original());
    return deployment ? this.#enter(fate, (around) => goOn(deployment, around)) : NOTHING;
  }

  /** Takes the deployment of the changeset back. */
  async rollback({
    fate,
    onConflict = 'stop',
  }: {
    fate?: Fate;
    onConflict?: OnConflict;
  } = {}): Promise<Ended> {
    const deployment = await this.original();
    if (!deployment) return NOTHING;
    return this.#enter(fate, async (around) => {
      const { store, org } = around;
      const { planned, settled } = await planSettled({ deployment, ...around }, onConflict);
      await recordEach(settled, store, org.session.clock.now());
      const { plan, ...read } = planned;
      if (plan.operations.length === 0) return NOTHING;
      return runPlan(plan, { ...around, ...read, files: new Map() });
    });
  }

  /** Enters the org as a process of its own does, and works until all is done or the process is killed. */
  async #enter(fate: Fate | undefined, work: (around: Around) => Promise<Ended>): Promise<Ended> {
    const direct = directTransport(this.sandbox);
    if (!fate) return work(await this.#around(direct, this.disk)).catch(thrown);
    const mortal = new Mortal(this.disk, this.sandbox, fate);
    const around = await this.#around(mortal.transport(direct), mortal.store);
    const ended = await Promise.race([work(around).catch(thrown), mortal.died.then(() => NOTHING)]);
    await setImmediate();
    this.sandbox.onRequest = undefined;
    return ended;
  }

  async #around(transport: Transport, store: Store): Promise<Around> {
    const environment = this.#environment;
    const org = await openOrg(environment, { clock: this.clock, transport });
    return { provenance: PROVENANCE, environment, org, store, signal: undefined, tell: () => {} };
  }
}

interface Around {
  readonly provenance: typeof PROVENANCE;
  readonly environment: Environment;
  readonly org: Org;
  readonly store: Store;
  readonly signal: undefined;
  readonly tell: () => void;
}

function thrown(error: unknown): Ended {
  return { error, deployment: undefined };
}

/** Time passes in sleeps alone, which take none. */
function steppingClock(afterMs = 0): Clock {
  let passed = afterMs;
  return {
    now: () => START + passed,
    sleep: async (ms) => {
      passed += ms;
    },
  };
}
