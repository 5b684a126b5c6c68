/** What prompts say, beyond what the rows of their collections do. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { PROMPT_RESOURCES } from '../paths.ts';
import { audioPath } from '../prompts.ts';
import { concrete, foundToChange, remove } from './documents.ts';

const resources = collectionAt(PROMPT_RESOURCES);

/** Takes the audio of a language away; what is spoken by text stays. */
export function deleteAudio(call: Call): Answer {
  const promptId = param(call, 'promptId');
  const language = param(call, 'languageCode');
  foundToChange(call, concrete(call, resources), language);
  call.org.remove(audioPath(promptId), language);
  return {};
}

/** Takes a language away, with its audio. */
export function deleteResource(call: Call): Answer {
  const answer = remove(call, concrete(call, resources));
  call.org.remove(audioPath(param(call, 'promptId')), param(call, 'languageCode'));
  return answer;
}
