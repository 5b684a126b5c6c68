/** Users beyond list, create, read and change. */
import { type Answer, type Call, many, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, notFound } from '../errors.ts';
import { arrayOf, at, idIn, type Json, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { stamped } from '../org.ts';
import { cursorPage, numberedPage } from '../paging.ts';
import { LOCATIONS, QUEUES, SKILL_GROUPS, USERS } from '../paths.ts';
import { sees } from '../permissions.ts';
import { groupMemberIds, membersPath } from '../queues.ts';
import { lives } from '../references.ts';
import { skillGroupMembers } from '../skill-groups.ts';
import { ONLY, userUtilizationPath } from '../utilization.ts';
import { arrayBody, objectBody } from './body.ts';
import { checkVersion, found, foundToChange, note, remove, rendered } from './documents.ts';

const MAX_PAGE = 100;
const MIN_PASSWORD = 8;

const users = collectionAt(USERS);
const queues = collectionAt(QUEUES);
const locations = collectionAt(LOCATIONS);
const skillGroups = collectionAt(SKILL_GROUPS);

/** Source: platform answer to client credentials, published by users of flow-promotion tools. */
export function readUserMe(): Answer {
  throw badRequest(
    'This request requires a user context. Client credentials cannot be used for requests to this resource.',
  );
}

/** A deleted user keeps the e-mail address and can be restored by a PATCH of the state. */
export function deleteUser(call: Call): Answer {
  remove(call, users);
  call.org.remove(userUtilizationPath(param(call, 'userId')), ONLY);
  return { body: {} };
}

/** Changes what a bulk can change, of users who all exist. */
export function patchUsers(call: Call): Answer {
  const changes = arrayBody(call).map((change) => ({
    user: foundToChange(call, users, idIn(change) ?? ''),
    acdAutoAnswer: at(change, 'acdAutoAnswer') === true,
  }));
  const entities = changes.map(({ user, acdAutoAnswer }) => write(call, user, { acdAutoAnswer }));
  return { body: { entities, total: entities.length } };
}

function write(call: Call, user: Document, fields: JsonObject): Document {
  const next = { ...stamped(user, call.org.now()), ...fields };
  call.org.put(USERS, next);
  note(call, users, user, { action: 'Update', before: user, after: next });
  return rendered(call, users, next);
}

/** Sets a password, which nobody can read. */
export function setPassword(call: Call): Answer {
  foundToChange(call, users, param(call, 'userId'));
  const { newPassword } = objectBody(call, { mode: 'create', seen: undefined });
  if ((textOf(newPassword) ?? '').length < MIN_PASSWORD)
    throw badField('newPassword', `The password must have at least ${MIN_PASSWORD} characters.`);
  return {};
}

/** The profile skills: free texts. */
export function readProfileSkills(call: Call): Answer {
  const user = found(call, users, param(call, 'userId'));
  return { body: arrayOf(user.profileSkills) };
}

/** Replaces the profile skills. */
export function putProfileSkills(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  const profileSkills = arrayBody(call);
  write(call, user, { profileSkills });
  return { body: profileSkills };
}

/** The state of a user with the version that a change of it may name. */
export function readState(call: Call): Answer {
  return { body: stateOf(found(call, users, param(call, 'userId'))) };
}

function stateOf({ state = 'active', version = 1 }: Document): Json {
  return { state, version };
}

/** Changes the state of a user, deleted ones included. */
export function putState(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'), true);
  const { state, version } = objectBody(call, { mode: 'create', seen: undefined });
  checkVersion(call, user, version);
  write(call, user, state === undefined ? {} : { state });
  return { body: stateOf(call.org.get(USERS, user.id) ?? user) };
}

/** The queues of a user that the client may see, whether it belongs to them itself or through a group. */
export function listUserQueues(call: Call): Answer {
  const { org, query } = call;
  const user = found(call, users, param(call, 'userId'));
  const divisions = many(query, 'divisionId');
  const own = org
    .all(QUEUES)
    .filter((queue) => divisions.length === 0 || divisions.includes(idIn(queue.division) ?? ''))
    .filter((queue) => sees(call, QUEUES, queue))
    .map((queue) => ({ queue, joined: joins(call, queue, user) }))
    .filter(
      ({ joined }) => joined !== undefined && [undefined, `${joined}`].includes(query.get('joined')?.[0]),
    );
  const render = ({ queue, joined }: (typeof own)[number]) => ({
    ...rendered(call, queues, queue),
    joined: joined ?? true,
  });
  return { body: numberedPage(call, own, MAX_PAGE, render) };
}

function joins({ org }: Call, queue: Document, { id }: Document): boolean | undefined {
  const member = org.get(membersPath(queue.id), id);
  if (member) return member.joined !== false;
  return groupMemberIds(org, queue).has(id) ? true : undefined;
}

/** The skill groups whose conditions a user fulfils. */
export function listUserSkillGroups(call: Call): Answer {
  const user = found(call, users, param(call, 'userId'));
  const own = call.org
    .all(SKILL_GROUPS)
    .filter((group) => sees(call, SKILL_GROUPS, group))
    .filter((group) => skillGroupMembers(call.org, group).some(({ id }) => id === user.id));
  return { body: cursorPage(call, own, MAX_PAGE, (group) => rendered(call, skillGroups, group)) };
}

/** The locations inside a location, in one answer. */
export function listSublocations(call: Call): Answer {
  const location = found(call, locations, param(call, 'locationId'));
  if (!lives(location)) throw notFound();
  const inside = call.org
    .all(LOCATIONS)
    .filter((one) => lives(one) && arrayOf(one.path).includes(location.id));
  const entities = inside.map((one) => rendered(call, locations, one));
  return { body: { entities, total: entities.length, selfUri: call.path } };
}
