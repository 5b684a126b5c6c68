import type { Environment } from '../environment/environment.ts';
import type { Org } from '../org/open.ts';
import type { Facts } from '../plan/facts.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import type { Project } from '../project.ts';
import { type Deployment, type DeploymentState, type FinishedEvent, fold } from '../store/events.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { toolVersion } from '../version.ts';
import { execute } from './execute.ts';
import { gitCommit, whoIsDeploying } from './provenance.ts';

export type OnProgress = (operation: Operation, state: FinishedEvent['state'] | 'started') => void;

export interface RunFacts {
  readonly project: Project;
  readonly environment: Environment;
  readonly org: Org;
  readonly store: Store;
  readonly facts: Facts;
  readonly observedAt: number;
  /** What the plan was made from, by the path that it has in the deployment's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly onProgress: OnProgress;
}

/** A deployment that was carried out, and what stopped it if it was stopped. */
export interface Ran {
  readonly deployment: Deployment;
  readonly error: unknown;
}

/** Carries a plan out as a deployment: begun, journalled and ended in the store. */
export async function runPlan(plan: Plan, run: RunFacts): Promise<Ran> {
  const { store, org, project, environment } = run;
  const { session } = org;
  const id = await unusedId(store, environment.name, new Date(session.clock.now()));
  const now = (): string => new Date(session.clock.now()).toISOString();
  const before = { ...session.sent };
  const journal = await store.begin(id, plan, run.files);
  try {
    await journal.append({
      event: 'started',
      format: 1,
      at: now(),
      deployment: id,
      plan: plan.id,
      who: await whoIsDeploying(project.env, project.folder, org.client),
      tool: toolVersion(),
      gitCommit: await gitCommit(project.folder),
    });
    const { states, error } = await execute(plan, { ...run, session, journal });
    const calls = { read: session.sent.read - before.read, write: session.sent.write - before.write };
    await journal.append({
      event: 'ended',
      at: now(),
      state: stateOf(plan, states, error, calls.write),
      calls,
    });
    const deployment = await store.deployment(id);
    return { deployment: deployment ?? fold(plan, []), error };
  } finally {
    await journal.close();
  }
}

async function unusedId(store: Store, environment: string, now: Date): Promise<string> {
  for (;;) {
    const id = newId(environment, now);
    if (!(await store.has(id))) return id;
  }
}

function stateOf(
  plan: Plan,
  states: ReadonlyMap<string, FinishedEvent['state']>,
  error: unknown,
  writes: number,
): Exclude<DeploymentState, 'running' | 'interrupted'> {
  const all = plan.operations.every(
    ({ key }) => states.get(key) === 'done' || states.get(key) === 'deviating',
  );
  if (error === undefined && all) return 'succeeded';
  const wrote = [...states.values()].some(
    (state) => state === 'done' || state === 'deviating' || state === 'unknown',
  );
  return wrote || writes > 1 ? 'partial' : 'failed';
}
