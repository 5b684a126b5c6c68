/** Ids that are the same on every start. */
import { createHash } from 'node:crypto';

/** The id of a built object: a GUID that always follows from the same path and name (a user's name is the e-mail). */
export function idOf(path: string, name: string): string {
  const key = `${path} ${name}`;
  const id = knownIds.get(key) ?? guidOf(key);
  knownIds.set(key, id);
  return id;
}

const knownIds = new Map<string, string>();

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const version = `4${hex.slice(13, 16)}`;
  const variant = `8${hex.slice(17, 20)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20, 32)].join('-');
}
