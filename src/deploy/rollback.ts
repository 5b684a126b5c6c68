import { ChangesetError, failure, throwErrors } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Org } from '../org/open.ts';
import type { SecretPlaces } from '../org/secret-sources.ts';
import type { SessionOptions } from '../org/session.ts';
import { assemble } from '../plan/assemble.ts';
import { backwards, firstRounds } from '../plan/backwards.ts';
import { environmentDigest } from '../plan/digest.ts';
import { effectsOf } from '../plan/effects.ts';
import { withHandOvers } from '../plan/hand-over.ts';
import { Labels } from '../plan/labels.ts';
import type { Plan } from '../plan/plan.ts';
import { arrangeWithRights } from '../plan/rights.ts';
import { type Conflict, type OnConflict, undo } from '../plan/undo.ts';
import { loadEnvironment, type Project, storeFolder, storeFolders } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import type { HeldLock } from '../store/held-lock.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { type Attention, type Connection, connect } from './connect.ts';
import { authorIn, lastSuccession, publishedIn, successionOf } from './history.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LockWait, withLock } from './lock.ts';
import { observe } from './observe.ts';
import { inOwnNames } from './own-names.ts';
import { isFinished } from './progress.ts';
import { provenanceOf } from './provenance.ts';
import { demandRights, divisionNames } from './rights.ts';
import { type RunAttention, runPlan } from './run.ts';
import { type OnEvent, speaker, versionEvent } from './run-events.ts';
import {
  demandSecrets,
  hiddenValues,
  knownBy,
  loadSecrets,
  NONE_LOADED,
  type Secrets,
  secretHistory,
  secretsOf,
  together,
} from './secrets.ts';
import { recordEach, type SettledEach, settleWithRollbacks } from './settlement.ts';
import { type Planned, READS_OF_ENTERING } from './simulate.ts';

export interface RollbackOptions {
  readonly deploymentId: string;
  readonly onConflict: OnConflict;
  /** Called with the plan before anything is written; throws to stop. */
  readonly confirm: (plan: Plan) => Promise<void>;
  /** How calls are sent: the share of the limit that may be used, say. */
  readonly session?: SessionOptions | undefined;
  /** Hears what happens. What it throws is passed over. */
  readonly onEvent?: OnEvent | undefined;
  /** Once it is aborted nothing new is sent, and what runs is finished and recorded. */
  readonly signal?: AbortSignal | undefined;
  /** An org that is open already: the rollback is part of another run. */
  readonly connection?: Connection;
  /** Whether to wait for the lock on the environment; refuses at once without. */
  readonly lockWait?: LockWait;
  /** Secrets that the caller has already. */
  readonly secrets?: Secrets;
  /** Where a secret may be read from that the mapping says is the standard input. [nowhere] */
  readonly input?: SecretPlaces['input'];
  /** The lock on the environment, where the caller has it already. */
  readonly lock?: HeldLock;
}

export interface RollbackSimulation {
  readonly plan: Plan;
  readonly conflicts: readonly Conflict[];
}

export interface RolledBack {
  readonly plan: Plan;
  /** Undefined when everything is as it was before already. */
  readonly deployment: Deployment | undefined;
  readonly error: unknown;
}

/** The conflicts that stop a rollback, for those who show them. */
export class RollbackConflict extends ChangesetError {
  readonly conflicts: readonly Conflict[];
  readonly plan: Plan;

  constructor(deploymentId: string, conflicts: readonly Conflict[], plan: Plan) {
    const places = conflicts.length === 1 ? 'one place is' : `${conflicts.length} places are`;
    super(exitCodes.conflict, [
      {
        severity: 'error',
        code: 'rollback.conflict',
        message: `${places} not as ${deploymentId} left it. Nothing was written.`,
        hint: [
          `changeset rollback ${deploymentId} --on-conflict keep     leaves those as they are and puts the rest back`,
          `changeset rollback ${deploymentId} --on-conflict force    puts everything back, over what others did since`,
        ].join('\n'),
      },
    ]);
    this.conflicts = conflicts;
    this.plan = plan;
  }
}

/** Shows what a rollback would do. Writes nothing to the org. */
export async function simulateRollback(
  project: Project,
  options: Pick<RollbackOptions, 'deploymentId' | 'onConflict' | 'session'>,
): Promise<RollbackSimulation> {
  return withDeployment(project, options, {}, async (facts) => {
    const { all } = await settledIn(facts);
    const { planned, conflicts } = await planRollback(facts, options.onConflict, all);
    await facts.store.savePlan(planned.plan);
    return { plan: planned.plan, conflicts };
  });
}

/**
 * Takes a deployment back: what it changed is put back, what it created is deleted, what it deleted comes back, unless
 * somebody changed it since. Calls of which nobody knows what became of them are looked up first.
 * @throws RollbackConflict when somebody did and the options do not say what to do; ChangesetError with exit code 9
 *   for a lock that somebody else has or another deployment that was interrupted, 130 or 143 when the signal comes before
 *   anything was written
 */
export async function rollback(project: Project, options: RollbackOptions): Promise<RolledBack> {
  const { deploymentId: about, signal, lockWait: wait } = options;
  const tell = speaker(options.onEvent);
  if (!options.connection) tell(versionEvent());
  const attention = { signal, tell };
  const planned = (facts: RollbackFacts): Promise<SettledRollback> =>
    unlessInterrupted(signal, () => planSettled(facts, options.onConflict));
  return withDeployment(project, options, attention, async (facts) => {
    const { environment, store } = facts;
    const known = await progressIn(store, environment);
    const first = await planned(facts);
    const { plan } = first.planned;
    if (plan.operations.length > 0) {
      demandRights(plan, facts.org.client, `changeset rollback ${about}`);
      demandSecrets(plan.operations, facts.secrets ?? NONE_LOADED, environment);
      await store.savePlan(plan);
      await unlessInterrupted(signal, () => options.confirm(plan));
    }
    const request = { project, environment, run: `rollback ${about}`, about, wait, lock: options.lock };
    return withLock(request, async (lock) => {
      const under = { project, attention: { ...attention, lock } };
      if ((await progressIn(store, environment)) === known) return carryOut(facts, first, under);
      // Another run came in between: the org is entered and looked at again.
      return withDeployment(
        project,
        { deploymentId: about, session: options.session, secrets: facts.secrets },
        attention,
        async (now) => {
          const again = await planned(now);
          if (again.planned.plan.operations.length === 0) return carryOut(now, again, under);
          if (again.planned.plan.digest !== plan.digest) throw outrun(about);
          return carryOut(now, { ...again, planned: { ...again.planned, plan } }, under);
        },
      );
    });
  });
}

/** A rollback that can be carried out, with what was found out about calls without an answer. */
export interface SettledRollback {
  readonly planned: Planned;
  readonly settled: SettledEach;
}

/**
 * Finds out what became of calls without an answer, and makes the plan that takes the deployment back. Reads only.
 * @throws RollbackConflict where there are conflicts and nobody has said what to do about them
 */
export async function planSettled(facts: RollbackFacts, onConflict: OnConflict): Promise<SettledRollback> {
  const { settled, all } = await settledIn(facts);
  const { planned, conflicts } = await planRollback(facts, onConflict, all);
  if (conflicts.length > 0 && onConflict === 'stop') {
    throw new RollbackConflict(facts.deployment.id, conflicts, planned.plan);
  }
  return { planned, settled };
}

async function settledIn({ deployment, environment, org, store, secrets }: RollbackFacts) {
  return settleWithRollbacks(deployment, await store.deployments(environment.name), org.session, secrets);
}

async function carryOut(
  { environment, org, store, secrets }: RollbackFacts,
  { planned: { plan, facts, observedAt, since, contents }, settled }: SettledRollback,
  { project, attention }: { readonly project: Project; readonly attention: RunAttention },
): Promise<RolledBack> {
  const now = org.session.clock.now();
  await recordEach(settled, store, now);
  if (plan.operations.length === 0) {
    for (const id of settled.keys()) await close(id, store, now);
    return { plan, deployment: undefined, error: undefined };
  }
  const provenance = await provenanceOf(project, org.client);
  const known = { provenance, environment, org, store, facts, observedAt, since };
  const ran = await runPlan(plan, {
    ...known,
    files: new Map(),
    contents,
    ...attention,
    ...(secrets ? { secrets } : {}),
  });
  return { plan, ...ran };
}

/** A deployment that was interrupted is over where nothing is left to undo: it stands in nobody's way any more. */
async function close(id: string, store: Store, now: number): Promise<void> {
  const deployment = await store.deployment(id);
  if (deployment?.state !== 'interrupted') return;
  const { operations } = deployment;
  const touched = operations.some((operation) => operation.touched) ? 'partial' : 'failed';
  const journal = await store.reopen(id);
  try {
    await journal.append({
      event: 'ended',
      at: new Date(now).toISOString(),
      state: operations.every(isFinished) ? 'succeeded' : touched,
      calls: { read: 0, write: 0 },
    });
  } finally {
    await journal.close();
  }
}

/** How far the deployments to an environment are, to see whether one came or went on since. */
async function progressIn(store: Store, { name }: Environment): Promise<string> {
  const all = await store.deployments(name);
  return JSON.stringify(
    all.map(({ id, state, calls, operations }) => [
      id,
      state,
      calls,
      operations.map((record) => record.state),
    ]),
  );
}

function outrun(deploymentId: string): ChangesetError {
  const message = `Another run changed what the rollback of ${deploymentId} is about, after it was planned. Nothing was written.`;
  return failure(exitCodes.conflict, 'rollback.stale', message, {
    hint: `Run again:  changeset rollback ${deploymentId}`,
  });
}

export interface RollbackFacts {
  readonly deployment: Deployment;
  readonly environment: Environment;
  readonly org: Org;
  readonly store: Store;
  /** Those that the deployment has put somewhere, as far as they can be had. [none] */
  readonly secrets?: Secrets;
}

/** Finds a deployment, enters its org and lets go of it afterwards. */
export async function withDeployment<T>(
  project: Project,
  {
    deploymentId,
    connection: open,
    session,
    secrets: given = NONE_LOADED,
    input,
  }: Pick<RollbackOptions, 'deploymentId' | 'connection' | 'session' | 'input'> & {
    readonly secrets?: Secrets | undefined;
  },
  attention: Attention,
  work: (facts: RollbackFacts) => Promise<T>,
): Promise<T> {
  const deployment = await findDeployment(project, deploymentId);
  const { environment } = await loadEnvironment(project, deployment.plan.environment);
  const folder = storeFolder(project, environment);
  const names = secretsOf([deployment]).filter((name) => !given.values.has(name));
  const secrets = together(given, await loadSecrets(project, environment, names, input));
  const hidden = hiddenValues(secrets);
  const connection = open ?? (await connect(environment, folder, { ...session, hidden }, attention));
  try {
    const store = openFileStore(folder);
    return await work({ deployment, environment, org: connection.org, store, secrets });
  } finally {
    if (!open) await connection.close();
  }
}

/** A deployment, from whichever store of the project has it. @throws ChangesetError when none has */
export async function findDeployment(project: Project, id: string): Promise<Deployment> {
  const folders = await storeFolders(project);
  const found = await Promise.all(folders.map((folder) => openFileStore(folder).deployment(id)));
  const deployment = found.find((candidate) => candidate !== undefined);
  if (deployment) return deployment;
  const message = `There is no deployment ${id} in ${folders.join(' or ')}.`;
  throw failure(exitCodes.invalidInput, 'deployment.unknown', message, {
    hint: 'changeset deployments  lists them; -C and --store say where to look.',
  });
}

/**
 * Makes the plan that takes a deployment back from the org as it is now. Reads only.
 * @param all the deployments to the environment, the oldest first, as far as is known what became of their calls
 */
export async function planRollback(
  { deployment: found, environment, org, store, secrets = NONE_LOADED }: RollbackFacts,
  onConflict: OnConflict,
  all: readonly Deployment[],
): Promise<{ planned: Planned; conflicts: readonly Conflict[] }> {
  const deployment = all.find(({ id }) => id === found.id) ?? found;
  const later = all.slice(all.findIndex(({ id }) => id === deployment.id) + 1);
  const labels = new Labels(environment);
  for (const [id, label] of Object.entries(deployment.plan.labels)) labels.suggest(id, label);
  const undoFacts = {
    effects: effectsOf(deployment.operations),
    backwards: backwards(deployment.operations.filter(({ touched }) => touched)),
    firstRounds: new Map(all.flatMap(({ operations }) => firstRounds(operations))),
    succession: successionOf(all),
    lastSuccession: lastSuccession(all),
    authorOf: authorIn(later),
    published: publishedIn(all),
    rollbacks: new Set(later.flatMap(({ id, plan }) => (plan.undoes === deployment.id ? [id] : []))),
    onConflict,
    secrets: { ...secrets, history: secretHistory(all) },
  };
  const since = { ...org.session.sent };
  const {
    result,
    facts: known,
    observedAt,
  } = await observe(org.session, (inquiry) => {
    const undone = undo(undoFacts, inquiry, labels);
    const nameOf = divisionNames(labels, environment);
    const { changes, diagnostics: unheld } = withHandOvers(undone.changes, environment);
    return { ...undone, ...arrangeWithRights(changes, inquiry, nameOf), unheld };
  });
  const { diagnostics, rights, unheld } = result;
  throwErrors(unheld);
  if (diagnostics.length > 0) throw new ChangesetError(exitCodes.conflict, diagnostics);
  const { operations, contents } = await inOwnNames(result.operations, result.changes, (digest) =>
    store.content(digest),
  );
  const heading = {
    id: newId('P', new Date(org.session.clock.now())),
    environment: environment.name,
    organization: org.organization,
    ...(environment.region === undefined ? {} : { region: environment.region }),
    changeset: deployment.plan.changeset,
    undoes: deployment.id,
    createdAt: new Date(org.session.clock.now()).toISOString(),
    files: [],
    artifact: deployment.plan.artifact,
    environmentDigest: environmentDigest(environment),
    skipped: result.lasting.map(({ key, type, name }) => ({
      key,
      type: type.type,
      name,
      reason: 'lasting' as const,
    })),
    ...(secretsOf([deployment]).length > 0 ? { secrets: knownBy(secrets) } : {}),
    ...(rights ? { rights } : {}),
    reads: org.session.sent.read - since.read + READS_OF_ENTERING,
  };
  const unchanged = result.unchanged.map(({ key, type, name, id }) => ({
    key,
    type: type.type,
    name,
    ...(id === undefined ? {} : { id }),
  }));
  const plan = assemble(heading, operations, { saw: result.saw, unchanged }, labels, result.warnings);
  return {
    planned: { plan, facts: known, observedAt, since, contents },
    conflicts: result.conflicts,
  };
}
