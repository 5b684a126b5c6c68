import { expect, test } from 'vitest';
import { annotate, casesIn } from '../support/annotated.ts';
import { changeset } from '../support/reading.ts';

test.each(casesIn(new URL('findings/syntax.txt', import.meta.url)))('$about', ({ text, annotated }) => {
  expect(annotate(text, changeset(text).diagnostics)).toBe(annotated);
});
