import type { Environment } from '../environment/environment.ts';
import type { Org } from '../org/open.ts';
import type { CallCounts } from '../org/session.ts';
import type { Facts } from '../plan/facts.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import {
  type Deployment,
  type DeploymentEvent,
  type DeploymentState,
  type FinishedEvent,
  fold,
  type OperationRecord,
} from '../store/events.ts';
import type { HeldLock } from '../store/held-lock.ts';
import { newId } from '../store/ids.ts';
import type { Journal, Store } from '../store/store.ts';
import { toolVersion } from '../version.ts';
import { type Execution, execute } from './execute.ts';
import type { Provenance } from './provenance.ts';

export type OnProgress = (operation: Operation, state: FinishedEvent['state'] | 'started') => void;

export interface RunFacts {
  readonly provenance: Provenance;
  readonly environment: Environment;
  readonly org: Org;
  readonly store: Store;
  readonly facts: Facts;
  readonly observedAt: number;
  /** Calls that the session had sent before the plan was made: they belong to something else. */
  readonly since: CallCounts;
  /** What the plan was made from, by the path that it has in the deployment's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly onProgress: OnProgress;
  /** The lock on the environment; tests do without. */
  readonly lock?: HeldLock;
}

/** A deployment that was carried out, and what stopped it if it was stopped. */
export interface Ran {
  readonly deployment: Deployment;
  readonly error: unknown;
}

/** Carries a plan out as a deployment: begun, journalled and ended in the store. */
export async function runPlan(plan: Plan, run: RunFacts): Promise<Ran> {
  const { store, org, provenance, environment } = run;
  const id = await unusedId(store, environment.name, new Date(org.session.clock.now()));
  const journal = await store.begin(id, plan, run.files);
  const begin = { event: 'started', format: 1, deployment: id, plan: plan.id, ...provenance } as const;
  return carriedOut(id, plan, journal, { ...begin, at: nowIn(org), tool: toolVersion() }, run);
}

/** Carries the rest of a plan out, of which an earlier run has done a part. */
export async function continuePlan(deployment: Deployment, run: Omit<RunFacts, 'files'>): Promise<Ran> {
  const { id, plan, operations } = deployment;
  const journal = await run.store.reopen(id);
  const begin = { event: 'resumed', at: nowIn(run.org), ...run.provenance, tool: toolVersion() } as const;
  return carriedOut(id, plan, journal, begin, { ...run, records: operations });
}

async function carriedOut(
  id: string,
  plan: Plan,
  journal: Journal,
  begin: DeploymentEvent,
  run: Omit<RunFacts, 'files'> & { readonly records?: readonly OperationRecord[] },
): Promise<Ran> {
  const { org, store, since } = run;
  const { session } = org;
  try {
    await run.lock?.names(id);
    await journal.append(begin);
    const execution = await execute(plan, { ...run, session, journal });
    const calls = { read: session.sent.read - since.read, write: session.sent.write - since.write };
    await journal.append({ event: 'ended', at: nowIn(org), state: stateOf(plan, execution), calls });
    const deployment = await store.deployment(id);
    return { deployment: deployment ?? fold(id, plan, []), error: execution.error };
  } finally {
    await journal.close();
  }
}

function nowIn({ session }: Org): string {
  return new Date(session.clock.now()).toISOString();
}

async function unusedId(store: Store, environment: string, now: Date): Promise<string> {
  for (;;) {
    const id = newId(environment, now);
    if (!(await store.has(id))) return id;
  }
}

function stateOf(
  plan: Plan,
  { states, error, touched }: Execution,
): Exclude<DeploymentState, 'running' | 'interrupted'> {
  const all = plan.operations.every(
    ({ key }) => states.get(key) === 'done' || states.get(key) === 'deviating',
  );
  if (error === undefined && all) return 'succeeded';
  return touched ? 'partial' : 'failed';
}
