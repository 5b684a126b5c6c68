import { waveOf } from '../../../src/sandbox/wave.ts';
import type { States } from '../conform.ts';

const type = 'architect_user_prompt';
const name = 'Storm_Notice';
const spoken = { ttsString: 'Our branches are closed because of the storm.' };

export default {
  type,
  files: { '../prompts/storm.wav': waveOf('storm'), '../prompts/flood.wav': waveOf('flood') },
  unflipped: { promptRename: 'where a prompt cannot be renamed, nothing can' },
  states: [
    [{ type, name, set: { description: 'Said before the menu', resources: { add: { 'en-us': spoken } } } }],
    [
      {
        type,
        name,
        set: {
          description: null,
          division: 'Cards',
          resources: {
            add: { 'fr-fr': { ttsString: 'Nos agences sont fermées.', text: 'Agences fermées' } },
            change: { 'en-us': { text: 'Closed', ttsString: 'Branches are closed.' } },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: { division: '*', resources: { change: { 'fr-fr': { text: null } }, remove: ['en-us'] } },
      },
    ],
    [{ type, name: 'Closed_Today', set: { resources: { exactly: { 'en-us': { ttsString: 'Closed.' } } } } }],
    [{ type, name, set: { resources: { change: { 'fr-fr': { file: '../prompts/storm.wav' } } } } }],
    [
      {
        type,
        name,
        set: {
          resources: {
            add: { 'de-de': { file: '../prompts/storm.wav', text: 'Sturm' } },
            change: { 'fr-fr': { file: '../prompts/flood.wav', text: 'Crue' } },
          },
        },
      },
    ],
    [{ type, name, set: { resources: { change: { 'de-de': { file: null } } } } }],
    // Audio that others have uploaded.
    [
      {
        type,
        name: 'Welcome',
        set: { resources: { change: { 'en-us': { file: '../prompts/flood.wav' } } } },
      },
    ],
    [{ type, name: 'Hold_Music', set: { resources: { change: { 'en-us': { file: null } } } } }],
    [{ type, name: 'Recording_Notice', set: { resources: { remove: ['en-us'] } } }],
    [{ type, name: 'Welcome_FR', action: 'delete' }],
    [{ type, name: 'Notice', was: name }],
    [{ type, name: 'Notice', action: 'delete' }],
  ],
} satisfies States;
