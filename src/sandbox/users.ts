/** What is special about users and groups. */
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { proficienciesOf, USER_LANGUAGES, USER_SKILLS } from './proficiencies.ts';

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

/** The user with the expansions that were asked for, and without the others. */
export function renderUser(user: Document, org: Org, expand: readonly string[]): Document {
  const asked = org.switches.expansions === 'kept' ? expand : [];
  const full: Document = { ...user };
  if (asked.includes('skills')) full.skills = proficienciesOf(org, USER_SKILLS, user.id);
  if (asked.includes('languages')) full.languages = proficienciesOf(org, USER_LANGUAGES, user.id);
  for (const field of EXPANDED) if (!asked.includes(field)) delete full[field];
  return full;
}
