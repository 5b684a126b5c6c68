import { ChangesetError } from '../../src/diagnostics.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { styleFor } from '../../src/render/style.ts';

/** What a person reads of a failure. */
export function shown(error: unknown): string {
  if (!(error instanceof ChangesetError)) throw error;
  return renderDiagnostics(error.diagnostics, styleFor(false));
}

/** What a person reads of why something is refused. */
export function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'nothing was refused', shown);
}
