import type { Environment } from '../environment/environment.ts';
import type { Org } from '../org/open.ts';
import type { CallCounts } from '../org/session.ts';
import type { Facts } from '../plan/facts.ts';
import type { Published } from '../plan/identify.ts';
import type { Plan } from '../plan/plan.ts';
import type { SecretValues } from '../plan/secrets.ts';
import {
  type Deployment,
  type DeploymentEvent,
  type EndedEvent,
  fold,
  type OperationRecord,
} from '../store/events.ts';
import type { HeldLock } from '../store/held-lock.ts';
import { newId } from '../store/ids.ts';
import { contentPath, type Journal, type Store } from '../store/store.ts';
import { toolVersion } from '../version.ts';
import { type Execution, execute, isOver } from './execute.ts';
import { demandHands, type Hands, handsIn } from './hand-over.ts';
import { publishedIn } from './history.ts';
import { interruption } from './interruption.ts';
import { isFinished } from './progress.ts';
import type { Provenance } from './provenance.ts';
import { announced, type OnEvent, plannedEvent } from './run-events.ts';

export interface RunFacts extends RunAttention {
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
  /** What its steps hand over, by its digest. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Who watches a run, and what it has to heed. */
export interface RunAttention {
  readonly signal: AbortSignal | undefined;
  /** Who is given what the platform says only once. [whom the mapping names] */
  readonly hands?: Hands;
  /** Told what happens; never throws. */
  readonly tell: OnEvent;
  /** What bodies say where the plan names a secret. [none] */
  readonly secrets?: SecretValues;
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
  await demandHands(plan.operations, handsOf(run));
  const id = await unusedId(store, environment.name, new Date(org.session.clock.now()));
  run.tell(plannedEvent(plan, nowIn(org)));
  const handed = [...run.contents].map(([digest, bytes]) => [contentPath(digest), bytes] as const);
  const journal = await store.begin(id, plan, new Map([...run.files, ...handed]));
  const begin = { event: 'started', format: 1, deployment: id, plan: plan.id, ...provenance } as const;
  return carriedOut(
    id,
    plan,
    journal,
    plan.calls.write,
    { ...begin, at: nowIn(org), tool: toolVersion() },
    run,
  );
}

/** Carries the rest of a plan out, of which an earlier run has done a part. */
export async function continuePlan(
  deployment: Deployment,
  run: Omit<RunFacts, 'files' | 'contents'>,
): Promise<Ran> {
  const { id, plan, operations } = deployment;
  const left = remainingIn(deployment);
  await demandHands(left.operations, handsOf(run));
  run.tell(plannedEvent(left, nowIn(run.org)));
  const journal = await run.store.reopen(id);
  const begin = { event: 'resumed', at: nowIn(run.org), ...run.provenance, tool: toolVersion() } as const;
  return carriedOut(id, plan, journal, left.calls.write, begin, { ...run, records: operations });
}

/** The plan of what is left to do. */
function remainingIn({ plan, operations }: Deployment): Plan {
  const left = operations.filter((record) => !isFinished(record));
  const write = left.reduce(
    (sum, { steps }) => sum + steps.filter(({ state }) => state !== 'done').length,
    0,
  );
  const calls = { read: 0, write };
  return { ...plan, operations: left.map(({ operation }) => operation), calls };
}

async function carriedOut(
  id: string,
  plan: Plan,
  kept: Journal,
  calls: number,
  begin: DeploymentEvent,
  run: Omit<RunFacts, 'files' | 'contents'> & { readonly records?: readonly OperationRecord[] },
): Promise<Ran> {
  const { org, store, since, tell } = run;
  const { session } = org;
  const journal = announced(kept, tell, calls, (left) => session.forecast(left));
  try {
    await run.lock?.names(id);
    await journal.append(begin);
    const contents = (digest: string): Promise<Uint8Array | undefined> => store.content(digest);
    const hands = handsOf(run);
    const published = async (): Promise<Published> =>
      publishedIn(await store.deployments(run.environment.name));
    const execution = await execute(plan, { ...run, session, journal, contents, published, hands });
    const sent = { read: session.sent.read - since.read, write: session.sent.write - since.write };
    const ended = {
      event: 'ended',
      at: nowIn(org),
      state: stateOf(plan, execution),
      calls: sent,
    } as const;
    const unended = await journal.append(ended).then(nothing, (error: unknown) => error);
    const deployment = (await store.deployment(id)) ?? fold(id, plan, []);
    return { deployment, error: execution.error ?? unended ?? interruptionOf(execution, run.signal) };
  } finally {
    await journal.close();
  }
}

function handsOf({ hands, environment }: Pick<RunFacts, 'hands' | 'environment'>): Hands {
  return hands ?? handsIn(environment);
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

function nothing(): undefined {}

/** What a run ends with that somebody stopped. */
function interruptionOf({ interrupted, touched }: Execution, signal: AbortSignal | undefined): unknown {
  if (!interrupted || !signal) return undefined;
  return touched
    ? interruption(signal, 'Interrupted: what ran was finished, nothing more was sent.')
    : interruption(signal);
}

function stateOf(plan: Plan, { states, error, interrupted, touched }: Execution): EndedEvent['state'] {
  const all = plan.operations.every(({ key }) => isOver(states.get(key)));
  if (error === undefined && all) return 'succeeded';
  if (!touched) return 'failed';
  return error === undefined && interrupted ? 'interrupted' : 'partial';
}
