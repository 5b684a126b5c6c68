/**
 * The collections of the org, one row each, keyed by the path that lists them: what the contract does not say about
 * them. A further collection is a further row in the file of its group (and its paths in served.ts).
 */
import { ARCHITECT } from './collections/architect.ts';
import { AUTHORIZATION } from './collections/authorization.ts';
import { CAPACITY } from './collections/capacity.ts';
import type { Collection } from './collections/collection.ts';
import { CONTENT } from './collections/content.ts';
import { DIRECTORY } from './collections/directory.ts';
import { EMAIL } from './collections/email.ts';
import { HOURS_COLLECTIONS } from './collections/hours.ts';
import { INTEGRATION } from './collections/integrations.ts';
import { OAUTH } from './collections/oauth.ts';
import { PROCESS_AUTOMATION_COLLECTIONS } from './collections/process-automation.ts';
import { ROUTING } from './collections/routing.ts';
import { TABLE_COLLECTIONS } from './collections/tables.ts';
import { TELEPHONY_COLLECTIONS } from './collections/telephony.ts';
import { WEB } from './collections/web.ts';
import { LANGUAGES, SKILLS, USERS, WRAPUP_CODES } from './paths.ts';
import { stands } from './templates.ts';

export type { Collection, Held } from './collections/collection.ts';
export type { Filter } from './collections/filters.ts';

export const COLLECTIONS: readonly Collection[] = [
  ...AUTHORIZATION,
  ...ROUTING,
  ...DIRECTORY,
  ...ARCHITECT,
  ...HOURS_COLLECTIONS,
  ...TABLE_COLLECTIONS,
  ...TELEPHONY_COLLECTIONS,
  ...CONTENT,
  ...EMAIL,
  ...OAUTH,
  ...CAPACITY,
  ...INTEGRATION,
  ...PROCESS_AUTOMATION_COLLECTIONS,
  ...WEB,
];

/** Sub-resources whose elements are other objects: the template of their path to the collection of those. */
export const ELEMENTS: Readonly<Record<string, string>> = {
  '/api/v2/groups/{}/individuals': USERS,
  '/api/v2/routing/queues/{}/members': USERS,
  '/api/v2/routing/queues/{}/wrapupcodes': WRAPUP_CODES,
  '/api/v2/teams/{}/members': USERS,
  '/api/v2/users/{}/routinglanguages': LANGUAGES,
  '/api/v2/users/{}/routingskills': SKILLS,
};

const byPath = new Map(COLLECTIONS.map((collection) => [collection.path, collection]));

/** The row of a concrete path, undefined for the paths of sub-resources that are no collections. */
export function collectionFor(path: string): Collection | undefined {
  return byPath.get(path) ?? COLLECTIONS.find((collection) => stands(collection.path, path));
}

/** Throws for a path that is no collection: a mistake of this program, not of a client. */
export function collectionAt(path: string): Collection {
  const collection = byPath.get(path);
  if (!collection) throw new Error(`No collection at ${path}`);
  return collection;
}
