import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Json } from '../../../json/json.ts';
import type { FileReading, Mention, Stretch } from '../../file-reading.ts';
import { filledIn, type Substituted } from './substitution.ts';
import { FLOW_TYPES, KEYED, NAMED, type Target } from './words.ts';

/** Functions of expressions that find an object by a name that is known only when the flow runs. */
const LOOK_UP = /\bFind[A-Z]\w*(?=\s*\()/g;
/** A prompt in an expression. Names of prompts are letters, digits and underscores. */
const PROMPT = /(?<![\w.])Prompt\.([A-Za-z]\w*)/g;

/**
 * Reads Architect YAML, as Archy and Architect export it: whose flow it is, and what it names. Sources of the format:
 * the examples of CX as Code 1.84.1, Archy's exports, 2026-11.
 */
export function readFlowFile(file: string, valueFor: (variable: string) => Json | undefined): FileReading {
  return new FlowFile(filledIn(file, valueFor)).read();
}

class FlowFile {
  readonly #filled: Substituted;
  readonly #mentions: Mention[] = [];
  readonly #complaints: FileReading['complaints'][number][] = [];
  readonly #unchecked: FileReading['unchecked'][number][] = [];

  constructor(filled: Substituted) {
    this.#filled = filled;
  }

  read(): FileReading {
    const { text, missing } = this.#filled;
    const document = missing.length > 0 ? undefined : parseDocument(text, { prettyErrors: false });
    for (const { message, pos } of document?.errors ?? []) {
      this.#complain({ from: pos[0], length: pos[1] - pos[0] }, `It is no YAML: ${firstLine(message)}`);
    }
    const isBroken = !document || document.errors.length > 0;
    const root = isBroken ? undefined : this.#root(document.contents);
    return {
      text,
      missing,
      own: root && this.#own(root.body),
      says: root ? { type: root.type } : {},
      mentions: this.#mentions,
      complaints: this.#complaints,
      unchecked: this.#unchecked,
    };
  }

  /** The one key of the file: the type of the flow. */
  #root(contents: unknown): { readonly type: string; readonly body: YAMLMap } | undefined {
    const [pair, second] = isMap(contents) ? contents.items : [];
    const key = pair && isScalar(pair.key) ? pair.key : undefined;
    const type = key && own(FLOW_TYPES, String(key.value));
    if (!pair || !key || second || type === undefined || !isMap(pair.value)) {
      const at = key ? stretchOf(key) : { from: 0, length: 1 };
      const known = Object.keys(FLOW_TYPES).slice(0, 3).join(', ');
      this.#complain(at, `The file must have one key, the type of the flow: ${known}, …`);
      return undefined;
    }
    this.#map(pair.value);
    const division = pair.value.get('division', true);
    if (isScalar(division) && typeof division.value === 'string') {
      this.#mention({ type: 'auth_division' }, division);
    }
    return { type, body: pair.value };
  }

  #own(body: YAMLMap): Mention | undefined {
    const name = body.get('name', true);
    if (isScalar(name) && typeof name.value === 'string') return this.#mentionOf({ type: 'flow' }, name);
    const from = body.range?.[0] ?? 0;
    this.#complain({ from, length: 1 }, 'The file does not say the name of the flow.', 'Add  name: …');
    return undefined;
  }

  #map(map: YAMLMap): void {
    for (const pair of map.items) this.#pair(pair);
  }

  #node(node: unknown): void {
    if (isMap(node)) this.#map(node);
    else if (isSeq(node)) for (const item of node.items) this.#node(item);
  }

  #pair({ key, value }: Pair): void {
    const field = isScalar(key) ? String(key.value) : '';
    if (isScalar(value)) {
      this.#scalar(field, value);
      return;
    }
    const named = own(NAMED, field);
    const keyed = own(KEYED, field);
    if (named && isMap(value)) this.#named(field, named, value);
    if (keyed && isMap(value)) this.#keyed(keyed, value);
    if (field === 'category' && isMap(value)) this.#actions(value);
    if (field === 'flow' && isMap(value)) this.#referenced(value);
    this.#node(value);
  }

  /** `lit: { name: … }`, `{ name: … }`, or an expression. */
  #named(field: string, target: Target, value: YAMLMap): void {
    const lit = value.get('lit', true);
    const name = isMap(lit) ? lit.get('name', true) : (lit ?? value.get('name', true));
    if (isScalar(name) && typeof name.value === 'string') this.#mention(target, name);
    const expression = value.get('exp', true);
    if (!isScalar(expression)) return;
    // A function that looks something up is reported where it stands.
    if (String(expression.value).match(LOOK_UP) === null)
      this.#unchecked.push({ what: field, at: this.#filled.inFile(stretchOf(expression)) });
  }

  /** The name is the key. */
  #keyed(target: Target, value: YAMLMap): void {
    for (const { key } of value.items) {
      if (isScalar(key) && !['exp', 'lit', 'noValue'].includes(String(key.value))) this.#mention(target, key);
    }
  }

  /** Data actions stand below their category, both as keys. */
  #actions(categories: YAMLMap): void {
    for (const { key, value } of categories.items) {
      const actions = isMap(value) ? value.get('dataAction', true) : undefined;
      if (!isScalar(key) || !isMap(actions)) continue;
      const where = { category: String(key.value) };
      this.#keyed({ type: 'integration_action', where, noun: `data action of "${where.category}"` }, actions);
    }
  }

  /** What newer exports list of the flows that this one names. */
  #referenced(flow: YAMLMap): void {
    const [name, type] = [flow.get('name', true), flow.get('type')];
    if (!isScalar(name) || typeof name.value !== 'string' || typeof type !== 'string') return;
    const where = { type: type.toUpperCase() };
    this.#mention({ type: 'flow', where, noun: `${type} flow`, exchangeable: true }, name);
  }

  #scalar(field: string, node: Scalar): void {
    if (typeof node.value !== 'string') return;
    const { from, length } = stretchOf(node);
    const source = this.#filled.text.slice(from, from + length);
    if (field === 'exp') {
      for (const [what] of source.matchAll(LOOK_UP)) {
        this.#unchecked.push({ what: `${what}(…)`, at: this.#filled.inFile({ from, length }) });
      }
    }
    if (!['exp', 'lit', 'prompt'].includes(field)) return;
    for (const match of source.matchAll(PROMPT)) {
      const name = match[1] ?? '';
      const at = { from: from + match.index + 'Prompt.'.length, length: name.length };
      this.#add({ type: 'architect_user_prompt' }, name, at, (other) => other);
    }
  }

  #mention(target: Target, node: Scalar): void {
    this.#mentions.push(this.#mentionOf(target, node));
  }

  #mentionOf(target: Target, node: Scalar): Mention {
    return this.#made(target, String(node.value), stretchOf(node), (name) => JSON.stringify(name));
  }

  #add(target: Target, name: string, at: Stretch, as: (name: string) => string): void {
    this.#mentions.push(this.#made(target, name, at, as));
  }

  #made(target: Target, name: string, at: Stretch, as: (name: string) => string): Mention {
    const byVariable = this.#filled.isFilled(at) ? { byVariable: true } : {};
    return { ...target, name, at: this.#filled.inFile(at), written: { at, as }, ...byVariable };
  }

  #complain(at: Stretch, message: string, hint?: string): void {
    this.#complaints.push({ message, at: this.#filled.inFile(at), ...(hint ? { hint } : {}) });
  }
}

/** The word of that name. Names come from files: none of them may reach into a prototype. */
function own<T>(words: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

function stretchOf(node: Scalar): Stretch {
  const [from, to] = node.range ?? [0, 1];
  return { from, length: Math.max(to - from, 1) };
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/[.:]*$/, '.');
}
