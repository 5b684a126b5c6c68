/** Members of groups, and deleting groups. Source: CX as Code 1.84.1, group. */
import { type Answer, type Call, many, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badRequest, unknownReference } from '../errors.ts';
import { failsLater, individualsPath } from '../groups.ts';
import { arrayOf, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { stamped } from '../org.ts';
import { numberedPage } from '../paging.ts';
import { GROUPS, USERS } from '../paths.ts';
import { lives } from '../references.ts';
import { objectBody } from './body.ts';
import { checkVersion, found, foundToChange, note, remove, rendered } from './documents.ts';

const MAX_PAGE = 500;
const MAX_BATCH = 50;

const groups = collectionAt(GROUPS);
const users = collectionAt(USERS);

/** The individuals of a group, in one answer without pages. */
export function listIndividuals(call: Call): Answer {
  const group = found(call, groups, param(call, 'groupId'));
  const entities = individuals(call, group).map((user) => rendered(call, users, user));
  return { body: { entities, total: entities.length, selfUri: call.path } };
}

/** The individuals of a group in pages. */
export function listGroupMembers(call: Call): Answer {
  const group = found(call, groups, param(call, 'groupId'));
  const expand = many(call.query, 'expand');
  return {
    body: numberedPage(call, individuals(call, group), MAX_PAGE, (user) =>
      rendered(call, users, user, expand),
    ),
  };
}

function individuals({ org }: Call, group: Document): Document[] {
  return org
    .all(individualsPath(group.id))
    .map(({ id }) => org.get(USERS, id))
    .filter((user): user is Document => user !== undefined);
}

/** Adds members, at most 50, and raises the group's version; a version that is sent must be the current one. */
export function postGroupMembers(call: Call): Answer {
  const group = foundToChange(call, groups, param(call, 'groupId'));
  const { memberIds, version } = objectBody(call, { mode: 'create', seen: undefined });
  const ids = batch(arrayOf(memberIds).flatMap((id) => textOf(id) ?? []));
  checkVersion(call, group, version);
  for (const id of ids) if (!lives(call.org.get(USERS, id))) throw unknownReference('memberIds', id);
  return changed(call, group, () => {
    for (const id of ids) call.org.put(individualsPath(group.id), { id });
  });
}

/** Removes members, at most 50; who is none stays none without an error. */
export function deleteGroupMembers(call: Call): Answer {
  const group = foundToChange(call, groups, param(call, 'groupId'));
  const ids = batch(many(call.query, 'ids'));
  return changed(call, group, () => {
    for (const id of ids) call.org.remove(individualsPath(group.id), id);
  });
}

function batch(ids: string[]): string[] {
  if (ids.length > MAX_BATCH) throw badRequest(`At most ${MAX_BATCH} members are allowed in a request.`);
  return ids;
}

function changed(call: Call, group: Document, write: () => void): Answer {
  const members = () => ({ members: call.org.all(individualsPath(group.id)).map(({ id }) => id) });
  const before = members();
  write();
  call.org.put(GROUPS, stamped(group, call.org.now()));
  note(call, groups, group, { action: 'Update', before, after: members() });
  return { body: {} };
}

/** A deleted group may stay readable with its state; some deletions are only said to be done. */
export function deleteGroup(call: Call): Answer {
  const group = foundToChange(call, groups, param(call, 'groupId'));
  return failsLater(call, group) ? {} : remove(call, groups);
}
