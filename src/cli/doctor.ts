import { examine } from '../deploy/doctor.ts';
import type { Project } from '../project.ts';
import { examinationJson, renderExamination } from '../render/examination.ts';
import type { Outcome } from './command.ts';
import type { Io } from './io.ts';

export async function doctorCommand(
  project: Project,
  environment: string,
  asJson: boolean,
  io: Io,
): Promise<Outcome> {
  const examination = await examine(project, environment);
  const { checks, exitCode } = examination;
  // In the text each problem stands in its line; those of the mapping file are shown in their place as well.
  const shown = checks.filter(({ check }) => asJson || check === 'mapping');
  return {
    text: renderExamination(examination, io.outStyle),
    json: examinationJson(examination),
    exitCode,
    diagnostics: shown.flatMap(({ findings }) => findings).filter(({ at }) => asJson || at !== undefined),
  };
}
