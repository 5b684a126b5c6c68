import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted, quoted, short, styleFor, visible } from '../../src/render/style.ts';

test.each([
  ['a terminal escape', '\u001b[31mred', '\\u001b[31mred'],
  ['an eight-bit one', '\u009b31m', '\\u009b31m'],
  ['line ends', 'a\nb\rc', 'a\\u000ab\\u000dc'],
  ['a bell and a delete', '\u0007\u007f', '\\u0007\\u007f'],
  ['a NUL', '\0', '\\u0000'],
  ['a change of direction', 'gnp\u202eexe.', 'gnp\\u202eexe.'],
  ['isolates', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['marks of direction', '\u200ea\u200f\u061c', '\\u200ea\\u200f\\u061c'],
  ['what has no width', 'a\u200bb\u2060c\ufeff', 'a\\u200bb\\u2060c\\ufeff'],
  ['separators of lines and paragraphs', '\u2028\u2029', '\\u2028\\u2029'],
])('%s in a name is shown as an escape', (_, name, shown) => {
  expect(visible(name)).toBe(shown);
});

test.each(['Cards (AU)', 'Zürich', '日本語', 'العربية', '😀', 'O\'Brien \\ "x"'])(
  '%s is shown as it is',
  (name) => {
    expect(visible(name)).toBe(name);
    expect(quoted(name)).toBe(`"${name}"`);
  },
);

test('whatever a name is, it stays on its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(visible(name)).not.toMatch(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

test('without colours nothing is added', () => {
  const { bold, dim, red, green, yellow } = styleFor(false);
  expect([bold, dim, red, green, yellow].map((paint) => paint('x'))).toEqual(['x', 'x', 'x', 'x', 'x']);
});

test('counts and digests are short', () => {
  expect([counted(1, 'entry'), counted(2, 'entry'), counted(0, 'call')]).toEqual([
    '1 entry',
    '2 entries',
    '0 calls',
  ]);
  expect([short('sha256:0123456789abcdef'), short('5d1fa0b7-0000')]).toEqual([
    'sha256:01234567…',
    '5d1fa0b7…',
  ]);
});
