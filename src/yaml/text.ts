import type { Diagnostic, Position } from '../diagnostics.ts';

/** Thousands of entries fit; anything larger is not a file that people review. */
const MAX_KIB = 512;
/** An excerpt is for reading: of a longer line only the start is shown. */
const MAX_EXCERPT = 240;

/** A file that a person wrote, by the name that messages call it. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** The text, cut into lines, and the offset at which each starts. */
  readonly lines: readonly string[];
  readonly starts: readonly number[];
  /** Where the characters stand that take two places in a JavaScript string, as emoji do. */
  readonly doubles: readonly number[];
}

/** Reads a file's bytes as text that can be parsed safely, or says in one finding why not. */
export function readText(name: string, bytes: Uint8Array): SourceFile | Diagnostic {
  const refused = (code: string, message: string, hint: string): Diagnostic => ({
    severity: 'error',
    code,
    message,
    hint,
    at: { file: name, line: 1, column: 1, length: 1, source: '' },
  });
  if (bytes.length > MAX_KIB * 1024) {
    const size = Math.ceil(bytes.length / 1024);
    return refused(
      'yaml.size',
      `The file has ${size} KiB; ${MAX_KIB} KiB is the most that is read.`,
      'Cut it into several files.',
    );
  }
  if (isUtf16(bytes)) {
    return refused(
      'yaml.encoding',
      'The file is UTF-16 text; it must be UTF-8.',
      'Save it as UTF-8. In Windows PowerShell:  … | Out-File -Encoding utf8 <file>',
    );
  }
  const file = sourceFile(name, new TextDecoder('utf-8').decode(bytes));
  return badCharacter(file) ?? file;
}

/** A mark at the start says it, or a zero beside the first character, which is always a plain one in our files. */
function isUtf16([first, second]: Uint8Array): boolean {
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || (first === 0) !== (second === 0);
}

/** A text with what it takes to find lines and columns in it. */
export function sourceFile(name: string, text: string): SourceFile {
  return {
    name,
    text,
    lines: text.split(/\r\n|\n|\r/),
    starts: [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)],
    doubles: Array.from(text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), (found) => found.index),
  };
}

function badCharacter(file: SourceFile): Diagnostic | undefined {
  const found = /(?![\t\n\r])\p{Cc}|[\u2028\u2029\ufffd-\uffff]|\r(?!\n)/u.exec(file.text);
  if (!found) return undefined;
  const at = positionAt(file, found.index, 1);
  const say = (message: string, hint: string): Diagnostic => ({
    severity: 'error',
    code: 'yaml.encoding',
    message,
    hint,
    at,
  });
  if (found[0] === '\r') {
    return say(
      'Lines end with a carriage return only.',
      'Save the file with LF or CRLF at the end of lines.',
    );
  }
  if (found[0] === '\ufffd') return say('This character is not UTF-8.', 'Save the file as UTF-8.');
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return say(
    `The character U+${code} does not belong in a text file.`,
    `Delete it, or write it inside double quotes as  \\u${code}`,
  );
}

/** The position of an offset in the file's text; `length` counts places of the text too. */
export function positionAt(file: SourceFile, offset: number, length: number): Position {
  const line = lastUpTo(file.starts, offset) + 1;
  const start = file.starts[line - 1] ?? 0;
  const whole = file.lines[line - 1] ?? '';
  const end = Math.max(offset, Math.min(offset + length, start + whole.length));
  return {
    file: file.name,
    line,
    column: charactersBetween(file, start, offset) + 1,
    length: Math.max(1, charactersBetween(file, offset, end)),
    source: excerpt(whole, end - start),
  };
}

/** How many characters stand between two offsets. */
function charactersBetween({ doubles }: SourceFile, from: number, to: number): number {
  return to - from - (lastUpTo(doubles, to - 1) - lastUpTo(doubles, from - 1));
}

/** The line, where it can be shown with the place in it; empty where the place lies too far out. */
function excerpt(line: string, end: number): string {
  if (line.length <= MAX_EXCERPT) return line;
  return end < MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}…` : '';
}

/** The index of the last of these ascending numbers that is not above the value; -1 when all are. */
function lastUpTo(numbers: readonly number[], value: number): number {
  let low = -1;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
