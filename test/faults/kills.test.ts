import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWords, Kills, type Point } from './kills.ts';

/** At the beginning, in the middle and at the end; the whole of it is in `npm run test:matrix`. */
const POINTS: readonly Point[] = [
  { at: 'line', moment: 'before', n: 2 },
  { at: 'line', moment: 'after', n: 2 },
  { at: 'line', moment: 'torn', n: 9 },
  { at: 'line', moment: 'after', n: 40 },
  { at: 'call', moment: 'before', n: 1 },
  { at: 'call', moment: 'after', n: 1 },
  { at: 'call', moment: 'before', n: 14 },
  { at: 'call', moment: 'after', n: 21 },
  { at: 'call', moment: 'before', n: 40 },
  { at: 'call', moment: 'after', n: 40 },
];

let kills: Kills;
let done = 0;

beforeAll(async () => {
  kills = await Kills.prepared();
});

// Together: most of the time is spent waiting until nothing that was sent can still arrive.
test.concurrent.each(POINTS.map((point) => ({ point, where: inWords(point) })))(
  'SIGKILL $where: resume and rollback end well',
  { timeout: 60_000 },
  async ({ point }) => {
    expect(await kills.killedAt(point)).toEqual([]);
    done += 1;
  },
);

afterAll(() => {
  process.stdout.write(
    `\nreal kills: ${done} of ${kills.points().length} points, each gone on with and rolled back\n`,
  );
});
