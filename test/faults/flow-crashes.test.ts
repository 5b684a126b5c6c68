import { afterAll, beforeAll, test } from 'vitest';
import { callFlow } from '../support/call-flow.ts';
import type { Wrecks } from './crash.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { expectSame } from './outcome.ts';
import { Stage } from './stage.ts';

/** A flow that is new, with the queue that it names; one that changes; one that gets another name as well. */
const FLOWS = [
  { type: 'routing_queue', name: 'Storm calls' },
  { type: 'flow', name: 'Storm line', set: { file: '../flows/storm.yaml' } },
  { type: 'flow', name: 'SimpleFinancialIvr', set: { file: '../flows/financial.yaml' } },
  { type: 'flow', name: 'Night line', was: 'After hours', set: { file: '../flows/night.yaml' } },
];
const FILES = {
  '../flows/storm.yaml': callFlow('Storm line', 'We are closed', 'Storm calls'),
  '../flows/financial.yaml': callFlow('SimpleFinancialIvr', 'Hello', 'Storm calls'),
  '../flows/night.yaml': callFlow('Night line', 'Good night', 'General Overflow'),
};

let run: Killed;
let undone: Wrecks;

beforeAll(async () => {
  run = await killed(await Stage.of(FLOWS, {}, FILES));
  const { stage } = run;
  await stage.scene(async (scene) => {
    await scene.apply();
    const back = await scene.wrecksOf((fate) => scene.rollback({ fate }));
    expectSame(scene, stage.seed, back.ended, 'undisturbed');
    undone = back.wrecks;
  });
});

test(
  'killed between register, upload, look and end, resume ends as an undisturbed apply does',
  {
    timeout: 120_000,
  },
  () => expectResumed(run),
);

test('killed anywhere, rollback ends in the org as it was', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, run.wrecks.all),
);

test('and so does a rollback after one that was killed', { timeout: 120_000 }, () =>
  expectRolledBack(run.stage, undone.all),
);

afterAll(() => {
  process.stdout.write(
    `\nkills of jobs: ${countOf(run)}; ${undone.points} points in the rollback leave ${undone.all.length}\n`,
  );
});
