/** A JSON Schema, as it is written to a file. */
export type JsonSchema = { readonly [key: string]: unknown };

export const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
