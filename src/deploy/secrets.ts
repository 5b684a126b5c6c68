import { type Diagnostic, failure, throwErrors } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';
import { isWithin, type Pointer } from '../json/pointer.ts';
import { fetchSecret, type SecretPlaces } from '../org/secret-sources.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan, SecretsKnown } from '../plan/plan.ts';
import { KEY_VARIABLE } from '../plan/secret-changes.ts';
import { marksIn, type SecretHistory, type SecretValues, secretNames, sentIn } from '../plan/secrets.ts';
import type { Project } from '../project.ts';
import type { Deployment } from '../store/events.ts';

/** The secrets of a run: those that could be had, and why the others could not. */
export interface Secrets extends SecretValues {
  readonly missing: ReadonlyMap<string, string>;
}

export const NONE_LOADED: Secrets = { values: new Map(), missing: new Map() };

/** Secrets that were at hand, and more. */
export function together(given: Secrets, more: Secrets): Secrets {
  return {
    ...given,
    ...more,
    values: new Map([...given.values, ...more.values]),
    missing: new Map([...given.missing, ...more.missing]),
  };
}

/** Guessing a short key would be easier than guessing a password. */
const SHORTEST_KEY = 32;

/** What a plan was made with: apply must have as much, and compares no more. */
export function knownBy({ values, key }: SecretValues): SecretsKnown {
  return { known: [...values.keys()].sort(), key: key !== undefined };
}

/** The secrets that deployments have put somewhere. */
export function secretsOf(deployments: readonly Deployment[]): string[] {
  const values = deployments.flatMap(({ operations }) =>
    operations.flatMap(({ before, ours }) => [before, ours]),
  );
  return [...new Set(values.flatMap((value) => secretNames({ ...value })))];
}

/**
 * Fetches these secrets from where the mapping says that they are; names that it lacks are somebody else's to refuse.
 * @param input the standard input, where this run may read it
 * @throws ChangesetError with exit code 5 for a key that is too short
 */
export async function loadSecrets(
  project: Project,
  environment: Environment,
  names: readonly string[],
  input?: SecretPlaces['input'],
): Promise<Secrets> {
  const { folder, env } = project;
  const values = new Map<string, string>();
  const missing = new Map<string, string>();
  for (const name of names) {
    const source = environment.secrets?.get(name);
    if (!source) continue;
    const fetched = await fetchSecret(source, { folder, env, input });
    if ('value' in fetched) values.set(name, fetched.value);
    else missing.set(name, fetched.reason);
  }
  const key = keyIn(env);
  return { values, missing, ...(key === undefined ? {} : { key }) };
}

function keyIn(env: Project['env']): string | undefined {
  const key = env[KEY_VARIABLE];
  if (key === undefined || key === '') return undefined;
  if (key.length >= SHORTEST_KEY) return key;
  throw failure(
    exitCodes.invalidInput,
    'secret.key',
    `${KEY_VARIABLE} is too short: it needs ${SHORTEST_KEY} characters, so that nobody can guess secrets by it.`,
    { hint: `Make one with  openssl rand -hex 32  and keep it: with another key no comparison is possible.` },
  );
}

/** All that must be hidden in what others echo. */
export function hiddenValues({ values, key }: SecretValues): string[] {
  return [...values.values(), ...(key === undefined ? [] : [key])];
}

/** As much of the secrets as a plan was made with: with more, the same org would look different. */
export function asKnown(secrets: Secrets, plan: Plan): Secrets {
  const { known, key } = plan.secrets ?? { known: [], key: false };
  const values = new Map([...secrets.values].filter(([name]) => known.includes(name)));
  const { key: own, ...rest } = secrets;
  return { ...rest, values, ...(key && own !== undefined ? { key: own } : {}) };
}

/**
 * Refuses calls that need secrets that are not at hand, before anything is written.
 * @throws ChangesetError with exit code 5 that says where to put each
 */
export function demandSecrets(
  operations: readonly Operation[],
  secrets: Secrets,
  environment: Environment,
): void {
  throwErrors(stopping(missingAmong(neededBy(operations), secrets, environment)));
}

/** What whoever applies these operations needs and is not at hand here: no reason not to plan them. */
export function secretsToCome(
  operations: readonly Operation[],
  secrets: Secrets,
  environment: Environment,
): Diagnostic[] {
  return missingAmong(neededBy(operations), secrets, environment).map(({ message, hint = '' }) => ({
    severity: 'warning',
    code: 'secret.missing',
    message: `${message} Apply stops without it: ${hint}`,
  }));
}

/** The secrets that calls send, each with a sentence of what needs it. */
function neededBy(operations: readonly Operation[]): Map<string, string> {
  const needs = new Map<string, string>();
  for (const operation of operations) {
    const sent = operation.steps.map(({ asks, body }) => ({ asks: { ...asks }, body: body ?? null }));
    for (const name of secretNames(sent))
      if (!needs.has(name)) needs.set(name, `The ${titleOf(operation)} needs it`);
  }
  return needs;
}

/**
 * The same for what a plan was compared with: whoever applies it must be able to compare as much.
 * @throws ChangesetError with exit code 5
 */
export function demandCompared(plan: Plan, secrets: Secrets, environment: Environment): void {
  const { known = [], key = false } = plan.secrets ?? {};
  const compared = new Map(known.map((name) => [name, COMPARED]));
  const findings = stopping(missingAmong(compared, secrets, environment));
  if (key && secrets.key === undefined) {
    findings.push({
      severity: 'error',
      code: 'secret.key',
      message: `The plan ${plan.id} was made with the key in ${KEY_VARIABLE}, which is not set here. Nothing was written.`,
      hint: `Set ${KEY_VARIABLE}, or simulate again without it.`,
    });
  }
  throwErrors(findings);
}

/** As findings for which a run stops before its first write. */
function stopping(findings: readonly Diagnostic[]): Diagnostic[] {
  return findings.map((finding) => ({ ...finding, message: `${finding.message} Nothing was written.` }));
}

const COMPARED = 'The plan was made with it';

function missingAmong(
  needs: ReadonlyMap<string, string>,
  secrets: Secrets,
  environment: Environment,
): Diagnostic[] {
  return [...needs]
    .filter(([name]) => !secrets.values.has(name))
    .map(([name, why]) => missingSecret(name, why, secrets, environment));
}

function missingSecret(
  name: string,
  why: string,
  { missing }: Secrets,
  { secrets, file }: Environment,
): Diagnostic {
  const reason = missing.get(name);
  const source = secrets?.get(name);
  const told = reason === undefined ? `${file} does not say where it is` : reason;
  const place =
    source === undefined
      ? `Add to ${file}:  secrets: { ${name}: { env: … } }`
      : 'env' in source
        ? `Set ${source.env}, or let ${file} say another place below  secrets:`
        : `Put it there, or let ${file} say another place below  secrets:`;
  return {
    severity: 'error',
    code: 'secret.missing',
    message: `The secret "${name}" cannot be had: ${told}. ${why}.`,
    hint: place,
  };
}

/** What the deployments to an environment have put where secrets are, by ID and place. */
export function secretHistory(deployments: readonly Deployment[]): SecretHistory {
  const history = new Map<string, Map<Pointer, Json>>();
  const records = deployments.flatMap(({ operations }) => operations.filter(({ touched }) => touched));
  for (const { id, ours } of records) {
    if (id === undefined) continue;
    const known = history.get(id) ?? new Map<Pointer, Json>();
    const places = Object.keys(ours);
    for (const [path, mark] of known) {
      const isOver = sentIn(mark) === undefined && places.some((place) => isWithin(path, place));
      if (isOver || ours[''] === null) known.delete(path);
    }
    for (const [path, mark] of marksIn(ours)) {
      if (secretNames(mark).length > 0 || sentIn(mark) !== undefined) known.set(path, mark);
    }
    if (known.size > 0) history.set(id, known);
    else history.delete(id);
  }
  return history;
}
