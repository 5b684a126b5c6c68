/** Prompts and grammars. */
import { askUpload, deleteFile, deleteLanguage } from '../handlers/grammars.ts';
import { deleteAudio, deleteResource } from '../handlers/prompts.ts';
import type { Routes } from './places.ts';

const LANGUAGE = '/api/v2/architect/grammars/{}/languages/{}';

export const ARCHITECT_ROUTES: Routes = {
  [`DELETE ${LANGUAGE}`]: deleteLanguage,
  [`DELETE ${LANGUAGE}/files/dtmf`]: (call) => deleteFile(call, 'dtmf'),
  [`DELETE ${LANGUAGE}/files/voice`]: (call) => deleteFile(call, 'voice'),
  [`POST ${LANGUAGE}/files/dtmf`]: (call) => askUpload(call, 'dtmf'),
  [`POST ${LANGUAGE}/files/voice`]: (call) => askUpload(call, 'voice'),
  'DELETE /api/v2/architect/prompts/{}/resources/{}': deleteResource,
  'DELETE /api/v2/architect/prompts/{}/resources/{}/audio': deleteAudio,
};
