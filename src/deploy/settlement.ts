import type { Session } from '../org/session.ts';
import type { SecretValues } from '../plan/secrets.ts';
import { type OpenStep, type Settlement, settle } from '../plan/settle.ts';
import { type Deployment, fold, type OutcomeEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import { observe } from './observe.ts';
import { openStepsOf } from './progress.ts';

/** A call whose outcome was found by reading the org. */
export interface Settled {
  readonly open: OpenStep & { readonly intendedAt: number };
  readonly settlement: Settlement;
}

/** How long after a call what it made must be visible to a search by name, in milliseconds. */
const VISIBLE_MS = 10_000;
const LOOK_AGAIN_MS = 1000;

/** Finds out by reading what became of the calls without an outcome. Writes nothing. */
export async function settleOpen(
  deployment: Deployment,
  session: Session,
  secrets?: SecretValues,
): Promise<readonly Settled[]> {
  const steps = openStepsOf(deployment);
  if (steps.length === 0) return [];
  for (;;) {
    const now = session.clock.now();
    const { result } = await observe(session, (inquiry) =>
      steps.map((open) => ({ open, settlement: settle(open, inquiry, secrets) })),
    );
    const settled = result.flatMap(({ open, settlement }) => (settlement ? [{ open, settlement }] : []));
    const isEarly = settled.some(
      ({ open: { step, intendedAt }, settlement }) =>
        (step.does === 'create' || step.job !== undefined) &&
        settlement.status === 'refused' &&
        now - intendedAt < VISIBLE_MS,
    );
    const waits = settled.flatMap(({ open: { intendedAt }, settlement }) =>
      settlement.status === 'unknown' && settlement.again && now - intendedAt < settlement.again.forMs
        ? [settlement.again.afterMs]
        : [],
    );
    if (isEarly) await session.clock.sleep(LOOK_AGAIN_MS);
    else if (waits.length > 0)
      await session.pause(Math.min(...waits), 'job', 'the end of what Genesys Cloud works on');
    else return settled.map(withoutFile);
  }
}

/** What has waited for its file for all that time never got it. */
function withoutFile({ open, settlement }: Settled): Settled {
  const isWaiting = settlement.status === 'unknown' && settlement.again?.isBlind;
  return { open, settlement: isWaiting ? { status: 'refused' } : settlement };
}

/** What became of the calls without an outcome of several deployments, by the ID of the deployment. */
export type SettledEach = ReadonlyMap<string, readonly Settled[]>;

/** The same for a deployment and the rollbacks of it that stopped: they may have put back what nobody wrote down. */
export async function settleWithRollbacks(
  deployment: Deployment,
  all: readonly Deployment[],
  session: Session,
  secrets?: SecretValues,
): Promise<{ readonly settled: SettledEach; readonly all: readonly Deployment[] }> {
  const stopped = all.filter(({ plan, state }) => plan.undoes === deployment.id && state !== 'succeeded');
  const settled = new Map<string, readonly Settled[]>();
  for (const each of [deployment, ...stopped]) settled.set(each.id, await settleOpen(each, session, secrets));
  const now = session.clock.now();
  return { settled, all: all.map((each) => withSettled(each, settled.get(each.id) ?? [], now)) };
}

/** The deployment with what was found out about its calls. */
export function withSettled(deployment: Deployment, settled: readonly Settled[], now: number): Deployment {
  if (settled.length === 0) return deployment;
  return fold(deployment.id, deployment.plan, [...deployment.events, ...outcomesOf(settled, now)]);
}

/** Writes down what was found about several deployments. */
export async function recordEach(settled: SettledEach, store: Store, now: number): Promise<void> {
  for (const [id, each] of settled) await record(id, each, store, now);
}

/** Writes down what was found. */
export async function record(
  id: string,
  settled: readonly Settled[],
  store: Store,
  now: number,
): Promise<void> {
  if (settled.length === 0) return;
  const journal = await store.reopen(id);
  try {
    for (const outcome of outcomesOf(settled, now)) await journal.append(outcome);
  } finally {
    await journal.close();
  }
}

function outcomesOf(settled: readonly Settled[], now: number): OutcomeEvent[] {
  return settled.map(({ open, settlement }) => ({
    event: 'outcome',
    at: new Date(now).toISOString(),
    key: open.operation.key,
    step: open.index,
    status: settlement.status,
    settled: true,
    ...('id' in settlement && settlement.id !== undefined ? { id: settlement.id } : {}),
    ...('ours' in settlement && settlement.ours ? { ours: settlement.ours } : {}),
    ...('reason' in settlement ? { error: { code: 'settle.unknown', message: settlement.reason } } : {}),
  }));
}
