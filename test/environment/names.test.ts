import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLive, type NameTable, toLive } from '../../src/environment/names.ts';

const TABLE: NameTable = [
  ['Cards', 'Karten'],
  ['*', 'AU *'],
  ['VIP *', 'AU * (VIP)'],
  ['VIP Gold *', 'Gold * AU'],
  ['*-test', 'test-*'],
];

test.each([
  ['an exact name first', 'Cards', 'Karten'],
  ['then the pattern with most letters', 'VIP Gold Cards', 'Gold Cards AU'],
  ['then the next one', 'VIP Cards', 'AU Cards (VIP)'],
  ['a star at the start', 'Loans-test', 'test-Loans'],
  ['a lone star last', 'Loans', 'AU Loans'],
  ['the star may stand for nothing', 'VIP ', 'AU  (VIP)'],
  ['case matters', 'cards', 'AU cards'],
])('%s: %s is %s', (_, name, live) => {
  expect(toLive(TABLE, name)).toBe(live);
  expect(fromLive(TABLE, live)).toBe(name);
});

test('a name that no entry fits stays as it is', () => {
  expect(toLive([['Cards', 'Karten']], 'Loans')).toBe('Loans');
  expect(fromLive([['Cards', 'Karten']], 'Loans')).toBe('Loans');
  expect(toLive([], 'Loans')).toBe('Loans');
});

test('a name with signs of patterns and of replacements is only text', () => {
  const table: NameTable = [['*', 'AU *']];
  for (const name of ['$&', "$'", '$1', '*', '**', '.*', '(', '\\', '', '$$']) {
    expect(toLive(table, name)).toBe(`AU ${name}`);
    expect(fromLive(table, `AU ${name}`)).toBe(name);
  }
});

test('a name of the org that the first fitting pattern would not give finds the next one', () => {
  const table: NameTable = [
    ['Q *', 'AU *'],
    ['Q V*', 'AU W*'],
    ['Q VV*', 'ZZ*'],
  ];
  expect(toLive(table, 'Q WVx')).toBe('AU WVx');
  expect(fromLive(table, 'AU WVx')).toBe('Q WVx');
});

test('a name of the org that no name of a changeset leads to stays as it is', () => {
  expect(fromLive([['Cards', 'Karten']], 'Cards')).toBe('Cards');
});

test('names of properties that every object has are names', () => {
  const table: NameTable = [
    ['constructor', '__proto__'],
    ['toString', 'hasOwnProperty'],
  ];
  expect(toLive(table, 'constructor')).toBe('__proto__');
  expect(fromLive(table, 'hasOwnProperty')).toBe('toString');
  expect(toLive(table, 'valueOf')).toBe('valueOf');
});

/** Tables as a mapping may hold them: no two entries with one side the same, one star on both sides or none. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 3 });
const side = (star: boolean): fc.Arbitrary<string> =>
  star ? fc.tuple(word, word).map((parts) => parts.join('*')) : word.filter((text) => text !== '');
const entry = fc
  .boolean()
  .chain((star) => fc.tuple(side(star), side(star)))
  .map(([from, to]) => [from, to] as const);
const tables = fc
  .uniqueArray(entry, { selector: ([from]) => from, maxLength: 6 })
  .filter((table) => new Set(table.map(([, to]) => to)).size === table.length);
const names = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '*'), minLength: 1, maxLength: 6 });

test('what is translated back leads to the same object again', () => {
  fc.assert(
    fc.property(tables, names, (table, name) => {
      const live = toLive(table, name);
      expect(toLive(table, fromLive(table, live))).toBe(live);
    }),
    { numRuns: 2_000 },
  );
});

test('a name that alone leads to an object comes back as it was', () => {
  fc.assert(
    fc.property(tables, names, (table, name) => {
      const live = toLive(table, name);
      const all = table
        .flatMap((one) => namesLeadingTo(live, one))
        .filter((one) => toLive(table, one) === live);
      fc.pre(all.includes(name) && new Set(all).size === 1);
      expect(fromLive(table, live)).toBe(name);
    }),
    { numRuns: 500 },
  );
});

test('an exact entry comes back as it was, whatever patterns stand beside it', () => {
  fc.assert(
    fc.property(tables, (table) => {
      for (const [name, live] of table.filter(([from]) => !from.includes('*'))) {
        expect(fromLive(table, toLive(table, name))).toBe(name);
        expect(toLive(table, name)).toBe(live);
      }
    }),
  );
});

/** The names that this entry alone would turn into the org's name. */
function namesLeadingTo(live: string, [from, to]: NameTable[number]): string[] {
  const [head = '', tail] = to.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  if (tail === undefined) return live === to ? [from] : [];
  const middle = new RegExp(`^${head}(.*)${tail}$`, 's').exec(live)?.[1];
  return middle === undefined ? [] : [from.split('*').join(middle)];
}
