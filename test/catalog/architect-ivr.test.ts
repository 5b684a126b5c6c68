import { expect, test } from 'vitest';
import { architectIvr } from '../../src/catalog/architect/architect-ivr.ts';
import type { JsonObject } from '../../src/json/json.ts';

const numbers = (count: number, start = 0): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`+6499000${1000 + start + index}`, {}]));

test.each([
  ['fifty new numbers go at once', 0, 50, []],
  ['the rest of a new call route follows', 0, 120, [50, 100]],
  ['numbers that are there already do not count', 40, 95, [90]],
])('%s', (_, before, after, stages) => {
  const documents = architectIvr.via({ dnis: numbers(before) }, { name: 'A', dnis: numbers(after) });
  expect(documents.map(({ dnis }) => Object.keys(Object(dnis)).length)).toEqual(stages);
  expect(documents.every(({ name }) => name === 'A')).toBe(true);
});

test('numbers that go are gone before the first new one comes', () => {
  const [first] = architectIvr.via({ dnis: numbers(3) }, { dnis: numbers(60, 2) });
  expect(Object.keys(Object(first?.['dnis']))).not.toContain('+64990001000');
});

test('a call route with a schedule group needs both flows', () => {
  expect(architectIvr.check({ scheduleGroup: 'g', openHoursFlow: 'f' })).toHaveLength(1);
  expect(architectIvr.check({ scheduleGroup: 'g', openHoursFlow: 'f', closedHoursFlow: 'f' })).toEqual([]);
  expect(architectIvr.check({ openHoursFlow: 'f' })).toEqual([]);
});
