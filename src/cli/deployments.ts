import { withRunning } from '../deploy/lock.ts';
import { environmentNames, type Project, storeFolders, unknownEnvironment } from '../project.ts';
import { renderDeployments } from '../render/deployment-text.ts';
import { deploymentJson } from '../render/json.ts';
import { openFileStore } from '../store/file-store.ts';
import type { Outcome } from './command.ts';

/** Lists the deployments of all stores of the project, or those to one environment. */
export async function deploymentsCommand(
  project: Project,
  environment: string | undefined,
): Promise<Outcome> {
  const known = await environmentNames(project);
  if (environment !== undefined && !known.includes(environment)) throw unknownEnvironment(environment, known);
  const folders = await storeFolders(project);
  const all = await Promise.all(folders.map((folder) => openFileStore(folder).deployments(environment)));
  const deployments = [...(await withRunning(folders, all.flat()))].sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );
  return { text: renderDeployments(deployments), json: { deployments: deployments.map(deploymentJson) } };
}
