import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt, readText, sourceFile } from '../../src/yaml/text.ts';
import { brief } from '../support/annotated.ts';
import { bytesOf, changeset } from '../support/reading.ts';

const NUMBER_FOR_NAME = ['name: release-42', 'changes:', '  - type: routing_skill', '    name: 529', ''];

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('positions are right with %s at the end of lines', (_, end) => {
  const { diagnostics } = changeset(NUMBER_FOR_NAME.join(end));
  expect(brief(diagnostics)).toEqual(['4:11 text.number']);
  expect(diagnostics[0]?.at).toMatchObject({ length: 3, source: '    name: 529' });
});

test.each([
  ['a quote that is never closed', 'a: "x', '1:4 yaml.quote'],
  ['a tab', 'a:\r\n\tb: 1', '2:1 yaml.tab'],
  ['a text with a colon', 'a: 1\r\nb: c: d', '2:4 yaml.colon'],
  ['a directive', '# x\r\n%YAML 1.2\r\n---\r\na: 1', '2:1 yaml.directive'],
  ['an empty value', 'name: x\r\nchanges:\r\n', '2:10 value.empty'],
])('with CRLF, %s is found at its place', (_, text, place) => {
  const { diagnostics } = changeset(`${text}\r\n`);
  expect(brief(diagnostics)).toEqual([place]);
  expect(diagnostics[0]?.at?.source).not.toContain('\r');
});

test('a mark of UTF-8 at the start is no part of the text', () => {
  expect(changeset('\ufeffname: release-42\nchanges: []\n').changeset?.name).toBe('release-42');
  expect(brief(changeset('\ufeffname: 42\nchanges: []\n').diagnostics)).toEqual(['1:7 text.number']);
});

test('columns and lengths count characters, of which an emoji is one', () => {
  const file = sourceFile('x.yaml', 'a: 1\n😀é😀: 😀😀 end\n');
  const offset = file.text.indexOf('😀😀');
  expect(positionAt(file, offset, 4)).toMatchObject({ line: 2, column: 6, length: 2 });
  expect(positionAt(file, file.text.indexOf('end'), 3)).toMatchObject({ line: 2, column: 9, length: 3 });
});

test('every place of a text has the line and the column at which a person finds it', () => {
  const piece = fc.constantFrom('a', ' ', '\n', '\r\n', 'é', '漢', '😀', '\ud83d', 'x: [1]');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, at) => {
      const text = pieces.join('');
      const offset = at % (text.length + 1);
      const before = text.slice(0, offset).split(/\r\n|\n/);
      if (text[offset - 1] === '\r' || isInsidePair(text, offset)) return;
      const { line, column } = positionAt(sourceFile('x.yaml', text), offset, 1);
      expect([line, column]).toEqual([before.length, [...(before.at(-1) ?? '')].length + 1]);
    }),
  );
});

function isInsidePair(text: string, offset: number): boolean {
  return offset > 0 && offset < text.length && [...text.slice(offset - 1, offset + 1)].length === 1;
}

test('the caret never goes beyond the end of its line', () => {
  const file = sourceFile('x.yaml', 'name: "a\n  b"\n');
  expect(positionAt(file, 6, 8)).toMatchObject({ line: 1, column: 7, length: 2 });
  expect(positionAt(file, file.text.length, 5)).toMatchObject({ line: 3, column: 1, length: 1 });
});

test('of a long line the start is shown, or nothing where the place lies further out', () => {
  const file = sourceFile('x.yaml', `${'a'.repeat(200)} ${'b'.repeat(1_000)}`);
  expect(positionAt(file, 190, 10).source).toMatch(/^a{200} b{39}…$/);
  expect(positionAt(file, 600, 10).source).toBe('');
});

test('512 KiB are read, one byte more is not', () => {
  const line = bytesOf('# a comment\n');
  const bytes = new Uint8Array(512 * 1024).map((_, index) => line[index % line.length] ?? 0);
  expect(readText('x.yaml', bytes)).toHaveProperty('text');
  expect(readText('x.yaml', new Uint8Array([...bytes, 10]))).toMatchObject({
    code: 'yaml.size',
    message: 'The file has 513 KiB; 512 KiB is the most that is read.',
  });
});
