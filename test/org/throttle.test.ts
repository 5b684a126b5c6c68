import { expect, test } from 'vitest';
import { Throttle } from '../../src/org/throttle.ts';

/** A clock whose sleeps pass at once, and a throttle that lives by it. */
function throttled(): { throttle: Throttle; clock: { now: () => number }; pass: (ms: number) => void } {
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (ms: number) => {
      time += ms;
    },
  };
  return {
    throttle: new Throttle(clock),
    clock,
    pass: (ms) => {
      time += ms;
    },
  };
}

const headers = (count: number, allowed: number, reset: number): Record<string, string> => ({
  'inin-ratelimit-count': String(count),
  'inin-ratelimit-allowed': String(allowed),
  'inin-ratelimit-reset': String(reset),
});

test('nothing waits before the platform has named a limit', async () => {
  const { throttle, clock } = throttled();
  for (let call = 0; call < 500; call += 1) expect(await throttle.acquire('getA')).toBe(false);
  expect(clock.now()).toBe(0);
});

test('the limit of the token stops every operation until its minute is over', async () => {
  const { throttle, clock } = throttled();
  await throttle.acquire('getA');
  throttle.learn('getA', headers(298, 300, 20));
  expect(await throttle.acquire('getA')).toBe(false);
  expect(await throttle.acquire('getB')).toBe(false);
  expect(await throttle.acquire('getB')).toBe(true);
  expect(clock.now()).toBe(20_000);
});

test('a lower limit stops its own operation only', async () => {
  const { throttle, clock } = throttled();
  await throttle.acquire('postMembers');
  throttle.learn('postMembers', headers(10, 10, 30));
  expect(await throttle.acquire('getA')).toBe(false);
  expect(clock.now()).toBe(0);
  expect(await throttle.acquire('postMembers')).toBe(true);
  expect(clock.now()).toBe(30_000);
});

test('calls on their way count, although no answer has told of them', async () => {
  const { throttle, clock } = throttled();
  await throttle.acquire('getA');
  throttle.learn('getA', headers(290, 300, 60));
  for (let call = 0; call < 10; call += 1) expect(await throttle.acquire('getA')).toBe(false);
  expect(await throttle.acquire('getA')).toBe(true);
  expect(clock.now()).toBe(60_000);
});

test('an answer that was overtaken does not open the gate again', async () => {
  const { throttle } = throttled();
  await throttle.acquire('getA');
  await throttle.acquire('getA');
  throttle.learn('getA', headers(300, 300, 10));
  throttle.learn('getA', headers(12, 300, 10));
  expect(await throttle.acquire('getA')).toBe(true);
});

test('a new minute counts from its beginning', async () => {
  const { throttle, pass } = throttled();
  await throttle.acquire('getA');
  throttle.learn('getA', headers(300, 300, 10));
  pass(10_001);
  await throttle.acquire('getA');
  throttle.learn('getA', headers(1, 300, 60));
  for (let call = 0; call < 299; call += 1) expect(await throttle.acquire('getA')).toBe(false);
  expect(await throttle.acquire('getA')).toBe(true);
});

test('a pause holds everything back, and the longer of two counts', async () => {
  const { throttle, clock } = throttled();
  throttle.pause(5_000);
  throttle.pause(1_000);
  expect(await throttle.acquire('getA')).toBe(true);
  expect(clock.now()).toBe(5_000);
});

test.each([
  {},
  headers(Number.NaN, 300, 1),
  { ...headers(1, 300, 1), 'inin-ratelimit-allowed': 'many' },
  headers(300, 0, 60),
])('headers that make no sense are ignored', async (odd) => {
  const { throttle } = throttled();
  throttle.learn('getA', odd);
  expect(await throttle.acquire('getA')).toBe(false);
});
