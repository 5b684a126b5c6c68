import { withCapitalArticle } from '../catalog/article.ts';
import { catalog, isConfigurable } from '../catalog/index.ts';
import { calledAs } from '../catalog/renames.ts';
import { typeHint } from '../catalog/type-hint.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, type Diagnostic, failure, throwErrors } from '../diagnostics.ts';
import { changesetName, type Environment, liveName } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import type { JsonObject } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';
import { type LiveEntry, liveEntries } from '../plan/entry.ts';
import { folded, type Inquiry, identityOf, isGone, isNamed } from '../plan/facts.ts';
import { NO_SECRETS } from '../plan/secrets.ts';
import { loadEnvironment, type Project, storeFolder } from '../project.ts';
import { openFileStore } from '../store/file-store.ts';
import { connect } from './connect.ts';
import { observe } from './observe.ts';
import { secretHistory } from './secrets.ts';

/** Live objects of a type, as entries of a changeset, in the order of their names. */
export interface LiveObjects {
  readonly environment: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly entries: readonly LiveEntry[];
}

/**
 * Reads objects of the org as entries, without names all of the type. Writes nothing. `renderEntries` makes a file of
 * them that changes nothing as it stands.
 * @param names in the words of changesets or of the org
 * @throws ChangesetError for a type that does not exist or has no entries, and for each name that no object has
 */
export async function getObjects(
  project: Project,
  environmentName: string,
  typeName: string,
  names: readonly string[],
): Promise<LiveObjects> {
  const type = configurable(typeName);
  if (type.singleton && names.length > 0) throw nameless(type, environmentName);
  const { environment } = await loadEnvironment(project, environmentName);
  const folder = storeFolder(project, environment);
  const history = secretHistory(await openFileStore(folder).deployments(environment.name));
  const connection = await connect(environment, folder);
  try {
    const { organization, session } = connection.org;
    const { result } = await observe(session, (inquiry) => {
      const objects = wanted(type, names, environment, inquiry);
      return objects && liveEntries(type, objects, environment, inquiry, { ...NO_SECRETS, history });
    });
    return { environment: environment.name, organization, entries: result ?? [] };
  } finally {
    await connection.close();
  }
}

function configurable(name: string): ResourceType {
  const type = catalog.get(name.replace(/^genesyscloud_/, ''));
  if (type && isConfigurable(type)) return type;
  if (type) {
    const message = `${withCapitalArticle(type.noun)} can be named by other objects, but not changed by a changeset yet: there is no entry to print.`;
    throw failure(exitCodes.invalidInput, 'type.lookup', message);
  }
  throw failure(exitCodes.invalidInput, 'type.unknown', `No type is called "${name}".`, {
    hint: typeHint(name, [...catalog.values()].filter(isConfigurable)),
  });
}

function nameless({ type, noun }: ResourceType, environmentName: string): ChangesetError {
  const message = `An org has its ${noun} only once, so there is no name to give.`;
  return failure(exitCodes.invalidInput, 'identity.unknown', message, {
    hint: `Leave the name out:  changeset get ${environmentName} ${type}`,
  });
}

/** The objects of these names, each once, in the changeset's or the org's words. Undefined while that is not known. */
function wanted(
  type: ResourceType,
  names: readonly string[],
  environment: Environment,
  inquiry: Inquiry,
): readonly JsonObject[] | undefined {
  const listed = inquiry.everywhere(type);
  if (listed === 'hidden') {
    throw failure(
      exitCodes.noPermission,
      'rights.missing',
      `The client has no right to view ${type.noun}s.`,
      {
        hint: `changeset types ${type.type}  names the permissions.`,
      },
    );
  }
  if (!listed) return undefined;
  const present = listed.filter((raw) => !isGone(type, raw));
  if (names.length === 0) return present;
  const unknown: Diagnostic[] = [];
  const objects = names.flatMap((name) => {
    const live = liveName(environment, calledAs(type), name);
    const found = present.filter(
      (raw) => isNamed(type, raw, live) || folded(type, identityOf(type, raw)) === folded(type, name),
    );
    const known = present.map((raw) => changesetName(environment, calledAs(type), identityOf(type, raw)));
    if (found.length === 0)
      unknown.push({
        severity: 'error',
        code: 'identity.unknown',
        message: `No ${type.noun} is called "${name}" in ${environment.name}.`,
        hint:
          didYouMean(name, known) ??
          `changeset get ${environment.name} ${type.type}  prints all that there are.`,
      });
    return found;
  });
  throwErrors(unknown);
  return [...new Set(objects)];
}
