import { planMissing } from '../deploy/apply.ts';
import { withRunning } from '../deploy/lock.ts';
import { findDeployment } from '../deploy/rollback.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Project, storeFolders } from '../project.ts';
import { renderDeployment, renderDeploymentMarkdown } from '../render/deployment-text.ts';
import { deploymentJson, planJson } from '../render/json.ts';
import { renderPlanMarkdown } from '../render/plan-markdown.ts';
import { renderPlan } from '../render/plan-text.ts';
import { styleFor } from '../render/style.ts';
import { openFileStore } from '../store/file-store.ts';
import type { Outcome } from './command.ts';

/** Shows a plan or a deployment as it is kept in a store; asks no org. */
export async function showCommand(
  project: Project,
  id: string,
  options: { readonly full?: boolean; readonly markdown?: boolean },
): Promise<Outcome> {
  const style = styleFor(false);
  if (!id.startsWith('P-')) {
    const found = await findDeployment(project, id);
    const [deployment = found] = await withRunning(await storeFolders(project), [found]);
    const { plan } = deployment;
    const text = options.markdown
      ? renderDeploymentMarkdown(deployment)
      : renderDeployment(deployment, style);
    return { text, json: { deployment: deploymentJson(deployment), plan: planJson(plan) } };
  }
  const folders = await storeFolders(project);
  const plans = await Promise.all(folders.map((folder) => openFileStore(folder).plan(id)));
  const plan = plans.find((candidate) => candidate !== undefined);
  if (!plan) throw planMissing(id, folders, exitCodes.invalidInput);
  const text = options.markdown
    ? renderPlanMarkdown(plan)
    : renderPlan(plan, { style, full: options.full === true, next: [] });
  return { text, json: { plan: planJson(plan) } };
}
