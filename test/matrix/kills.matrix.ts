import pLimit from 'p-limit';
import { expect, test } from 'vitest';
import { inWords, Kills } from '../faults/kills.ts';

/** Runs that wait leave the processor to others. */
const AT_ONCE = 4;
/** Of all points every so many are taken. */
const EACH = Number(process.env['MATRIX_EACH'] ?? 1);

test('a real kill before, in and after every line of the journal, and before and after the effect of every write call', async () => {
  const kills = await Kills.prepared();
  const points = kills.points().filter((_, index) => index % EACH === 0);
  const limit = pLimit(AT_ONCE);
  const problems: string[] = [];
  let done = 0;
  await Promise.all(
    points.map((point) =>
      limit(async () => {
        const found = await kills.killedAt(point);
        problems.push(...found.map((problem) => `${inWords(point)}: ${problem}`));
        done += 1;
        if (done % 20 === 0) process.stdout.write(`real kills: ${done} of ${points.length}\n`);
      }),
    ),
  );
  process.stdout.write(
    `real kills: ${points.length} points (${kills.lines} lines of the journal, ${kills.calls} write calls), ${2 * points.length} runs gone on with or rolled back, ${problems.length} problems\n`,
  );
  expect(problems).toEqual([]);
});
