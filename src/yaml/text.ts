import type { Diagnostic, Position } from '../diagnostics.ts';

/** Thousands of entries fit; anything larger is not a file that people review. */
const MAX_KIB = 512;

/** A file that a person wrote, by the name that messages call it. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** The text, cut into lines, and the offset at which each starts. */
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

/** Reads a file's bytes as text that can be parsed safely, or says in one finding why not. */
export function readText(name: string, bytes: Uint8Array): SourceFile | Diagnostic {
  const problem = (code: string, message: string, hint?: string): Diagnostic => ({
    severity: 'error',
    code,
    message,
    ...(hint ? { hint } : {}),
    at: { file: name, line: 1, column: 1, length: 1, source: '' },
  });
  if (bytes.length > MAX_KIB * 1024) {
    const size = Math.ceil(bytes.length / 1024);
    return problem(
      'yaml.size',
      `The file has ${size} KiB; ${MAX_KIB} KiB is the most that is read.`,
      'Cut it into several files.',
    );
  }
  if (
    bytes.includes(0) ||
    (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff)
  ) {
    return problem(
      'yaml.encoding',
      'The file is not UTF-8 text (it looks like UTF-16 or binary).',
      'Save it as UTF-8.',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem('yaml.encoding', 'The file is not valid UTF-8 text.', 'Save it as UTF-8.');
  }
  const file = sourceFile(name, text);
  return forbiddenCharacter(file) ?? file;
}

export function sourceFile(name: string, text: string): SourceFile {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return { name, text, lines: text.split(/\r\n|\n|\r/), starts };
}

function forbiddenCharacter(file: SourceFile): Diagnostic | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const found = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f\u2028\u2029\ufffe\uffff]/.exec(
    file.text,
  );
  if (!found) return undefined;
  const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return {
    severity: 'error',
    code: 'yaml.encoding',
    message: `The character U+${code} does not belong in a text file.`,
    hint: 'Delete it, or write it as an escape in double quotes.',
    at: positionAt(file, found.index, 1),
  };
}

/** The position of a character offset in the file. */
export function positionAt(file: SourceFile, offset: number, length: number): Position {
  const line = lineOf(file.starts, offset);
  const column = offset - (file.starts[line - 1] ?? 0) + 1;
  const source = file.lines[line - 1] ?? '';
  const room = Math.max(1, source.length - column + 1);
  return { file: file.name, line, column, length: Math.max(1, Math.min(length, room)), source };
}

/** The number, from 1, of the line that starts at or last before the offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
