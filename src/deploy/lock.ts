import { setTimeout as sleep } from 'node:timers/promises';
import { ChangesetError, failure } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Project, storeFolder } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import { HeldLock } from '../store/held-lock.ts';
import { isLockable, type LockRecord, type LockStanding, Locks } from '../store/locks.ts';
import { lockOwner } from './provenance.ts';
import { unfinishedAmong, unfinishedFinding } from './unfinished.ts';

/** How long to wait for a lock that somebody else has. */
export interface LockWait {
  readonly timeoutMs: number;
  /** Called when the wait begins and then now and again, with words for who is waited for. */
  readonly onWait: (words: string) => void;
}

export interface LockRequest {
  readonly project: Project;
  readonly environment: Environment;
  /** What it is for: `apply P-…`, `rollback prod-…`. */
  readonly run: string;
  /** The deployment that is gone on with or taken back: it may be unfinished. */
  readonly about?: string;
  readonly wait: LockWait | undefined;
  /** The lock, where the caller has it already. */
  readonly lock?: HeldLock | undefined;
}

const LOOK_AGAIN_MS = 500;
const SAY_AGAIN_MS = 30_000;

/**
 * Does the work while this process is the only one that writes to the environment.
 * @throws ChangesetError with exit code 9 when somebody else has the lock, or a deployment was interrupted that the
 *   work is not about
 */
export async function withLock<T>(request: LockRequest, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const { project, environment, about } = request;
  if (request.lock) {
    await request.lock.held();
    return work(request.lock);
  }
  const folder = storeFolder(project, environment);
  const lock = await acquired(new Locks(folder, environment.name), request);
  try {
    // Under the lock nothing runs: what has no end was interrupted.
    const open = unfinishedAmong(await openFileStore(folder).deployments(environment.name));
    const isAbout = ({ id, plan }: Deployment): boolean => id === about || plan.undoes === about;
    if (open.length > 0 && (about === undefined || !open.some(isAbout))) {
      throw new ChangesetError(exitCodes.locked, open.map(unfinishedFinding));
    }
    return await work(lock);
  } finally {
    await lock.release();
  }
}

async function acquired(locks: Locks, { project, environment, run, wait }: LockRequest): Promise<HeldLock> {
  const owner = await lockOwner(project);
  const start = Date.now();
  let said = Number.NEGATIVE_INFINITY;
  for (;;) {
    const got = await locks.acquire(owner, run);
    if (got instanceof HeldLock) return got;
    const now = Date.now();
    const left = start + (wait?.timeoutMs ?? 0) - now;
    if (!wait || left <= 0) throw locked(environment.name, got, wait);
    if (now - said >= SAY_AGAIN_MS) {
      wait.onWait(`Waiting for the lock on ${environment.name}: ${holderInWords(got)}.`);
      said = now;
    }
    await sleep(Math.min(LOOK_AGAIN_MS, left));
  }
}

/** The failure that says who has the lock, and what can be done about it. */
export function locked(environment: string, standing: LockStanding, wait?: LockWait): ChangesetError {
  const waited = wait ? ` after a wait of ${wait.timeoutMs / 1000} s` : '';
  const { record } = standing;
  const unlock = record ? `\nIf you know that it is dead:  changeset unlock ${environment} ${record.id}` : '';
  return failure(
    exitCodes.locked,
    'lock.held',
    `${environment} is locked${waited}: ${holderInWords(standing)}. Nothing was written.`,
    { hint: `To wait for it, add  --lock-timeout 10m${unlock}` },
  );
}

/** Who has a lock, for what, since when, and when they were last heard of. */
export function holderInWords({ record, silentMs }: LockStanding): string {
  const silence = `last sign of life ${Math.round(silentMs / 1000)} s ago`;
  if (!record) return `a run that has not said yet who it is has it, ${silence}`;
  const { owner, run, deployment, acquiredAt } = record;
  const where = [`process ${owner.process}`, ...(owner.ciRun ? [`CI run ${owner.ciRun}`] : [])].join(', ');
  const who = `${owner.person ?? 'somebody'} on ${owner.host} (${where})`;
  const what = deployment === undefined || run.includes(deployment) ? run : `${run} (${deployment})`;
  return `${who} runs  ${what}  since ${acquiredAt.slice(0, 19).replace('T', ' ')} UTC, ${silence}`;
}

/** How the lock of an environment stands; undefined when nobody has it. */
export async function lockOn(store: string, environment: string): Promise<LockStanding | undefined> {
  if (!isLockable(environment)) return undefined;
  const standing = await new Locks(store, environment).standing();
  return standing.state === 'free' ? undefined : standing;
}

/** Deployments without an end, whose run has the lock and is alive, as running. */
export async function withRunning(
  stores: readonly string[],
  deployments: readonly Deployment[],
): Promise<readonly Deployment[]> {
  const open = deployments.filter(({ state }) => state === 'interrupted');
  const environments = [...new Set(open.map(({ plan }) => plan.environment))];
  const standings = await Promise.all(
    stores.flatMap((store) => environments.map((environment) => lockOn(store, environment))),
  );
  const running = new Set(
    standings.flatMap((standing) => (standing?.state === 'held' ? [standing.record?.deployment] : [])),
  );
  return deployments.map((deployment) =>
    deployment.state === 'interrupted' && running.has(deployment.id)
      ? { ...deployment, state: 'running' }
      : deployment,
  );
}

/** A lock that was taken away, and from whom. */
export interface Unlocked {
  readonly lock: LockRecord;
  readonly words: string;
}

/**
 * Takes a lock away. Its holder, if it is alive, starts no further call.
 * @param confirm called when the holder gave a sign of life lately; throws to stop
 * @returns undefined when nobody has the lock
 * @throws ChangesetError with exit code 5 when the lock is another one
 */
export async function unlock(
  store: string,
  environment: string,
  lockId: string,
  confirm: (holder: string) => Promise<void>,
): Promise<Unlocked | undefined> {
  const standing = await lockOn(store, environment);
  if (!standing) return undefined;
  const { record, state } = standing;
  if (record?.id !== lockId) throw otherLock(environment, lockId, standing);
  const words = holderInWords(standing);
  if (state === 'held') await confirm(words);
  if (await new Locks(store, environment).remove(lockId)) return { lock: record, words };
  const now = await lockOn(store, environment);
  if (now) throw otherLock(environment, lockId, now);
  return undefined;
}

function otherLock(environment: string, lockId: string, standing: LockStanding): ChangesetError {
  const { record } = standing;
  const which = record ? `the lock on ${environment} is ${record.id}` : 'its lock has no ID yet';
  const message = `${environment} is not locked by ${lockId}: ${which}; ${holderInWords(standing)}. It was left alone.`;
  return failure(exitCodes.invalidInput, 'lock.other', message);
}
