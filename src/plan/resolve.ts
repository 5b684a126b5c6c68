import { typeNamed } from '../catalog/index.ts';
import { calledAs } from '../catalog/renames.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Changeset, Entry } from '../changeset/changeset.ts';
import type { Contents } from '../changeset/files.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { type Environment, liveName } from '../environment/environment.ts';
import { didYouMean } from '../nearest.ts';
import { EditReader, type Surroundings } from './edits.ts';
import { type Intent, NamedReference, operationKey, type Skipped } from './intent.ts';
import { substitute } from './substitute.ts';

export interface Resolution {
  readonly intents: readonly Intent[];
  readonly skipped: readonly Skipped[];
  /** References to objects that this org lacks on purpose: left as they are. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a changeset asks for in one environment: names translated, variables filled in, entries for others left out.
 * @param contents the files that it names [none]
 */
export function resolve(
  changeset: Changeset,
  environment: Environment,
  contents: Contents = new Map(),
): Resolution {
  const diagnostics: Diagnostic[] = [];
  const skipped: Skipped[] = [];
  const notes: string[] = [];
  const intents: Intent[] = [];
  for (const entry of changeset.entries) {
    const name = nameOf(entry, environment, diagnostics);
    const reason = skipReason(entry, name, environment);
    const key = operationKey(entry.type, name, entry.in?.name);
    if (reason) skipped.push({ key, type: entry.type, name, reason });
    else intents.push(intentOf(entry, name, { environment, contents, diagnostics, notes }));
  }
  diagnostics.push(...unknownEnvironments(changeset, environment), ...sharedNames(intents));
  return { intents, skipped, notes, diagnostics };
}

function nameOf(entry: Entry, environment: Environment, diagnostics: Diagnostic[]): string {
  const scope = { variables: environment.variables, mapping: environment.file };
  return String(substitute(entry.name, scope, entry.at, diagnostics));
}

function skipReason(entry: Entry, name: string, environment: Environment): Skipped['reason'] | undefined {
  if (entry.only && !entry.only.includes(environment.name)) return 'only';
  return environment.absent.get(entry.type)?.has(name) ? 'absent' : undefined;
}

function intentOf(entry: Entry, name: string, around: Surroundings): Intent {
  const type = typeNamed(entry.type);
  const { environment, diagnostics } = around;
  const reader = new EditReader(type, name, around);
  const id = environment.ids.get(entry.type)?.get(name);
  const parent = parentOf(entry, type, environment, diagnostics);
  const edits = reader.edits(entry.set);
  return {
    key: operationKey(entry.type, name, type.byParent ? undefined : parent?.name),
    type,
    name,
    live: liveName(environment, calledAs(type), name),
    ...(parent ? { parent } : {}),
    ...(id === undefined ? {} : { id }),
    was: entry.was.map((old) => ({ ...old, live: liveName(environment, entry.type, old.name) })),
    action: entry.action,
    edits,
    files: reader.files,
    force: entry.force,
    ...(entry.why === undefined ? {} : { why: entry.why }),
    at: entry.at,
  };
}

/** What the entry's object belongs to. */
function parentOf(
  entry: Entry,
  type: ResourceType,
  environment: Environment,
  diagnostics: Diagnostic[],
): NamedReference | undefined {
  if (type.parent === undefined || !entry.in) return undefined;
  const scope = { variables: environment.variables, mapping: environment.file };
  const name = String(substitute(entry.in.name, scope, entry.in.at, diagnostics));
  const { noun } = typeNamed(type.parent);
  return new NamedReference({
    type: type.parent,
    name,
    live: liveName(environment, type.parent, name),
    noun,
    at: entry.in.at,
  });
}

/** `only: [prd]` would silently do nothing; it is an error when it looks like this environment's name. */
function unknownEnvironments(changeset: Changeset, environment: Environment): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const entry of changeset.entries) {
    for (const name of entry.only ?? []) {
      if (
        name !== environment.name &&
        didYouMean(name, [environment.name]) &&
        name.length === environment.name.length
      ) {
        const message = `The entry is only for "${name}"; this environment is called "${environment.name}".`;
        findings.push({ severity: 'warning', code: 'only.near', message, at: entry.at });
      }
    }
  }
  return findings;
}

/** Two entries that the mapping leads to one object. */
function sharedNames(intents: readonly Intent[]): Diagnostic[] {
  const seen = new Map<string, Intent>();
  const findings: Diagnostic[] = [];
  for (const intent of intents) {
    const live = intent.type.caseless ? intent.live.toLowerCase() : intent.live;
    const key = JSON.stringify([intent.type.type, intent.parent?.live ?? '', live]);
    const earlier = seen.get(key);
    if (earlier) {
      findings.push({
        severity: 'error',
        code: 'entry.twice',
        message: `"${earlier.name}" and "${intent.name}" are the same ${intent.type.noun} here: "${intent.live}".`,
        at: intent.at,
      });
    } else seen.set(key, intent);
  }
  return findings;
}
