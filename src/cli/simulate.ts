import { type Simulation, simulate } from '../deploy/simulate.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Project } from '../project.ts';
import { planJson, warningsOf } from '../render/json.ts';
import { renderPlanMarkdown } from '../render/plan-markdown.ts';
import { renderPlan } from '../render/plan-text.ts';
import type { Style } from '../render/style.ts';
import { budgeted } from './budget.ts';
import type { Outcome } from './command.ts';
import type { Io } from './io.ts';

interface SimulateOptions {
  readonly full?: boolean;
  readonly markdown?: boolean;
  readonly detailedExitcode?: boolean;
  readonly json?: boolean;
  readonly budget?: string;
}

/** Shows what a changeset would change, and keeps the plan. */
export async function simulateCommand(
  project: Project,
  environment: string,
  file: string,
  options: SimulateOptions,
  io: Io,
): Promise<Outcome> {
  const simulation = await simulate(project, environment, file, budgeted(options));
  const { plan } = simulation;
  const hasChanges = plan.operations.length > 0;
  return {
    text: options.markdown
      ? renderPlanMarkdown(plan)
      : simulationText(simulation, io.outStyle, options.full === true, !io.env['CI']),
    json: {
      plan: planJson(plan),
      warnings: warningsOf(plan).map(({ code, message }) => ({ code, message })),
    },
    exitCode: options.detailedExitcode && hasChanges ? exitCodes.changesPresent : exitCodes.done,
  };
}

/** The plan with the commands to run next. */
export function simulationText(
  { plan, client, sameAs }: Simulation,
  style: Style,
  full: boolean,
  withNext: boolean,
): string {
  const ticket = plan.changeset.ticket?.replace(/[^\w-]/g, '') || 'plan';
  const first = plan.rights?.refused ? 'once the rights are there; ' : '';
  const next = [
    `changeset apply ${plan.id}        (${first}asks for the word "${plan.environment}")`,
    `changeset show  ${plan.id} --markdown > ${ticket}.md`,
  ];
  return renderPlan(plan, {
    style,
    full,
    client,
    sameAs,
    next: withNext && plan.operations.length > 0 ? next : [],
  });
}
