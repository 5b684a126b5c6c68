import { rehearse } from '../deploy/rehearse.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Project } from '../project.ts';
import { rehearsalJson, renderRehearsal } from '../render/rehearsal.ts';
import { budgeted } from './budget.ts';
import type { Outcome } from './command.ts';
import type { Io } from './io.ts';

const RUNS_A_LINE = 25;

/** Applies and rolls back a changeset on a copy of the org in memory. Not proven is a conflict for scripts. */
export async function rehearseCommand(
  project: Project,
  environment: string,
  file: string,
  given: { readonly budget?: string },
  io: Io,
): Promise<Outcome> {
  const onRun = (done: number, of: number): void => {
    if (done % RUNS_A_LINE === 0 && done < of) io.err(`  … ${done} of ${of} runs\n`);
  };
  const rehearsal = await rehearse(project, environment, file, { onRun, session: budgeted(given) });
  return {
    text: renderRehearsal(rehearsal, io.outStyle),
    json: rehearsalJson(rehearsal),
    exitCode: rehearsal.proven ? exitCodes.done : exitCodes.conflict,
  };
}
