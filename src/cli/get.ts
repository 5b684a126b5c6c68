import { getObjects } from '../deploy/get.ts';
import type { Json } from '../json/json.ts';
import type { Project } from '../project.ts';
import { renderEntries } from '../render/entries.ts';
import type { Outcome } from './command.ts';

/** Prints live objects as entries of a changeset. */
export async function getCommand(
  project: Project,
  environment: string,
  type: string,
  names: readonly string[],
): Promise<Outcome> {
  const { entries } = await getObjects(project, environment, type, names);
  const text = renderEntries(`${environment}-${entries[0]?.type ?? type}`, entries);
  const json = entries.map(({ remarks, ...entry }): Json => ({ ...entry, remarks: [...remarks] }));
  return { text, json: { entries: json } };
}
