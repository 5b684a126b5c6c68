import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A place in a file: lines and columns count from 1, columns in characters. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many characters the caret underlines. */
  readonly length: number;
  /** The whole line, for the excerpt. */
  readonly source: string;
}

/** One finding: what happened, where, why, and what to do next. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable, for scripts and for searching: `list.verb`. */
  readonly code: string;
  readonly message: string;
  /** What to do next; several lines are allowed. */
  readonly hint?: string;
  readonly at?: Position;
}

/**
 * A failure that says what to do: everything that a person's input, the org or the platform can cause. Anything else
 * that is thrown is a defect of this tool.
 */
export class ChangesetError extends Error {
  override readonly name = 'ChangesetError';
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: ExitCode;

  constructor(
    exitCode: ExitCode,
    diagnostics: readonly Diagnostic[],
    options?: { readonly cause?: unknown },
  ) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'), options);
    this.exitCode = exitCode;
    this.diagnostics = diagnostics;
  }
}

/** An error of one finding. */
export function failure(
  exitCode: ExitCode,
  code: string,
  message: string,
  more: { readonly hint?: string; readonly at?: Position; readonly cause?: unknown } = {},
): ChangesetError {
  const { cause, ...rest } = more;
  return new ChangesetError(exitCode, [{ severity: 'error', code, message, ...rest }], { cause });
}

/** Throws all errors among the findings at once. */
export function throwErrors(
  diagnostics: readonly Diagnostic[],
  exitCode: ExitCode = exitCodes.invalidInput,
): void {
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) {
    throw new ChangesetError(exitCode, diagnostics);
  }
}

/** By file, line and column; what has no place comes last. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    if (!a.at || !b.at) return a.at ? -1 : b.at ? 1 : 0;
    return a.at.file.localeCompare(b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column;
  });
}
