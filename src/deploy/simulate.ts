import type { Changeset } from '../changeset/changeset.ts';
import type { Contents } from '../changeset/files.ts';
import { ChangesetError, type Diagnostic, inOrder, throwErrors } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Org } from '../org/open.ts';
import type { SecretPlaces } from '../org/secret-sources.ts';
import type { CallCounts, SessionOptions } from '../org/session.ts';
import { assemble } from '../plan/assemble.ts';
import { artifactDigest, digestOfBytes, environmentDigest } from '../plan/digest.ts';
import { draft } from '../plan/draft.ts';
import type { Facts } from '../plan/facts.ts';
import { withHandOvers } from '../plan/hand-over.ts';
import type { Ledger } from '../plan/identify.ts';
import type { Plan } from '../plan/plan.ts';
import { resolve } from '../plan/resolve.ts';
import { arrangeWithRights } from '../plan/rights.ts';
import { secretsNamedBy } from '../plan/substitute.ts';
import {
  loadChangeset,
  loadContents,
  loadEnvironment,
  type Project,
  type ProjectFile,
  storeFolder,
} from '../project.ts';
import { openFileStore } from '../store/file-store.ts';
import { newId } from '../store/ids.ts';
import { contentPath, type Store } from '../store/store.ts';
import { connect } from './connect.ts';
import { ledgerOf, publishedIn } from './history.ts';
import { observe } from './observe.ts';
import { divisionNames } from './rights.ts';
import {
  hiddenValues,
  knownBy,
  loadSecrets,
  NONE_LOADED,
  type Secrets,
  secretHistory,
  secretsToCome,
} from './secrets.ts';

/** A changeset and the environment that it is meant for, read from their files. */
export interface Sources {
  readonly changeset: Changeset;
  readonly environment: Environment;
  /** What the changeset names. */
  readonly contents: Contents;
  /** Changeset, mapping, and what the changeset names. */
  readonly files: readonly ProjectFile[];
  /** [none are known] */
  readonly secrets?: Secrets;
}

/** A plan with what was read to make it. */
export interface Planned {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly observedAt: number;
  /** Calls that the session had sent before. */
  readonly since: CallCounts;
  /** What the plan hands over, by its digest. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

export interface Simulation {
  readonly plan: Plan;
  /** What the org calls the OAuth client. */
  readonly client: string | undefined;
  /** An earlier deployment of the same changeset elsewhere. */
  readonly sameAs: string | undefined;
}

/**
 * Reads a changeset and a mapping, and fetches the secrets that the changeset names.
 * @param input the standard input, where this run may read a secret from it
 * @throws ChangesetError with every problem of both files
 */
export async function loadSources(
  project: Project,
  environmentName: string,
  changesetName: string,
  input?: SecretPlaces['input'],
): Promise<Required<Sources>> {
  const [mapping, source] = await Promise.allSettled([
    loadEnvironment(project, environmentName),
    loadChangeset(project, changesetName),
  ]);
  if (mapping.status === 'fulfilled' && source.status === 'fulfilled') {
    const { environment, file } = mapping.value;
    const { changeset } = source.value;
    const contents = await loadContents(project, changeset);
    const secrets = await loadSecrets(project, environment, secretsNamedBy(changeset), input);
    const all = [source.value.file, file, ...distinct(contents)];
    return { environment, changeset, contents, files: all, secrets };
  }
  throw together(
    [source, mapping].flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])),
  );
}

/** Each file once, however often and by whatever path the changeset names it. */
function distinct(contents: Contents): ProjectFile[] {
  const files = [...contents.values()].map((file) => [file.name, file] as const);
  return [...new Map(files).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Several failures as one, if each says what to do. */
function together(reasons: readonly unknown[]): unknown {
  const known = reasons.filter((reason) => reason instanceof ChangesetError);
  const [first] = known;
  if (!first || known.length < reasons.length)
    return reasons.find((reason) => !(reason instanceof ChangesetError));
  return new ChangesetError(
    first.exitCode,
    known.flatMap((error) => error.diagnostics),
  );
}

/**
 * Shows what a changeset would change in an org, and keeps the plan. Writes nothing to the org.
 * @param session how calls are sent: the share of the limit that may be used, say
 * @throws ChangesetError for whatever the files, the org or the platform have against it
 */
export async function simulate(
  project: Project,
  environmentName: string,
  changesetName: string,
  session?: SessionOptions,
): Promise<Simulation> {
  const sources = await loadSources(project, environmentName, changesetName);
  const folder = storeFolder(project, sources.environment);
  const store = openFileStore(folder);
  const hidden = hiddenValues(sources.secrets);
  const connection = await connect(sources.environment, folder, { ...session, hidden });
  try {
    const { plan } = await planChangeset(sources, connection.org, store);
    await store.savePlan(plan);
    const sameAs = await sameArtifact(store, plan);
    return { plan, client: connection.org.client, sameAs };
  } finally {
    await connection.close();
  }
}

/** Makes the plan of a changeset from the org as it is now. Reads only. */
export async function planChangeset(sources: Sources, org: Org, store: Store): Promise<Planned> {
  const { changeset, contents, environment, files, secrets = NONE_LOADED } = sources;
  const resolution = resolve(changeset, environment, contents);
  throwErrors(inOrder(resolution.diagnostics));
  const deployments = await store.deployments(environment.name);
  const ledger: Ledger = ledgerOf(deployments, environment);
  const published = publishedIn(deployments);
  const around = { environment, organization: org.organization, ledger, published };
  const since = { ...org.session.sent };
  const known = { ...secrets, history: secretHistory(deployments) };
  const {
    result: { drafted, arranged, unheld },
    facts,
    observedAt,
  } = await observe(org.session, (inquiry) => {
    const drafted = draft(around, resolution.intents, inquiry, known);
    const nameOf = divisionNames(drafted.labels, environment);
    const { changes, diagnostics } = withHandOvers(drafted.changes, environment);
    return { drafted, arranged: arrangeWithRights(changes, inquiry, nameOf), unheld: diagnostics };
  });
  const findings = inOrder([
    ...resolution.diagnostics,
    ...drafted.diagnostics,
    ...unheld,
    ...arranged.diagnostics,
  ]);
  throwErrors(findings, exitCodeFor(findings));
  const { name, description, owner, ticket } = changeset;
  const heading = {
    id: newId('P', new Date(org.session.clock.now())),
    environment: environment.name,
    organization: org.organization,
    ...(environment.region === undefined ? {} : { region: environment.region }),
    changeset: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(owner === undefined ? {} : { owner }),
      ...(ticket === undefined ? {} : { ticket }),
    },
    createdAt: new Date(org.session.clock.now()).toISOString(),
    files: files.map((file) => ({ path: file.name, sha256: digestOfBytes(file.bytes) })),
    artifact: artifactDigest(changeset, contents),
    environmentDigest: environmentDigest(environment),
    skipped: resolution.skipped,
    ...(secretsNamedBy(changeset).length > 0 ? { secrets: knownBy(secrets) } : {}),
    ...(arranged.rights ? { rights: arranged.rights } : {}),
    reads: org.session.sent.read - since.read + READS_OF_ENTERING,
  };
  const left: Diagnostic[] = resolution.notes.map((message) => ({
    severity: 'warning',
    code: 'absent.left',
    message,
  }));
  for (const { digest, name } of drafted.files) {
    drafted.labels.suggest(digest, `${name} (${digest.slice(0, DIGEST_SHOWN)})`);
  }
  const warnings = [...findings, ...left, ...secretsToCome(arranged.operations, secrets, environment)];
  const plan = assemble(heading, arranged.operations, drafted, drafted.labels, warnings);
  const kept = new Map(drafted.files.map(({ digest, bytes }) => [digest, bytes]));
  return { plan, facts, observedAt, since, contents: kept };
}

/** As much of a digest as tells two versions of a file apart. */
const DIGEST_SHOWN = 'sha256:12345678'.length;

/** Entering an org asks which one it is, and who the client is. */
export const READS_OF_ENTERING = 2;

/** Findings that are the org's, not the file's, have codes of their own. */
function exitCodeFor(findings: readonly Diagnostic[]): ExitCode {
  const codes = new Set(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  const only = (...own: string[]): boolean => [...codes].every((code) => own.includes(code));
  if (only('identity.exists', 'identity.renamed', 'identity.both', 'object.held')) return exitCodes.conflict;
  return only('delete.referenced', 'delete.never') ? exitCodes.refused : exitCodes.invalidInput;
}

async function sameArtifact(store: Store, plan: Plan): Promise<string | undefined> {
  const same = (await store.deployments()).filter(
    (deployment) =>
      deployment.state === 'succeeded' &&
      deployment.plan.artifact === plan.artifact &&
      deployment.plan.undoes === undefined &&
      deployment.plan.environment !== plan.environment,
  );
  return same.at(-1)?.id;
}

/**
 * The files of a deployment by the path that they have in its folder: changeset and mapping by their names, what the
 * changeset names by its digest.
 */
export function keptFiles([changeset, mapping, ...contents]: readonly ProjectFile[]): Map<
  string,
  Uint8Array
> {
  const own = [
    ['changeset', changeset],
    ['mapping', mapping],
  ] as const;
  return new Map([
    ...own.flatMap(([folder, file]) =>
      file ? [[`${folder}/${file.name.split(/[/\\]/).at(-1)}`, file.bytes] as const] : [],
    ),
    ...contents.map(({ bytes }) => [contentPath(digestOfBytes(bytes)), bytes] as const),
  ]);
}
