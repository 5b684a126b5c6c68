import type { Diagnostic } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';

/** What `--json` prints: one document, also on failure. Fields are added, never changed. */
export interface JsonDocument {
  readonly schemaVersion: 1;
  readonly command: string;
  readonly ok: boolean;
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Json[];
  readonly result: Json;
}

/** Wraps what a command ends with. `ok` says whether it did what it was asked to, whatever it found. */
export function jsonDocument(
  command: string,
  exitCode: ExitCode,
  diagnostics: readonly Diagnostic[],
  result: Json,
): JsonDocument {
  const ok =
    exitCode === exitCodes.done || exitCode === exitCodes.changesPresent || exitCode === exitCodes.driftFound;
  return { schemaVersion: 1, command, ok, exitCode, diagnostics: diagnostics.map(diagnosticJson), result };
}

function diagnosticJson({ severity, code, message, hint, at }: Diagnostic): Json {
  return {
    severity,
    code,
    message,
    ...(at ? { file: at.file, line: at.line, column: at.column } : {}),
    ...(hint === undefined ? {} : { hint }),
  };
}
