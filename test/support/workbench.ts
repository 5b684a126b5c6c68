import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { typeNamed } from '../../src/catalog/index.ts';
import { type Contents, fileMentions } from '../../src/changeset/files.ts';
import { readChangeset } from '../../src/changeset/read.ts';
import { ANYBODY, type Hands } from '../../src/deploy/hand-over.ts';
import { observe } from '../../src/deploy/observe.ts';
import { planRollback } from '../../src/deploy/rollback.ts';
import { type Ran, runPlan } from '../../src/deploy/run.ts';
import type { OnEvent } from '../../src/deploy/run-events.ts';
import { NONE_LOADED, type Secrets, secretHistory } from '../../src/deploy/secrets.ts';
import { keptFiles, type Planned, planChangeset, type Sources } from '../../src/deploy/simulate.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { readMapping } from '../../src/environment/read.ts';
import { type Org, openOrg } from '../../src/org/open.ts';
import type { Transport } from '../../src/org/sdk.ts';
import type { Clock } from '../../src/org/throttle.ts';
import { digestOfBytes } from '../../src/plan/digest.ts';
import { type LiveEntry, liveEntries } from '../../src/plan/entry.ts';
import { isGone as isDeleted } from '../../src/plan/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { NO_SECRETS } from '../../src/plan/secrets.ts';
import type { Conflict, OnConflict } from '../../src/plan/undo.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { directTransport } from './direct-transport.ts';

export { comparable } from '../../src/sandbox/index.ts';

/** An entry of a changeset, as YAML would give it. */
export type EntryFields = Readonly<Record<string, unknown>>;

export interface WorkbenchOptions extends SandboxOptions {
  /** More of the mapping: names, absent, ids, variables. */
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** The files that entries can name, by the path as entries write it. */
  readonly files?: Files;
  /** Values of secrets, and the key of HMACs. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** Files by the path that a changeset names them with. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A sandbox org with an engine before it: the stages of the main job as a test calls them. */
export class Workbench {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  store = new MemoryStore();
  /** Stops a run in good order. */
  signal: AbortSignal | undefined;
  tell: OnEvent = () => {};
  /** The files of the project, by the path that entries name them with. */
  files: Files;
  /** Those that are at hand in the runs to come. */
  secrets: Secrets = NONE_LOADED;
  /** Who is given secrets. */
  hands: Hands = ANYBODY;
  #org: Promise<Org> | undefined;
  readonly #clock: Clock;
  readonly #read = new WeakMap<readonly EntryFields[], { files: Workbench['files']; sources: Sources }>();

  constructor(
    sandbox: Sandbox,
    environment: Environment,
    { clock = steppingClock(), files = {} }: { readonly clock?: Clock; readonly files?: Files } = {},
  ) {
    this.sandbox = sandbox;
    this.environment = environment;
    this.#clock = clock;
    this.files = files;
  }

  /** Makes the plan of these entries. */
  async simulate(entries: readonly EntryFields[]): Promise<Plan> {
    return (await this.plan(entries)).plan;
  }

  /** Live objects of a type as entries. */
  async get(type: string): Promise<LiveEntry[]> {
    const { session } = await this.#enter();
    const of = typeNamed(type);
    const history = secretHistory(await this.store.deployments());
    const { result } = await observe(session, (inquiry) => {
      const objects = inquiry.everywhere(of);
      if (!objects || objects === 'hidden') return undefined;
      return liveEntries(
        of,
        objects.filter((raw) => !isDeleted(of, raw)),
        this.environment,
        inquiry,
        { ...NO_SECRETS, history },
      );
    });
    return result ?? [];
  }

  /** Applies these entries. @param planned the plan of them that was made before [it is made now] */
  async apply(entries: readonly EntryFields[], planned?: Planned): Promise<Ran> {
    return this.#run(planned ?? (await this.plan(entries)), await this.#enter(), this.#sources(entries));
  }

  async planRollback(
    deployment: Deployment,
    onConflict: OnConflict = 'stop',
  ): Promise<{ planned: Planned; conflicts: readonly Conflict[]; org: Org }> {
    const org = await this.#enter();
    const again = (await this.store.deployment(deployment.id)) ?? deployment;
    const { environment, store } = this;
    const result = await planRollback(
      { deployment: again, environment, org, store, secrets: this.secrets },
      onConflict,
      await store.deployments(environment.name),
    );
    return { ...result, org };
  }

  /** Undoes a deployment. Conflicts fail the test unless the options say what to do. */
  async rollback(deployment: Deployment, onConflict: OnConflict = 'stop'): Promise<Ran> {
    const { planned, conflicts, org } = await this.planRollback(deployment, onConflict);
    if (conflicts.length > 0 && onConflict === 'stop')
      throw new Error(`conflicts: ${JSON.stringify(conflicts)}`);
    return this.#run(planned, org);
  }

  /** The plan of these entries with what it was made from. */
  async plan(entries: readonly EntryFields[]): Promise<Planned> {
    return planChangeset(this.#sources(entries), await this.#enter(), this.store);
  }

  #run({ plan, ...read }: Planned, org: Org, sources?: Sources): Promise<Ran> {
    const { environment, store } = this;
    const who = { person: 'test', where: 'here', oauthClient: org.client };
    const provenance = { who, gitCommit: undefined };
    return runPlan(plan, {
      provenance,
      environment,
      org,
      store,
      ...read,
      files: keptFiles(sources?.files ?? []),
      signal: this.signal,
      tell: this.tell,
      secrets: this.secrets,
      hands: this.hands,
    });
  }

  /** Without a connection, where nothing stands between the engine and the sandbox. */
  #transport(): { transport?: Transport } {
    const { access } = this.environment;
    if (access?.apiUrl !== this.sandbox.url) return {};
    const { clientId: id, clientSecret: secret } = access;
    return { transport: directTransport(this.sandbox, { id, secret }) };
  }

  /** One log-in serves all stages; that each run of the tool enters anew is for the tests of the command line. */
  #enter(): Promise<Org> {
    this.#org ??= openOrg(this.environment, { clock: this.#clock, ...this.#transport() });
    return this.#org;
  }

  /** The same entries are read once, whatever they are used for. */
  #sources(entries: readonly EntryFields[]): Sources {
    const known = this.#read.get(entries);
    if (known?.files === this.files) return { ...known.sources, secrets: this.secrets };
    const sources = sourcesOf(entries, this.environment, this.files);
    this.#read.set(entries, { files: this.files, sources });
    return { ...sources, secrets: this.secrets };
  }
}

/** These entries as a changeset, with the files that they name. */
export function sourcesOf(
  entries: readonly EntryFields[],
  environment: Environment,
  files: Files = {},
): Sources {
  const bytes = Buffer.from(stringify({ name: 'test', changes: entries }, { aliasDuplicateObjects: false }));
  const { changeset, diagnostics } = readChangeset('test.yaml', bytes);
  if (!changeset)
    throw new Error(diagnostics.map(({ at, code, message }) => `${at?.line} ${code} ${message}`).join('\n'));
  const contents = contentsOf(files);
  for (const { written } of fileMentions(changeset))
    if (!contents.has(written)) throw new Error(`no file ${written}`);
  const mapping = { name: 'test-mapping.yaml', bytes: Buffer.from('') };
  return {
    changeset,
    environment,
    contents,
    files: [{ name: 'test.yaml', bytes }, mapping, ...contents.values()],
  };
}

/** These files as a changeset's. */
export function contentsOf(files: Files): Contents {
  return new Map(
    Object.entries(files).map(([written, content]) => {
      const bytes = Buffer.from(content);
      return [written, { name: written.replace('../', ''), bytes, digest: digestOfBytes(bytes) }];
    }),
  );
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
  files = {},
  secrets = {},
  key,
  ...options
}: WorkbenchOptions = {}): Promise<Workbench> {
  const clock = steppingClock();
  const sandbox = await startSandbox({ rateLimit: 1_000_000, now: clock.now, ...options });
  const sources = Object.fromEntries(Object.keys(secrets).map((name) => [name, { env: name }]));
  const environment = environmentOf(sandbox, { secrets: sources, ...mapping });
  const workbench = new Workbench(sandbox, environment, { clock, files });
  workbench.secrets = {
    values: new Map(Object.entries(secrets)),
    missing: new Map(),
    ...(key === undefined ? {} : { key }),
  };
  return workbench;
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
