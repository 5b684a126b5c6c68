import { get, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Attribute, FileFacts, HeldFile, Job } from '../../vocabulary.ts';

export { language } from '../../languages.ts';

/**
 * The two files of a language of a grammar. The platform keeps the name of each, which an update sets: there the digest
 * stands, once the file is there. Source of the calls: CX as Code 1.84.1, architect_grammar_language, 2026-07.
 */
const NAMED = /^([0-9a-f]{64})\.grxml$/;
const UNKNOWN = 'unknown grammar';

const GRXML: FileFacts = {
  noun: 'a grammar (GRXML)',
  most: 1024 * 1024,
  complaint: (bytes) =>
    /^\s*</.test(
      Buffer.from(bytes.subarray(0, 200))
        .toString()
        .replace(/^\uFEFF/, ''),
    )
      ? undefined
      : 'it does not begin as XML',
};

export const grammarFile = attributeOf('voiceFileMetadata', 'What callers may say');
export const dtmfFile = attributeOf('dtmfFileMetadata', 'What callers may key in');
export const voiceUpload = uploadBy('postArchitectGrammarLanguageFilesVoice');
export const dtmfUpload = uploadBy('postArchitectGrammarLanguageFilesDtmf');

export const heldVoice: HeldFile = {
  ...heldAt('voiceFileMetadata'),
  attribute: 'voiceFile',
  job: 'voice',
  drop: {
    op: 'deleteArchitectGrammarLanguageFilesVoice',
    params: { grammarId: '$id', languageCode: '$element' },
  },
  address: '/voiceFileUrl',
};

export const heldDtmf: HeldFile = {
  ...heldAt('dtmfFileMetadata'),
  attribute: 'dtmfFile',
  job: 'dtmf',
  drop: {
    op: 'deleteArchitectGrammarLanguageFilesDtmf',
    params: { grammarId: '$id', languageCode: '$element' },
  },
  address: '/dtmfFileUrl',
};

function attributeOf(metadata: string, description: string): Attribute {
  return {
    schema: {
      type: ['string', 'null'],
      minLength: 1,
      description: `${description}: a GRXML file, named relative to this file`,
    },
    initially: null,
    file: GRXML,
    from: (item) => fileIn(get(item, metadata)),
  };
}

/** What a language says of a file: a digest, what it was called, or nothing. */
function fileIn(metadata: Json | undefined): Json {
  if (!isObject(metadata) || get(metadata, 'dateUploaded') === undefined) return null;
  const name = get(metadata, 'fileName');
  if (typeof name !== 'string' || name === '') return UNKNOWN;
  const digest = NAMED.exec(name)?.[1];
  return digest === undefined ? `${UNKNOWN} (${name})` : `sha256:${digest}`;
}

function heldAt(metadata: string): Pick<HeldFile, 'named' | 'work' | 'nameless' | 'said'> {
  return {
    named: 'after',
    work: 'take',
    nameless: UNKNOWN,
    said: (file): JsonObject => ({ [metadata]: { fileName: nameOf(file) } }),
  };
}

/** The name of the file that says the same again; null for none. */
function nameOf(file: string): Json {
  if (file.startsWith('sha256:')) return `${file.slice('sha256:'.length)}.grxml`;
  const name = file.slice(UNKNOWN.length + 2, -1);
  return name === '' ? null : name;
}

function uploadBy(op: string): Job {
  const params = { grammarId: '$id', languageCode: '$element' };
  return {
    begin: { op, params, body: { fileType: 'grxml' } },
    upload: { address: '/url', headers: '/headers' },
  };
}
