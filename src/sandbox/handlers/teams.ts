/** Members of teams, added and removed in small batches. Source: CX as Code 1.84.1, team. */
import { type Answer, type Call, many, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badRequest } from '../errors.ts';
import { arrayOf, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { cursorPage } from '../paging.ts';
import { TEAMS, USERS } from '../paths.ts';
import { referenceTo } from '../references.ts';
import { memberFailure, teamMembersPath } from '../teams.ts';
import { objectBody } from './body.ts';
import { found, foundToChange, note } from './documents.ts';

const MAX_PAGE = 100;
const MAX_BATCH = 25;

const teams = collectionAt(TEAMS);

/** The members by cursor, without totals. */
export function listTeamMembers(call: Call): Answer {
  const team = found(call, teams, param(call, 'teamId'));
  const members = call.org.all(teamMembersPath(team.id));
  return { body: cursorPage(call, members, MAX_PAGE, ({ id }) => referenceTo(call.org, USERS, id)) };
}

/** Adds whom it can, and answers who could not be added and why, with 200. */
export function postTeamMembers(call: Call): Answer {
  const team = foundToChange(call, teams, param(call, 'teamId'));
  const { memberIds } = objectBody(call, { mode: 'create', seen: undefined });
  const ids = batch(arrayOf(memberIds).flatMap((id) => textOf(id) ?? []));
  const results = ids.map((id) => ({ id, reason: memberFailure(call.org, team, id) }));
  const added = results.flatMap(({ id, reason }) => (reason === undefined ? [id] : []));
  const failures = results.flatMap(({ id, reason }) => (reason === undefined ? [] : [{ id, reason }]));
  change(call, team, () => {
    for (const id of added) call.org.put(teamMembersPath(team.id), { id });
  });
  return { body: { entities: added.map((id) => ({ id, selfUri: `${USERS}/${id}` })), failures } };
}

/** Removes members; who is none stays none without an error. */
export function deleteTeamMembers(call: Call): Answer {
  const team = foundToChange(call, teams, param(call, 'teamId'));
  const ids = batch(many(call.query, 'id'));
  change(call, team, () => {
    for (const id of ids) call.org.remove(teamMembersPath(team.id), id);
  });
  return {};
}

function batch(ids: string[]): string[] {
  if (ids.length > MAX_BATCH) throw badRequest(`At most ${MAX_BATCH} members are allowed in a request.`);
  return ids;
}

function change(call: Call, team: Document, write: () => void): void {
  const members = () => ({ members: call.org.all(teamMembersPath(team.id)).map(({ id }) => id) });
  const before = members();
  write();
  note(call, teams, team, { action: 'Update', before, after: members() });
}
