import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type Node as YamlNode,
} from 'yaml';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { finding, quote, shortened } from './finding.ts';
import type { MapEntry, MapNode, Node, ScalarNode } from './node.ts';
import { syntaxFinding } from './syntax.ts';
import { positionAt, type SourceFile } from './text.ts';
import { depthFinding, limitFinding, MAX_DEPTH } from './tokens.ts';

export interface Parsed {
  /** Undefined when the file has no usable content. */
  readonly root: Node | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What somebody who left a value empty may have meant, for the hint: a field that null would `clear`, an `element`
 * about which nothing more is to be said, or some other `value`.
 */
export type EmptyMeaning = 'clear' | 'element' | 'value';

/** What an empty value at that place of the file was probably meant to be. */
export type MeaningOfEmpty = (path: readonly string[], root: Node) => EmptyMeaning;

/** Parses one YAML 1.2 document in the plain style that changesets and mappings use: no anchors, tags or directives. */
export function parseYaml(file: SourceFile, meaningOfEmpty: MeaningOfEmpty = () => 'value'): Parsed {
  const only = (diagnostic: Diagnostic): Parsed => ({ root: undefined, diagnostics: [diagnostic] });
  const refused = limitFinding(file) ?? directiveFinding(file);
  if (refused) return only(refused);
  const [document, second] = withoutStacks(() =>
    Array.from(
      parseAllDocuments(file.text, {
        version: '1.2',
        prettyErrors: false,
        uniqueKeys: false, // the parser looks at each pair of keys; ours are looked up
        logLevel: 'silent',
      }),
    ),
  );
  if (second) {
    const message = 'The file holds several documents; one is read.';
    return only(finding(file, 'yaml.documents', second.range[0], 3, message, 'Take the  ---  or  ...  out.'));
  }
  const [error, ...more] = document?.errors ?? [];
  if (error) return only(syntaxFinding(file, [error, ...more]));
  const content = document?.contents;
  if (!content || (isScalar(content) && content.value === null && !content.source)) {
    return only(
      finding(file, 'yaml.empty', 0, 1, 'There is nothing in this file but comments and white space.'),
    );
  }
  const reader = new Reader(file);
  const root = reader.node(content, 0);
  const diagnostics = reader.findings((path) => meaningOfEmpty(path, root));
  return { root: reader.isReadable ? root : undefined, diagnostics };
}

/** A file can have an error at every character, and Node would write down the stack of each. */
function withoutStacks<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function directiveFinding(file: SourceFile): Diagnostic | undefined {
  const found = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*%[^\r\n]*/.exec(file.text);
  if (!found) return undefined;
  const start = found[0].lastIndexOf('\n') + 1;
  const message = 'YAML directives are not used here; take the line out.';
  return finding(file, 'yaml.directive', start, found[0].length - start, message);
}

/** Turns the parser's tree into ours, collecting what changesets do not allow. */
class Reader {
  /** Whether what was read means something although there are findings. */
  isReadable = true;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #file: SourceFile;
  /** Findings of which a hostile file has thousands: the first one says it all. */
  readonly #first = new Map<string, { readonly diagnostic: Diagnostic; count: number }>();
  readonly #path: string[] = [];
  readonly #empty: { readonly key: ScalarNode; readonly path: readonly string[]; readonly at: Position }[] =
    [];

  constructor(file: SourceFile) {
    this.#file = file;
  }

  findings(meaningOfEmpty: (path: readonly string[]) => EmptyMeaning): Diagnostic[] {
    const firsts = [...this.#first.values()].map(({ diagnostic, count }) =>
      count === 1
        ? diagnostic
        : { ...diagnostic, message: `${diagnostic.message} This is the first of ${count}.` },
    );
    if (!this.isReadable) return firsts;
    const empty = this.#empty.map(({ key, path, at }) => ({
      severity: 'error' as const,
      code: 'value.empty',
      ...withoutValue(shortened(key.text), meaningOfEmpty(path)),
      at,
    }));
    return [...this.#diagnostics, ...empty];
  }

  node(node: YamlNode, depth: number): Node {
    const [start, end] = node.range ?? [0, 0];
    if (depth > MAX_DEPTH) {
      this.#unreadable('yaml.depth', () => depthFinding(this.#file, start));
      return this.#nothing(start);
    }
    this.#properties(node, start, end);
    if (isMap<YamlNode, YamlNode | null>(node)) return this.#map(node.items, start, depth);
    if (isSeq<YamlNode>(node)) {
      const items = node.items.map((item, index) =>
        this.#inside(String(index), () => this.#item(item, depth)),
      );
      return { kind: 'list', at: this.#at(start, 1), items };
    }
    if (isScalar(node)) return this.#scalar(node);
    return this.#nothing(start);
  }

  /** Anchors, aliases and tags: what stands behind them is not what the file seems to say. */
  #properties(node: YamlNode, start: number, end: number): void {
    const { text } = this.#file;
    if (isAlias(node) || node.anchor) {
      this.#unreadable('yaml.anchor', () => {
        const [at, length] = isAlias(node) ? [start, end - start] : propertyBefore(text, start, '&');
        const message = 'Anchors and aliases (& and *) are not used here.';
        const hint =
          'Write the value out; `names` makes one change to several objects. If it is text, put it in quotes.';
        return this.#find('yaml.anchor', at, length, message, hint);
      });
    }
    if (!isAlias(node) && node.tag) {
      this.#unreadable('yaml.tag', () => {
        const [at, length] = propertyBefore(text, start, '!');
        const hint = 'Take it out; if it is text, put it in quotes.';
        return this.#find('yaml.tag', at, length, 'Tags (!) are not used here.', hint);
      });
    }
  }

  #map(pairs: readonly Pair<YamlNode, YamlNode | null>[], start: number, depth: number): MapNode {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const key = this.#key(pair.key, start);
      if (!key) continue;
      const entry = pair.value ? this.#pair(pair.value, key, depth) : this.#withoutColon(key);
      const earlier = entries.get(entry.key.text);
      if (earlier) {
        const message = `${quote(key.text)} stands here twice, first on line ${earlier.key.at.line}.`;
        this.#diagnostics.push({ severity: 'error', code: 'yaml.duplicate', message, at: key.at });
      } else entries.set(entry.key.text, entry);
    }
    return { kind: 'map', at: this.#at(start, 1), entries };
  }

  #key(node: YamlNode | null, mapStart: number): ScalarNode | undefined {
    const [start, end] = node?.range ?? [mapStart, mapStart];
    if (node) this.#properties(node, start, end);
    if (!isScalar(node)) {
      if (!isAlias(node))
        this.#say('yaml.key', start, Math.max(1, end - start), 'A key must be a plain text.');
      return undefined;
    }
    const text = node.source ?? String(node.value);
    if (text === '' && node.type === 'PLAIN') {
      const colon = start + (/^\s*(?=:)/.exec(this.#file.text.slice(start))?.[0].length ?? 0);
      this.#say('yaml.key', colon, 1, 'The key before the colon is missing.');
      return undefined;
    }
    if (text === '<<' && node.type === 'PLAIN') {
      this.#unreadable('yaml.merge', () => {
        const message = 'Merge keys (<<) are not used here.';
        return this.#find('yaml.merge', start, 2, message, 'Write the values out.');
      });
      return undefined;
    }
    if (text === '__proto__') {
      this.#say('yaml.key', start, end - start, '"__proto__" cannot be a key.');
    } else if (node.type === 'PLAIN' && typeof node.value !== 'string') {
      const [code, kind] = notText(node.value);
      const message = `YAML reads this key as ${kind}; a key is text.`;
      this.#say(code, start, end - start, message, `Write:  ${quote(text)}:`);
    }
    return { kind: 'scalar', at: this.#at(start, end - start), value: text, text };
  }

  #pair(node: YamlNode, key: ScalarNode, depth: number): MapEntry {
    return this.#inside(key.text, () => {
      if (!isEmpty(node)) return { key, value: this.node(node, depth + 1) };
      const at = { ...key.at, column: key.at.column + key.at.length + 2, length: 1 };
      this.#empty.push({ key, path: [...this.#path], at });
      return { key, value: { kind: 'scalar', at, value: null, text: '' } };
    });
  }

  /** `{ timeoutMs:1 }`, or `{ ada@harbour.example, bob@harbour.example }` where a list was meant. */
  #withoutColon(key: ScalarNode): MapEntry {
    const say = (hint: string): void => {
      const message = 'a key without a value.';
      this.#diagnostics.push({ severity: 'error', code: 'value.empty', message, hint, at: key.at });
    };
    const [, word, text] = /^(\w+):(\S.*)$/.exec(key.text) ?? [];
    if (word === undefined || text === undefined) {
      say('Inside { } stand pairs,  key: value ; a list stands inside [ ].');
      return { key, value: { ...key, value: null, text: '' } };
    }
    say(`Write:  ${shortened(word)}: ${shortened(text)}  with a space after the colon.`);
    return { key: { ...key, value: word, text: word }, value: { ...key, value: text, text } };
  }

  #item(node: YamlNode, depth: number): Node {
    if (isEmpty(node)) {
      const [start] = node.range ?? [0];
      this.#say('value.empty', start, 1, 'nothing after the dash.', 'Write the item, or take the line out.');
    }
    return this.node(node, depth + 1);
  }

  #scalar(node: Scalar): ScalarNode {
    const [start, end] = node.range ?? [0, 0];
    const text = node.source ?? String(node.value);
    const at = this.#at(start, end - start);
    const { value } = node;
    if (node.type === 'PLAIN') this.#eatenComment(start, end);
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
      return { kind: 'scalar', at, value, text };
    }
    if (typeof value !== 'number') return { kind: 'scalar', at, value: text, text };
    if (!Number.isFinite(value)) {
      this.#say('value.number', start, end - start, `${shortened(text)} is not a number that can be sent.`);
    } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.#say('value.number', start, end - start, 'The number is too large to be sent exactly.');
    }
    return { kind: 'scalar', at, value, text };
  }

  /** `name: Support #1`: a hash after one space and before a letter was probably meant as text. */
  #eatenComment(start: number, end: number): void {
    const { text } = this.#file;
    if (!/^ #[^\s#]/.test(text.slice(end, end + 3))) return;
    const lineStart = text.lastIndexOf('\n', end) + 1;
    const isOneLine = start >= lineStart;
    const kept = text.slice(isOneLine ? start : lineStart, end).trim();
    const line = /^[^\r\n]*/.exec(text.slice(end, end + 1000))?.[0] ?? '';
    const whole = quote(`${kept}${line.trimEnd()}`);
    const field = /^[A-Za-z]{1,40}$/.exec(this.#path.at(-1) ?? '')?.[0];
    const subject = field === 'name' || field === 'description' ? field : 'text';
    this.#say(
      'text.comment',
      end + 1,
      2,
      `" #" starts a comment: the ${subject} would ${isOneLine ? 'be only' : 'end with'} ${quote(kept)}.`,
      field && isOneLine ? `Write:  ${field}: ${whole}` : `Write:  ${whole}`,
    );
  }

  #inside<T>(segment: string, work: () => T): T {
    this.#path.push(segment);
    const result = work();
    this.#path.pop();
    return result;
  }

  #nothing(start: number): ScalarNode {
    return { kind: 'scalar', at: this.#at(start, 1), value: null, text: '' };
  }

  #at(offset: number, length: number): Position {
    return positionAt(this.#file, offset, length);
  }

  #find(code: string, offset: number, length: number, message: string, hint?: string): Diagnostic {
    return finding(this.#file, code, offset, length, message, hint);
  }

  #say(code: string, offset: number, length: number, message: string, hint?: string): void {
    this.#diagnostics.push(this.#find(code, offset, length, message, hint));
  }

  /** After such a finding, what else would be said of the file's content is guesswork. */
  #unreadable(code: string, find: () => Diagnostic): void {
    this.isReadable = false;
    const first = this.#first.get(code);
    if (first) first.count += 1;
    else this.#first.set(code, { diagnostic: find(), count: 1 });
  }
}

function isEmpty(node: YamlNode): boolean {
  return isScalar(node) && node.value === null && !node.source && !node.tag && !node.anchor;
}

function withoutValue(key: string, meaning: EmptyMeaning): Pick<Diagnostic, 'message' | 'hint'> {
  if (meaning === 'clear') {
    return {
      message: 'nothing after the colon. YAML would read null, and null clears the field in the org.',
      hint: `Write the value, or  ${key}: null  to clear it, or take the line out to leave it as it is.`,
    };
  }
  const message = 'nothing after the colon.';
  if (meaning === 'element') {
    return { message, hint: `Write  ${key}: {}  where nothing more is to be said.` };
  }
  return {
    message,
    hint: 'Write the value, or take the line out. Lines that belong to it are indented further.',
  };
}

function notText(value: unknown): [code: string, kind: string] {
  if (typeof value === 'boolean') return ['text.boolean', 'true or false'];
  return value === null ? ['text.null', 'null'] : ['text.number', 'a number'];
}

/** Offset and length of the anchor or tag that stands before a node. */
function propertyBefore(text: string, start: number, sign: '&' | '!'): [offset: number, length: number] {
  let end = start;
  for (;;) {
    const from = Math.max(0, end - 500);
    const found = /(?:^|[\s,[{])([&!][^\s,[\]{}]*)\s*(?:#[^\n]*\n\s*)?$/.exec(text.slice(from, end));
    const word = found?.[1];
    if (!found || word === undefined) return [start, 1];
    const offset = from + found.index + found[0].indexOf(word);
    if (word.startsWith(sign)) return [offset, word.length];
    end = offset;
  }
}
