import { type Diagnostic, inOrder } from '../diagnostics.ts';
import { positionAt, type SourceFile } from './text.ts';

/** An error at a place of a file's text. */
export function finding(
  file: SourceFile,
  code: string,
  offset: number,
  length: number,
  message: string,
  hint?: string,
): Diagnostic {
  const at = positionAt(file, offset, length);
  return { severity: 'error', code, message, ...(hint ? { hint } : {}), at };
}

/** More findings of one file than anybody reads at once. */
const MAX_FINDINGS = 100;

/** All findings of one file as they are shown: in its order, each once, and no flood of them. */
export function listed(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const each = findings.filter(({ code, message, at }) => {
    const key = `${at?.line}:${at?.column} ${code} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  const sorted = inOrder(each);
  const [first, ...more] = sorted.slice(MAX_FINDINGS);
  if (!first) return sorted;
  const message = `${more.length + 1} more problems follow from here on.`;
  return [
    ...sorted.slice(0, MAX_FINDINGS),
    { ...first, code: 'file.more', message, hint: 'Mend the ones above first.' },
  ];
}

/** What somebody wrote, as far as a message has room for it. */
export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The same, in quotes. */
export function quote(text: string): string {
  return JSON.stringify(shortened(text));
}
