/** What is special about teams: a user belongs to one, as a rule, and to one of the own division. */
import { idIn } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { TEAMS, USERS } from './paths.ts';
import { lives } from './references.ts';

/** Where a team's members are listed. */
export function teamMembersPath(teamId: string): string {
  return `${TEAMS}/${teamId}/members`;
}

/** The team that a user belongs to. */
export function teamOf(org: Org, userId: string): Document | undefined {
  return org.all(TEAMS).find(({ id }) => org.get(teamMembersPath(id), userId) !== undefined);
}

/** Why a user cannot become a member of a team, in the words of the contract; undefined for one who can. */
export function memberFailure(org: Org, team: Document, userId: string): string | undefined {
  const user = org.get(USERS, userId);
  if (!lives(user)) return 'UserNotFound';
  const sameDivision = idIn(user.division) === idIn(team.division);
  if (!sameDivision && org.switches.teamDivisions === 'matched') return 'UserGroupDivisionMismatch';
  const other = teamOf(org, userId);
  const isElsewhere = other !== undefined && other.id !== team.id;
  return isElsewhere && org.switches.secondTeam === 'refused' ? 'UserGroupLimitExceeded' : undefined;
}

/** The team with its number of members. */
export function renderTeam(team: Document, org: Org): Document {
  return { ...team, memberCount: org.all(teamMembersPath(team.id)).length };
}
