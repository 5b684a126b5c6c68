import { ChangesetError, failure } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Org } from '../org/open.ts';
import type { SessionOptions } from '../org/session.ts';
import { assemble } from '../plan/assemble.ts';
import { environmentDigest } from '../plan/digest.ts';
import { Labels } from '../plan/labels.ts';
import type { Plan } from '../plan/plan.ts';
import { arrangeWithRights } from '../plan/rights.ts';
import { type Conflict, effectsOf, type OnConflict, undo } from '../plan/undo.ts';
import { loadEnvironment, type Project, storeFolder, storeFolders } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { type Connection, connect } from './connect.ts';
import { authorIn, successionOf } from './history.ts';
import { observe } from './observe.ts';
import { provenanceOf } from './provenance.ts';
import { demandRights, divisionNames } from './rights.ts';
import { type OnProgress, runPlan } from './run.ts';
import { type Planned, READS_OF_ENTERING } from './simulate.ts';

export interface RollbackOptions {
  readonly deploymentId: string;
  readonly onConflict: OnConflict;
  /** Called with the plan before anything is written; throws to stop. */
  readonly confirm: (plan: Plan) => Promise<void>;
  readonly onProgress: OnProgress;
  /** How calls are sent: the share of the limit that may be used, say. */
  readonly session?: SessionOptions | undefined;
  /** An org that is open already. */
  readonly connection?: Connection;
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
  return withOrg(project, options, async (facts) => {
    const { planned, conflicts } = await planRollback(facts, options.onConflict);
    await facts.store.savePlan(planned.plan);
    return { plan: planned.plan, conflicts };
  });
}

/**
 * Takes a deployment back: what it changed is put back, what it created is deleted, what it deleted comes back, unless
 * somebody changed it since.
 * @throws RollbackConflict when somebody did and the options do not say what to do
 */
export async function rollback(project: Project, options: RollbackOptions): Promise<RolledBack> {
  return withOrg(project, options, async (facts) => {
    const { planned, conflicts } = await planRollback(facts, options.onConflict);
    if (conflicts.length > 0 && options.onConflict === 'stop') {
      throw new RollbackConflict(options.deploymentId, conflicts, planned.plan);
    }
    const { plan } = planned;
    if (plan.operations.length === 0) return { plan, deployment: undefined, error: undefined };
    demandRights(plan, facts.org.client, `changeset rollback ${options.deploymentId}`);
    await facts.store.savePlan(plan);
    await options.confirm(plan);
    const ran = await runPlan(plan, {
      provenance: await provenanceOf(project, facts.org.client),
      environment: facts.environment,
      org: facts.org,
      store: facts.store,
      facts: planned.facts,
      observedAt: planned.observedAt,
      since: planned.since,
      files: new Map(),
      onProgress: options.onProgress,
    });
    return { plan, ...ran };
  });
}

export interface RollbackFacts {
  readonly deployment: Deployment;
  readonly environment: Environment;
  readonly org: Org;
  readonly store: Store;
}

async function withOrg<T>(
  project: Project,
  {
    deploymentId,
    connection: open,
    session,
  }: Pick<RollbackOptions, 'deploymentId' | 'connection' | 'session'>,
  work: (facts: RollbackFacts) => Promise<T>,
): Promise<T> {
  const deployment = await findDeployment(project, deploymentId);
  const { environment } = await loadEnvironment(project, deployment.plan.environment);
  const folder = storeFolder(project, environment);
  const connection = open ?? (await connect(environment, folder, session));
  try {
    return await work({ deployment, environment, org: connection.org, store: openFileStore(folder) });
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

/** Makes the plan that takes a deployment back from the org as it is now. Reads only. */
export async function planRollback(
  facts: RollbackFacts,
  onConflict: OnConflict,
): Promise<{ planned: Planned; conflicts: readonly Conflict[] }> {
  const { deployment, environment, org, store } = facts;
  const all = await store.deployments(environment.name);
  const later = all.slice(all.findIndex(({ id }) => id === deployment.id) + 1);
  const labels = new Labels(environment);
  for (const [id, label] of Object.entries(deployment.plan.labels)) labels.suggest(id, label);
  const undoFacts = {
    effects: effectsOf(deployment.operations),
    succession: successionOf(all),
    authorOf: authorIn(later),
    onConflict,
  };
  const since = { ...org.session.sent };
  const {
    result,
    facts: known,
    observedAt,
  } = await observe(org.session, (inquiry) => {
    const undone = undo(undoFacts, inquiry, labels);
    const nameOf = divisionNames(labels, environment);
    return { ...undone, ...arrangeWithRights(undone.changes, inquiry, nameOf) };
  });
  const { operations, diagnostics, rights } = result;
  if (diagnostics.length > 0) throw new ChangesetError(exitCodes.conflict, diagnostics);
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
    skipped: [],
    ...(rights ? { rights } : {}),
    reads: org.session.sent.read - since.read + READS_OF_ENTERING,
  };
  const unchanged = result.unchanged.map(({ key, type, name, id }) => ({
    key,
    type: type.type,
    name,
    ...(id === undefined ? {} : { id }),
  }));
  const plan = assemble(heading, operations, { saw: result.saw, unchanged }, labels, []);
  return { planned: { plan, facts: known, observedAt, since }, conflicts: result.conflicts };
}
