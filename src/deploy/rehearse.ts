import { typeNamed } from '../catalog/index.ts';
import { ChangesetError } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { equal, type Json } from '../json/json.ts';
import { isWithin } from '../json/pointer.ts';
import { readObject } from '../org/objects.ts';
import { type Org, openOrg } from '../org/open.ts';
import { type Answered, recording } from '../org/recording.ts';
import type { Session, SessionOptions } from '../org/session.ts';
import { documentKey } from '../plan/facts.ts';
import { unreadablePlaces } from '../plan/operations.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { secretNames } from '../plan/secrets.ts';
import { type Project, storeFolder } from '../project.ts';
import type { Difference, OrgState, Sandbox } from '../sandbox/index.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { connect } from './connect.ts';
import { ANYBODY } from './hand-over.ts';
import { FAULT_KINDS, type Fault, movedClock, ruleOf, transportTo } from './rehearsal-network.ts';
import { demandRights } from './rights.ts';
import { planSettled, RollbackConflict } from './rollback.ts';
import { type Ran, runPlan } from './run.ts';
import { hiddenValues, NONE_LOADED, type Secrets } from './secrets.ts';
import { keptFiles, loadSources, type Planned, planChangeset, type Sources } from './simulate.ts';

const MOST_POSITIONS = 40;
/** Beyond any plan: the copy is not throttled. */
const RATE_LIMIT = 1_000_000_000;

/** One run on a fresh copy: apply, simulate again, roll back, compare. */
export interface RehearsedRun {
  /** Undefined for the run in which nothing goes wrong. */
  readonly fault: Fault | undefined;
  /** Whether apply came to its end. */
  readonly ended: 'succeeded' | 'stopped';
  /** What stopped it. */
  readonly reason: string | undefined;
  /**
   * Whether org and record were then those of the run without a fault. A rollback follows from these two alone, so that
   * it was not carried out again.
   */
  readonly asWithout: boolean;
  /** What was not as it has to be; undefined when all was. */
  readonly problem: RehearsalProblem | undefined;
}

export interface RehearsalProblem {
  /** The step that brought it to light. */
  readonly at: 'plan' | 'apply' | 'simulate' | 'rollback' | 'compare';
  readonly message: string;
  readonly differences: readonly Difference[];
}

export interface Rehearsal {
  /** The plan against the live org. */
  readonly plan: Plan;
  /** What was copied: kinds of objects with their numbers. */
  readonly copied: readonly { readonly kind: string; readonly count: number }[];
  /** Objects that are in the copy only because others refer to them. */
  readonly named: number;
  /** Answers that have no place in the copy. */
  readonly left: readonly string[];
  /** Calls of the plan that write. */
  readonly writes: number;
  /** The first is the one without a fault. Empty when there is nothing to change. */
  readonly runs: readonly RehearsedRun[];
  readonly proven: boolean;
}

export interface RehearseOptions {
  /** At how many writes faults are met; with more writes, at a spread-out sample of them. [40] */
  readonly positions?: number;
  /** How calls to the live org are sent: the share of the limit that may be used, say. */
  readonly session?: SessionOptions;
  /** Called after each run. */
  readonly onRun?: (done: number, of: number) => void;
}

/**
 * Copies what a changeset touches from the live org into a sandbox in memory, and there applies it, simulates it again,
 * rolls it back and compares, first without and then with faults. Of the live org it only reads; nothing is saved.
 * @throws ChangesetError for whatever simulate throws, and with exit code 4 for a missing right
 */
export async function rehearse(
  project: Project,
  environmentName: string,
  changesetName: string,
  options: RehearseOptions = {},
): Promise<Rehearsal> {
  const sources = await loadSources(project, environmentName, changesetName);
  const folder = storeFolder(project, sources.environment);
  const store = openFileStore(folder);
  const answers: Answered[] = [];
  const connection = await connect(sources.environment, folder, {
    ...options.session,
    hidden: hiddenValues(sources.secrets),
    through: (transport) => recording(transport, answers),
  });
  try {
    const past = await store.deployments(environmentName);
    const planned = await planChangeset(sources, connection.org, store);
    const { plan } = planned;
    await readWhole(planned, connection.org.session);
    demandRights(plan, connection.org.client, `changeset rehearse ${environmentName} ${changesetName}`);
    return await rehearsePlan(plan, { sources, answers, past }, options);
  } finally {
    await connection.close();
  }
}

/** Reads the objects that the plan writes over, where it knows them from listings alone. */
export async function readWhole({ plan, facts }: Planned, session: Session): Promise<void> {
  const objects = plan.operations.flatMap((operation) => {
    const type = typeNamed(operation.type);
    const { id } = operation;
    return id === undefined || facts.documents.has(documentKey(type, id)) ? [] : [{ type, id }];
  });
  await Promise.all(objects.map(({ type, id }) => readObject(session, type, id)));
}

/** What a rehearsal is made from. */
export interface RehearsalFacts {
  readonly sources: Sources;
  /** What the live org answered while the plan was made. */
  readonly answers: readonly Answered[];
  /** The deployments to the environment so far, which know objects by their earlier names. */
  readonly past: readonly Deployment[];
}

/** Rehearses a plan on copies of the org that it was made from. */
export async function rehearsePlan(
  plan: Plan,
  { sources, answers, past }: RehearsalFacts,
  { positions = MOST_POSITIONS, onRun = () => {} }: RehearseOptions = {},
): Promise<Rehearsal> {
  const { orgFromAnswers } = await import('../sandbox/index.ts');
  const { state, read, named, left } = orgFromAnswers(answers);
  const writes = plan.operations.reduce((sum, { steps }) => sum + steps.length, 0);
  const copied = [...read].map(([kind, count]) => ({ kind, count }));
  const about = { plan, copied, named, left, writes };
  if (plan.operations.length === 0) return { ...about, runs: [], proven: true };
  const stage = { plan, state, sources, past };
  const { run, planned, end } = await firstRun(stage);
  const faults = run.problem ? [] : faultsFor(writes, positions);
  onRun(1, 1 + faults.length);
  const runs = [run];
  for (const fault of faults) {
    runs.push((await runOn(stage, planned, fault, end)).run);
    onRun(runs.length, 1 + faults.length);
  }
  return { ...about, runs, proven: runs.every(({ problem }) => problem === undefined) };
}

/** Every kind of fault at each write, or at some of them from the first to the last. */
function faultsFor(writes: number, most: number): Fault[] {
  const count = Math.min(writes, most);
  const gap = count > 1 ? (writes - 1) / (count - 1) : 0;
  const positions = Array.from({ length: count }, (_, index) => 1 + Math.round(index * gap));
  return positions.flatMap((write) => FAULT_KINDS.map((kind) => ({ kind, write })));
}

interface Stage {
  readonly plan: Plan;
  readonly state: OrgState;
  readonly sources: Sources;
  readonly past: readonly Deployment[];
}

/** A copy of its own with a way in and a store that is gone afterwards. */
interface Room {
  readonly sandbox: Sandbox;
  readonly org: Org;
  readonly store: MemoryStore;
}

async function inRoom<T>(
  { state, sources, past }: Stage,
  fault: Fault | undefined,
  at: number,
  work: (room: Room) => Promise<T>,
): Promise<T> {
  const { startSandbox } = await import('../sandbox/index.ts');
  const clock = movedClock(at);
  const faults = fault ? [ruleOf(fault)] : [];
  const sandbox = await startSandbox({ seed: state, rateLimit: RATE_LIMIT, now: clock.now, faults });
  try {
    const org = await openOrg(inside(sources.environment), { clock, transport: transportTo(sandbox) });
    return await work({ sandbox, org, store: new MemoryStore(past) });
  } finally {
    await sandbox.close();
  }
}

/** The same environment, entered without its credentials. */
function inside(environment: Environment): Environment {
  return { ...environment, access: { apiUrl: '', loginUrl: '', clientId: '', clientSecret: '' } };
}

/** The run without a fault, if the plan made on the copy is the one made on the live org. */
async function firstRun(stage: Stage): Promise<PlayedOut & { readonly planned: Planned }> {
  return inRoom(stage, undefined, Date.now(), async (room) => {
    const planned = await planChangeset(stage.sources, room.org, room.store);
    const others = otherOperations(stage.plan, planned.plan);
    if (others.length === 0) return { ...(await playedOut(stage, planned, room)), planned };
    const message = `On the copy the plan is another one: ${others.join(', ')}.`;
    const problem = { at: 'plan', message, differences: [] } as const;
    const run = { fault: undefined, ended: 'stopped', reason: undefined, asWithout: false, problem } as const;
    return { run, end: undefined, planned };
  });
}

/** Keys of operations that only one of the plans has, or that do not do the same in both. */
function otherOperations(live: Plan, copied: Plan): string[] {
  const keys = new Set([...live.operations, ...copied.operations].map(({ key }) => key));
  const doneBy = ({ operations }: Plan, key: string): Json => {
    const found = operations.find((operation) => operation.key === key);
    return found ? essence(found) : null;
  };
  return [...keys].filter((key) => !equal(doneBy(live, key), doneBy(copied, key)));
}

function essence({ action, id, before, after }: Operation): Json {
  return { action, id: id ?? null, before, after };
}

async function runOn(stage: Stage, planned: Planned, fault: Fault, end: End | undefined): Promise<PlayedOut> {
  return inRoom(stage, fault, planned.observedAt, (room) => playedOut(stage, planned, room, { fault, end }));
}

/** What a rollback depends on, once apply is over. */
interface End {
  readonly org: OrgState;
  readonly record: string;
}

interface PlayedOut {
  readonly run: RehearsedRun;
  /** Undefined where apply did not come to its end. */
  readonly end: End | undefined;
}

/** Applies, simulates again where that came to its end, rolls back, compares. */
async function playedOut(
  stage: Stage,
  planned: Planned,
  room: Room,
  met: { readonly fault?: Fault; readonly end?: End | undefined } = {},
): Promise<PlayedOut> {
  const { sandbox } = room;
  const { fault } = met;
  const before = sandbox.snapshot();
  const { deployment, error } = await carriedOut(planned, stage, room);
  sandbox.clearFaults();
  if (error !== undefined) {
    const told = { fault, ended: 'stopped', reason: messageOf(error), asWithout: false } as const;
    const problem = fault
      ? ((await notUndone(deployment, stage, room)) ?? (await notAsBefore(before, stage, room)))
      : problemAt('apply', `Apply stopped: ${messageOf(error)}`);
    return { run: { ...told, problem }, end: undefined };
  }
  const end = { org: sandbox.snapshot(), record: recordOf(deployment) };
  const told = { fault, ended: 'succeeded', reason: undefined } as const;
  if (met.end && (await isSameEnd(met.end, end)))
    return { run: { ...told, asWithout: true, problem: undefined }, end };
  const problem =
    (await notDone(stage, room)) ??
    (await notUndone(deployment, stage, room)) ??
    (await notAsBefore(before, stage, room));
  return { run: { ...told, asWithout: false, problem }, end };
}

/** What is recorded of the operations, with the keys of those that created something in the place of its ID. */
function recordOf({ operations }: Deployment): string {
  const records = operations.map(({ operation: { key }, state, touched, id, before, ours }) => ({
    ...{ key, state, touched, id: id ?? null },
    ...{ before, ours },
  }));
  const made = operations.flatMap(({ operation, id }) =>
    operation.action === 'create' && id !== undefined ? [[id, operation.key] as const] : [],
  );
  return made.reduce((text, [id, key]) => text.replaceAll(id, key), JSON.stringify(records));
}

async function isSameEnd(one: End, other: End): Promise<boolean> {
  if (one.record !== other.record) return false;
  const { differences } = await import('../sandbox/index.ts');
  return differences(one.org, other.org).length === 0;
}

function carriedOut({ plan, ...read }: Planned, { sources }: Stage, { org, store }: Room): Promise<Ran> {
  return runPlan(plan, {
    secrets: played(sources, plan),
    provenance: {
      who: { person: undefined, where: 'rehearsal', oauthClient: org.client },
      gitCommit: undefined,
    },
    environment: sources.environment,
    org,
    store,
    ...read,
    files: keptFiles(sources.files),
    hands: ANYBODY,
    signal: undefined,
    tell: () => {},
  });
}

/** In the place of secrets that are not at hand, the copy gets texts of its own. */
function played({ secrets = NONE_LOADED }: Sources, plan: Plan): Secrets {
  const names = secretNames(
    plan.operations.map(({ before, after }) => ({ before: { ...before }, after: { ...after } })),
  );
  const own = names.map((name) => [name, `secret ${name} of a rehearsal`] as const);
  return { ...secrets, missing: new Map(), values: new Map([...own, ...secrets.values]) };
}

/** A second simulate must be empty. */
async function notDone({ sources }: Stage, { org, store }: Room): Promise<RehearsalProblem | undefined> {
  return guarded('simulate', async () => {
    const { plan } = await planChangeset(sources, org, store);
    if (plan.operations.length === 0) return undefined;
    const keys = plan.operations.map(({ key }) => key).join(', ');
    return problemAt('simulate', `After apply a second simulate is not empty: ${keys}.`);
  });
}

async function notUndone(
  { id }: Deployment,
  stage: Stage,
  room: Room,
): Promise<RehearsalProblem | undefined> {
  return guarded('rollback', async () => {
    const { org, store } = room;
    const { environment } = stage.sources;
    const deployment = await store.deployment(id);
    if (!deployment || deployment.state === 'failed') return undefined;
    const secrets = played(stage.sources, stage.plan);
    const { planned } = await planSettled({ deployment, environment, org, store, secrets }, 'stop');
    if (planned.plan.operations.length === 0) return undefined;
    const { error } = await carriedOut(planned, stage, room);
    return error === undefined ? undefined : problemAt('rollback', `Rollback stopped: ${messageOf(error)}`);
  });
}

async function notAsBefore(
  before: OrgState,
  { plan }: Stage,
  { sandbox }: Room,
): Promise<RehearsalProblem | undefined> {
  const { differences } = await import('../sandbox/index.ts');
  // What is never answered is not in the copy, either.
  const unseen = plan.operations.flatMap(({ type }) => typeNamed(type).writeOnly ?? []);
  const lost = [...plan.operations.flatMap(unreadablePlaces), ...unseen];
  const found = differences(before, sandbox.snapshot())
    .filter(({ at }) => !lost.some((path) => path.endsWith(at) || isWithin(at, path)))
    .map((difference) =>
      plan.secrets ? { ...difference, before: '(hidden)', now: '(hidden)' } : difference,
    );
  return found.length === 0
    ? undefined
    : problemAt('compare', 'After rollback the org is not as it was before.', found);
}

/** A failure that says what to do is a finding of the rehearsal; anything else is a defect. */
async function guarded(
  at: RehearsalProblem['at'],
  work: () => Promise<RehearsalProblem | undefined>,
): Promise<RehearsalProblem | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RollbackConflict) {
      const places = error.conflicts.map(({ key, path }) => `${key}${path}`).join(', ');
      return problemAt(at, `Rollback would stop, because these are not as apply left them: ${places}.`);
    }
    if (error instanceof ChangesetError) return problemAt(at, messageOf(error));
    throw error;
  }
}

function problemAt(
  at: RehearsalProblem['at'],
  message: string,
  differences: readonly Difference[] = [],
): RehearsalProblem {
  return { at, message, differences };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
