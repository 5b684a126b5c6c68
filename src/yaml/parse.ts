import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type Node as YamlNode,
} from 'yaml';
import type { Diagnostic, Position } from '../diagnostics.ts';
import type { MapEntry, MapNode, Node, ScalarNode } from './node.ts';
import { positionAt, type SourceFile } from './text.ts';

const MAX_DEPTH = 60;
/** The parser's time grows with the square of the depth of brackets; this many take it a few milliseconds. */
const MAX_BRACKETS = 500;

export interface Parsed {
  /** Undefined when the file has no usable content. */
  readonly root: Node | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses one YAML 1.2 document in the plain style that changesets and mappings use: no anchors, tags or directives. */
export function parseYaml(file: SourceFile): Parsed {
  const only = (diagnostic: Diagnostic): Parsed => ({ root: undefined, diagnostics: [diagnostic] });
  const brackets = tooManyBrackets(file);
  if (brackets) return only(brackets);
  const documents = parseAllDocuments(file.text, {
    version: '1.2',
    prettyErrors: false,
    uniqueKeys: false, // the parser looks at each pair of keys; ours are looked up
    logLevel: 'silent',
  });
  if (!Array.isArray(documents) || documents[0] === undefined) {
    return only(finding(file, 'yaml.empty', 0, 1, 'The file is empty.'));
  }
  const [document, second] = documents;
  if (/^%/m.test(file.text) && document.directives?.docStart !== null) {
    const at = /^%/m.exec(file.text)?.index ?? 0;
    return only(
      finding(file, 'yaml.directive', at, 1, 'YAML directives are not used here; take the line out.'),
    );
  }
  if (second) {
    const at = second.range[0];
    return only(
      finding(
        file,
        'yaml.documents',
        at,
        3,
        'The file holds several documents ("---").',
        'One file, one document.',
      ),
    );
  }
  const [error] = document.errors;
  if (error) return only(syntaxFinding(file, error));
  if (document.contents === null) return only(finding(file, 'yaml.empty', 0, 1, 'The file is empty.'));
  const reader = new Reader(file);
  const root = reader.node(document.contents, 0);
  return { root, diagnostics: reader.diagnostics };
}

function finding(
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

function tooManyBrackets(file: SourceFile): Diagnostic | undefined {
  let depth = 0;
  for (let i = 0; i < file.text.length; i++) {
    const character = file.text[i];
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    if (depth > MAX_BRACKETS) return depthFinding(file, i);
  }
  return undefined;
}

function depthFinding(file: SourceFile, offset: number): Diagnostic {
  return finding(file, 'yaml.depth', offset, 1, `The file nests more than ${MAX_DEPTH} levels deep.`);
}

/** The parser's error in the words of somebody who knows what changesets look like. */
function syntaxFinding(file: SourceFile, error: YAMLError): Diagnostic {
  const [offset] = error.pos;
  const line = positionAt(file, offset, 1).source;
  if (file.text.startsWith('{', offset) && file.text[offset - 1] === '$') {
    const written = /^\$\{[^}\s]*\}/.exec(file.text.slice(offset - 1))?.[0] ?? '${…}';
    return finding(
      file,
      'yaml.quote',
      offset - 1,
      1,
      'inside { } and [ ] a ${…} must be in quotes.',
      `Write:  "${written}"`,
    );
  }
  if (error.code === 'TAB_AS_INDENT') {
    return finding(file, 'yaml.tab', offset, 1, 'A tab indents this line; YAML takes spaces only.');
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    const value = line.slice(positionAt(file, offset, 1).column - 1).trim();
    return finding(
      file,
      'yaml.colon',
      offset,
      value.length,
      'a text with ": " in it must be in quotes.',
      `Write:  ${JSON.stringify(value)}`,
    );
  }
  const unclosed = /must be sufficiently indented and end with a ([\]}])/.exec(error.message)?.[1];
  if (unclosed) {
    const eaten = commentBefore(file, offset);
    if (eaten) return eaten;
    return finding(
      file,
      'yaml.syntax',
      offset,
      1,
      `The ${unclosed === ']' ? '[' : '{'} before is never closed.`,
    );
  }
  if (error.code === 'BAD_SCALAR_START') {
    const start = file.text[offset] ?? '';
    return finding(file, 'yaml.quote', offset, 1, `A text that starts with ${start} must be in quotes.`);
  }
  return finding(file, 'yaml.syntax', offset, Math.max(1, error.pos[1] - offset), `${error.message}.`);
}

/** A bracket that seems unclosed because a " #" made the rest of its line a comment. */
function commentBefore(file: SourceFile, offset: number): Diagnostic | undefined {
  const before = file.text.slice(0, offset);
  const found = [...before.matchAll(/[^\s#] (#[^\s#])[^\n]*[\]}]/g)].at(-1);
  if (!found) return undefined;
  const at = found.index + 2;
  return finding(
    file,
    'text.comment',
    at,
    2,
    '" #" starts a comment: the rest of the line is lost, the closing bracket with it.',
    'Put the text in quotes.',
  );
}

/** Turns the parser's tree into ours, collecting what changesets do not allow. */
class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #file: SourceFile;
  readonly #reported = new Set<string>();

  constructor(file: SourceFile) {
    this.#file = file;
  }

  node(node: YamlNode, depth: number): Node {
    const [start, end] = node.range ?? [0, 0];
    if (depth > MAX_DEPTH) {
      this.#once(depthFinding(this.#file, start));
      return this.#nothing(start);
    }
    if (isAlias(node) || node.anchor) {
      this.#once(
        this.#find(
          'yaml.anchor',
          start,
          end - start,
          'Anchors and aliases (& and *) are not used here.',
          'Write the value out, or use `names` for several objects with the same change.',
        ),
      );
    }
    if (node.tag?.startsWith('!') && !node.tag.startsWith('!!')) {
      this.#once(
        this.#find('yaml.tag', start, end - start, `The tag ${node.tag} means nothing here; take it out.`),
      );
    }
    if (isMap<YamlNode, YamlNode | null>(node)) return this.#map(node.items, start, depth);
    if (isSeq<YamlNode>(node)) {
      const items = node.items.map((item) => this.node(item, depth + 1));
      return { kind: 'list', at: this.#at(start, 1), items };
    }
    if (isScalar(node)) return this.#scalar(node);
    return this.#nothing(start);
  }

  #map(pairs: readonly Pair<YamlNode, YamlNode | null>[], start: number, depth: number): MapNode {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const key = this.#key(pair.key);
      if (!key) continue;
      const earlier = entries.get(key.text);
      if (earlier) {
        this.diagnostics.push({
          severity: 'error',
          code: 'yaml.duplicate',
          message: `"${key.text}" stands here twice, first on line ${earlier.key.at.line}.`,
          at: key.at,
        });
      }
      entries.set(key.text, { key, value: this.#value(pair.value, key, depth) });
    }
    return { kind: 'map', at: this.#at(start, 1), entries };
  }

  #key(node: YamlNode): ScalarNode | undefined {
    const [start, end] = node.range ?? [0, 0];
    if (!isScalar(node)) {
      this.diagnostics.push(this.#find('yaml.key', start, end - start, 'A key must be a plain text.'));
      return undefined;
    }
    const text = node.source ?? String(node.value);
    const at = this.#at(start, end - start);
    if (text === '<<') {
      this.diagnostics.push(
        this.#find('yaml.merge', start, 2, 'Merge keys (<<) are not used here.', 'Write the values out.'),
      );
      return undefined;
    }
    if (text === '__proto__') {
      this.diagnostics.push(this.#find('yaml.key', start, text.length, '"__proto__" cannot be a key.'));
      return undefined;
    }
    if (typeof node.value === 'number') {
      this.diagnostics.push(
        this.#find(
          'text.number',
          start,
          end - start,
          'YAML reads this key as a number; a key is text.',
          `Write:  "${text}":`,
        ),
      );
    }
    return { kind: 'scalar', at, value: text, text };
  }

  #value(node: YamlNode | null, key: ScalarNode, depth: number): Node {
    if (node !== null && !(isScalar(node) && node.value === null && (node.source ?? '') === '')) {
      return this.node(node, depth + 1);
    }
    const column = key.at.column + key.at.length + 2;
    const at = { ...key.at, column, length: 1 };
    this.diagnostics.push({
      severity: 'error',
      code: 'value.empty',
      message: 'nothing after the colon. YAML would read null, and null clears the field in the org.',
      hint: `Write the value, or  ${key.text}: null  to clear it, or take the line out to leave it as it is.`,
      at,
    });
    return { kind: 'scalar', at, value: null, text: '' };
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
    if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'scalar', at, value, text };
    this.diagnostics.push(
      this.#find('value.number', start, end - start, `${text} is not a number that can be sent.`),
    );
    return { kind: 'scalar', at, value: null, text };
  }

  /** `name: Support #1`: a hash after one space and before a letter was probably meant as text. */
  #eatenComment(start: number, end: number): void {
    const rest = this.#file.text.slice(end, end + 3);
    if (!/^ #[^\s#]/.test(rest)) return;
    const kept = this.#file.text.slice(start, end);
    const whole = /^[^\r\n]*/.exec(this.#file.text.slice(start))?.[0].trim() ?? kept;
    this.diagnostics.push(
      this.#find(
        'text.comment',
        end + 1,
        2,
        `" #" starts a comment: the text would be only ${JSON.stringify(kept)}.`,
        `Write:  ${JSON.stringify(whole)}`,
      ),
    );
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

  /** Some findings would come a thousand times from one hostile file; the first one says it all. */
  #once(diagnostic: Diagnostic): void {
    if (this.#reported.has(diagnostic.code)) return;
    this.#reported.add(diagnostic.code);
    this.diagnostics.push(diagnostic);
  }
}
