/** Prompts and grammars. */
export const ARCHITECT: Readonly<Record<string, string>> = {
  '/api/v2/architect/grammars': 'GET POST',
  '/api/v2/architect/grammars/{grammarId}': 'GET PATCH DELETE',
  '/api/v2/architect/grammars/{grammarId}/languages': 'POST',
  '/api/v2/architect/grammars/{grammarId}/languages/{languageCode}': 'GET PATCH DELETE',
  '/api/v2/architect/grammars/{grammarId}/languages/{languageCode}/files/dtmf': 'POST DELETE',
  '/api/v2/architect/grammars/{grammarId}/languages/{languageCode}/files/voice': 'POST DELETE',
  '/api/v2/architect/prompts': 'GET POST',
  '/api/v2/architect/prompts/{promptId}': 'GET PUT DELETE',
  '/api/v2/architect/prompts/{promptId}/resources': 'GET POST',
  '/api/v2/architect/prompts/{promptId}/resources/{languageCode}': 'GET PUT DELETE',
  '/api/v2/architect/prompts/{promptId}/resources/{languageCode}/audio': 'DELETE',
};
