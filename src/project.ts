import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Changeset } from './changeset/changeset.ts';
import { type Contents, type FileContent, type FileMention, fileMentions } from './changeset/files.ts';
import { readChangeset } from './changeset/read.ts';
import { type ChangesetError, type Diagnostic, failure, throwErrors } from './diagnostics.ts';
import type { Environment, Receiver } from './environment/environment.ts';
import { type ProcessEnvironment, readMapping } from './environment/read.ts';
import { exitCodes } from './exit-codes.ts';
import { didYouMean } from './nearest.ts';
import { digestOfBytes } from './plan/digest.ts';

/** A folder with `changesets/` and `mappings/`. */
export interface Project {
  readonly folder: string;
  /** Where plans and deployments are kept, where the command line says it. */
  readonly store: string | undefined;
  readonly env: ProcessEnvironment;
}

/** A file of the project with its bytes, as messages call it. */
export interface ProjectFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ENVIRONMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** The folder of plans and deployments. */
export function storeFolder(project: Project, environment?: Environment): string {
  return resolve(project.folder, project.store ?? environment?.store ?? '.genesys-changeset');
}

/** The folder of plans and deployments of an environment, whether or not its credentials are there. */
export async function storeFolderOf(project: Project, name: string): Promise<string> {
  const path = join(project.folder, 'mappings', `${name}.yaml`);
  const bytes = (await readIfThere(path)) ?? new Uint8Array();
  // Where the credentials are missing, the file alone says it.
  const environment =
    readMapping(path, bytes, project.env).environment ?? readMapping(path, bytes, undefined).environment;
  return storeFolder(project, environment);
}

/** Every folder of plans and deployments that the project has: the usual one, and those that mappings name. */
export async function storeFolders(project: Project): Promise<readonly string[]> {
  const own = (await environmentNames(project)).map((name) => storeFolderOf(project, name));
  return [...new Set([storeFolder(project), ...(await Promise.all(own))])];
}

/**
 * Finds and reads a changeset file; a bare name is also looked for in `changesets/`.
 * @throws ChangesetError with exit code 5 when there is none
 */
export async function changesetFile(project: Project, name: string): Promise<ProjectFile> {
  const candidates = isAbsolute(name)
    ? [name]
    : [join(project.folder, name), join(project.folder, 'changesets', name)];
  for (const path of candidates) {
    const bytes = await readIfThere(path);
    if (bytes) return { name: shownName(project, path), bytes };
  }
  const near = didYouMean(basename(name), await namesIn(join(project.folder, 'changesets')));
  throw failure(
    exitCodes.invalidInput,
    'file.missing',
    `There is no file ${name}, and none in changesets/ either.`,
    {
      ...(near ? { hint: near } : {}),
    },
  );
}

/**
 * Reads any other file that the command line names.
 * @throws ChangesetError with exit code 5 when there is none
 */
export async function plainFile(project: Project, name: string): Promise<ProjectFile> {
  const path = resolve(project.folder, name);
  const bytes = await readIfThere(path);
  if (!bytes) throw failure(exitCodes.invalidInput, 'file.missing', `There is no file ${name}.`);
  return { name: shownName(project, path), bytes };
}

/** Reads and checks a changeset. @throws ChangesetError with every problem of the file */
export async function loadChangeset(
  project: Project,
  name: string,
): Promise<{ changeset: Changeset; file: ProjectFile; warnings: readonly Diagnostic[] }> {
  const file = await changesetFile(project, name);
  const { changeset, diagnostics } = readChangeset(file.name, file.bytes);
  throwErrors(diagnostics);
  if (!changeset) throw new Error('a changeset without errors is there');
  return { changeset, file, warnings: diagnostics };
}

/**
 * Reads the files that a changeset names, by the path as it was written.
 * @throws ChangesetError with exit code 5 and every file that is missing, empty, too large, wrong, or outside of the
 *   project's folder, each with its place in the changeset
 */
export async function loadContents(project: Project, changeset: Changeset): Promise<Contents> {
  const contents = new Map<string, FileContent>();
  const findings: Diagnostic[] = [];
  for (const mention of fileMentions(changeset)) {
    const read = contents.get(mention.written) ?? (await contentOf(project, changeset.file, mention));
    const finding = 'severity' in read ? read : complaintAbout(mention, read);
    if (finding) findings.push(finding);
    if ('bytes' in read) contents.set(mention.written, read);
  }
  throwErrors(findings);
  return contents;
}

async function contentOf(
  project: Project,
  changesetName: string,
  { written, at, facts }: FileMention,
): Promise<FileContent | Diagnostic> {
  const say = (code: string, message: string, hint?: string): Diagnostic => ({
    severity: 'error',
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    at,
  });
  if (written.includes('${')) {
    const message = 'A file is named as it is: it is the same in every environment.';
    return say('file.variable', message, 'Write one entry for each environment, with  only:');
  }
  const path = resolve(project.folder, dirname(changesetName), written);
  const name = shownName(project, path);
  const outside = say(
    'file.outside',
    `${written} is not in the folder of the project.`,
    'Files are named relative to the changeset, as in  ../flows/cards.yaml, and lie inside the project.',
  );
  if (isAbsolute(written) || written.includes('\0') || name === path) return outside;
  const bytes = await readIfThere(path);
  if (!bytes) {
    const near = didYouMean(basename(path), await namesIn(dirname(path)));
    return say('file.missing', `There is no file ${name}.`, near);
  }
  // A link may lead out of the folder.
  const [real, folder] = await Promise.all([realpath(path), realpath(project.folder)]);
  if (relative(folder, real).startsWith('..')) return outside;
  if (bytes.length === 0) return say('file.empty', `${name} is empty; ${facts.noun} is expected.`);
  return { name, bytes, digest: digestOfBytes(bytes) };
}

/** What is wrong with a file for the place that names it. */
function complaintAbout({ at, facts }: FileMention, { name, bytes }: FileContent): Diagnostic | undefined {
  const isLarge = bytes.length > facts.most;
  const wrong = isLarge
    ? `it has ${bytes.length} bytes; at most ${facts.most} are taken`
    : facts.complaint?.(bytes);
  if (wrong === undefined) return undefined;
  const code = isLarge ? 'file.large' : 'file.wrong';
  return { severity: 'error', code, message: `${name} will not do as ${facts.noun}: ${wrong}.`, at };
}

/**
 * Reads and checks the mapping of an environment.
 * @throws ChangesetError with exit code 5 when there is none, or with every problem of the file
 */
export async function loadEnvironment(
  project: Project,
  name: string,
): Promise<{ environment: Environment; file: ProjectFile }> {
  const file = await mappingFile(project, name);
  const { environment, diagnostics } = readMapping(file.name, file.bytes, project.env);
  throwErrors(diagnostics);
  if (!environment) throw new Error('a mapping without errors is there');
  if (environment.name !== name) {
    throw failure(
      exitCodes.invalidInput,
      'environment.name',
      `${file.name} says that it is "${environment.name}".`,
      {
        hint: `Write  environment: ${name}  or rename the file.`,
      },
    );
  }
  return { environment: rooted(project, environment), file };
}

/** What a mapping names is looked for from the folder of the project. */
function rooted({ folder }: Project, environment: Environment): Environment {
  const placed = (receivers: ReadonlyMap<string, Receiver>): ReadonlyMap<string, Receiver> =>
    new Map([...receivers].map(([name, receiver]) => [name, { ...receiver, folder }]));
  const handOver = [...(environment.handOver ?? [])].map(
    ([type, receivers]) => [type, placed(receivers)] as const,
  );
  return { ...environment, handOver: new Map(handOver) };
}

/**
 * Finds the mapping file of an environment.
 * @throws ChangesetError with exit code 5 when there is none
 */
export async function mappingFile(project: Project, name: string): Promise<ProjectFile> {
  const path = join(project.folder, 'mappings', `${name}.yaml`);
  const bytes = ENVIRONMENT_NAME.test(name) ? await readIfThere(path) : undefined;
  if (bytes) return { name: shownName(project, path), bytes };
  throw unknownEnvironment(name, await environmentNames(project));
}

/** The failure that names the environments that there are. */
export function unknownEnvironment(name: string, known: readonly string[]): ChangesetError {
  const hint =
    didYouMean(name, known) ??
    (known.length > 0 ? `Known: ${known.join(', ')}` : 'Write a mapping file; the README shows one.');
  const message = `There is no environment "${name}": mappings/${name}.yaml does not exist.`;
  return failure(exitCodes.invalidInput, 'environment.unknown', message, { hint });
}

/** The environments that have a mapping. */
export async function environmentNames(project: Project): Promise<string[]> {
  const names = await namesIn(join(project.folder, 'mappings'));
  return names.filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length));
}

/**
 * Every changeset and mapping of the project, by path.
 * @throws ChangesetError with exit code 5 when there is none: that is the wrong folder, not a success
 */
export async function allFiles(
  project: Project,
): Promise<{ changesets: ProjectFile[]; mappings: ProjectFile[] }> {
  const read = async (folder: string): Promise<ProjectFile[]> => {
    const names = (await namesIn(join(project.folder, folder)))
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
    return Promise.all(names.map((name) => changesetFile(project, join(folder, name))));
  };
  const files = { changesets: await read('changesets'), mappings: await read('mappings') };
  if (files.changesets.length + files.mappings.length > 0) return files;
  const message = `There is nothing here: ${project.folder} has no files in changesets/ or mappings/.`;
  throw failure(exitCodes.invalidInput, 'project.empty', message, {
    hint: 'Go to the folder of the project, or name it with  -C <dir>',
  });
}

/** Relative to the project's folder, with forward slashes; as it is where it lies outside. */
function shownName(project: Project, path: string): string {
  const inside = relative(project.folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}

/** The files of a folder; none where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw failure(
      exitCodes.invalidInput,
      'file.unreadable',
      `${path} cannot be read (${code ?? 'unknown reason'}).`,
      { cause: error },
    );
  }
}
