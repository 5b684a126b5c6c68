import type { YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { finding, quote } from './finding.ts';
import { positionAt, type SourceFile } from './text.ts';
import { type Bracket, openBrackets } from './tokens.ts';

/** The parser's errors of one file, as the one thing to mend, in the words of somebody who knows changesets. */
export function syntaxFinding(file: SourceFile, errors: readonly [YAMLError, ...YAMLError[]]): Diagnostic {
  // A lone * is reported after what it does to the brackets around it.
  const error = errors.slice(0, 3).find(({ code }) => code === 'BAD_ALIAS') ?? errors[0];
  const place = placeOf(file, error.pos[0]);
  for (const explain of explanations) {
    const found = explain(place, error);
    if (found) return found;
  }
  return place.say('yaml.syntax', error.pos[0], error.pos[1] - error.pos[0], `${error.message}.`);
}

/** Where the parser gave up. */
interface Place {
  readonly file: SourceFile;
  readonly offset: number;
  readonly lineStart: number;
  readonly line: string;
  /** The line from the place on, without white space around. */
  readonly rest: string;
  readonly say: (code: string, offset: number, length: number, message: string, hint?: string) => Diagnostic;
}

function placeOf(file: SourceFile, offset: number): Place {
  const lineStart = Math.max(file.text.lastIndexOf('\n', offset - 1) + 1, 0);
  const line = /^[^\r\n]*/.exec(file.text.slice(lineStart))?.[0] ?? '';
  return {
    file,
    offset,
    lineStart,
    line,
    rest: line.slice(offset - lineStart).trim(),
    say: (code, at, length, message, hint) => finding(file, code, at, Math.max(1, length), message, hint),
  };
}

type Explanation = (place: Place, error: YAMLError) => Diagnostic | undefined;

const explanations: readonly Explanation[] = [
  (place, error) =>
    error.code === 'RESOURCE_EXHAUSTION'
      ? place.say('yaml.depth', place.offset, 1, 'The file nests too deep to be read.')
      : undefined,
  tabInIndent,
  variableInBrackets,
  anchorOrTag,
  startOfText,
  unclosedQuote,
  badEscape,
  brackets,
  afterClosing,
  missingSpace,
  colonInText,
  indentation,
];

function tabInIndent({ file, lineStart, line, say }: Place, error: YAMLError): Diagnostic | undefined {
  const tab = /^[ \t]*/.exec(line)?.[0].indexOf('\t') ?? -1;
  if (error.code !== 'TAB_AS_INDENT' && (tab < 0 || file.text[lineStart] === undefined)) return undefined;
  const at = tab < 0 ? error.pos[0] : lineStart + tab;
  return say('yaml.tab', at, 1, 'A tab indents this line; YAML takes spaces only.');
}

/** Whatever is wrong with them: they are not used at all. */
function anchorOrTag({ rest, offset, say }: Place, error: YAMLError): Diagnostic | undefined {
  if (!/\b(anchors?|alias|tags?)\b/i.test(error.message) || error.code === 'BAD_ALIAS') return undefined;
  const word = /^[&*!]\S*/.exec(rest)?.[0] ?? '';
  const isTag = word.startsWith('!') || /\btags?\b/i.test(error.message);
  const message = isTag ? 'Tags (!) are not used here.' : 'Anchors and aliases (& and *) are not used here.';
  const hint = 'Take it out; if it is text, put it in quotes.';
  return say(isTag ? 'yaml.tag' : 'yaml.anchor', offset, word.length, message, hint);
}

function variableInBrackets({ file, offset, say }: Place): Diagnostic | undefined {
  if (file.text[offset] !== '{' || file.text[offset - 1] !== '$') return undefined;
  const written = /^\$\{[^}\s]*\}/.exec(file.text.slice(offset - 1, offset + 200))?.[0] ?? '${…}';
  const message = 'inside { } and [ ] a ${…} must be in quotes.';
  return say('yaml.quote', offset - 1, 1, message, `Write:  "${written}"`);
}

/** Signs that mean something to YAML at the start of a text. */
function startOfText({ file, lineStart, offset, line, rest, say }: Place, error: YAMLError) {
  const isBlockHeader = /Block scalar header|Not a YAML token/.test(error.message);
  const header = isBlockHeader ? /^.*?(?:[:-]\s+)([|>])/.exec(line) : null;
  const at = header ? lineStart + header[0].length - 1 : error.code === 'BAD_ALIAS' ? offset - 1 : offset;
  if (!header && error.code !== 'BAD_SCALAR_START' && error.code !== 'BAD_ALIAS') return undefined;
  const start = [offset, offset - 1].find((index) => /[*&]/.test(file.text[index] ?? '')) ?? at;
  const place = error.code === 'BAD_ALIAS' ? start : at;
  const sign = file.text[place] ?? '';
  const text = header ? line.slice(header[0].length - 1).trim() : rest;
  const hint = openBrackets(file, place).length === 0 && text.startsWith(sign) ? text : sign;
  return say(
    'yaml.quote',
    place,
    1,
    `A text that starts with ${sign} must be in quotes.`,
    `Write:  ${quote(hint)}`,
  );
}

function unclosedQuote({ file, offset, say }: Place, error: YAMLError): Diagnostic | undefined {
  const quote = /^Missing closing (["'])/.exec(error.message)?.[1];
  if (quote !== undefined) {
    const start = startOfQuoted(file.text.slice(0, offset), quote);
    return say('yaml.quote', start, 1, `This ${quote} is never closed.`);
  }
  // A quote that seems to close stands where one opens: the one before it was never closed.
  const last = file.text[offset - 1];
  const isOpening = (last === '"' || last === "'") && /[\s,:[{]/.test(file.text[offset - 2] ?? '');
  if (!isOpening || !/at node end$/.test(error.message)) return undefined;
  const start = startOfQuoted(file.text.slice(0, offset - 1), last);
  return say('yaml.quote', start, 1, `This ${last} is not closed before the next one starts.`);
}

/** The quote that opened the text that ends here: the last one that stands where a value may start. */
function startOfQuoted(before: string, quote: string): number {
  const starts = before.matchAll(quote === '"' ? /(?:^|[\s,:[{])(")/g : /(?:^|[\s,:[{])(')/g);
  const last = [...starts].at(-1);
  return last ? last.index + last[0].length - 1 : Math.max(0, before.length - 1);
}

function badEscape({ file, offset, say }: Place, error: YAMLError): Diagnostic | undefined {
  if (error.code !== 'BAD_DQ_ESCAPE') return undefined;
  const written = file.text.slice(offset, offset + 2);
  const message = `${written} means nothing inside double quotes.`;
  return say(
    'yaml.quote',
    offset,
    2,
    message,
    'Write  \\\\  for a backslash, or put the text in single quotes.',
  );
}

/** Brackets that are never closed, close nothing, or lack a comma. */
function brackets(place: Place, error: YAMLError): Diagnostic | undefined {
  const { file, offset, say } = place;
  const open = openBrackets(file, offset);
  const sign = file.text[offset];
  if (/must (be sufficiently indented and )?end with a/.test(error.message)) {
    return sign === ']' || sign === '}' ? mismatch(place, open, sign) : notClosed(place, open.at(-1));
  }
  if (/flow-(map|seq)-end token in YAML (stream|document)/.test(error.message)) {
    return say('yaml.syntax', offset, 1, `This ${sign} closes nothing.`);
  }
  if (open.length === 0) return undefined;
  if (error.code === 'BLOCK_IN_FLOW' && sign === '-') {
    return say(
      'yaml.syntax',
      offset,
      1,
      'Items with "- " cannot stand inside [ ] or { }.',
      'Separate them by commas.',
    );
  }
  if (error.code === 'BLOCK_IN_FLOW') {
    return say(
      'yaml.syntax',
      offset,
      place.rest.length,
      'A comma is missing here, or quotes around a text with ": " in it.',
      'Write:  { key: value, key: value }',
    );
  }
  const star = /[*&]\S*\s+$/.exec(file.text.slice(Math.max(0, offset - 200), offset));
  if (star && /Missing , or :/.test(error.message)) {
    const sign = star[0].charAt(0);
    const at = offset - star[0].length;
    return say(
      'yaml.quote',
      at,
      1,
      `A text that starts with ${sign} must be in quotes.`,
      `Write:  "${sign}"`,
    );
  }
  if (/at node end$|Missing , (or :|between)/.test(error.message)) {
    return say('yaml.syntax', offset, 1, 'A comma is missing before this, or quotes around the whole text.');
  }
  if (/^Unexpected ,/.test(error.message)) {
    return say(
      'yaml.syntax',
      offset,
      1,
      'Nothing stands between two commas.',
      'Write the item, or take a comma out.',
    );
  }
  return undefined;
}

function mismatch(place: Place, open: readonly Bracket[], sign: ']' | '}'): Diagnostic {
  const { offset, say } = place;
  const partner = sign === ']' ? '[' : '{';
  const inner = open.at(-1);
  if (!inner || !open.some((bracket) => bracket.open === partner)) {
    return say('yaml.syntax', offset, 1, `This ${sign} closes nothing.`);
  }
  if (inner.open === partner) return notClosed(place, inner);
  return say('yaml.syntax', inner.offset, 1, `This ${inner.open} is not closed before the next ${sign}`);
}

function notClosed({ file, offset, say }: Place, bracket: Bracket | undefined): Diagnostic {
  const start = bracket?.offset ?? offset;
  const eaten = commentBefore(file, start, offset);
  if (eaten) return eaten;
  const open = bracket?.open ?? '[';
  const closing = open === '[' ? ']' : '}';
  if (file.text.slice(offset).trim() === '') {
    return say('yaml.syntax', start, 1, `This ${open} is never closed.`, `Write the  ${closing}`);
  }
  const { line } = positionAt(file, offset, 1);
  const message = `This ${open} is not closed before line ${line}, which is indented too little to stand inside.`;
  return say('yaml.syntax', start, 1, message, `Write the  ${closing}  before it, or indent it further.`);
}

/** A bracket that seems unclosed because a " #" made the rest of its line a comment. */
function commentBefore(file: SourceFile, from: number, to: number): Diagnostic | undefined {
  const comments = [...file.text.slice(from, to).matchAll(/[^\s#] #[^\s#]([^\n]*)/g)];
  const found = comments.find(([, rest = '']) => /[\]}]/.test(rest));
  if (!found) return undefined;
  const message = '" #" starts a comment: the rest of the line is lost, the closing bracket with it.';
  return finding(file, 'text.comment', from + found.index + 2, 2, message, 'Put the text in quotes.');
}

/** `"Cards" (AU)` or `[EMEA] Cards`: a text that looks finished too early. */
function afterClosing({ offset, rest, say }: Place, error: YAMLError): Diagnostic | undefined {
  if (!/at node end$|Unexpected (scalar|\S+-quoted-scalar) token$/.test(error.message)) return undefined;
  const message = 'The text goes on after its closing quote or bracket.';
  return say('yaml.quote', offset, rest.length, message, 'Put all of it inside one pair of quotes.');
}

function missingSpace({ line, lineStart, offset, say }: Place, error: YAMLError): Diagnostic | undefined {
  if (/^Comments must be separated/.test(error.message)) {
    return say('yaml.syntax', offset, 1, 'A space is missing before the #.');
  }
  if (/^Unexpected block-seq-ind on same line with key/.test(error.message)) {
    const message = 'A "- " cannot stand on the line of its key.';
    return say(
      'yaml.syntax',
      offset,
      1,
      message,
      'Put it on the next line, indented further, or write  [item]',
    );
  }
  const isNoPair = /^Implicit map keys need to be followed/.test(error.message);
  if (!isNoPair && error.code !== 'MULTILINE_IMPLICIT_KEY' && error.code !== 'BLOCK_AS_IMPLICIT_KEY') {
    return undefined;
  }
  const dash = /^\s*-(?=[^\s-])/.exec(line);
  if (dash) {
    return say('yaml.syntax', lineStart + dash[0].length - 1, 1, 'A space is missing after the dash.');
  }
  const colon = /^\s*(?:- )*[A-Za-z0-9_]+:(?=[^\s:/])/.exec(line);
  if (colon)
    return say('yaml.syntax', lineStart + colon[0].length - 1, 1, 'A space is missing after the colon.');
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || /:(\s|$)/.test(line)) return undefined;
  const word = /^\s*/.exec(line)?.[0].length ?? 0;
  return say(
    'yaml.syntax',
    lineStart + word,
    line.trim().length,
    'This line is not  key: value',
    'Write the colon and a value; a text that goes on from the line above is indented further.',
  );
}

function colonInText(place: Place, error: YAMLError): Diagnostic | undefined {
  const { rest, offset, say } = place;
  if (error.code !== 'BLOCK_AS_IMPLICIT_KEY' || !/:(\s|$)/.test(rest) || rest.startsWith('- ')) {
    return undefined;
  }
  const message = 'a text with ": " in it must be in quotes.';
  return say('yaml.colon', offset, rest.length, message, `Write:  ${quote(rest)}`);
}

/** Lines that do not start where the lines that they belong with start. */
function indentation(place: Place, error: YAMLError): Diagnostic | undefined {
  const { file, offset, line, lineStart, say } = place;
  const at = (start: number): number => start + (/^ */.exec(file.text.slice(start))?.[0].length ?? 0);
  const lines = 'Lines that belong together start in the same column.';
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    if (/^\s*- /.test(line) && line.slice(0, offset - lineStart).trim() === '') {
      const message = 'An item of a list ("- ") cannot stand among the keys of a map.';
      return say('yaml.indent', at(lineStart), 1, message, lines);
    }
    const next = nextLine(file.text, offset);
    return say(
      'yaml.indent',
      at(next),
      1,
      'This line is indented further than the line that it follows.',
      lines,
    );
  }
  if (/token in YAML (stream|document)/.test(error.message)) {
    return say('yaml.syntax', offset, place.rest.length, 'This belongs to nothing that stands above it.');
  }
  if (error.code === 'BAD_INDENT' || /^Sequence item without - indicator/.test(error.message)) {
    return say('yaml.indent', at(lineStart), 1, 'This line is indented like none of the lines above.', lines);
  }
  return undefined;
}

/** The start of the next line that holds something. */
function nextLine(text: string, offset: number): number {
  const found = /\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text.slice(offset));
  return found ? offset + found.index + found[0].length : offset;
}
