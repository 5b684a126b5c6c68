import { Lexer } from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { finding } from './finding.ts';
import type { SourceFile } from './text.ts';

/** Deeper than any document of the platform. */
export const MAX_DEPTH = 60;
/** A file that people wrote has fewer at the size where reading stops. */
const MAX_TOKENS = 200_000;

/** Marks of the lexer that stand for no text. */
const DOCUMENT = '\u0002';
/** Brackets are left open by a line that is indented too little. */
const FLOW_END = '\u0018';
/** The next token is a text. */
const SCALAR = '\u001f';

export interface Bracket {
  readonly open: '[' | '{';
  readonly offset: number;
}

/**
 * Says when a file is too deep or too dense to be parsed: the parser calls itself for each level, and its time grows
 * with the square of the depth of brackets. The lexer does neither.
 */
export function limitFinding(file: SourceFile): Diagnostic | undefined {
  const columns: number[] = [];
  let count = 0;
  for (const { token, offset, lineStart, brackets, isScalar } of tokens(file.text)) {
    count += 1;
    if (count > MAX_TOKENS) {
      const message = `The file holds more than ${MAX_TOKENS.toLocaleString('en')} words and signs; that is the most that is read.`;
      return finding(file, 'yaml.size', 0, 1, message, 'Cut it into several files.');
    }
    if (brackets.length === 0 && (isScalar || token === '-' || token === '?')) {
      const column = offset - lineStart;
      while ((columns.at(-1) ?? -1) > column) columns.pop();
      if (columns.at(-1) !== column) columns.push(column);
    }
    if (columns.length + brackets.length > MAX_DEPTH + 2) return depthFinding(file, offset);
  }
  return undefined;
}

/** What is said of a file that nests too deep, wherever that shows first. */
export function depthFinding(file: SourceFile, offset: number): Diagnostic {
  return finding(file, 'yaml.depth', offset, 1, `The file nests more than ${MAX_DEPTH} levels deep.`);
}

/** The brackets that are open before the offset, outermost first. */
export function openBrackets(file: SourceFile, before: number): readonly Bracket[] {
  let open: readonly Bracket[] = [];
  for (const { offset, brackets } of tokens(file.text)) {
    if (offset >= before) break;
    open = [...brackets];
  }
  return open;
}

interface Token {
  readonly token: string;
  readonly offset: number;
  readonly lineStart: number;
  /** Open after this token; the same array each time. */
  readonly brackets: readonly Bracket[];
  readonly isScalar: boolean;
}

function* tokens(text: string): Generator<Token> {
  const brackets: Bracket[] = [];
  let offset = 0;
  let lineStart = 0;
  let isScalar = false;
  let isCutOff = false;
  for (const token of new Lexer().lex(text)) {
    if (token === DOCUMENT || token === FLOW_END || token === SCALAR) {
      isScalar = token === SCALAR;
      isCutOff ||= token === FLOW_END;
      continue;
    }
    if (isCutOff) brackets.length = 0;
    isCutOff = false;
    if (!isScalar) {
      if (token === '[' || token === '{') brackets.push({ open: token, offset });
      else if (token === ']' || token === '}') brackets.pop();
    }
    yield { token, offset, lineStart, brackets, isScalar };
    const lineEnd = token.lastIndexOf('\n');
    if (lineEnd >= 0) lineStart = offset + lineEnd + 1;
    offset += token.length;
    isScalar = false;
  }
}
