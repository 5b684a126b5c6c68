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
  const findings = examination.checks.flatMap((check) => check.findings);
  const { exitCode } = examination;
  return {
    text: renderExamination(examination, io.outStyle),
    json: examinationJson(examination),
    exitCode,
    // In the text each problem stands in its line; those of a file are shown in their place as well.
    diagnostics: asJson ? findings : findings.filter(({ at }) => at !== undefined),
  };
}
