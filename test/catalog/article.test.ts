import { expect, test } from 'vitest';
import { withArticle, withCapitalArticle } from '../../src/catalog/article.ts';

test.each([
  ['queue', 'a queue'],
  ['e-mail route', 'an e-mail route'],
  ['in-queue call flow', 'an in-queue call flow'],
  ['outbound route', 'an outbound route'],
  ['user', 'a user'],
  ['unique code', 'a unique code'],
  ['utilization label', 'a utilization label'],
  ['upload', 'an upload'],
  ['IVR', 'an IVR'],
  ['SMS address', 'an SMS address'],
  ['DID pool', 'a DID pool'],
  ['URL', 'a URL'],
])('%s', (noun, words) => {
  expect(withArticle(noun)).toBe(words);
  expect(withCapitalArticle(noun)).toBe(words.replace('a', 'A'));
});
