import { get, type JsonObject } from '../json/json.ts';

/** A pool of one number, where nothing is said of the last. */
export function upToItself(start: string, end: string): (document: JsonObject) => JsonObject {
  return (document) => {
    const first = get(document, start);
    return first === undefined || get(document, end) !== undefined ? document : { ...document, [end]: first };
  };
}
