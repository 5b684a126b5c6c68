import { type Applied, apply } from '../deploy/apply.ts';
import { unlessInterrupted } from '../deploy/interruption.ts';
import { simulate } from '../deploy/simulate.ts';
import { ChangesetError, failure } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { SessionOptions } from '../org/session.ts';
import type { Plan } from '../plan/plan.ts';
import type { Project } from '../project.ts';
import { renderOutcome } from '../render/deployment-text.ts';
import { deploymentJson, noDeploymentJson } from '../render/json.ts';
import { counted, visible } from '../render/style.ts';
import { summaryOf } from '../render/summary.ts';
import type { Deployment } from '../store/events.ts';
import { type AttendedOptions, type Attention, attended } from './attend.ts';
import { budgeted } from './budget.ts';
import type { FailureView, Outcome } from './command.ts';
import { confirmByName } from './confirm.ts';
import type { Io } from './io.ts';
import { lockWaitOf } from './lock.ts';
import { simulationText } from './simulate.ts';

interface ApplyArguments extends AttendedOptions {
  readonly environment: string | undefined;
  readonly file: string | undefined;
  readonly plan?: string;
  readonly yes?: boolean;
  readonly onFailure: string;
  readonly lockTimeout?: string;
  readonly budget?: string;
}

/** Carries out a plan, after asking. `apply <environment> <file>` simulates first and shows what it found. */
export function applyCommand(project: Project, given: ApplyArguments, io: Io): Promise<Outcome> {
  return attended('apply', given, io, (attention) => applied(project, given, io, attention));
}

async function applied(
  project: Project,
  given: ApplyArguments,
  io: Io,
  { signal, onEvent }: Attention,
): Promise<Outcome> {
  const onFailure = oneOf(given.onFailure, '--on-failure', ['stop', 'rollback'] as const);
  const session = budgeted(given);
  const lockWait = lockWaitOf(given.lockTimeout, io);
  const named = given.environment?.startsWith('P-') ? given.environment : given.plan;
  const environment = given.environment?.startsWith('P-') ? undefined : given.environment;
  const { file } = given;
  const planId =
    file === undefined
      ? named
      : await unlessInterrupted(signal, () => simulated(project, environment, file, session, io));
  const result = await apply(project, {
    planId,
    environment,
    onFailure,
    session,
    unattended: !io.canAsk,
    ...lockWait,
    confirm: (plan, ageMs) =>
      confirmByName(io, plan.environment, question(plan, ageMs), given.yes === true, signal),
    signal,
    onEvent,
    input: given.yes === true ? io.input : undefined,
  });
  if (result.deployment === undefined) {
    return { text: 'Nothing to change.\n', json: { deployment: noDeploymentJson(result.plan) } };
  }
  if (result.error !== undefined) throw new ApplyFailure({ ...result, deployment: result.deployment });
  return {
    text: renderOutcome(result.deployment, io.outStyle),
    json: { deployment: deploymentJson(result.deployment) },
  };
}

/** Simulates a changeset and shows the plan, as the first half of `apply <environment> <file>`. */
async function simulated(
  project: Project,
  environment: string | undefined,
  file: string,
  session: SessionOptions,
  io: Io,
): Promise<string> {
  const simulation = await simulate(project, environment ?? '', file, session);
  io.err(simulationText(simulation, io.errStyle, false, false));
  return simulation.plan.id;
}

function question(plan: Plan, ageMs: number): string {
  const { organization, changeset } = plan;
  const counts = summaryOf(plan);
  const what = [
    counts.delete > 0 ? counted(counts.delete, 'delete') : '',
    counts.update > 0 ? counted(counts.update, 'update') : '',
    counts.create > 0 ? counted(counts.create, 'create') : '',
  ].filter(Boolean);
  const minutes = Math.floor(ageMs / 60_000);
  const age = minutes === 0 ? 'just now' : `${counted(minutes, 'minute')} ago`;
  return `Apply ${visible(changeset.name)} to ${visible(organization.name)} (${plan.environment}): ${what.join(', ')}. Plan ${plan.id}, simulated ${age}.`;
}

/** The value of an option that takes one of a few words. @throws ChangesetError for another word */
export function oneOf<T extends string>(value: string, option: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw failure(exitCodes.usage, 'usage', `${option} takes ${words.join(' or ')}, not "${value}".`);
}

/** A deployment that was stopped by a failure. */
export class ApplyFailure extends ChangesetError {
  readonly applied: Applied & { readonly deployment: Deployment };

  constructor(applied: Applied & { readonly deployment: Deployment }) {
    const { error, deployment } = applied;
    if (!(error instanceof ChangesetError)) throw error;
    super(exitCodeOf(error, deployment), error.diagnostics, { cause: error });
    this.applied = applied;
  }
}

/** Partly applied is what a script must know first; when nothing was written, or somebody stopped it, the reason is. */
export function exitCodeOf(error: ChangesetError, { operations }: Deployment): ExitCode {
  const isStopped = error.diagnostics[0]?.code === 'interrupted';
  return !isStopped && operations.some(({ touched }) => touched) ? exitCodes.partlyApplied : error.exitCode;
}

/** Shows how far a deployment came that was stopped. */
export function applyFailure(io: Io): (error: ChangesetError) => FailureView | undefined {
  return (error) => {
    if (!(error instanceof ApplyFailure)) return undefined;
    const { deployment, undone } = error.applied;
    const rolledBack = undone ? `\n${renderOutcome(undone.deployment, io.errStyle)}` : '';
    return {
      text: `${renderOutcome(deployment, io.errStyle)}${rolledBack}\n`,
      json: {
        deployment: deploymentJson(deployment),
        ...(undone ? { rollback: deploymentJson(undone.deployment) } : {}),
      },
    };
  };
}
