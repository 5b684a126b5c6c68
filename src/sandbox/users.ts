/** What is special about users. Facts of the platform; source, unless said otherwise: CX as Code 1.84.1, user. */
import type { Call } from './call.ts';
import { badField, notFound } from './errors.ts';
import { authorizationOf } from './grants.ts';
import { individualsPath } from './groups.ts';
import { arrayOf, isObject, type Json, type JsonObject, textOf, withDefaults } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { GROUPS, LOCATIONS } from './paths.ts';
import { proficienciesOf, USER_LANGUAGES, USER_SKILLS } from './proficiencies.ts';
import { lives, referenceTo } from './references.ts';
import { teamOf } from './teams.ts';

/** Fields that only an expansion of their name answers. Source: the `expand` values of getUser. */
const EXPANDED = ['locations', 'profileSkills', 'certifications', 'employerInfo', 'biography'];

/** Expansions that are computed. */
const COMPUTED: Readonly<Record<string, (org: Org, user: Document) => Json | undefined>> = {
  skills: (org, user) => proficienciesOf(org, USER_SKILLS, user.id),
  languages: (org, user) => proficienciesOf(org, USER_LANGUAGES, user.id),
  groups: (org, user) => groupsOf(org, user.id).map((group) => referenceTo(org, GROUPS, group.id)),
  team: (org, user) => {
    const team = teamOf(org, user.id);
    return team && { id: team.id, name: team.name ?? '' };
  },
  authorization: (org, user) => authorizationOf(org, user.id),
};

/** The live groups that a user is an individual of. */
export function groupsOf(org: Org, userId: string): Document[] {
  return org
    .all(GROUPS)
    .filter((group) => lives(group) && org.get(individualsPath(group.id), userId) !== undefined);
}

/** A body in the document's own words. A password is never kept; addresses go only with an empty list. */
export function acceptUser(body: JsonObject): JsonObject {
  const { manager, divisionId, password: _, groups: __, addresses, ...rest } = body;
  return {
    ...rest,
    ...(manager === undefined ? {} : { manager: manager ? { id: manager } : null }),
    ...(divisionId === undefined ? {} : { division: { id: divisionId } }),
    ...(Array.isArray(addresses) ? { addresses } : {}),
    ...(rest.email === undefined ? {} : { username: rest.email }),
  };
}

/** The user with what the server gives a new one. */
export function fillUser(user: Document): Document {
  const jabberId = `${user.id.replaceAll('-', '').slice(0, 24)}@harbour.example`;
  const filled = withDefaults(user, {
    username: user.email ?? '',
    chat: { jabberId },
    addresses: [],
    acdAutoAnswer: false,
  });
  return { ...filled, id: user.id };
}

const E_MAIL = /^[^\s@]+@[^\s@]+$/;

/** Throws for an e-mail address that is none, and for a change of a deleted user that does not restore it. */
export function checkUser(next: JsonObject, previous: Document | undefined, _call: Call): void {
  if (previous?.state === 'deleted' && next.state === undefined) throw notFound();
  if (next.email !== undefined && !E_MAIL.test(textOf(next.email) ?? ''))
    throw badField('email', 'The e-mail address is not valid.');
}

/** The user with the expansions that were asked for, and without the others. */
export function renderUser(user: Document, org: Org, expand: readonly string[]): Document {
  const asked = org.switches.expansions === 'kept' ? expand : [];
  const addresses = arrayOf(user.addresses).map(shown);
  const full: Document = { ...user, addresses, primaryContactInfo: primary(user, addresses) };
  if (user.locations !== undefined) full.locations = locations(org, user);
  for (const field of EXPANDED) if (!asked.includes(field)) delete full[field];
  for (const [field, compute] of Object.entries(COMPUTED)) {
    const value = asked.includes(field) ? compute(org, user) : undefined;
    if (value !== undefined) full[field] = value;
  }
  return full;
}

/** A number as it is shown: the number itself, or the bare extension. */
function shown(address: Json): Json {
  if (!isObject(address)) return address;
  const display = address.address ?? address.extension;
  return display === undefined ? address : { ...address, display };
}

function primary(user: Document, addresses: readonly Json[]): Json[] {
  const mail = { address: user.email ?? '', mediaType: 'EMAIL', type: 'PRIMARY' };
  return [mail, ...addresses.filter((address) => isObject(address) && address.type === 'PRIMARY')];
}

function locations(org: Org, user: Document): Json[] {
  return arrayOf(user.locations).flatMap((one) => {
    const id = isObject(one) ? textOf(one.id) : undefined;
    if (!isObject(one) || id === undefined) return [];
    return [{ ...one, locationDefinition: referenceTo(org, LOCATIONS, id) }];
  });
}
