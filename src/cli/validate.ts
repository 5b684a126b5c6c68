import type { Changeset } from '../changeset/changeset.ts';
import { readChangeset } from '../changeset/read.ts';
import { ChangesetError, type Diagnostic, throwErrors } from '../diagnostics.ts';
import { readMapping } from '../environment/read.ts';
import { allFiles, changesetFile, loadContents, type Project, type ProjectFile } from '../project.ts';
import { counted } from '../render/style.ts';
import type { Outcome } from './command.ts';

/** Checks files without asking any org. */
export async function validateCommand(project: Project, names: readonly string[]): Promise<Outcome> {
  const { changesets, mappings } =
    names.length > 0 ? await namedFiles(project, names) : await allFiles(project);
  const diagnostics: Diagnostic[] = [];
  let entries = 0;
  for (const file of changesets) {
    const result = readChangeset(file.name, file.bytes);
    diagnostics.push(...result.diagnostics);
    entries += result.changeset?.entries.length ?? 0;
    if (result.changeset) diagnostics.push(...(await fileFindings(project, result.changeset)));
  }
  for (const file of mappings) diagnostics.push(...readMapping(file.name, file.bytes, undefined).diagnostics);
  throwErrors(diagnostics);
  const files = changesets.length + mappings.length;
  return {
    text: `${counted(files, 'file')} with ${counted(entries, 'entry')}: no errors. Nothing was sent to Genesys Cloud.\n`,
    json: { files, entries },
    diagnostics,
  };
}

/** What is wrong with the files that a changeset names. */
async function fileFindings(project: Project, changeset: Changeset): Promise<readonly Diagnostic[]> {
  try {
    await loadContents(project, changeset);
    return [];
  } catch (error) {
    if (error instanceof ChangesetError) return error.diagnostics;
    throw error;
  }
}

async function namedFiles(
  project: Project,
  names: readonly string[],
): Promise<{ changesets: ProjectFile[]; mappings: ProjectFile[] }> {
  const files = await Promise.all(names.map((name) => changesetFile(project, name)));
  const isMapping = ({ name, bytes }: ProjectFile): boolean =>
    /(^|\/)mappings\//.test(name) ||
    /^environment:/m.test(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'));
  return { changesets: files.filter((file) => !isMapping(file)), mappings: files.filter(isMapping) };
}
