import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics.ts';
import { ChangesetError, failure } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';
import type { Project } from '../project.ts';
import { renderCount, renderDiagnostics } from '../render/diagnostics.ts';
import { jsonDocument } from '../render/json-document.ts';
import type { Io } from './io.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly C?: string;
  readonly store?: string;
  readonly json?: boolean;
}

/** What a command ends with: a result for people, the same for scripts, and how the process ends. */
export interface Outcome {
  readonly text: string;
  readonly json: Json;
  readonly exitCode?: ExitCode;
  readonly diagnostics?: readonly Diagnostic[];
}

/** A failure that has more to show than its findings. */
export interface FailureView {
  readonly text: string;
  readonly json: Json;
}

/** Runs a command and prints what it ends with. Returns the exit code; never throws. */
export async function runCommand(
  name: string,
  options: GlobalOptions,
  io: Io,
  run: (project: Project) => Promise<Outcome>,
  viewOf: (error: ChangesetError) => FailureView | undefined = () => undefined,
): Promise<ExitCode> {
  try {
    const { text, json, exitCode = exitCodes.done, diagnostics = [] } = await run(projectOf(options, io));
    if (options.json) printJson(io, name, exitCode, diagnostics, json);
    else {
      if (diagnostics.length > 0) io.err(renderDiagnostics(diagnostics, io.errStyle));
      io.out(text);
    }
    return exitCode;
  } catch (error) {
    return fail(name, options, io, error, viewOf);
  }
}

function projectOf(options: GlobalOptions, io: Io): Project {
  const folder = resolve(options.C ?? '.');
  if (!existsSync(folder)) throw failure(exitCodes.usage, 'usage', `There is no folder ${folder}.`);
  return { folder, store: options.store === undefined ? undefined : resolve(options.store), env: io.env };
}

function fail(
  name: string,
  options: GlobalOptions,
  io: Io,
  error: unknown,
  viewOf: (error: ChangesetError) => FailureView | undefined,
): ExitCode {
  const known = error instanceof ChangesetError ? error : (refusedByMachine(error) ?? defect(error));
  const view = viewOf(known);
  if (options.json) printJson(io, name, known.exitCode, known.diagnostics, view?.json ?? null);
  else {
    if (view) io.err(view.text);
    io.err(renderDiagnostics(known.diagnostics, io.errStyle));
    io.err(renderCount(known.diagnostics, known.exitCode));
  }
  return known.exitCode;
}

/** A file or folder that this machine does not let the tool use: no mistake of either. */
function refusedByMachine(error: unknown): ChangesetError | undefined {
  const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (path === undefined || !REFUSALS.includes(code ?? '')) return undefined;
  return failure(exitCodes.failure, 'file.refused', `${path} cannot be used: ${code}.`, {
    hint: 'Mend its rights, or run as whom it belongs to; --store names another folder for plans and deployments.\nchangeset deployments  shows whether anything was written.',
    cause: error,
  });
}

const REFUSALS = ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOSPC', 'EDQUOT', 'ELOOP', 'EMFILE'];

/** Anything that does not say what to do is a mistake of this tool. */
function defect(error: unknown): ChangesetError {
  const message = error instanceof Error ? error.message : String(error);
  return new ChangesetError(
    exitCodes.failure,
    [
      {
        severity: 'error',
        code: 'defect',
        message: `This is a mistake of changeset itself: ${message}`,
        hint: 'Please report it with the command that you ran. changeset deployments  shows whether anything was written.',
      },
    ],
    { cause: error },
  );
}

function printJson(
  io: Io,
  name: string,
  exitCode: ExitCode,
  diagnostics: readonly Diagnostic[],
  result: Json,
): void {
  io.out(`${JSON.stringify(jsonDocument(name, exitCode, diagnostics, result), null, 2)}\n`);
}
