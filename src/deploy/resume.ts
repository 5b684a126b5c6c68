import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { SecretPlaces } from '../org/secret-sources.ts';
import type { SessionOptions } from '../org/session.ts';
import { titleOf } from '../plan/operations.ts';
import { type Stray, straysOf } from '../plan/remaining.ts';
import type { Project } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LockWait, withLock } from './lock.ts';
import { observe } from './observe.ts';
import { madeBy, remainingOf } from './progress.ts';
import { provenanceOf } from './provenance.ts';
import { withDeployment } from './rollback.ts';
import { continuePlan, type RunFacts } from './run.ts';
import { type OnEvent, speaker, versionEvent } from './run-events.ts';
import { demandSecrets, NONE_LOADED } from './secrets.ts';
import { record, type Settled, settleOpen, withSettled } from './settlement.ts';

export interface ResumeOptions {
  readonly deploymentId: string;
  /** Called with what is left to do before anything is written; throws to stop. */
  readonly confirm: (deployment: Deployment, left: number, settled: readonly Settled[]) => Promise<void>;
  /** How calls are sent: the share of the limit that may be used, say. */
  readonly session?: SessionOptions | undefined;
  /** Hears what happens. What it throws is passed over. */
  readonly onEvent?: OnEvent | undefined;
  /** Once it is aborted nothing new is sent, and what runs is finished and recorded. */
  readonly signal?: AbortSignal | undefined;
  /** Where a secret may be read from that the mapping says is the standard input. [nowhere] */
  readonly input?: SecretPlaces['input'];
  /** How long to wait for another run to end. [not at all] */
  readonly lockWait?: LockWait;
}

export interface Resumed {
  readonly deployment: Deployment;
  /** Whether there was nothing left to do. */
  readonly wasOver: boolean;
  /** Calls whose outcome nobody had written down, as they were found in the org. */
  readonly settled: readonly Settled[];
  readonly error: unknown;
}

/**
 * Goes on with a deployment that was interrupted or stopped: finds out what became of the calls without an outcome,
 * looks whether the org still is as the rest of the plan relies on, and carries out the rest.
 * @throws ChangesetError with exit code 7 when somebody changed what the rest relies on, or nobody can tell what
 *   became of a call, 9 when another run writes to the environment; nothing is written then
 */
export async function resume(project: Project, options: ResumeOptions): Promise<Resumed> {
  const { deploymentId: about, signal, lockWait: wait } = options;
  const tell = speaker(options.onEvent);
  tell(versionEvent());
  const attention = { signal, tell };
  return withDeployment(
    project,
    options,
    attention,
    async ({ deployment: found, environment, org, store, secrets = NONE_LOADED }) => {
      if (found.state === 'succeeded') {
        return { deployment: found, wasOver: true, settled: [], error: undefined };
      }
      await refuseUndone(found, store);
      const settled = await unlessInterrupted(signal, () => settleOpen(found, org.session, secrets));
      const stopped = withSettled(found, settled, org.session.clock.now());
      demandKnown(stopped, settled);
      const left = remainingOf(stopped).map(({ operation }) => operation);
      demandSecrets(left, secrets, environment);
      await unlessInterrupted(signal, () => options.confirm(stopped, left.length, settled));
      return withLock({ project, environment, run: `resume ${about}`, about, wait }, async (lock) => {
        const provenance = await provenanceOf(project, org.client);
        const now = (await store.deployment(about)) ?? found;
        return goOn(now, { environment, org, store, provenance, ...attention, lock, secrets });
      });
    },
  );
}

/** Settles, checks and carries on: the caller has the lock. */
export async function goOn(
  stopped: Deployment,
  around: Omit<RunFacts, 'facts' | 'observedAt' | 'since' | 'files' | 'contents'>,
): Promise<Resumed> {
  const { session } = around.org;
  const since = { ...session.sent };
  const settled = await settleOpen(stopped, session, around.secrets);
  const now = session.clock.now();
  await record(stopped.id, settled, around.store, now);
  const deployment = withSettled(stopped, settled, now);
  demandKnown(deployment, settled);
  const remaining = remainingOf(deployment);
  const made = madeBy(deployment);
  const { result, facts, observedAt } = await unlessInterrupted(around.signal, () =>
    observe(session, (inquiry) => straysOf(remaining, made, inquiry, around.secrets) ?? []),
  );
  if (result.length > 0) throw strayed(deployment, result);
  const ran = await continuePlan(deployment, { ...around, facts, observedAt, since });
  return { ...ran, wasOver: false, settled };
}

/** After a deployment was undone, going on with it would do half of it again. */
async function refuseUndone(deployment: Deployment, store: Store): Promise<void> {
  const all = await store.deployments(deployment.plan.environment);
  const undone = all.find(
    ({ plan, operations }) => plan.undoes === deployment.id && operations.some(({ touched }) => touched),
  );
  if (!undone) return;
  const { plan } = deployment;
  const again = plan.files[0]
    ? `changeset simulate ${plan.environment} ${plan.files[0].path}`
    : `changeset rollback ${plan.undoes ?? deployment.id}`;
  throw failure(
    exitCodes.conflict,
    'resume.undone',
    `${deployment.id} was undone by ${undone.id} since. There is nothing to go on with.`,
    { hint: `To do it afresh:  ${again}` },
  );
}

/** A call that may be sent again although it had its effect in part: about elements of a part. */
function isRepeatable({ open, settlement }: Settled): boolean {
  return settlement.status === 'unknown' && settlement.ours !== undefined && open.step.does !== 'create';
}

/** @throws ChangesetError when nobody can tell what became of a call that must not be sent twice */
function demandKnown({ id }: Deployment, settled: readonly Settled[]): void {
  const unknown = settled.filter((each) => each.settlement.status === 'unknown' && !isRepeatable(each));
  if (unknown.length === 0) return;
  throw new ChangesetError(
    exitCodes.conflict,
    unknown.map(({ open, settlement }) => ({
      severity: 'error',
      code: 'resume.unknown',
      message: `${titleOf(open.operation)}: ${settlement.status === 'unknown' ? settlement.reason : ''}`,
      hint: [
        open.id === undefined
          ? 'Nothing was written. Look at it in Genesys Cloud; if it should not be there, delete it, then'
          : 'Nothing was written. Look at it in Genesys Cloud; once it is as it was before,',
        `changeset resume ${id}      goes on`,
        `changeset rollback ${id} --on-conflict keep     goes back and leaves it as it is`,
        ...(open.id === undefined
          ? []
          : [
              `changeset rollback ${id} --on-conflict force    goes back, over what others may have done to it`,
            ]),
      ].join('\n'),
    })),
  );
}

/** Says what somebody changed meanwhile. */
function strayed(deployment: Deployment, strays: readonly Stray[]): ChangesetError {
  const shown = strays.slice(0, 20).map(strayInWords);
  const more = strays.length > shown.length ? [`and ${strays.length - shown.length} more`] : [];
  const { id, plan } = deployment;
  const again = plan.files[0]
    ? [
        `changeset simulate ${plan.environment} ${plan.files[0].path}      makes a new plan of what is left, once that is done`,
      ]
    : [];
  return failure(
    exitCodes.conflict,
    'resume.stale',
    `The org changed since ${id} stopped, in what the rest of its plan relies on. Nothing was written.`,
    {
      hint: [
        ...shown,
        ...more,
        `changeset rollback ${id}      goes back to how it was before`,
        ...again,
      ].join('\n'),
    },
  );
}

function strayInWords({ operation, path, expected, found }: Stray): string {
  const title = titleOf(operation);
  if (path === '')
    return found === null ? `${title} is gone` : `${title} exists now, with the ID ${String(found)}`;
  return `${title} ${path.slice(1).replaceAll('/', '.')}: was ${JSON.stringify(expected)}, is ${JSON.stringify(found)}`;
}
