/** What prompts say in each language: texts, and audio that is uploaded beside the API and takes a while to be transcoded. */
import { without } from './copied.ts';
import { badRequest, notFound } from './errors.ts';
import type { FileRequest } from './files.ts';
import { type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { PROMPT_RESOURCES, PROMPTS } from './paths.ts';
import { below } from './templates.ts';
import { isPlayable, transcoded } from './wave.ts';

/** How long an address for audio is good, in milliseconds. Source: `X-Amz-Expires` of live addresses. */
const MEDIA_MS = 3_580_000;

/** Where the audio of a prompt is, by language. */
export function audioPath(prompt: string): string {
  return `${PROMPTS}/${prompt}/audio`;
}

/** A language of a prompt as the API answers it, with addresses that are new each time. */
export function renderedResource(resource: Document, org: Org): Document {
  const prompt = textOf(resource.promptId) ?? '';
  const audio = org.get(audioPath(prompt), resource.id);
  const address = `${org.storage.origin}/uploads/prompts/${prompt}/${resource.id}`;
  return {
    ...resource,
    languageDefault: false,
    uploadStatus: statusOf(audio, org),
    uploadUri: `${address}?ticket=${org.now()}`,
    ...(statusOf(audio, org) === 'transcoded'
      ? { ...mediaOf(prompt, resource.id, org), durationSeconds: 1 }
      : {}),
  };
}

/** The language that an answer tells of, as the org keeps it. */
export function resourceDocument(answer: JsonObject, promptId: string, language: string): Document {
  const computed = ['languageDefault', 'uploadStatus', 'uploadUri', 'mediaUri', 'durationSeconds', 'selfUri'];
  return { ...without(answer, computed), id: language, language, promptId };
}

function mediaOf(prompt: string, language: string, org: Org): JsonObject {
  return {
    mediaUri: `${org.storage.origin}/media/prompts/${prompt}/${language}?Expires=${org.now() + MEDIA_MS}`,
  };
}

function statusOf(audio: Document | undefined, { now, switches }: Org): string {
  if (!audio) return 'created';
  const since = Date.parse(textOf(audio.dateCreated) ?? '');
  if (now() - since < switches.promptTranscodingMs) return 'uploaded';
  return isPlayable(contentOf(audio)) ? 'transcoded' : 'transcodeFailed';
}

function contentOf(audio: Document): Buffer {
  return Buffer.from(textOf(audio.content) ?? '', 'base64');
}

/** Audio of a language as the org keeps it. */
export function audioDocument(language: string, bytes: Buffer, ms: number): Document {
  const dateCreated = new Date(ms).toISOString();
  return { id: language, content: transcoded(bytes).toString('base64'), dateCreated };
}

/** Takes audio: a form with the field `file`, with the bare token. Source: CX as Code 1.84.1, architect_user_prompt. */
export function takeAudio({ org, segments, form }: FileRequest): { status: number } {
  const [prompt = '', language = ''] = segments;
  if (!org.get(below(PROMPT_RESOURCES, [prompt]), language)) throw notFound();
  const file = form('file');
  if (!file) throw badRequest('The form has no field file.');
  org.put(audioPath(prompt), audioDocument(language, file, org.now()));
  return { status: 200 };
}

/** Hands audio out, to whoever has an address that is still good. */
export function handAudio({ org, segments, query }: FileRequest): { status: number; bytes?: Buffer } {
  const [prompt = '', language = ''] = segments;
  const audio = org.get(audioPath(prompt), language);
  if (!audio || Number(query.get('Expires')) < org.now()) return { status: 403 };
  return { status: 200, bytes: contentOf(audio) };
}
