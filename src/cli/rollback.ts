import { RollbackConflict, type RollbackOptions, rollback, simulateRollback } from '../deploy/rollback.ts';
import type { ChangesetError } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Project } from '../project.ts';
import { lasting, renderConflicts, renderOutcome } from '../render/deployment-text.ts';
import { conflictJson, deploymentJson, noDeploymentJson, planJson } from '../render/json.ts';
import { renderPlan } from '../render/plan-text.ts';
import { counted, visible } from '../render/style.ts';
import { ApplyFailure, applyFailure, oneOf } from './apply.ts';
import { type AttendedOptions, attended } from './attend.ts';
import { budgeted } from './budget.ts';
import type { FailureView, Outcome } from './command.ts';
import { confirmByName } from './confirm.ts';
import type { Io } from './io.ts';
import { lockWaitOf } from './lock.ts';

interface RollbackArguments extends AttendedOptions {
  readonly simulate?: boolean;
  readonly onConflict: string;
  readonly yes?: boolean;
  readonly lockTimeout?: string;
  readonly budget?: string;
}

/** Undoes a deployment, after asking, or shows with `--simulate` what that would do. */
export async function rollbackCommand(
  project: Project,
  deploymentId: string,
  given: RollbackArguments,
  io: Io,
): Promise<Outcome> {
  const onConflict = oneOf(given.onConflict, '--on-conflict', ['stop', 'keep', 'force'] as const);
  const session = budgeted(given);
  const lockWait = lockWaitOf(given.lockTimeout, io);
  if (given.simulate) return simulated(project, { deploymentId, onConflict, session }, io);
  const ran = await attended('rollback', given, io, ({ signal, onEvent, hideProgress }) =>
    rollback(project, {
      deploymentId,
      onConflict,
      ...lockWait,
      session,
      confirm: (plan) => {
        hideProgress();
        return confirmByName(io, plan.environment, question(plan), given.yes === true, signal);
      },
      signal,
      onEvent,
      input: given.yes === true ? io.input : undefined,
    }),
  );
  if (ran.deployment === undefined) {
    const left = lasting(ran.plan);
    const rest = left.length > 0 ? ', but for this' : '';
    const lines = [`Nothing to undo: everything is as it was before ${deploymentId}${rest}.`, ...left];
    return { text: `${lines.join('\n')}\n`, json: { deployment: noDeploymentJson(ran.plan) } };
  }
  if (ran.error !== undefined)
    throw new ApplyFailure({ ...ran, deployment: ran.deployment, undone: undefined });
  return {
    text: renderOutcome(ran.deployment, io.outStyle),
    json: { deployment: deploymentJson(ran.deployment) },
  };
}

async function simulated(
  project: Project,
  options: Pick<RollbackOptions, 'deploymentId' | 'onConflict' | 'session'>,
  io: Io,
): Promise<Outcome> {
  const { deploymentId, onConflict } = options;
  const { plan, conflicts } = await simulateRollback(project, options);
  const next =
    conflicts.length > 0 && onConflict === 'stop'
      ? []
      : [`changeset rollback ${deploymentId}${onConflict === 'stop' ? '' : ` --on-conflict ${onConflict}`}`];
  const shown = conflicts.length > 0 ? `\nCONFLICTS\n${renderConflicts(conflicts, plan, io.outStyle)}` : '';
  return {
    text: `${renderPlan(plan, { style: io.outStyle, full: false, next: io.env['CI'] ? [] : next })}${shown}`,
    json: { plan: planJson(plan), conflicts: conflicts.map((conflict) => conflictJson(conflict, plan)) },
    exitCode: conflicts.length > 0 && onConflict === 'stop' ? exitCodes.conflict : exitCodes.done,
  };
}

function question(plan: Plan): string {
  return `Undo ${plan.undoes} in ${visible(plan.organization.name)} (${plan.environment}): ${counted(plan.operations.length, 'operation')}.`;
}

/** Shows what stands in the way, or how far the rollback came. */
export function rollbackFailure(io: Io): (error: ChangesetError) => FailureView | undefined {
  return (error) => {
    if (!(error instanceof RollbackConflict)) return applyFailure(io)(error);
    const { conflicts, plan } = error;
    return {
      text: `${renderConflicts(conflicts, plan, io.errStyle)}\n`,
      json: { conflicts: conflicts.map((conflict) => conflictJson(conflict, plan)) },
    };
  };
}
