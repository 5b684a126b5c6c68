import { get, isArray, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { FileFacts, HeldFile, Job } from '../../vocabulary.ts';

/**
 * What a language of a prompt holds of audio. The platform has no place for a digest, and answers other bytes than it was
 * given. It keeps the name of the file, in the tag that CX as Code writes and reads (1.84.1, 2026-07): there the digest
 * stands. So whoever uploads another file under a name of its own takes the digest away with it.
 */
const NAMED = /^([0-9a-f]{64})\.wav$/;
const UNKNOWN = 'unknown audio';
const PENDING = 'audio that is being transcoded';

/** Source of the limit: help, "Add a user prompt", 2026-07. */
export const audioFile: FileFacts = {
  noun: 'an audio file (WAV)',
  most: 25 * 1024 * 1024,
  complaint: notWave,
};

/** Source of the upload and its token: CX as Code 1.84.1, 2026-07. */
export const transcoding: Job = {
  begin: { op: 'putArchitectPromptResource', params: {} },
  upload: { address: '/uploadUri', form: { field: 'file', ending: '.wav', token: 'bare' } },
  watch: {
    op: 'getArchitectPromptResource',
    params: { promptId: '$id', languageCode: '$element' },
    state: '/uploadStatus',
    idle: ['created'],
    done: ['transcoded'],
    failed: ['transcodeFailed'],
    everyMs: 5000,
    forMs: 5 * 60_000,
  },
};

export const heldAudio: HeldFile = {
  attribute: 'file',
  job: 'audio',
  work: 'transcode',
  pending: PENDING,
  nameless: UNKNOWN,
  said: (file) => ({ tags: { filename: nameOf(file) } }),
  drop: {
    op: 'deleteArchitectPromptResourceAudio',
    params: { promptId: '$id', languageCode: '$element' },
  },
  address: '/mediaUri',
};

/** What a language says of its audio: a digest, what its file was called, or nothing. */
export function audioIn(item: JsonObject): Json {
  const status = get(item, 'uploadStatus');
  if (status === 'uploaded') return PENDING;
  if (status !== 'transcoded') return null;
  const tags = get(item, 'tags');
  const names = isObject(tags) ? get(tags, 'filename') : undefined;
  const [name] = isArray(names) ? names : [];
  if (typeof name !== 'string' || name === '') return UNKNOWN;
  const digest = NAMED.exec(name)?.[1];
  return digest === undefined ? `${UNKNOWN} (${name})` : `sha256:${digest}`;
}

/** The name of the file that says the same again; null for none. */
function nameOf(file: string): Json {
  if (file.startsWith('sha256:')) return [`${file.slice('sha256:'.length)}.wav`];
  const name = file.slice(UNKNOWN.length + 2, -1);
  return name === '' ? null : [name];
}

function notWave(bytes: Uint8Array): string | undefined {
  const text = (start: number): string => Buffer.from(bytes.subarray(start, start + 4)).toString('latin1');
  return text(0) === 'RIFF' && text(8) === 'WAVE'
    ? undefined
    : 'it does not begin as a WAV file (RIFF … WAVE)';
}
