/** Canned responses as the platform answers them. */
import { arrayOf, idIn } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';

/** Whether a response is in the library of this ID, perhaps among others. */
export function isInLibrary({ libraries }: Document, id: string): boolean {
  return arrayOf(libraries).some((library) => idIn(library) === id);
}

/** The schema of the substitutions is answered only where it is asked for. */
export function renderResponse(response: Document, _: Org, expand: readonly string[]): Document {
  const { substitutionsSchema, ...rest } = response;
  return substitutionsSchema === undefined || !expand.includes('substitutionsSchema')
    ? rest
    : { ...rest, substitutionsSchema };
}
