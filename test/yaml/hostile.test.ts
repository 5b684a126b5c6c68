import { expect, test } from 'vitest';
import type { ReadResult } from '../../src/changeset/read.ts';
import { brief } from '../support/annotated.ts';
import { bytesOf, changeset, settingOfQueue } from '../support/reading.ts';

const KIB = 1024;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** Reads it, and fails when that takes longer than a person waits: each time, as a busy machine may be slow once. */
function quickly(text: string | Uint8Array, tries = 3): ReadResult {
  const start = performance.now();
  const result = changeset(text);
  const took = performance.now() - start;
  if (took >= 8_000 && tries > 1) return quickly(text, tries - 1);
  expect(took).toBeLessThan(8_000);
  return result;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const SMALL = 'name: release-42\nchanges: []\n';

test.each<[string, Uint8Array, string, string]>([
  ['UTF-16, little end first, with a mark', utf16(`\ufeff${SMALL}`), '1:1', 'UTF-16'],
  ['UTF-16, big end first, with a mark', utf16(`\ufeff${SMALL}`).swap16(), '1:1', 'UTF-16'],
  ['UTF-16, little end first, without a mark', utf16(SMALL), '1:1', 'UTF-16'],
  ['UTF-16, big end first, without a mark', utf16(SMALL).swap16(), '1:1', 'UTF-16'],
  ['Latin-1', Buffer.from(`${SMALL}description: Café\n`, 'latin1'), '3:17', 'not UTF-8'],
  ['UTF-8 that ends too early', Buffer.from([...bytesOf(SMALL), 0xf0, 0x9f]), '3:1', 'not UTF-8'],
  ['a UTF-8 form that is too long', Buffer.from([...bytesOf('name: '), 0xc0, 0xaf]), '1:7', 'not UTF-8'],
  ['half of a surrogate pair', Buffer.from([...bytesOf('name: '), 0xed, 0xa0, 0x80]), '1:7', 'not UTF-8'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), '1:1', 'not UTF-8'],
  ['a NUL', bytesOf('name: release\0-42\nchanges: []\n'), '1:14', 'U+0000'],
  ['a terminal escape', bytesOf(`${SMALL}description: "\u001b[2J"\n`), '3:15', 'U+001B'],
  ['an eight-bit terminal escape', bytesOf(`${SMALL}description: \u009b2J\n`), '3:14', 'U+009B'],
  ['a bell', bytesOf('name: a\u0007\n'), '1:8', 'U+0007'],
  ['a line separator', bytesOf('name: a\u2028changes: []\n'), '1:8', 'U+2028'],
  ['lines of an old Mac', bytesOf('name: release-42\rchanges: []\r'), '1:17', 'carriage return'],
])('%s is one clear finding at its place', (_, bytes, place, words) => {
  const { changeset: read, diagnostics } = quickly(bytes);
  expect(read).toBeUndefined();
  expect(brief(diagnostics)).toEqual([`${place} yaml.encoding`]);
  expect(diagnostics[0]?.message).toContain(words);
  expect(diagnostics[0]?.hint).toBeDefined();
});

test.each<[string, string | Uint8Array, string]>([
  ['100 MB', new Uint8Array(100 * KIB * KIB).fill(97), '1:1 yaml.size'],
  ['100 MB of brackets', new Uint8Array(100 * KIB * KIB).fill(91), '1:1 yaml.size'],
  ['500,000 opening brackets', '['.repeat(500_000), '1:63 yaml.depth'],
  ['500,000 opening braces', '{'.repeat(500_000), '1:63 yaml.depth'],
  ['keys in keys', '{? '.repeat(100_000), '1:187 yaml.depth'],
  ['500,000 closing brackets', ']'.repeat(500_000), '1:1 yaml.size'],
  ['100,000 closing brackets', ']'.repeat(100_000), '1:1 yaml.syntax'],
  ['500,000 pairs of brackets', '[]'.repeat(250_000), '1:1 yaml.size'],
  ['maps in maps, one a line', lines(900, (depth) => `${' '.repeat(depth)}a:`), '63:63 yaml.depth'],
  ['maps in maps, just too deep', lines(62, (depth) => `${' '.repeat(depth)}a:`), '62:62 yaml.depth'],
  ['lists in lists on one line', `${'- '.repeat(200_000)}x`, '1:125 yaml.depth'],
  ['questions in questions', `${'? '.repeat(200_000)}x`, '1:125 yaml.depth'],
  ['60,000 keys in one map', `a: {${lines(60_000, (i) => ` ${i.toString(36)}: 1,`)}}`, '1:1 yaml.size'],
  ['60,000 lines of keys', lines(60_000, (i) => `${i.toString(36)}: 1`), '1:1 yaml.size'],
  ['20,000 entries', `changes:\n${lines(20_000, () => '- {type: x, name: y}')}`, '1:1 yaml.size'],
  ['only line ends', '\n'.repeat(512 * KIB), '1:1 yaml.size'],
  ['40,000 documents', '---\n'.repeat(40_000), '2:1 yaml.documents'],
  ['100,000 directives', '%A b\n'.repeat(90_000), '1:1 yaml.directive'],
  ['50,000 commas', `a: [${','.repeat(50_000)}]`, '1:6 yaml.syntax'],
  ['20,000 texts that start wrong', '- `\n'.repeat(20_000), '1:3 yaml.quote'],
  ['50,000 comments after an open bracket', `a: [${'b #c '.repeat(80_000)}`, '1:4 yaml.syntax'],
  ['20,000 anchors', lines(10_000, (i) => `&&&&&&&&&&&&&&&&&&&&&&&&&&&&&& k${i}: &a 1`), '1:1 yaml.anchor'],
  ['100,000 empty lines', '\n'.repeat(150_000), '1:1 yaml.empty'],
  ['90,000 comments', '#\n'.repeat(90_000), '1:1 yaml.empty'],
  ['100,000 quotes', `a: ${'"'.repeat(100_000)}`, '1:6 yaml.quote'],
  ['one quote and then text', `a: "${'x '.repeat(200_000)}`, '1:4 yaml.quote'],
  ['40,000 anchors', `a: ${'&a '.repeat(40_000)}`, '1:7 yaml.anchor'],
  [
    '30,000 items that are no rules',
    settingOfQueue(`conditionalGroupRouting: { rules: { add: [${'1,'.repeat(30_000)}] } }`),
    '6:49 value.type',
  ],
  [
    '15,000 names with a number',
    `name: x\nchanges:\n- type: routing_queue\n  names: {${lines(15_000, (i) => `   a${i}: 1,`)}}`,
    '4:18 value.type',
  ],
])('%s are one finding, quickly', (_, text, finding) => {
  const { changeset: read, diagnostics } = quickly(text);
  expect(read).toBeUndefined();
  expect(brief(diagnostics)).toEqual([finding]);
});

test('an alias bomb is one finding, and nothing is unfolded', () => {
  const bomb = [
    'a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]',
    ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');
  const { diagnostics } = quickly(bomb);
  expect(brief(diagnostics)).toEqual(['1:5 yaml.anchor']);
  expect(diagnostics[0]?.message).toBe(
    'Anchors and aliases (& and *) are not used here. This is the first of 401.',
  );
});

test.each<[string, string, string]>([
  ['entries without a type', lines(4_000, () => '- {}'), 'field.required'],
  ['entries of a type that does not exist', lines(4_000, () => '- {type: queue}'), 'type.unknown'],
  ['entries that say nothing', lines(4_000, () => '-'), 'value.empty'],
  ['entries for one object', lines(4_000, () => '- {type: routing_skill, name: a}'), 'entry.twice'],
])('of 4,000 %s the first hundred are shown, and that there are more', (_, entries, code) => {
  const { diagnostics } = quickly(`name: release-42\nchanges:\n${entries}`);
  expect(diagnostics).toHaveLength(101);
  expect(new Set(diagnostics.slice(0, 100).map((finding) => finding.code))).toEqual(new Set([code]));
  expect(diagnostics[100]).toMatchObject({
    code: 'file.more',
    message: expect.stringMatching(/^3[89]\d\d more problems follow from here on\.$/),
  });
});

test.each<[string, string, number]>([
  ['5,000 entries', lines(5_000, (i) => `- {type: routing_skill, name: s${i}}`), 5_000],
  ['10,000 names', `- type: routing_skill\n  names:\n${lines(10_000, (i) => `    k${i}: {}`)}`, 10_000],
])('%s are read quickly', (_, entries, count) => {
  const { changeset: read, diagnostics } = quickly(`name: release-42\nchanges:\n${entries}`);
  expect(diagnostics).toEqual([]);
  expect(read?.entries).toHaveLength(count);
});

test('brackets in texts and comments are not counted', () => {
  const text = `${SMALL}description: "${'[ '.repeat(50_000)}"\n${'# see [1\n'.repeat(2_000)}`;
  expect(quickly(text).diagnostics).toEqual([]);
});

test('indentation inside a text is not counted', () => {
  const text = `${SMALL}description: |\n${lines(200, (depth) => ' '.repeat(depth + 2).concat('x'))}\n`;
  expect(quickly(text).diagnostics).toEqual([]);
});

test('60 levels are read', () => {
  const { diagnostics } = quickly(lines(59, (depth) => `${' '.repeat(depth)}a:`).concat(' 1'));
  expect(diagnostics.map(({ code }) => code)).not.toContain('yaml.depth');
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a skill can be called %s', (name) => {
  const { changeset: read, diagnostics } = quickly(
    `name: release-42\nchanges:\n  - { type: routing_skill, names: [${name}] }\n`,
  );
  expect(diagnostics).toEqual([]);
  expect(read?.entries.map((entry) => entry.name)).toEqual([name]);
});

const LONG = '1'.repeat(400 * KIB);

test.each<[string, string, string]>([
  ['a key', settingOfQueue(`? k${LONG}\n      : 1`), 'field.unknown'],
  ['an empty key', settingOfQueue(`members: { add: { ? k${LONG} : } }`), 'value.empty'],
  ['a key without a colon', settingOfQueue(`acwSettings: { k${LONG} }`), 'value.empty'],
  ['a pair without a space', settingOfQueue(`acwSettings: { timeoutMs:k${LONG} }`), 'value.empty'],
  ['a number', settingOfQueue(`acwSettings: { timeoutMs: ${LONG} }`), 'value.number'],
  ['a number as a text', settingOfQueue(`description: ${LONG}`), 'text.number'],
  ['a text as a number', settingOfQueue(`acwSettings: { timeoutMs: "${LONG}" }`), 'value.type'],
  ['a word', settingOfQueue(`skillEvaluationMethod: x${LONG}`), 'value.choice'],
  ['a type', `name: x\nchanges: [{ type: x${LONG}, name: x }]`, 'type.unknown'],
  ['an old name', `name: x\nchanges: [{ type: routing_skill, name: x, was: x${LONG} }]`, 'rename.impossible'],
  ['an environment', `name: x\nchanges: [{ type: routing_skill, name: x, only: x${LONG} }]`, 'value.type'],
  ['a list without a verb', settingOfQueue(`members: [x${LONG}]`), 'list.verb'],
  ['a placeholder', settingOfQueue(`description: "\${x${LONG}}"`), 'variable.unknown'],
  ['an open placeholder', settingOfQueue(`description: "\${x${LONG}"`), 'variable.unknown'],
  ['a comment', settingOfQueue(`description: x${LONG} #y${LONG}`.slice(0, 500 * KIB)), 'text.comment'],
  ['a text with a colon', settingOfQueue(`description: x${LONG}: y`), 'yaml.colon'],
  ['a tag', settingOfQueue(`description: !x${LONG} y`), 'yaml.tag'],
])('%s of 400 KB makes no message of 400 KB', (_, text, code) => {
  const { diagnostics } = quickly(text);
  expect(diagnostics.map((finding) => finding.code)).toEqual([code]);
  expect(JSON.stringify(diagnostics).length).toBeLessThan(2_000);
});

test('a line of 400 KB is not printed', () => {
  const { diagnostics } = quickly(settingOfQueue(`description: [${'a, '.repeat(20_000)}]`));
  expect(diagnostics[0]?.at?.source.length).toBeLessThan(300);
  const far = quickly(`name: x\nchanges: [{ type: routing_skill, name: ${'a'.repeat(300)}, was: 5 }]`);
  expect(far.diagnostics.map(({ at }) => at?.source)).toEqual(['']);
});

test('what went wrong inside the parser is not kept from other code', () => {
  const limit = Error.stackTraceLimit;
  changeset('a: [');
  expect(Error.stackTraceLimit).toBe(limit);
});
