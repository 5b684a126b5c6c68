/** Creates of canned responses, which may come before their library is known. */
import type { Answer, Call } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { PlatformError } from '../errors.ts';
import { arrayOf, at, idIn } from '../json.ts';
import { LIBRARIES, RESPONSES } from '../paths.ts';
import { create } from './documents.ts';

/** Refused while a library is not known everywhere yet. Source: CX as Code 1.84.1, which tries again for 30 s. */
export function createResponse(call: Call): Answer {
  const libraries = arrayOf(at(call.body, 'libraries')).map((library) => `${LIBRARIES}/${idIn(library)}`);
  if (libraries.filter((library) => call.org.unready.delete(library)).length > 0)
    throw new PlatformError(412, 'precondition.failed', 'The library of the response was not found.');
  return create(call, collectionAt(RESPONSES));
}
