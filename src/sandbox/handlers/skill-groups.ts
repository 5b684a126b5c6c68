/** Skill groups with their member divisions, and who is a member. Source: CX as Code 1.84.1, routing_skill_group. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, unknownReference } from '../errors.ts';
import { arrayOf, idIn, isObject, type Json, textOf } from '../json.ts';
import { cursorPage } from '../paging.ts';
import { DIVISIONS, SKILL_GROUPS, USERS } from '../paths.ts';
import { referenceTo } from '../references.ts';
import { memberDivisionIds, skillGroupMembers } from '../skill-groups.ts';
import { objectBody } from './body.ts';
import { create, found, foundToChange, note } from './documents.ts';

const MAX_PAGE = 100;
const MAX_DIVISIONS = 50;

const groups = collectionAt(SKILL_GROUPS);

/** The answer to a create, and only that, tells the member divisions. */
export function createSkillGroup(call: Call): Answer {
  const { body } = create(call, groups);
  const group = call.org.get(SKILL_GROUPS, idIn(body) ?? '');
  return { body: group && isObject(body) ? { ...body, memberDivisions: memberDivisionIds(group) } : {} };
}

/** Who fulfils the conditions, without pages' totals. */
export function listSkillGroupMembers(call: Call): Answer {
  const group = found(call, groups, param(call, 'skillGroupId'));
  const members = skillGroupMembers(call.org, group);
  return { body: cursorPage(call, members, MAX_PAGE, ({ id }) => referenceTo(call.org, USERS, id)) };
}

/** The member divisions, in one answer; the group's own is one of them. */
export function listMemberDivisions(call: Call): Answer {
  const group = found(call, groups, param(call, 'skillGroupId'));
  const ids = memberDivisionIds(group);
  return { body: { entities: ids.map((id) => referenceTo(call.org, DIVISIONS, id)) } };
}

/** Adds and removes member divisions, at most 50 of each; the group's own cannot be removed. */
export function postMemberDivisions(call: Call): Answer {
  const group = foundToChange(call, groups, param(call, 'skillGroupId'));
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const added = texts(body.addDivisionIds);
  const removed = texts(body.removeDivisionIds);
  if (Math.max(added.length, removed.length) > MAX_DIVISIONS)
    throw badRequest(`At most ${MAX_DIVISIONS} divisions are allowed in a request.`);
  for (const id of [...added, ...removed])
    if (!call.org.get(DIVISIONS, id)) throw unknownReference('divisionId', id);
  if (removed.includes(idIn(group.division) ?? ''))
    throw badField('removeDivisionIds', 'The division of the skill group itself cannot be removed.');
  const own = idIn(group.division);
  const kept = memberDivisionIds(group).filter((id) => !removed.includes(id));
  const others = [...new Set([...kept, ...added])].filter((id) => id !== own);
  const { memberDivisions: _, ...rest } = group;
  const next = { ...rest, ...(others.length > 0 ? { memberDivisions: others } : {}) };
  call.org.put(SKILL_GROUPS, next);
  note(call, groups, group, { action: 'Update', before: group, after: next });
  return {};
}

function texts(value: Json | undefined): string[] {
  return arrayOf(value).flatMap((one) => textOf(one) ?? []);
}
