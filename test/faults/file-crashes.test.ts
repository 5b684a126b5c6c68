import { afterAll, beforeAll, test } from 'vitest';
import { grammarOf } from '../../src/sandbox/seed/grammars.ts';
import { waveOf } from '../../src/sandbox/wave.ts';
import type { EntryFields } from '../support/workbench.ts';
import { countOf, expectResumed, expectRolledBack, type Killed, killed } from './killed.ts';
import { Stage } from './stage.ts';

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

let run: Killed;

beforeAll(async () => {
  run = await killed(await Stage.of(FILED, {}, FILES));
});

test(
  'killed anywhere between create, upload, transcoding and end, resume ends as an undisturbed apply does',
  {
    timeout: 120_000,
  },
  () => expectResumed(run),
);

test(
  'killed anywhere, rollback ends in the org as it was, with all that was heard there',
  {
    timeout: 120_000,
  },
  () => expectRolledBack(run.stage, run.wrecks.all),
);

afterAll(() => {
  process.stdout.write(`\nkills among files: ${countOf(run)}\n`);
});
