/** Skills and languages of users: what somebody can do, and how well, 0 to 5. */
import type { JsonObject } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { LANGUAGES, SKILLS, USERS } from './paths.ts';

/** One of the two kinds: the part of a user that lists them, what they are listed from, the field of their address. */
export interface Proficiency {
  readonly part: string;
  readonly from: string;
  readonly uri: string;
}

export const USER_SKILLS: Proficiency = { part: 'routingskills', from: SKILLS, uri: 'skillUri' };
export const USER_LANGUAGES: Proficiency = { part: 'routinglanguages', from: LANGUAGES, uri: 'languageUri' };

/** Where a user's skills or languages are listed. */
export function proficienciesPath({ part }: Proficiency, userId: string): string {
  return `${USERS}/${userId}/${part}`;
}

/** One skill or language of a user as the API answers it. */
export function renderProficiency(
  org: Org,
  kind: Proficiency,
  userId: string,
  { id, proficiency }: Document,
): JsonObject {
  const named = org.get(kind.from, id);
  return {
    id,
    name: named?.name ?? '',
    proficiency: proficiency ?? 0,
    state: named?.state ?? 'deleted',
    [kind.uri]: `${kind.from}/${id}`,
    selfUri: `${proficienciesPath(kind, userId)}/${id}`,
  };
}

/** All skills or languages of a user, in the order of their names. */
export function proficienciesOf(org: Org, kind: Proficiency, userId: string): JsonObject[] {
  const held = org
    .all(proficienciesPath(kind, userId))
    .map((one) => renderProficiency(org, kind, userId, one));
  return held.sort((one, other) => (`${one.name}` < `${other.name}` ? -1 : 1));
}

/** What a user holds by name, in lower case. */
export function proficienciesByName(org: Org, kind: Proficiency, userId: string): Map<string, number> {
  const held = org.all(proficienciesPath(kind, userId));
  return new Map(
    held.map(({ id, proficiency }) => [
      String(org.get(kind.from, id)?.name ?? '').toLowerCase(),
      Number(proficiency ?? 0),
    ]),
  );
}
