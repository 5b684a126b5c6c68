import { resume } from '../deploy/resume.ts';
import type { Settled } from '../deploy/settlement.ts';
import type { Json } from '../json/json.ts';
import { titleOf } from '../plan/operations.ts';
import type { Project } from '../project.ts';
import { renderOutcome } from '../render/deployment-text.ts';
import { deploymentJson } from '../render/json.ts';
import { counted, quoted, visible } from '../render/style.ts';
import type { Deployment } from '../store/events.ts';
import { ApplyFailure } from './apply.ts';
import { type AttendedOptions, attended } from './attend.ts';
import { budgeted } from './budget.ts';
import type { Outcome } from './command.ts';
import { confirmByName } from './confirm.ts';
import type { Io } from './io.ts';
import { lockWaitOf } from './lock.ts';

interface ResumeArguments extends AttendedOptions {
  readonly yes?: boolean;
  readonly lockTimeout?: string;
  readonly budget?: string;
}

/** Goes on with a deployment that stopped, after asking. */
export async function resumeCommand(
  project: Project,
  deploymentId: string,
  given: ResumeArguments,
  io: Io,
): Promise<Outcome> {
  const session = budgeted(given);
  const lockWait = lockWaitOf(given.lockTimeout, io);
  const result = await attended('resume', given, io, ({ signal, onEvent, hideProgress }) =>
    resume(project, {
      deploymentId,
      ...lockWait,
      session,
      confirm: async ({ plan, ...deployment }, left, settled) => {
        hideProgress();
        io.err(settled.map((each) => `${settledInWords(each)}\n`).join(''));
        const asked = question({ plan, ...deployment }, left);
        await confirmByName(io, plan.environment, asked, given.yes === true, signal);
      },
      signal,
      onEvent,
      input: given.yes === true ? io.input : undefined,
    }),
  );
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
  const note = 'note' in settlement ? ` ${settlement.note}` : '';
  return `  The ${open.step.does} of ${titleOf(open.operation, quoted)} had no answer on record: it ${found}.${note}`;
}

function settledJson({ open, settlement }: Settled): Json {
  const note = 'note' in settlement && settlement.note ? { note: settlement.note } : {};
  return { key: open.operation.key, step: open.index, status: settlement.status, ...note };
}
