/** What is special about skill groups: their members follow from conditions that name skills and languages. */
import type { Call } from './call.ts';
import { badField } from './errors.ts';
import { arrayOf, at, idIn, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { LANGUAGES, SKILLS, USERS } from './paths.ts';
import { type Proficiency, proficienciesByName, USER_LANGUAGES, USER_SKILLS } from './proficiencies.ts';
import { lives } from './references.ts';

/** A kind of condition: where conditions of it stand, the field that names what they ask for, and what that is. */
interface Kind {
  readonly list: string;
  readonly names: string;
  readonly from: string;
  readonly proficiency: Proficiency;
}

const KINDS: readonly Kind[] = [
  { list: 'routingSkillConditions', names: 'routingSkill', from: SKILLS, proficiency: USER_SKILLS },
  { list: 'languageSkillConditions', names: 'languageSkill', from: LANGUAGES, proficiency: USER_LANGUAGES },
];

const COMPARE: Readonly<Record<string, (held: number, asked: number) => boolean>> = {
  EqualTo: (held, asked) => held === asked,
  NotEqualTo: (held, asked) => held !== asked,
  LessThan: (held, asked) => held < asked,
  GreaterThan: (held, asked) => held > asked,
  GreaterThanOrEqualTo: (held, asked) => held >= asked,
  LessThanOrEqualTo: (held, asked) => held <= asked,
};

/** The divisions whose users can be members: the group's own always is one of them. */
export function memberDivisionIds(group: Document): string[] {
  const own = idIn(group.division);
  const others = arrayOf(group.memberDivisions).flatMap((id) => textOf(id) ?? []);
  return [...new Set([...(own === undefined ? [] : [own]), ...others])];
}

/** The active users of the member divisions who fulfil the conditions. */
export function skillGroupMembers(org: Org, group: Document): Document[] {
  const divisions = memberDivisionIds(group);
  return org
    .all(USERS)
    .filter((user) => user.state === 'active' && divisions.includes(idIn(user.division) ?? ''))
    .filter((user) => fulfilsAll(org, user, arrayOf(group.skillConditions)));
}

function fulfilsAll(org: Org, user: Document, conditions: readonly Json[]): boolean {
  return conditions.every((condition) => fulfils(org, user, condition));
}

function fulfils(org: Org, user: Document, condition: Json): boolean {
  const results = KINDS.flatMap((kind) => {
    const held = proficienciesByName(org, kind.proficiency, user.id);
    return arrayOf(at(condition, kind.list)).map(
      (one) => compares(one, kind, held) && fulfilsAll(org, user, arrayOf(at(one, 'childConditions'))),
    );
  });
  const operation = at(condition, 'operation');
  if (operation === 'Or') return results.some(Boolean);
  return operation === 'Not' ? !results.some(Boolean) : results.every(Boolean);
}

function compares(condition: Json, { names }: Kind, held: ReadonlyMap<string, number>): boolean {
  const proficiency = held.get((textOf(at(condition, names)) ?? '').toLowerCase());
  const compare = COMPARE[textOf(at(condition, 'comparator')) ?? ''];
  return (
    proficiency !== undefined && compare?.(proficiency, Number(at(condition, 'proficiency') ?? 0)) === true
  );
}

/** Throws for conditions that name a skill or language which the org does not have. */
export function checkSkillGroup({ skillConditions }: JsonObject, _previous: unknown, { org }: Call): void {
  if (org.switches.unknownConditionName === 'accepted') return;
  for (const { from, name } of conditionNames({ skillConditions: skillConditions ?? [] })) {
    const known = org.all(from).some((one) => lives(one) && one.name === name);
    if (!known) throw badField('skillConditions', `There is no skill with the name '${name}'.`);
  }
}

/** The skills and languages that the conditions of a group name, with the path that lists them. */
export function conditionNames({ skillConditions }: JsonObject): { from: string; name: string }[] {
  return namesIn(arrayOf(skillConditions));
}

function namesIn(conditions: readonly Json[]): { from: string; name: string }[] {
  return conditions.flatMap((condition) =>
    KINDS.flatMap(({ list, names, from }) =>
      arrayOf(at(condition, list)).flatMap((one) => [
        { from, name: textOf(at(one, names)) ?? '' },
        ...namesIn(arrayOf(at(one, 'childConditions'))),
      ]),
    ),
  );
}

/** The skill group with its state and the number of its members; its member divisions are read by a call of their own. */
export function renderSkillGroup({ memberDivisions, ...rest }: Document, org: Org): Document {
  const group: Document = { ...rest, id: rest.id };
  return {
    ...group,
    memberCount: skillGroupMembers(org, { ...group, memberDivisions: memberDivisions ?? [] }).length,
    status: 'Complete',
  };
}
