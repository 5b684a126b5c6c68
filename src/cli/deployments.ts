import { environmentNames, loadEnvironment, type Project, storeFolder } from '../project.ts';
import { renderDeployments } from '../render/deployment-text.ts';
import { deploymentJson } from '../render/json.ts';
import { openFileStore } from '../store/file-store.ts';
import type { Outcome } from './command.ts';

export async function deploymentsCommand(
  project: Project,
  environment: string | undefined,
): Promise<Outcome> {
  const folders = new Set([storeFolder(project)]);
  const names = environment === undefined ? await environmentNames(project) : [environment];
  for (const name of names) folders.add(await folderOf(project, name, environment !== undefined));
  const all = await Promise.all([...folders].map((folder) => openFileStore(folder).deployments(environment)));
  const deployments = all.flat().sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return { text: renderDeployments(deployments), json: { deployments: deployments.map(deploymentJson) } };
}

/** The store of an environment. A mapping that cannot be read hides only its own store, unless it was asked for. */
async function folderOf(project: Project, name: string, isWanted: boolean): Promise<string> {
  try {
    const { environment } = await loadEnvironment({ ...project, env: {} }, name);
    return storeFolder(project, environment);
  } catch (error) {
    if (isWanted && !(await environmentNames(project)).includes(name)) throw error;
    return storeFolder(project);
  }
}
