import { ChangesetError, type Diagnostic, failure } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { equal } from '../json/json.ts';
import type { SecretPlaces } from '../org/secret-sources.ts';
import type { SessionOptions } from '../org/session.ts';
import { digestOfBytes } from '../plan/digest.ts';
import type { Plan } from '../plan/plan.ts';
import { loadEnvironment, type Project, type ProjectFile, storeFolder, storeFolders } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import type { HeldLock } from '../store/held-lock.ts';
import type { Store } from '../store/store.ts';
import { type Connection, connect } from './connect.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LockWait, withLock } from './lock.ts';
import { provenanceOf } from './provenance.ts';
import { demandRights } from './rights.ts';
import { rollback } from './rollback.ts';
import { type Ran, runPlan } from './run.ts';
import { type OnEvent, speaker, versionEvent } from './run-events.ts';
import { asKnown, demandCompared, demandSecrets, hiddenValues, type Secrets } from './secrets.ts';
import { keptFiles, loadSources, planChangeset, type Sources } from './simulate.ts';

/** A plan that was simulated longer ago than this is simulated again first. */
const OLDEST_MS = 60 * 60 * 1000;

export interface ApplyOptions {
  /** A saved plan; undefined means the one simulated last. */
  readonly planId: string | undefined;
  /** The environment that the caller named, to be checked against the plan. */
  readonly environment: string | undefined;
  readonly onFailure: 'stop' | 'rollback';
  /** Nobody is there to see which plan it is: then it must be the only one there could be. */
  readonly unattended: boolean;
  /** Called with the plan before anything is asked of the org; throws to stop. */
  readonly confirm: (plan: Plan, ageMs: number) => Promise<void>;
  /** Hears what happens. What it throws is passed over. */
  readonly onEvent?: OnEvent | undefined;
  /** Once it is aborted nothing new is sent, and what runs is finished and recorded. */
  readonly signal?: AbortSignal | undefined;
  /** Whether to wait for the lock on the environment; refuses at once without. */
  readonly lockWait?: LockWait;
  /** Where a secret may be read from that the mapping says is the standard input. [nowhere] */
  readonly input?: SecretPlaces['input'];
  /** How calls are sent: the share of the limit that may be used, say. */
  readonly session?: SessionOptions | undefined;
}

export interface Applied {
  readonly plan: Plan;
  /** Undefined when there was nothing to do. */
  readonly deployment: Deployment | undefined;
  readonly error: unknown;
  /** The rollback that `onFailure` asked for. */
  readonly undone: { readonly deployment: Deployment } | undefined;
}

/**
 * Carries out a plan that was simulated. What the plan saw is looked at again first: when anything that it relies on
 * is different, or the client lacks a right that a call needs, nothing is written. Nobody else applies to the
 * environment or rolls back there meanwhile.
 * @throws ChangesetError with exit code 7 for a plan that is missing, too old or stale, 4 for a missing right, 9 for
 *   a lock that somebody else has or a deployment that was interrupted, 130 or 143 when the signal comes before
 *   anything was written
 */
export async function apply(project: Project, options: ApplyOptions): Promise<Applied> {
  const { signal } = options;
  const tell = speaker(options.onEvent);
  tell(versionEvent());
  const { plan, store } = await savedPlan(project, options);
  if (options.environment !== undefined && plan.environment !== options.environment) {
    throw failure(
      exitCodes.conflict,
      'plan.environment',
      `The plan ${plan.id} is for ${plan.environment}, not for ${options.environment}.`,
    );
  }
  if (plan.undoes !== undefined) {
    const message = `The plan ${plan.id} is of a rollback: it undoes ${plan.undoes}. Apply carries out changesets.`;
    throw failure(exitCodes.conflict, 'plan.rollback', message, {
      hint: `Simulate the changeset again, or run  changeset rollback ${plan.undoes}`,
    });
  }
  await demandUnused(plan, store);
  const age = Date.now() - Date.parse(plan.createdAt);
  if (age > OLDEST_MS) {
    throw failure(
      exitCodes.conflict,
      'plan.old',
      `The plan ${plan.id} was made ${Math.round(age / 60_000)} minutes ago; an hour is the most.`,
      simulateAgain(plan),
    );
  }
  const sources = await sourcesOf(project, plan, options.input);
  if (plan.operations.length === 0)
    return { plan, deployment: undefined, error: undefined, undone: undefined };
  demandCompared(plan, sources.secrets, sources.environment);
  demandSecrets(plan.operations, sources.secrets, sources.environment);
  await unlessInterrupted(signal, () => options.confirm(plan, age));
  const { environment } = sources;
  const request = { project, environment, run: `apply ${plan.id}`, wait: options.lockWait };
  return withLock(request, async (lock) => {
    await demandUnused(plan, store); // another run may have begun with it since
    return carryOut(project, plan, sources, store, { ...options, lock }, tell);
  });
}

async function demandUnused(plan: Plan, store: Store): Promise<void> {
  const deployments = await store.deployments(plan.environment);
  const used = deployments.find((deployment) => deployment.plan.id === plan.id);
  if (!used) return;
  const message = `The plan ${plan.id} was carried out already, as ${used.id}.`;
  throw failure(exitCodes.conflict, 'plan.applied', message, simulateAgain(plan));
}

async function savedPlan(project: Project, options: ApplyOptions): Promise<{ plan: Plan; store: Store }> {
  const { planId, environment } = options;
  const folders =
    environment === undefined
      ? await storeFolders(project)
      : [storeFolder(project, (await loadEnvironment(project, environment)).environment)];
  const stores = folders.map(openFileStore);
  if (options.unattended && planId === undefined && environment === undefined) await onlyOneMeant(stores);
  const found = await Promise.all(
    stores.map(async (store) => {
      const plan = planId === undefined ? await store.lastPlan(environment) : await store.plan(planId);
      return plan ? [{ plan, store }] : [];
    }),
  );
  const [newest] = found.flat().sort((a, b) => (a.plan.createdAt < b.plan.createdAt ? 1 : -1));
  if (newest) return newest;
  if (planId !== undefined) throw planMissing(planId, folders, exitCodes.conflict);
  const message = `Nothing was simulated yet, so there is nothing to apply: no plan is in ${folders.join(' or ')}.`;
  throw failure(exitCodes.conflict, 'plan.missing', message, {
    hint: 'Run  changeset simulate <env> <file>  first, and read what it says.',
  });
}

/** The failure that says where a plan was looked for. */
export function planMissing(id: string, folders: readonly string[], exitCode: ExitCode): ChangesetError {
  return failure(exitCode, 'plan.missing', `There is no plan ${id} in ${folders.join(' or ')}.`, {
    hint: 'changeset simulate <env> <file>  makes one; -C and --store say where to look.',
  });
}

/** Without a person to read it, "the last plan" must not depend on who simulated last. */
async function onlyOneMeant(stores: readonly Store[]): Promise<void> {
  const since = Date.now() - OLDEST_MS;
  const planned = await Promise.all(stores.map((store) => store.plannedSince(since)));
  const environments = [...new Set(planned.flat())];
  if (environments.length <= 1) return;
  const message = `Plans for ${environments.join(' and ')} were made within the hour; which one is meant?`;
  throw failure(exitCodes.usage, 'plan.which', message, {
    hint: 'Write  changeset apply <environment> --plan <id> --yes',
  });
}

/** The files that the plan was made from. They must be as they were. */
async function sourcesOf(
  project: Project,
  plan: Plan,
  input: SecretPlaces['input'],
): Promise<Required<Sources>> {
  const [changeset] = plan.files;
  const sources = await loadSources(project, plan.environment, changeset?.path ?? '', input);
  const changed = plan.files.filter(
    ({ path, sha256 }) => !sources.files.some((file) => isSame(file, path, sha256)),
  );
  if (changed.length === 0) return sources;
  const names = changed.map(({ path }) => path).join(' and ');
  throw failure(
    exitCodes.conflict,
    'plan.files',
    `${names} changed since the plan ${plan.id} was made.`,
    simulateAgain(plan),
  );
}

function isSame(file: ProjectFile, path: string, sha256: string): boolean {
  return file.name === path && digestOfBytes(file.bytes) === sha256;
}

function simulateAgain(plan: Plan): { hint: string } {
  return { hint: `Simulate again:  changeset simulate ${plan.environment} ${plan.files[0]?.path ?? ''}` };
}

type UnderLock = ApplyOptions & { readonly lock: HeldLock };

async function carryOut(
  project: Project,
  plan: Plan,
  sources: Required<Sources>,
  store: Store,
  options: UnderLock,
  tell: OnEvent,
): Promise<Applied> {
  const { environment, files, secrets } = sources;
  const { signal } = options;
  const session = { ...options.session, hidden: hiddenValues(secrets) };
  const connection = await connect(environment, storeFolder(project, environment), session, { signal, tell });
  const seen = { ...sources, secrets: asKnown(secrets, plan) };
  try {
    const again = await unlessInterrupted(signal, () => planChangeset(seen, connection.org, store));
    if (again.plan.digest !== plan.digest) throw stale(plan, again.plan);
    demandRights(again.plan, connection.org.client, `changeset apply ${plan.id}`);
    const ran = await runPlan(plan, {
      provenance: await provenanceOf(project, connection.org.client),
      environment,
      org: connection.org,
      store,
      facts: again.facts,
      observedAt: again.observedAt,
      since: again.since,
      files: keptFiles(files),
      contents: again.contents,
      secrets,
      signal,
      tell,
      lock: options.lock,
    });
    const isPartial = ran.error !== undefined && ran.deployment.state === 'partial';
    if (!isPartial || options.onFailure === 'stop' || signal?.aborted) {
      return { plan, ...ran, undone: undefined };
    }
    return { plan, ...ran, ...(await undone(project, ran, connection, { ...options, secrets })) };
  } finally {
    await connection.close();
  }
}

/** Undoes at once what was done. What stands in the way of that is told beside what stopped the deployment. */
async function undone(
  project: Project,
  { deployment: { id }, error }: Ran,
  connection: Connection,
  { onEvent, signal, lock, secrets }: UnderLock & { readonly secrets: Secrets },
): Promise<Pick<Applied, 'error' | 'undone'>> {
  try {
    const given = {
      deploymentId: id,
      onConflict: 'stop',
      confirm: async () => {},
      onEvent,
      signal,
      connection,
      lock,
      secrets,
    } as const;
    const { deployment } = await rollback(project, given);
    return { error, undone: deployment && { deployment } };
  } catch (reason) {
    if (!(error instanceof ChangesetError && reason instanceof ChangesetError)) throw reason;
    const both = new ChangesetError(error.exitCode, [...error.diagnostics, ...reason.diagnostics], {
      cause: error,
    });
    return { error: both, undone: undefined };
  }
}

/** Says what is different from what the plan saw. */
function stale(plan: Plan, now: Plan): Error {
  const differences = staleness(plan, now);
  const shown = differences.slice(0, 20);
  const hint = [
    ...shown,
    ...(differences.length > shown.length ? [`and ${differences.length - shown.length} more`] : []),
  ];
  return failure(
    exitCodes.conflict,
    'plan.stale',
    `The org changed since the plan ${plan.id} was made. Nothing was written.`,
    {
      hint: [...hint, simulateAgain(plan).hint].join('\n'),
    },
  );
}

function staleness(plan: Plan, now: Plan): Diagnostic['message'][] {
  const found: string[] = [];
  for (const seen of plan.saw.names) {
    const again = now.saw.names.find(({ type, name }) => type === seen.type && name === seen.name);
    if (again && again.id !== seen.id) {
      found.push(
        `${seen.type} "${seen.name}" ${again.id === null ? 'is gone' : seen.id === null ? 'exists now' : 'is another object'}`,
      );
    }
  }
  for (const seen of plan.saw.objects) {
    const again = now.saw.objects.find(({ type, id }) => type === seen.type && id === seen.id);
    const name =
      plan.operations.find(({ id }) => id === seen.id)?.name ??
      plan.unchanged.find(({ id }) => id === seen.id)?.name ??
      seen.id;
    for (const [path, value] of Object.entries(seen.values)) {
      const value2 = again?.values[path] ?? null;
      if (again && !equal(value, value2)) {
        found.push(
          `${seen.type} "${name}"${path.replaceAll('/', '.')}: was ${JSON.stringify(value)}, is ${JSON.stringify(value2)}`,
        );
      }
    }
  }
  return found.length > 0 ? found : ['what would be done is different now'];
}
