import type { JsonObject } from '../../json/json.ts';
import { language } from '../languages.ts';
import type { ResourceType } from '../vocabulary.ts';
import { audioFile, audioIn, heldAudio, transcoding } from './prompts/audio.ts';

const resource = { promptId: '$id', languageCode: '$element' } as const;
const text: JsonObject = {
  type: ['string', 'null'],
  errorMessage: 'A text is expected here. Numbers, true and false need quotes to be text.',
};

/** What callers hear. Flows that are published hold a copy. */
export const architectUserPrompt = {
  type: 'architect_user_prompt',
  noun: 'prompt',
  calls: {
    list: 'getArchitectPrompts',
    read: 'getArchitectPrompt',
    create: 'postArchitectPrompts',
    update: 'putArchitectPrompt',
    remove: 'deleteArchitectPrompt',
  },
  identity: '/name',
  tracked: () => 'USERPROMPT',
  copied: true,
  unique: 'org',
  list: { size: 100, find: 'name', passes: [{ includeMediaUris: false, includeResources: false }] },
  references: { '/division': { type: 'auth_division', any: true } },
  jobs: { audio: transcoding },
  parts: {
    resources: {
      noun: 'language',
      key: language,
      attributes: {
        text: { schema: { ...text, description: 'What is said, for people who read it' }, initially: null },
        ttsString: {
          schema: { ...text, description: 'What is spoken where there is no audio' },
          initially: null,
        },
        file: {
          schema: {
            type: ['string', 'null'],
            minLength: 1,
            description: 'A WAV file, named relative to this file; null takes the audio away',
          },
          initially: null,
          file: audioFile,
          from: audioIn,
        },
      },
      holds: [heldAudio],
      managed: [
        'id',
        'promptId',
        'languageDefault',
        'mediaUri',
        'uploadStatus',
        'uploadUri',
        'audioFormat',
        'selfUri',
      ],
      read: { op: 'getArchitectPromptResources', size: 100, element: '/language' },
      add: { op: 'postArchitectPromptResources', params: { promptId: '$id' }, body: '$attributes' },
      change: {
        op: 'putArchitectPromptResource',
        params: resource,
        body: '$attributes',
        over: { op: 'getArchitectPromptResource', params: resource },
      },
      remove: { op: 'deleteArchitectPromptResource', params: resource },
    },
  },
  unsupported: { '/id': 'is given by the platform' },
  remove: { query: { allResources: true } },
} satisfies ResourceType;
