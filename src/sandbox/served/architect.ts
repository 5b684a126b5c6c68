/** Prompts. */
export const ARCHITECT: Readonly<Record<string, string>> = {
  '/api/v2/architect/prompts': 'GET',
  '/api/v2/architect/prompts/{promptId}': 'GET',
};
