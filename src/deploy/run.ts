import type { Environment } from '../environment/environment.ts';
import type { Org } from '../org/open.ts';
import type { CallCounts } from '../org/session.ts';
import type { Facts } from '../plan/facts.ts';
import type { Plan } from '../plan/plan.ts';
import { type Deployment, type EndedEvent, fold } from '../store/events.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { toolVersion } from '../version.ts';
import { type Execution, execute, isOver } from './execute.ts';
import { interruption } from './interruption.ts';
import type { Provenance } from './provenance.ts';
import { announced, type OnEvent, plannedEvent } from './run-events.ts';

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
  readonly signal: AbortSignal | undefined;
  /** Told what happens; never throws. */
  readonly tell: OnEvent;
}

/** A deployment that was carried out, and what stopped it if it was stopped. */
export interface Ran {
  readonly deployment: Deployment;
  readonly error: unknown;
}

/** Carries a plan out as a deployment: begun, journalled and ended in the store. */
export async function runPlan(plan: Plan, run: RunFacts): Promise<Ran> {
  const { store, org, provenance, environment } = run;
  const { session } = org;
  const id = await unusedId(store, environment.name, new Date(session.clock.now()));
  const now = (): string => new Date(session.clock.now()).toISOString();
  run.tell(plannedEvent(plan, now()));
  const journal = announced(await store.begin(id, plan, run.files), run.tell);
  try {
    await journal.append({
      event: 'started',
      format: 1,
      at: now(),
      deployment: id,
      plan: plan.id,
      ...provenance,
      tool: toolVersion(),
    });
    const execution = await execute(plan, { ...run, session, journal });
    const calls = { read: session.sent.read - run.since.read, write: session.sent.write - run.since.write };
    const ended = { event: 'ended', at: now(), state: stateOf(plan, execution), calls } as const;
    const unended = await journal.append(ended).then(nothing, (error: unknown) => error);
    const deployment = (await store.deployment(id)) ?? fold(plan, []);
    return { deployment, error: execution.error ?? unended ?? interruptionOf(execution, run.signal) };
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
