import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './cli.ts';

/** A word of the vocabulary, as it is declared. */
export interface Word {
  /** `Part.batch`; a word of an object that is declared inside another has the path to it: `Quirk.needs.path`. */
  readonly name: string;
  /** The text of its type. */
  readonly is: string;
  readonly hasDocstring: boolean;
}

/** Each interface with its own words. */
export interface Vocabulary {
  readonly words: ReadonlyMap<string, readonly Word[]>;
  /** Which interface another one extends. */
  readonly bases: ReadonlyMap<string, string>;
}

/**
 * What `src/catalog/vocabulary.ts` declares.
 * @throws Error for a line that is none of those that the file is made of, so that no word is overlooked
 */
export function readVocabulary(): Vocabulary {
  return vocabularyOf(readFileSync(join(ROOT, 'src/catalog/vocabulary.ts'), 'utf8'));
}

export function vocabularyOf(text: string): Vocabulary {
  const words = new Map<string, Word[]>();
  const bases = new Map<string, string>();
  let own: Word[] | undefined;
  let hasDocstring = false;
  let isOpen = false;
  for (const line of text.split('\n')) {
    const head = /^export interface (\w+)(?: extends (\w+))? \{$/.exec(line);
    const member = /^ {2}readonly (\w+)\??: (.*)$/.exec(line);
    const comment = /^ *(\/\*\*|\*|\*\/)/.test(line);
    if (head?.[1]) {
      own = [];
      words.set(head[1], own);
      if (head[2]) bases.set(head[1], head[2]);
    } else if (line === '}') own = undefined;
    else if (own && member && !isOpen) {
      const [, name = '', is = ''] = member;
      const owner = [...words.keys()].at(-1);
      isOpen = !is.endsWith(';');
      own.push(...wordsOf(`${owner}.${name}`, is.replace(/;$/, ''), hasDocstring));
    } else if (own && isOpen && /^ {2}( {2}|\))/.test(line)) isOpen = !/^ {2}\).*;$/.test(line);
    else if (!comment && line !== '' && !/^import type /.test(line)) throw new Error(`what is this? ${line}`);
    hasDocstring = line.trim().endsWith('*/');
  }
  return { words, bases };
}

/** A word, and those of an object that is declared in its place. */
function wordsOf(name: string, is: string, hasDocstring: boolean): Word[] {
  const inside = /^\{ (.*) \}$/.exec(is)?.[1]?.split('; ') ?? [];
  return [
    { name, is, hasDocstring },
    ...inside.flatMap((text) => {
      const [, inner = '', type = ''] = /^readonly (\w+)\??: (.+)$/.exec(text) ?? [];
      if (inner === '') throw new Error(`what is this in ${name}? ${text}`);
      return wordsOf(`${name}.${inner}`, type, hasDocstring);
    }),
  ];
}

/** The words that these objects use, each at least once. */
export function wordsUsed(vocabulary: Vocabulary, root: string, objects: readonly unknown[]): Set<string> {
  const used = new Set<string>();
  const visit = (name: string, value: unknown): void => {
    if (!isRecord(value)) throw new Error(`no ${name}: ${JSON.stringify(value)}`);
    const base = vocabulary.bases.get(name);
    if (base !== undefined) visit(base, value);
    for (const word of vocabulary.words.get(name) ?? []) {
      const inner = word.name
        .split('.')
        .slice(1)
        .reduce(fieldOf, value as unknown);
      if (inner === undefined) continue;
      used.add(word.name);
      const [target, targets] = within(vocabulary, word, inner);
      for (const each of targets) visit(target, each);
    }
  };
  for (const object of objects) visit(root, object);
  return used;
}

/** The interface that a word's value holds, and the values of it. */
function within({ words }: Vocabulary, { name, is }: Word, value: unknown): readonly [string, unknown[]] {
  const named = [...is.matchAll(/\b[A-Z]\w*/g)].map(([text]) => text).filter((text) => words.has(text));
  const [target] = named;
  if (target === undefined || is.includes('=>') || is.startsWith('{')) return ['', []];
  if (is === target) return [target, [value]];
  if (is === `readonly ${target}[]` && Array.isArray(value)) return [target, value];
  const isMap = new RegExp(`^Readonly<Record<\\w+, ${target}>>$`).test(is);
  if (isMap && isRecord(value)) return [target, Object.values(value)];
  throw new Error(`${name} is ${is}, which nothing here can look into`);
}

function fieldOf(value: unknown, field: string): unknown {
  return isRecord(value) ? value[field] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
