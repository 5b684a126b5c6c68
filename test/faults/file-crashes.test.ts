import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import { grammarOf } from '../../src/sandbox/seed/grammars.ts';
import { waveOf } from '../../src/sandbox/wave.ts';
import type { EntryFields } from '../support/workbench.ts';
import type { Wrecks } from './crash.ts';
import { expectSame } from './outcome.ts';
import { type Scene, Stage } from './stage.ts';

const prompt = (name: string, fields: object): EntryFields => ({
  type: 'architect_user_prompt',
  name,
  ...fields,
});
const FILES = {
  '../grammars/loans.grxml': grammarOf(['car loan']),
  '../prompts/storm.wav': waveOf('storm'),
  '../prompts/flood.wav': waveOf('flood'),
};

/** Files that are new, that take the place of others, that go alone, with their language and with their object. */
const FILED: readonly EntryFields[] = [
  prompt('Storm_Notice', { set: { resources: { add: { 'en-us': { file: '../prompts/storm.wav' } } } } }),
  prompt('Welcome', {
    set: { resources: { change: { 'en-us': { file: '../prompts/flood.wav', text: 'Welcome' } } } },
  }),
  prompt('Hold_Music', { set: { resources: { change: { 'en-us': { file: null } } } } }),
  prompt('Recording_Notice', { set: { resources: { remove: ['en-us'] } } }),
  prompt('Welcome_FR', { action: 'delete' }),
  {
    type: 'architect_grammar',
    name: 'Card_Types',
    set: {
      languages: {
        change: { 'en-us': { voiceFile: '../grammars/loans.grxml', dtmfFile: null } },
        add: ['de-de'],
      },
    },
  },
];

let stage: Stage;
let after: OrgState;
let wrecks: Wrecks;

beforeAll(async () => {
  stage = await Stage.of(FILED, {}, FILES);
  await stage.scene(async (scene) => {
    const found = await scene.wrecksOf((fate) => scene.apply(fate));
    expect(found.ended.error).toBeUndefined();
    wrecks = found.wrecks;
    after = scene.sandbox.snapshot();
  });
});

test('killed anywhere between create, upload, transcoding and end, resume ends as an undisturbed apply does', {
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

test('killed anywhere, rollback ends in the org as it was, with all that was heard there', {
  timeout: 120_000,
}, async () => {
  for (const wreck of wrecks.all) {
    const play = async (scene: Scene) => expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
    await stage.scene(play, { wreck });
  }
});

afterAll(() => {
  const { operations, calls } = stage.planned.plan;
  process.stdout.write(
    `\nkills among files: ${wrecks.points} points in ${operations.length} operations with ${calls.write} write calls leave ${wrecks.all.length} different states behind\n`,
  );
});
