/** What the prompts of Harbour Bank say. */
import { addTo, idOf } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { PROMPT_RESOURCES, PROMPTS } from '../paths.ts';
import { audioDocument, audioPath } from '../prompts.ts';
import { below } from '../templates.ts';
import { waveOf } from '../wave.ts';
import { PROMPT_AUDIO_ROWS, PROMPT_TEXT_ROWS } from './architect.ts';

/** When the audio was uploaded: 3 February 2025. */
const UPLOADED = Date.UTC(2025, 1, 3, 4, 5, 6, 789);

export function addPromptLanguages(state: OrgState): void {
  for (const [prompt, language, ttsString] of PROMPT_TEXT_ROWS)
    addLanguage(state, prompt, language, { text: ttsString, ttsString });
  for (const [prompt, language, file] of PROMPT_AUDIO_ROWS)
    addPromptAudio(state, prompt, language, { file, bytes: waveOf(`${prompt} ${language}`) });
}

/** Gives a built prompt audio; `file` is what the platform knows its file as. */
export function addPromptAudio(
  state: OrgState,
  prompt: string,
  language: string,
  { file, bytes }: { readonly file: string | null; readonly bytes: Buffer },
): void {
  addLanguage(state, prompt, language, file === null ? {} : { tags: { filename: [file] } });
  addTo(state, audioPath(idOf(PROMPTS, prompt)), audioDocument(language, bytes, UPLOADED));
}

function addLanguage(state: OrgState, prompt: string, language: string, fields: JsonObject): void {
  const promptId = idOf(PROMPTS, prompt);
  addTo(state, below(PROMPT_RESOURCES, [promptId]), { id: language, language, promptId, ...fields });
}
