import type { JsonObject } from '../json/json.ts';

/** JSON Schema of a language code as Architect writes it. */
export const language: JsonObject = {
  type: 'string',
  examples: ['en-us'],
  pattern: '^[a-z]{2,3}(-[a-z0-9]{2,8})*$',
  errorMessage: 'A language code in lower case is expected here, as in  en-us',
};
