import type { ResourceType } from '../vocabulary.ts';
import {
  dtmfFile,
  dtmfUpload,
  grammarFile,
  heldDtmf,
  heldVoice,
  language,
  voiceUpload,
} from './grammars/files.ts';

/** What callers may say or key in, for bots and flows that ask for it. */
export const architectGrammar = {
  type: 'architect_grammar',
  noun: 'grammar',
  calls: {
    list: 'getArchitectGrammars',
    read: 'getArchitectGrammar',
    create: 'postArchitectGrammars',
    update: 'patchArchitectGrammar',
    remove: 'deleteArchitectGrammar',
  },
  identity: '/name',
  tracked: () => 'GRAMMAR',
  list: { size: 100, find: 'name' },
  update: { is: 'changed' },
  jobs: { voice: voiceUpload, dtmf: dtmfUpload },
  parts: {
    languages: {
      noun: 'language',
      key: language,
      attributes: { dtmfFile, voiceFile: grammarFile },
      holds: [heldDtmf, heldVoice],
      managed: ['id', 'grammarId', 'language', 'dtmfFileUrl', 'voiceFileUrl', 'selfUri'],
      read: { op: 'getArchitectGrammar', at: '/languages', element: '/language' },
      add: { op: 'postArchitectGrammarLanguages', params: { grammarId: '$id' }, body: '$attributes' },
      change: {
        op: 'patchArchitectGrammarLanguage',
        params: { grammarId: '$id', languageCode: '$element' },
        body: {},
        over: {
          op: 'getArchitectGrammarLanguage',
          params: { grammarId: '$id', languageCode: '$element' },
        },
      },
      remove: {
        op: 'deleteArchitectGrammarLanguage',
        params: { grammarId: '$id', languageCode: '$element' },
      },
    },
  },
} satisfies ResourceType;
