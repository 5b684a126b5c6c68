import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, isSlipOf, nearest } from '../src/nearest.ts';

const WORDS = ['description', 'division', 'acwSettings', 'queueFlow', 'emailInQueueFlow', 'name', 'home'];

test.each([
  ['descripton', 'description'],
  ['DESCRIPTION', 'description'],
  ['desc', 'description'],
  ['queue flow', 'queueFlow'],
  ['naem', 'name'],
  ['hom', 'home'],
])('who writes %s may have meant %s', (word, meant) => {
  expect(didYouMean(word, WORDS)).toBe(`Did you mean "${meant}"?`);
});

test.each(['x', 'nose', 'something else', '', 'mars'])('nothing is near %s', (word) => {
  expect(didYouMean(word, WORDS)).toBeUndefined();
});

test('the nearest come first, each once, and no more than asked for', () => {
  expect(nearest('Cards', ['Card 22', 'Card', 'Cards', 'Card', 'Loans'], 2)).toEqual(['Cards', 'Card']);
});

test('a long word takes no long time', () => {
  const start = performance.now();
  nearest('x'.repeat(400_000), [...WORDS, 'y'.repeat(90_000)]);
  expect(performance.now() - start).toBeLessThan(500);
});

test.each([
  ['Crads', 'Cards', 'swapped letters'],
  ['😀abcd', '😀bacd', 'swapped letters after an emoji'],
  ['Card', 'Cards', 'a missing letter'],
  ['Cardss', 'Cards', 'a letter too many'],
  ['Cerds', 'Cards', 'a wrong letter'],
  ['cards', 'Cards', 'case'],
  ['Cards ', 'Cards', 'white space'],
  ['Cards  EMEA', 'Cards EMEA', 'more white space'],
  ['en', 'EN', 'case of a short name'],
])('%s is a slip of %s: %s', (name, other) => {
  expect(isSlipOf(name, other)).toBe(true);
  expect(isSlipOf(other, name)).toBe(true);
});

test.each([
  ['Cards', 'Cards', 'the same'],
  ['Cards 1', 'Cards 2', 'digits'],
  ['Cards', 'Cards 2', 'a digit more'],
  ['EN', 'ES', 'short names'],
  ['Carsd 1', 'Cards 2', 'a swap and a digit'],
  ['Crasd', 'Cards', 'two slips'],
  ['Loans', 'Cards', 'other words'],
])('%s is no slip of %s: %s', (name, other) => {
  expect(isSlipOf(name, other)).toBe(false);
});

test('a slip is one both ways, and never of the name itself', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'C', ' ', '1'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (left, right) => {
      expect(isSlipOf(left, right)).toBe(isSlipOf(right, left));
      expect(isSlipOf(left, left)).toBe(false);
    }),
  );
});
