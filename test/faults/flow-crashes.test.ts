import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import { callFlow } from '../support/call-flow.ts';
import type { Wrecks } from './crash.ts';
import { expectSame } from './outcome.ts';
import { type Scene, Stage } from './stage.ts';

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

let stage: Stage;
let after: OrgState;
let wrecks: Wrecks;
let undone: Wrecks;

beforeAll(async () => {
  stage = await Stage.of(FLOWS, {}, FILES);
  await stage.scene(async (scene) => {
    const found = await scene.wrecksOf((fate) => scene.apply(fate));
    expect(found.ended.error).toBeUndefined();
    wrecks = found.wrecks;
    after = scene.sandbox.snapshot();
    const back = await scene.wrecksOf((fate) => scene.rollback({ fate }));
    expectSame(scene, stage.seed, back.ended, 'undisturbed');
    undone = back.wrecks;
  });
}, 60_000);

test('killed between register, upload, look and end, resume ends as an undisturbed apply does', {
  timeout: 120_000,
}, async () => {
  for (const wreck of wrecks.all) {
    const play = async (scene: Scene): Promise<void> => {
      const ended = await scene.resume();
      expectSame(scene, after, ended, wreck.point);
      expect(ended.deployment?.state, wreck.point).toBe('succeeded');
    };
    if (wreck.disk.length > 0) await stage.scene(play, { wreck });
  }
});

test('killed anywhere, rollback ends in the org as it was', { timeout: 120_000 }, async () => {
  for (const wreck of wrecks.all) {
    const play = async (scene: Scene) => expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
    await stage.scene(play, { wreck });
  }
});

test('and so does a rollback after one that was killed', { timeout: 120_000 }, async () => {
  for (const wreck of undone.all) {
    const play = async (scene: Scene) => expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
    await stage.scene(play, { wreck });
  }
});

afterAll(() => {
  const { operations, calls } = stage.planned.plan;
  process.stdout.write(
    `\nkills of jobs: ${wrecks.points} points in ${operations.length} operations with ${calls.write} write calls leave ${wrecks.all.length} different states behind; ${undone.points} points in the rollback leave ${undone.all.length}\n`,
  );
});
