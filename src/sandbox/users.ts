/** What is special about users and groups. */
import type { JsonObject } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { GROUPS, SKILLS, USERS } from './paths.ts';

/** Fields that only an expansion of their name answers. Source: the `expand` values of getUser. */
const EXPANDED = [
  'skills',
  'languages',
  'locations',
  'profileSkills',
  'certifications',
  'employerInfo',
  'biography',
];

/** Where a user's skills are listed. */
export function skillsPath(userId: string): string {
  return `${USERS}/${userId}/routingskills`;
}

/** One skill of a user as the API answers it. */
export function renderUserSkill(org: Org, userId: string, { id, proficiency }: Document): JsonObject {
  const skill = org.get(SKILLS, id);
  return {
    id,
    name: skill?.name ?? '',
    proficiency: proficiency ?? 0,
    state: skill?.state ?? 'deleted',
    skillUri: `${SKILLS}/${id}`,
    selfUri: `${skillsPath(userId)}/${id}`,
  };
}

/** The user with the expansions that were asked for, and without the others. */
export function renderUser(user: Document, org: Org, expand: readonly string[]): Document {
  const asked = org.switches.expansions === 'kept' ? expand : [];
  const full: Document = { ...user };
  if (asked.includes('skills'))
    full.skills = org.all(skillsPath(user.id)).map((skill) => renderUserSkill(org, user.id, skill));
  for (const field of EXPANDED) if (!asked.includes(field)) delete full[field];
  return full;
}

/** The group with its number of individuals. */
export function renderGroup(group: Document, org: Org): Document {
  return { ...group, memberCount: org.all(`${GROUPS}/${group.id}/individuals`).length };
}
