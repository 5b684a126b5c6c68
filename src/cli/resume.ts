import { resume } from '../deploy/resume.ts';
import type { Settled } from '../deploy/settlement.ts';
import type { Json } from '../json/json.ts';
import { titleOf } from '../plan/operations.ts';
import type { Project } from '../project.ts';
import { renderOutcome, renderProgress } from '../render/deployment-text.ts';
import { deploymentJson } from '../render/json.ts';
import { counted, quoted, visible } from '../render/style.ts';
import type { Deployment } from '../store/events.ts';
import { ApplyFailure } from './apply.ts';
import type { Outcome } from './command.ts';
import { confirmByName } from './confirm.ts';
import type { Io } from './io.ts';
import { lockWaitOf } from './lock.ts';

/** Goes on with a deployment that stopped, after asking. */
export async function resumeCommand(
  project: Project,
  deploymentId: string,
  given: { readonly yes?: boolean; readonly lockTimeout?: string },
  io: Io,
): Promise<Outcome> {
  const result = await resume(project, {
    deploymentId,
    ...lockWaitOf(given.lockTimeout, io),
    confirm: async (deployment, left, settled) => {
      io.err(settled.map((each) => `${settledInWords(each)}\n`).join(''));
      await confirmByName(io, deployment.plan.environment, question(deployment, left), given.yes === true);
    },
    onProgress: (operation, state) => {
      if (state !== 'started') io.err(`${renderProgress(operation, state, io.errStyle)}\n`);
    },
  });
  const { deployment, error } = result;
  if (error !== undefined)
    throw new ApplyFailure({ plan: deployment.plan, deployment, error, undone: undefined });
  if (result.wasOver) {
    return {
      text: `Nothing to go on with: ${deploymentId} has succeeded.\n`,
      json: { deployment: deploymentJson(deployment), settled: [] },
    };
  }
  return {
    text: renderOutcome(deployment, io.outStyle),
    json: { deployment: deploymentJson(deployment), settled: result.settled.map(settledJson) },
  };
}

function question({ id, plan, operations }: Deployment, left: number): string {
  return `Go on with ${id} in ${visible(plan.organization.name)} (${plan.environment}): ${left} of ${counted(operations.length, 'operation')} left.`;
}

function settledInWords({ open, settlement }: Settled): string {
  const found = { done: 'was done', refused: 'was not done', unknown: 'was done in part' }[settlement.status];
  return `  The ${open.step.does} of ${titleOf(open.operation, quoted)} had no answer on record: it ${found}.`;
}

function settledJson({ open, settlement }: Settled): Json {
  return { key: open.operation.key, step: open.index, status: settlement.status };
}
