import type { Diagnostic, Position } from '../diagnostics.ts';
import { counted, type Style, visible } from './style.ts';

const WIDTH = 118;

/** Findings for people: place, code, the line with a caret, what was expected and what to write. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style: Style): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, style)).join('\n');
}

function renderDiagnostic({ severity, code, message, hint, at }: Diagnostic, style: Style): string {
  const paint = severity === 'error' ? style.red : style.yellow;
  const hints = hint === undefined ? [] : hint.split('\n').map(visible);
  if (!at) {
    // Words of the platform may be several lines.
    const [first = '', ...rest] = message.split('\n').map(visible);
    const lines = [...rest, ...hints].map((line) => `  ${line}`.trimEnd());
    return [`${paint(severity)}  ${code}  ${first}`, ...lines, ''].join('\n');
  }
  const head = `${visible(at.file)}:${at.line}:${at.column}  ${paint(severity)}  ${code}`;
  const number = String(at.line).padStart(4);
  const shown = (text: string): string => visible(text.replaceAll('\t', ' '));
  const gutter = `${' '.repeat(number.length)} |`;
  const caret = `${gutter} ${underline(at, shown)} ${visible(message)}`;
  const isShort = hints.length === 1 && caret.length + 3 + (hints[0]?.length ?? 0) <= WIDTH;
  return [
    head,
    ...(at.source === ''
      ? [`${gutter} ${visible(message)}`]
      : [`${number} | ${shown(at.source)}`, isShort ? `${caret}   ${hints[0]}` : caret]),
    ...(isShort && at.source !== '' ? [] : hints.map((line) => `${gutter}   ${line}`)),
    '',
  ].join('\n');
}

/** Carets below the place, as wide as it is shown. */
function underline({ source, column, length }: Position, shown: (text: string) => string): string {
  const characters = [...source];
  const width = (from: number, to: number): number => shown(characters.slice(from, to).join('')).length;
  const carets = width(column - 1, column - 1 + length);
  return ' '.repeat(width(0, column - 1)) + '^'.repeat(Math.max(1, Math.min(carets, 60)));
}

/** The last line of a failure: how many problems, where, and that the org is untouched. */
export function renderCount(diagnostics: readonly Diagnostic[], exitCode: number): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const files = new Set(errors.flatMap(({ at }) => (at ? [at.file] : [])));
  if (files.size === 0) return '';
  const where = files.size === 1 ? '' : ` in ${files.size} files`;
  return `${counted(errors.length, 'problem')}${where}. Nothing was written to Genesys Cloud.   exit code ${exitCode}\n`;
}
