import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog/index.ts';
import { readVocabulary, vocabularyOf, wordsUsed } from '../support/vocabulary.ts';

const vocabulary = readVocabulary();
const words = [...vocabulary.words.values()].flat();

/** Words of what functions of a type answer: no value of the catalog shows them. */
const ANSWERED = ['Complaint'];

test('each word of the vocabulary is used by a type of the catalog', () => {
  const used = wordsUsed(vocabulary, 'ResourceType', [...catalog.values()]);
  const unused = words
    .map(({ name }) => name)
    .filter((name) => !used.has(name) && !ANSWERED.includes(name.replace(/\..*/, '')));
  expect(unused, 'a word that nothing uses is taken out').toEqual([]);
});

test('each word of the vocabulary says what it means', () => {
  expect(words.filter(({ hasDocstring }) => !hasDocstring).map(({ name }) => name)).toEqual([]);
});

test('a word that is added and unused, or has no docstring, is found', () => {
  const small = vocabularyOf(`export interface Thing {
  /** What it is called. */
  readonly name: string;
  readonly idle?: string;
  /** Where its parts are. */
  readonly parts?: Readonly<Record<string, Place>>;
}

export interface Place {
  /** Where, and why. */
  readonly at?: { readonly x: number; readonly why?: string };
}
`);
  const all = [...small.words.values()].flat();
  expect(all.filter(({ hasDocstring }) => !hasDocstring).map(({ name }) => name)).toEqual(['Thing.idle']);
  const used = wordsUsed(small, 'Thing', [{ name: 'a', parts: { b: { at: { x: 1 } } } }]);
  expect(all.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([
    'Thing.idle',
    'Place.at.why',
  ]);
  expect(() => vocabularyOf('export interface Thing {\n  name: string;\n}\n')).toThrow('what is this?');
});
