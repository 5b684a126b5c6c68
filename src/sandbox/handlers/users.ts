/** Users beyond list, read and change. */
import type { Answer } from '../call.ts';
import { badRequest } from '../errors.ts';

/** Source: platform answer to client credentials, published by users of flow-promotion tools. */
export function readUserMe(): Answer {
  throw badRequest(
    'This request requires a user context. Client credentials cannot be used for requests to this resource.',
  );
}
