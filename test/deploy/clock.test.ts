import { expect, test } from 'vitest';
import { secondsAhead } from '../../src/deploy/clock.ts';

const DATE = 'Sat, 21 Nov 2026 02:17:05 GMT';
const SERVER = Date.parse(DATE);

test.each([
  ['the same second', 400, 0],
  ['the next second', 1600, 1],
  ['a minute and a half ahead', 90_500, 90],
  ['five minutes behind', -299_500, -300],
])('the clock is compared with the Date header: %s', (_, ms, seconds) => {
  expect(secondsAhead(DATE, SERVER + ms)).toBe(seconds);
});

test.each([[undefined], [''], ['yesterday']])('a header that is no date says nothing: %s', (header) => {
  expect(secondsAhead(header, SERVER)).toBeUndefined();
});
