import { describe, expect, test } from 'vitest';
import { type CallOptions, Session, type SessionOptions } from '../../src/org/session.ts';
import type { Wait } from '../../src/org/throttle.ts';
import { type Habits, LimitedPlatform, SimulatedClock } from './simulated.ts';

const update = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
const QUEUE = '/api/v2/routing/queues/{queueId}';
const me = { op: 'getOrganizationsMe' };
const surely: CallOptions = { repeat: 'always', isAnswer: () => true };

const quick = (random: number): number => 20 + random * 60;
const uneven = (random: number): number => (random > 0.95 ? 2000 : 20 + random * 300);
const usual: Habits = { allowed: 300, throttledCount: true, rounding: 'one more', latency: quick };

interface Run {
  readonly platform: LimitedPlatform;
  readonly session: Session;
  readonly clock: SimulatedClock;
  readonly waits: Wait[];
  /** Milliseconds from the first call to the last answer. */
  readonly took: number;
}

/** So many writes, several tasks at once, as the executor does it. */
async function run(
  writes: number,
  habits: Partial<Habits> = {},
  options: SessionOptions = {},
  calls = [update],
): Promise<Run> {
  const clock = new SimulatedClock();
  const platform = new LimitedPlatform(clock, { ...usual, ...habits });
  const waits: Wait[] = [];
  const session = new Session(platform, { clock, onWait: (wait) => waits.push(wait), ...options });
  const from = clock.now();
  await clock.run(session.call(me, surely));
  let left = writes;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await session.call(calls[left % calls.length] ?? update, surely);
    }
  };
  await clock.run(Promise.all([worker(), worker(), worker(), worker()]));
  return { platform, session, clock, waits, took: platform.lastAt - from };
}

/** How long so many calls take at least, one call of the entrance included. */
function dictated(calls: number, allowed: number): number {
  return Math.floor(calls / allowed) * 60_000;
}

describe('alone on a token, 1,000 writes', () => {
  const all: [string, Partial<Habits>][] = [];
  for (const rounding of ['one more', 'ceil', 'floor', 'round'] as const)
    for (const throttledCount of [true, false])
      for (const latency of [quick, uneven])
        all.push([
          `${rounding}, throttled calls ${throttledCount ? 'count' : 'do not count'}, ${latency === quick ? 'quick' : 'uneven'}`,
          { rounding, throttledCount, latency },
        ]);

  test.each(all)('hardly one is throttled, and little time is lost: %s', async (_, habits) => {
    const { platform, took } = await run(1000, habits);
    expect(platform.accepted).toHaveLength(1001);
    expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.01);
    expect(took / dictated(1000, 300)).toBeLessThanOrEqual(1.1);
  });

  test('the same holds where one answer in twenty is lost', async () => {
    const { platform, took } = await run(1000, { lost: 0.05 });
    expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.01);
    expect(took / dictated(platform.calls - 1, 300)).toBeLessThanOrEqual(1.1);
  });

  test('the same holds for a limit of 100', async () => {
    const { platform, took } = await run(1000, { allowed: 100, latency: uneven });
    expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.01);
    expect(took / dictated(1000, 100)).toBeLessThanOrEqual(1.1);
  });
});

test('all that is allowed is used, and at once', async () => {
  const { platform, clock } = await run(650);
  const [first = 0] = platform.accepted;
  const inMinute = (from: number): number =>
    platform.accepted.filter((at) => at >= from && at < from + 60_000).length;
  expect(inMinute(first)).toBe(300);
  expect(platform.accepted[299]).toBeLessThan(first + 15_000);
  expect(clock.now()).toBeGreaterThan(first + 120_000);
});

test('few calls wait for nothing', async () => {
  const { waits, took } = await run(200);
  expect(waits).toEqual([]);
  expect(took).toBeLessThan(15_000);
});

describe('an operation with a lower limit of its own', () => {
  const own = { [QUEUE]: 100 };

  test('is paced by that limit', async () => {
    const { platform, took } = await run(500, { own });
    expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.01);
    expect(took / dictated(499, 100)).toBeLessThanOrEqual(1.1);
  });

  test('does not hold up the others', async () => {
    const clock = new SimulatedClock();
    const platform = new LimitedPlatform(clock, { ...usual, own });
    const session = new Session(platform, { clock });
    const writes = Promise.all(Array.from({ length: 150 }, () => session.call(update, surely)));
    const from = clock.now();
    const reads = async (): Promise<number> => {
      await clock.sleep(15_000);
      for (let read = 0; read < 20; read += 1) await session.call(me, surely);
      return clock.now() - from;
    };
    const [, readsDone] = await clock.run(Promise.all([writes, reads()]));
    expect(readsDone).toBeLessThan(25_000);
    expect(clock.now() - from).toBeGreaterThan(60_000);
  });
});

describe('a budget', () => {
  /** The most calls that were taken in one of the platform's minutes. */
  function mostInAMinute({ accepted }: LimitedPlatform): number {
    const minutes = new Map<number, number>();
    let from = accepted[0] ?? 0;
    for (const at of accepted) {
      if (at >= from + 60_000) from = at;
      minutes.set(from, (minutes.get(from) ?? 0) + 1);
    }
    return Math.max(...minutes.values());
  }

  test.each([0.6, 0.1, 0.01])('of %d is the most of each minute that is used', async (budget) => {
    const { platform, took } = await run(Math.round(650 * budget), {}, { budget });
    expect(mostInAMinute(platform)).toBe(300 * budget);
    expect(platform.throttled).toBe(0);
    expect(took / dictated(650 * budget, 300 * budget)).toBeLessThanOrEqual(1.1);
  });

  test('is kept when answers are lost: their calls may have counted', async () => {
    const { platform } = await run(400, { lost: 0.2 }, { budget: 0.6 });
    expect(mostInAMinute(platform)).toBeLessThanOrEqual(180);
  });

  test('is a share of lower limits, too', async () => {
    const { took, platform } = await run(100, { own: { [QUEUE]: 100 } }, { budget: 0.5 });
    expect(platform.throttled).toBe(0);
    expect(took).toBeGreaterThan(60_000);
  });

  test('leaves the rest to others, and they leave it to this run', async () => {
    const { platform, took } = await run(600, { others: 100 }, { budget: 0.6 });
    expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.01);
    expect(took / dictated(600, 180)).toBeLessThanOrEqual(1.1);
  });
});

test('what others use of the token is left to them', async () => {
  const { platform, took } = await run(600, { others: 150 });
  expect(platform.throttled / platform.calls).toBeLessThanOrEqual(0.02);
  expect(took).toBeLessThan(300_000);
});

test('a new token has a minute of its own', async () => {
  const clock = new SimulatedClock();
  const platform = new LimitedPlatform(clock, usual);
  const waits: Wait[] = [];
  const session = new Session(platform, { clock, onWait: (wait) => waits.push(wait) });
  for (let call = 0; call < 300; call += 1) await clock.run(session.call(update, surely));
  const send = platform.send.bind(platform);
  platform.send = async (request) => {
    platform.send = send;
    return { status: 401, headers: {}, body: { status: 401, message: `no token for ${request.path}` } };
  };
  await clock.run(session.call(update, surely)); // waits for the next minute, and then the token has expired
  expect(waits).toHaveLength(1);
  for (let call = 0; call < 299; call += 1) await clock.run(session.call(update, surely));
  expect([waits.length, platform.throttled]).toEqual([1, 0]);
});

test('who watches is told of a wait once, until when and for what', async () => {
  const { waits } = await run(350);
  expect(waits).toEqual([
    {
      why: 'limit',
      untilMs: expect.any(Number),
      words: 'the next minute: 300 calls are allowed a minute, and they are used',
    },
  ]);
});

test('who watches is told when it is the budget that is used up', async () => {
  const { waits } = await run(200, {}, { budget: 0.6 });
  expect(waits.map(({ words }) => words)).toEqual([
    'the next minute: this run may use 180 of 300 calls a minute, and has',
  ]);
});

describe('the forecast', () => {
  test('of what the limit does not hold up follows the pace of the answers', async () => {
    const { session } = await run(50);
    expect(session.forecast(0)).toBe(0);
    expect(session.forecast(100)).toBeGreaterThan(1000);
    expect(session.forecast(100)).toBeLessThan(5000);
  });

  test.each([300, 1000, 2500])('of %d calls is right to a tenth', async (calls) => {
    const { session, clock } = await run(100);
    const foretold = session.forecast(calls);
    const from = clock.now();
    let left = calls;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await session.call(update, surely);
      }
    };
    await clock.run(Promise.all([worker(), worker(), worker(), worker()]));
    expect(foretold / (clock.now() - from)).toBeGreaterThan(0.9);
    expect(foretold / (clock.now() - from)).toBeLessThan(1.1);
  });

  test('knows the budget', async () => {
    const { session } = await run(10, {}, { budget: 0.5 });
    expect(session.forecast(450)).toBeGreaterThan(110_000);
  });
});

test.each([
  {},
  { 'inin-ratelimit-count': 'many', 'inin-ratelimit-allowed': '300', 'inin-ratelimit-reset': '1' },
  { 'inin-ratelimit-count': '300', 'inin-ratelimit-allowed': '0', 'inin-ratelimit-reset': '60' },
])('headers that make no sense are ignored', async (headers) => {
  const clock = new SimulatedClock();
  const platform = new LimitedPlatform(clock, usual);
  platform.send = async () => ({ status: 200, headers, body: {} });
  const waits: Wait[] = [];
  const session = new Session(platform, { clock, onWait: (wait) => waits.push(wait) });
  for (let call = 0; call < 20; call += 1) await clock.run(session.call(me, surely));
  expect(waits).toEqual([]);
});
