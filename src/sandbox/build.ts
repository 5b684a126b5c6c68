/** Building orgs: documents in the server's form from the little that matters, with ids that follow from their names. */
import { collectionFor } from './collections.ts';
import { DEFAULT_ROLES } from './default-roles.ts';
import { idOf } from './ids.ts';
import { type JsonObject, textOf, withDefaults } from './json.ts';
import type { Client, Document, OrgState } from './model.ts';
import {
  DIVISIONS,
  GROUPS,
  LABELS,
  LANGUAGES,
  QUEUES,
  ROLES,
  SKILLS,
  TEAMS,
  TRUNK_METABASES,
  USERS,
  WRAPUP_CODES,
} from './paths.ts';
import { proficienciesPath, USER_LANGUAGES, USER_SKILLS } from './proficiencies.ts';
import { membersPath } from './queues.ts';
import { teamMembersPath } from './teams.ts';
import { METABASE_DOCUMENTS } from './trunks.ts';

import { SYSTEM_LABEL } from './utilization.ts';

export { idOf };

export const SANDBOX_ORGANIZATION_ID = '7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6';

const BUILT = '2025-02-03T04:05:06.789Z';

/** A reference to a built object, existing or not. */
export function refTo(path: string, name: string): { id: string } {
  return { id: idOf(path, name) };
}

export const SANDBOX_CLIENT: Client = {
  id: idOf('client', 'cc-deployer'),
  secret: 'sandbox-secret',
  name: 'cc-deployer',
  grants: [{ role: 'Deployment', permissions: ['*:*:*'], divisions: ['*'] }],
};

/** An org with nothing but its home division and a client that may do everything. */
export function emptyOrg(): OrgState {
  const organization = {
    id: SANDBOX_ORGANIZATION_ID,
    name: 'Harbour Bank',
    defaultLanguage: 'en-US',
    defaultCountryCode: 'AU',
    thirdPartyOrgName: 'harbour-bank',
    domain: 'harbour.example',
    productPlatform: 'GenesysCloud',
    state: 'active',
    version: 7,
    voicemailEnabled: true,
  };
  const state: OrgState = {
    organization,
    clients: [structuredClone(SANDBOX_CLIENT)],
    collections: {},
    audits: [],
  };
  addTo(state, DIVISIONS, { name: 'Home', homeDivision: true });
  for (const metabase of METABASE_DOCUMENTS) addTo(state, TRUNK_METABASES, { ...metabase });
  for (const role of DEFAULT_ROLES) addTo(state, ROLES, role);
  addTo(state, LABELS, SYSTEM_LABEL);
  return state;
}

/** The home division plus the given documents, by the path that lists them; a bare text is a name (a user's e-mail). */
export function orgWith(documents: Readonly<Record<string, readonly (string | JsonObject)[]>>): OrgState {
  const state = emptyOrg();
  for (const [path, those] of Object.entries(documents)) for (const one of those) addTo(state, path, one);
  return state;
}

/** Completes a document as the server would have (id, division, dates, defaults) and puts it into the org. */
export function addTo(state: OrgState, path: string, fields: string | JsonObject): Document {
  const collection = collectionFor(path);
  const given = typeof fields === 'string' ? { [path === USERS ? 'email' : 'name']: fields } : fields;
  const own = path === USERS ? userFields(given) : given;
  const id = textOf(own.id) ?? idOf(path, textOf(own.email) ?? textOf(own.name) ?? '');
  const division: JsonObject =
    collection && collection.division !== 'none' ? { division: refTo(DIVISIONS, 'Home') } : {};
  const standard = { ...division, ...stampsOf(collection?.stamps ?? {}), ...collection?.created };
  const complete = { ...withDefaults(own, standard), id };
  const document = collection?.fill?.(complete) ?? complete;
  const documents = state.collections[path] ?? {};
  state.collections[path] = documents;
  documents[id] = document;
  for (const { path: below, document: child } of collection?.sow?.(document) ?? [])
    state.collections[below] = { [child.id]: child, ...state.collections[below] };
  return document;
}

function stampsOf(stamps: JsonObject): JsonObject {
  const value = (key: string) => {
    if (key.startsWith('date')) return BUILT;
    return key.endsWith('By') ? SANDBOX_CLIENT.id : (stamps[key] ?? null);
  };
  return Object.fromEntries(Object.keys(stamps).map((key) => [key, value(key)]));
}

function userFields(given: JsonObject): JsonObject {
  const email = textOf(given.email) ?? '';
  const name = email
    .replace(/@.*/, '')
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
  const standard: JsonObject = {
    name,
    chat: { jabberId: `${idOf('jabber', email).slice(0, 12)}@harbour.example` },
  };
  return withDefaults(given, standard);
}

/** Makes built users members of a built queue, on the given ring. */
export function addMembers(state: OrgState, queue: string, emails: readonly string[], ringNumber = 1): void {
  const path = membersPath(idOf(QUEUES, queue));
  for (const email of emails) addTo(state, path, { id: idOf(USERS, email), ringNumber, joined: true });
}

/** Gives a built queue built wrap-up codes. */
export function addQueueCodes(state: OrgState, queue: string, codes: readonly string[]): void {
  const path = `${QUEUES}/${idOf(QUEUES, queue)}/wrapupcodes`;
  for (const code of codes) addTo(state, path, refTo(WRAPUP_CODES, code));
}

/** Gives a built user a built skill, proficiency 0 to 5. */
export function addUserSkill(state: OrgState, email: string, skill: string, proficiency: number): void {
  addTo(state, proficienciesPath(USER_SKILLS, idOf(USERS, email)), { ...refTo(SKILLS, skill), proficiency });
}

/** Gives a built user a built language, proficiency 0 to 5. */
export function addUserLanguage(state: OrgState, email: string, language: string, proficiency: number): void {
  const path = proficienciesPath(USER_LANGUAGES, idOf(USERS, email));
  addTo(state, path, { ...refTo(LANGUAGES, language), proficiency });
}

/** Makes built users members of a built team. */
export function addTeamMembers(state: OrgState, team: string, emails: readonly string[]): void {
  const path = teamMembersPath(idOf(TEAMS, team));
  for (const email of emails) addTo(state, path, refTo(USERS, email));
}

/** Puts built users into a built group. */
export function addIndividuals(state: OrgState, group: string, emails: readonly string[]): void {
  const path = `${GROUPS}/${idOf(GROUPS, group)}/individuals`;
  for (const email of emails) addTo(state, path, refTo(USERS, email));
}
