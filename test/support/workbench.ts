import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { typeNamed } from '../../src/catalog/index.ts';
import { readChangeset } from '../../src/changeset/read.ts';
import { observe } from '../../src/deploy/observe.ts';
import { planRollback } from '../../src/deploy/rollback.ts';
import { type Ran, runPlan } from '../../src/deploy/run.ts';
import type { OnEvent } from '../../src/deploy/run-events.ts';
import { type Planned, planChangeset, type Sources } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { readMapping } from '../../src/environment/read.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Clock } from '../../src/org/throttle.ts';
import { type LiveEntry, liveEntries } from '../../src/plan/entry.ts';
import { isGone as isDeleted } from '../../src/plan/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Conflict, OnConflict } from '../../src/plan/undo.ts';
import { type OrgState, type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from './memory-store.ts';

/** An entry of a changeset, as YAML would give it. */
export type EntryFields = Readonly<Record<string, unknown>>;

export interface WorkbenchOptions extends SandboxOptions {
  /** More of the mapping: names, absent, ids, variables. */
  readonly mapping?: Readonly<Record<string, unknown>>;
}

/** A sandbox org with an engine before it: the stages of the main job as a test calls them. */
export class Workbench {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  store = new MemoryStore();
  /** Stops a run in good order. */
  signal: AbortSignal | undefined;
  tell: OnEvent = () => {};
  #org: Promise<Org> | undefined;
  readonly #clock: Clock;
  readonly #read = new WeakMap<readonly EntryFields[], Sources>();

  constructor(sandbox: Sandbox, environment: Environment, clock: Clock = steppingClock()) {
    this.sandbox = sandbox;
    this.environment = environment;
    this.#clock = clock;
  }

  /** Makes the plan of these entries. */
  async simulate(entries: readonly EntryFields[]): Promise<Plan> {
    return (await this.#planned(entries)).plan;
  }

  /** Live objects of a type as entries. */
  async get(type: string): Promise<LiveEntry[]> {
    const { session } = await this.#enter();
    const of = typeNamed(type);
    const { result } = await observe(session, (inquiry) => {
      const objects = inquiry.everywhere(of);
      if (!objects || objects === 'hidden') return undefined;
      return liveEntries(
        of,
        objects.filter((raw) => !isDeleted(of, raw)),
        this.environment,
        inquiry,
      );
    });
    return result ?? [];
  }

  async apply(entries: readonly EntryFields[]): Promise<Ran> {
    const org = await this.#enter();
    const planned = await planChangeset(this.#sources(entries), org, this.store);
    return this.#run(planned, org);
  }

  async planRollback(
    deployment: Deployment,
    onConflict: OnConflict = 'stop',
  ): Promise<{ planned: Planned; conflicts: readonly Conflict[]; org: Org }> {
    const org = await this.#enter();
    const again = (await this.store.deployment(deployment.id)) ?? deployment;
    const { environment, store } = this;
    const result = await planRollback({ deployment: again, environment, org, store }, onConflict);
    return { ...result, org };
  }

  /** Undoes a deployment. Conflicts fail the test unless the options say what to do. */
  async rollback(deployment: Deployment, onConflict: OnConflict = 'stop'): Promise<Ran> {
    const { planned, conflicts, org } = await this.planRollback(deployment, onConflict);
    if (conflicts.length > 0 && onConflict === 'stop')
      throw new Error(`conflicts: ${JSON.stringify(conflicts)}`);
    return this.#run(planned, org);
  }

  async #planned(entries: readonly EntryFields[]): Promise<Planned> {
    return planChangeset(this.#sources(entries), await this.#enter(), this.store);
  }

  #run({ plan, ...read }: Planned, org: Org): Promise<Ran> {
    const { environment, store } = this;
    const who = { person: 'test', where: 'here', oauthClient: org.client };
    const provenance = { who, gitCommit: undefined };
    return runPlan(plan, {
      provenance,
      environment,
      org,
      store,
      ...read,
      files: new Map(),
      signal: this.signal,
      tell: this.tell,
    });
  }

  /** One log-in serves all stages; that each run of the tool enters anew is for the tests of the command line. */
  #enter(): Promise<Org> {
    this.#org ??= openOrg(this.environment, { clock: this.#clock });
    return this.#org;
  }

  /** The same entries are read once, whatever they are used for. */
  #sources(entries: readonly EntryFields[]): Sources {
    const known = this.#read.get(entries) ?? sourcesOf(entries, this.environment);
    this.#read.set(entries, known);
    return known;
  }
}

/** These entries as a changeset. */
export function sourcesOf(entries: readonly EntryFields[], environment: Environment): Sources {
  const bytes = Buffer.from(stringify({ name: 'test', changes: entries }, { aliasDuplicateObjects: false }));
  const { changeset, diagnostics } = readChangeset('test.yaml', bytes);
  if (!changeset)
    throw new Error(diagnostics.map(({ at, code, message }) => `${at?.line} ${code} ${message}`).join('\n'));
  return { changeset, environment, files: [{ name: 'test.yaml', bytes }] };
}

/** Opens a workbench that is closed when the test ends. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const workbench = await startWorkbench(options);
  onTestFinished(() => workbench.sandbox.close());
  return workbench;
}

/** Opens a workbench that the caller closes. */
export async function startWorkbench({
  mapping = {},
  ...options
}: WorkbenchOptions = {}): Promise<Workbench> {
  const clock = steppingClock();
  const sandbox = await startSandbox({ rateLimit: 1_000_000, now: clock.now, ...options });
  return new Workbench(sandbox, environmentOf(sandbox, mapping), clock);
}

/** A clock on which a sleep takes its time without anybody waiting. */
function steppingClock(): Clock {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    sleep: async (ms) => {
      slept += ms;
    },
  };
}

/** The environment of a running sandbox. */
export function environmentOf(
  sandbox: Sandbox,
  mapping: Readonly<Record<string, unknown>>,
  client: { readonly id: string; readonly secret: string } = sandbox.client,
): Environment {
  const text = stringify({
    environment: 'test',
    organizationId: sandbox.organizationId,
    apiUrl: sandbox.url,
    loginUrl: sandbox.url,
    credentials: { env: 'TEST' },
    ...mapping,
  });
  const env = { TEST_CLIENT_ID: client.id, TEST_CLIENT_SECRET: client.secret };
  const { environment, diagnostics } = readMapping('mappings/test.yaml', Buffer.from(text), env);
  if (!environment) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return environment;
}

type Documents = OrgState['collections'][string];

/** Fields that the server writes by itself. */
const SERVER_FIELDS = new Set([
  'dateModified',
  'modifiedBy',
  'version',
  'dateCreated',
  'createdBy',
  'grantMadeAt',
]);

/**
 * The org's documents without what the server writes by itself, an object that was created again in the place of
 * a deleted one of the same name carrying the old ID.
 */
export function comparable(now: OrgState, before: OrgState = now): unknown {
  return comparableOf(now, before, 2);
}

/** What lies below an object that was created again is told by its name only when the object itself is. */
function comparableOf(now: OrgState, before: OrgState, passes: number): unknown {
  const renamed = successors(before, now);
  if (passes > 0 && renamed.length > 0) return comparableOf(withOldIds(now, renamed), before, passes - 1);
  const collections = withoutDeleted(now).map(
    ([path, documents]) => [path, essenceOf(documents, living)] as const,
  );
  return Object.fromEntries(collections.filter(([, documents]) => Object.keys(documents).length > 0));
}

/** The org with the old IDs of what was created again, in documents and in paths. */
function withOldIds(org: OrgState, renamed: readonly [string, string][]): OrgState {
  const old = (text: string): string =>
    renamed.reduce((result, [id, before]) => result.replaceAll(id, before), text);
  const collections = Object.entries(org.collections).map(([path, documents]) => {
    if (renamed.every(([id]) => !textOf(documents).includes(id))) return [old(path), documents];
    const renewed = Object.entries(documents).map(([id, document]) => {
      const text = JSON.stringify(document);
      const oldText = old(text);
      return [old(id), oldText === text ? document : JSON.parse(oldText)];
    });
    return [old(path), Object.fromEntries(renewed)];
  });
  return { ...org, collections: Object.fromEntries(collections) };
}

const texts = new WeakMap<object, string>();

function textOf(documents: Documents): string {
  const text = texts.get(documents) ?? JSON.stringify(documents);
  if (Object.isFrozen(documents)) texts.set(documents, text);
  return text;
}

const essences = new WeakMap<object, Record<string, unknown>>();

/** Snapshots share what did not change, and freeze it: that is looked at once. */
function essenceOf<T extends object>(
  shared: T,
  look: (value: T) => Record<string, unknown>,
): Record<string, unknown> {
  const essence = essences.get(shared) ?? look(shared);
  if (Object.isFrozen(shared)) essences.set(shared, essence);
  return essence;
}

/** The documents that are not deleted, without what the server writes by itself. */
function living(documents: Documents): Record<string, unknown> {
  const left = Object.entries(documents).filter(([, document]) => document['state'] !== 'deleted');
  return Object.fromEntries(left.map(([id, document]) => [id, essenceOf(document, fieldsOf)]));
}

function fieldsOf(document: object): Record<string, unknown> {
  const kept = Object.entries(document).filter(
    ([key, inner]) => !SERVER_FIELDS.has(key) && inner !== undefined && !isEmptyList(inner),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, walked(inner)]));
}

function walked(value: unknown): unknown {
  if (Array.isArray(value)) return sortedSet(value.map(walked));
  return typeof value === 'object' && value !== null ? fieldsOf(value) : value;
}

/** An empty list says as much as none. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Arrays of references are sets: their order means nothing. */
function sortedSet(value: readonly unknown[]): readonly unknown[] {
  const keys = value.map((item: unknown) =>
    typeof item === 'string' ? item : (item as { id?: unknown } | null)?.id,
  );
  if (!keys.every((key) => typeof key === 'string')) return value;
  return value
    .map((item, index) => [keys[index], item] as const)
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    .map(([, item]) => item);
}

/** Divisions that were deleted are listed apart; other deleted objects carry their state. */
function withoutDeleted({ collections }: OrgState): [string, OrgState['collections'][string]][] {
  return Object.entries(collections).filter(([path]) => !path.endsWith('/deleted'));
}

function successors(before: OrgState, now: OrgState): [string, string][] {
  return Object.entries(now.collections).flatMap(([path, documents]) => {
    const known = before.collections[path] ?? {};
    if (known === documents) return [];
    const isKnown = ({ id }: { id: string }) => known[id] !== undefined && known[id]['state'] !== 'deleted';
    const gone = Object.values(known).filter(
      (other) => other['state'] !== 'deleted' && isGone(now, path, other.id),
    );
    return Object.values(documents).flatMap((document) => {
      const same = isKnown(document)
        ? undefined
        : gone.find((other) => identityIn(other) === identityIn(document));
      return same ? [[document.id, same.id] as [string, string]] : [];
    });
  });
}

/** What the platform tells objects from each other by. */
function identityIn(document: Readonly<Record<string, unknown>>): unknown {
  const fields = ['email', 'pattern', 'startPhoneNumber', 'startNumber', 'name'];
  return fields.map((field) => document[field]).find((value) => value !== undefined);
}

function isGone(now: OrgState, path: string, id: string): boolean {
  const document = now.collections[path]?.[id];
  return document === undefined || document['state'] === 'deleted';
}
