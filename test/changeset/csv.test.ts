import { expect, test } from 'vitest';
import { readCsv } from '../../src/changeset/csv.ts';

const read = (text: string | Uint8Array) =>
  readCsv('tables/days.csv', typeof text === 'string' ? Buffer.from(text) : text);

/** The fields of each line; the findings with their places. */
function seen(text: string | Uint8Array): unknown {
  const table = read(text);
  if (!('header' in table))
    return table.map(({ message, at }) => `${at?.file}:${at?.line}:${at?.column} ${message}`);
  return [table.header, ...table.lines].map((line) => line.map((cell) => cell.text));
}

test('lines end with LF, CRLF or CR, the last one or not; lines without anything are passed over', () => {
  const lines = [
    ['key', 'note'],
    ['a', '1'],
    ['b', ''],
  ];
  for (const end of ['\n', '\r\n', '\r'])
    for (const last of ['', end, end + end]) {
      expect(seen(['key,note', 'a,1', '', 'b,'].join(end) + last)).toEqual(lines);
    }
  expect(seen('')).toEqual([[]]);
});

test('a byte order mark is passed over', () => {
  expect(seen('\ufeffkey\na')).toEqual([['key'], ['a']]);
});

test('quotes hold commas, quotes and line ends, and text stays text', () => {
  expect(seen('key,note\n"a,b"," say ""hi""\r\nand go "\n007,""\n')).toEqual([
    ['key', 'note'],
    ['a,b', ' say "hi"\r\nand go '],
    ['007', ''],
  ]);
});

test('fields know their line and column, behind quoted line ends, too', () => {
  const table = read('key,note\n"a","two\nlines"\n😀b,c\n');
  if (!('header' in table)) throw new Error('not read');
  const at = table.lines.map((line) => line.map(({ at: { line: number, column } }) => `${number}:${column}`));
  expect(at).toEqual([
    ['2:1', '2:5'],
    ['4:1', '4:4'],
  ]);
  expect(table.lines[1]?.[1]?.at).toEqual({
    file: 'tables/days.csv',
    line: 4,
    column: 4,
    length: 1,
    source: '😀b,c',
  });
});

test.each([
  ['key,note\na,"never', 'tables/days.csv:2:3 The quote that opens here is never closed.'],
  ['key,note\na,say "hi"', 'tables/days.csv:2:3 A quote stands inside a field without quotes.'],
  [
    'key,note\na,"b" c',
    'tables/days.csv:2:6 Something stands between the quote that closes a field and the next comma.',
  ],
  ['key,note\na,b,c', 'tables/days.csv:2:5 This line has 3 fields; the first line has 2.'],
  ['key,note\na', 'tables/days.csv:2:1 This line has one field; the first line has 2.'],
])('%j is refused with its place', (text, finding) => {
  expect(seen(text)).toEqual([finding]);
});

test('other encodings are told', () => {
  expect(seen(new Uint8Array([0xff, 0xfe, 0x6b, 0]))).toEqual([
    'tables/days.csv:1:1 The file is UTF-16 text; it must be UTF-8.',
  ]);
  expect(seen(new Uint8Array([0x6b, 0xe9]))).toEqual(['tables/days.csv:1:1 The file is no UTF-8 text.']);
});
