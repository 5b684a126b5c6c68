import { setImmediate } from 'node:timers/promises';
import { goOn } from '../../src/deploy/resume.ts';
import { planSettled } from '../../src/deploy/rollback.ts';
import { runPlan } from '../../src/deploy/run.ts';
import { recordEach } from '../../src/deploy/settlement.ts';
import { type Planned, planChangeset } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Clock } from '../../src/org/throttle.ts';
import { type OrgState, paths, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { directTransport } from '../support/direct-transport.ts';
import { type EntryFields, environmentOf, sourcesOf } from '../support/workbench.ts';
import { type Fate, Mortal, type Wreck, Wrecks } from './crash.ts';
import { Disk } from './disk.ts';

const PROVENANCE = {
  who: { person: 'test', where: 'here', oauthClient: undefined },
  gitCommit: undefined,
};

const START = Date.now();
/** What was made before is visible by then. */
const LATER_MS = 60_000;

/** One of so many is left. */
const KEPT_USER = 10;

/** How a run ended; undefined for one that was killed. */
export type Ended = { readonly error: unknown; readonly deployment: Deployment | undefined } | undefined;

/** The same org again and again, as it is before a changeset is applied, with the plan of the changeset made once. */
export class Stage {
  readonly planned: Planned;
  readonly seed: OrgState;
  readonly mapping: Readonly<Record<string, unknown>>;

  private constructor(planned: Planned, seed: OrgState, mapping: Record<string, unknown>) {
    this.planned = planned;
    this.seed = seed;
    this.mapping = mapping;
  }

  /** The stage for these entries, in the seeded org without the users that a run reads one by one for nothing. */
  static async of(entries: readonly EntryFields[], mapping: Record<string, unknown> = {}): Promise<Stage> {
    const clock = steppingClock();
    const sandbox = await startSandbox({ rateLimit: 1_000_000, now: clock.now });
    try {
      await thinOut(sandbox, JSON.stringify([entries, mapping]));
      const environment = environmentOf(sandbox, mapping);
      const org = await openOrg(environment, { clock, transport: directTransport(sandbox) });
      const planned = await planChangeset(sourcesOf(entries, environment), org, new MemoryStore());
      return new Stage(planned, sandbox.snapshot(), mapping);
    } finally {
      await sandbox.close();
    }
  }

  /** Runs a scene in an org of its own: as it was at first, or a while after a process was killed. */
  scene<T>(play: (scene: Scene) => Promise<T>, wreck?: Wreck): Promise<T> {
    return this.#scene(play, { wreck, clock: steppingClock(wreck ? LATER_MS : 0), listDelayMs: 0 });
  }

  /** The same in an org whose lists show what is made only after a while. */
  slowScene<T>(listDelayMs: number, play: (scene: Scene) => Promise<T>): Promise<T> {
    return this.#scene(play, { wreck: undefined, clock: steppingClock(), listDelayMs });
  }

  async #scene<T>(
    play: (scene: Scene) => Promise<T>,
    { wreck, clock, listDelayMs }: { wreck: Wreck | undefined; clock: Clock; listDelayMs: number },
  ): Promise<T> {
    const seed = wreck?.org ?? this.seed;
    const sandbox = await startSandbox({ seed, rateLimit: 1_000_000, now: clock.now, listDelayMs });
    try {
      return await play(new Scene(this, sandbox, await Disk.with(wreck?.disk ?? []), clock));
    } finally {
      await sandbox.close();
    }
  }
}

/** One org in which a deployment is started, and gone on with by other processes. */
export class Scene {
  readonly sandbox: Sandbox;
  readonly disk: Disk;
  readonly #stage: Stage;
  readonly #environment: Environment;
  readonly #clock: Clock;

  constructor(stage: Stage, sandbox: Sandbox, disk: Disk, clock: Clock) {
    this.#stage = stage;
    this.sandbox = sandbox;
    this.disk = disk;
    this.#clock = clock;
    this.#environment = environmentOf(sandbox, stage.mapping);
  }

  /** The deployments as another process finds them, the oldest first. */
  deployments(): Promise<readonly Deployment[]> {
    return this.disk.deployments();
  }

  /** What a run leaves behind wherever it is killed, and how it ends when it is not. */
  async wrecksOf(run: (fate: Fate) => Promise<Ended>): Promise<{ wrecks: Wrecks; ended: Ended }> {
    const wrecks = new Wrecks(this.disk, this.sandbox);
    const ended = await run(wrecks.fate);
    return { wrecks, ended };
  }

  /** Lets time pass in the org and for all who enter it. */
  wait(ms: number): Promise<void> {
    return this.#clock.sleep(ms);
  }

  apply(fate: Fate = lives): Promise<Ended> {
    const { plan, facts, observedAt } = this.#stage.planned;
    return this.#enter(fate, (around) => {
      const since = { ...around.org.session.sent };
      return runPlan(plan, { ...around, facts, observedAt, since, files: new Map() });
    });
  }

  resume(stopped: Deployment, fate: Fate = lives): Promise<Ended> {
    return this.#enter(fate, (around) => goOn(stopped, around));
  }

  rollback(deployment: Deployment, fate: Fate = lives): Promise<Ended> {
    return this.#enter(fate, async (around) => {
      const { store, org } = around;
      const { planned, settled } = await planSettled({ deployment, ...around }, 'stop');
      await recordEach(settled, store, org.session.clock.now());
      const { plan, ...read } = planned;
      if (plan.operations.length === 0) return { error: undefined, deployment: undefined };
      return runPlan(plan, { ...around, ...read, files: new Map() });
    });
  }

  /** Enters the org as a process of its own does, and works until all is done or the process is killed. */
  async #enter(fate: Fate, work: (around: Around) => Promise<NonNullable<Ended>>): Promise<Ended> {
    const mortal = new Mortal(this.disk, this.sandbox, fate);
    const transport = mortal.transport(directTransport(this.sandbox));
    const org = await openOrg(this.#environment, { clock: this.#clock, transport });
    const around = { provenance: PROVENANCE, environment: this.#environment, org, store: mortal.store };
    const ended = await Promise.race([
      work({ ...around, signal: undefined, tell: () => {} }).catch((error: unknown) => ({
        error,
        deployment: undefined,
      })),
      mortal.died.then(() => undefined),
    ]);
    await setImmediate();
    this.sandbox.onRequest = undefined;
    return ended;
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

/** Deletes most of the users that are not spoken of. */
async function thinOut(sandbox: Sandbox, spokenOf: string): Promise<void> {
  const transport = directTransport(sandbox);
  await transport.logIn();
  const users = Object.values(sandbox.snapshot().collections[paths.USERS] ?? {});
  const unheard = users.filter(({ email }) => !spokenOf.includes(String(email)));
  for (const [index, { id }] of unheard.entries()) {
    const request = { method: 'DELETE', path: '/api/v2/users/{id}', params: { id }, query: {}, body: null };
    if (index % KEPT_USER !== 0) await transport.send(request);
  }
}

async function lives(): Promise<boolean> {
  return true;
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
