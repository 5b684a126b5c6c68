/** Users' routing skills, and what users/me says to a client without a user. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, notFound, unknownReference } from '../errors.ts';
import { at, idIn, type Json, type JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { GROUPS, SKILLS, USERS } from '../paths.ts';
import { lives } from '../references.ts';
import { renderUserSkill, skillsPath } from '../users.ts';
import { arrayBody, objectBody } from './body.ts';
import { found, foundToChange, note, rendered } from './documents.ts';

const MAX_PAGE = 100;
const MAX_BATCH = 50;
const MAX_PROFICIENCY = 5;

const users = collectionAt(USERS);
const groups = collectionAt(GROUPS);

/** Source: platform answer to client credentials, published by users of flow-promotion tools. */
export function readUserMe(): Answer {
  throw badRequest(
    'This request requires a user context. Client credentials cannot be used for requests to this resource.',
  );
}

/** The skills of a user by name, with proficiency. */
export function listUserSkills(call: Call): Answer {
  const user = found(call, users, param(call, 'userId'));
  return { body: numberedPage(call, skillsOf(call, user), MAX_PAGE, (skill) => skill) };
}

function skillsOf({ org }: Call, user: Document): JsonObject[] {
  const skills = org.all(skillsPath(user.id)).map((skill) => renderUserSkill(org, user.id, skill));
  return skills.sort((one, other) => (`${one.name}` < `${other.name}` ? -1 : 1));
}

/** Adds one skill or changes its proficiency. */
export function postUserSkill(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const [skill] = checkedSkills(call, [body]);
  if (skill) assign(call, user, [skill]);
  return { body: renderUserSkill(call.org, user.id, skill ?? user) };
}

/** Adds skills or changes their proficiency; the others stay. */
export function patchUserSkills(call: Call): Answer {
  return bulk(call, (user, skills) => assign(call, user, skills));
}

/** Replaces all skills of a user. */
export function putUserSkills(call: Call): Answer {
  return bulk(call, (user, skills) => {
    for (const { id } of call.org.all(skillsPath(user.id))) call.org.remove(skillsPath(user.id), id);
    assign(call, user, skills);
  });
}

function bulk(call: Call, write: (user: Document, skills: Document[]) => void): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  const elements = arrayBody(call, skillsOf(call, user));
  if (elements.length > MAX_BATCH) throw badRequest(`At most ${MAX_BATCH} entries are allowed in a request.`);
  write(user, checkedSkills(call, elements));
  return { body: numberedPage(call, skillsOf(call, user), MAX_PAGE, (skill) => skill) };
}

function checkedSkills({ org }: Call, elements: readonly Json[]): Document[] {
  return elements.map((element) => {
    const id = idIn(element) ?? '';
    const proficiency = at(element, 'proficiency');
    if (!lives(org.get(SKILLS, id))) throw unknownReference('id', id);
    if (typeof proficiency !== 'number' || proficiency < 0 || proficiency > MAX_PROFICIENCY) {
      throw badField('proficiency', `The proficiency must be between 0 and ${MAX_PROFICIENCY}.`);
    }
    return { id, proficiency };
  });
}

function assign(call: Call, user: Document, skills: readonly Document[]): void {
  for (const skill of skills) call.org.put(skillsPath(user.id), skill);
  note(call, users, user, {
    action: 'Update',
    before: {},
    after: { skills: skills.map((skill) => ({ ...skill })) },
  });
}

/** Takes one skill off a user; 404 for one that is not held. */
export function deleteUserSkill(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  const id = param(call, 'skillId');
  const skill = call.org.get(skillsPath(user.id), id);
  if (!skill) throw notFound();
  call.org.remove(skillsPath(user.id), id);
  note(call, users, user, { action: 'Update', before: { skills: [skill] }, after: {} });
  return {};
}

/** The members of a group, in one answer without pages. */
export function listIndividuals(call: Call): Answer {
  const group = found(call, groups, param(call, 'groupId'));
  const members = call.org.all(`${GROUPS}/${group.id}/individuals`).map(({ id }) => call.org.get(USERS, id));
  const entities = members
    .filter((user): user is Document => user !== undefined)
    .map((user) => rendered(call, users, user));
  return { body: { entities, total: entities.length, selfUri: call.path } };
}
