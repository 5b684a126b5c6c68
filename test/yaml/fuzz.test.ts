import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeset, mapping } from '../support/reading.ts';

const TOKENS = [
  'name: ',
  'changes:',
  'type: ',
  'routing_queue',
  'set: ',
  'names: ',
  'members: ',
  'was: ',
  'environment: ',
  '- ',
  '? ',
  ': ',
  ':',
  '\n',
  '\n  ',
  '\n    ',
  '\n\t',
  '\r\n',
  '\r',
  ' ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '\\',
  '#',
  ' #x',
  '&a ',
  '*a',
  '!',
  '!!str ',
  '<<: ',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '|\n',
  '>-\n',
  '@',
  '`',
  '${',
  '${var.x}',
  '}',
  '~',
  'null',
  'true',
  '.nan',
  '1e999',
  '0x',
  '529',
  '__proto__',
  'constructor',
  '😀',
  'é',
  '\u202e',
  '\ufeff',
  '\u0007',
  '\ud800',
];

const texts = fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }).map((tokens) => tokens.join(''));
const entries = texts.map((text) => `name: x\nchanges:\n  - type: routing_queue\n    ${text}`);

test.each([
  ['a changeset', changeset],
  ['a mapping', mapping],
])('whatever a file holds, %s is read, or every finding has a place in it', (_, read) => {
  fc.assert(
    fc.property(fc.oneof(texts, entries), (text) => {
      const { diagnostics, ...result } = read(text);
      expect(Object.values(result)[0] === undefined).toBe(diagnostics.length > 0);
      for (const { at, message, code } of diagnostics) {
        expect(at?.line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        expect([code, message].every((words) => words.length > 3 && words.length < 400)).toBe(true);
      }
    }),
    { numRuns: 1_500 },
  );
});

test('whatever bytes a file holds, it is read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const { changeset: read, diagnostics } = changeset(bytes);
      expect(read).toBeUndefined();
      expect(diagnostics.length).toBeGreaterThan(0);
    }),
  );
});
