/** Users, groups, teams. */
import * as groups from '../handlers/groups.ts';
import * as proficiencies from '../handlers/proficiencies.ts';
import * as teams from '../handlers/teams.ts';
import { USER_LANGUAGES, USER_SKILLS } from '../proficiencies.ts';
import type { Routes } from './places.ts';

const { add, change, list, merge, of, remove, replace } = proficiencies;

export const DIRECTORY_ROUTES: Routes = {
  'DELETE /api/v2/groups/{}': groups.deleteGroup,
  'DELETE /api/v2/groups/{}/members': groups.deleteGroupMembers,
  'DELETE /api/v2/teams/{}/members': teams.deleteTeamMembers,
  'DELETE /api/v2/users/{}/routinglanguages/{}': of(USER_LANGUAGES, remove),
  'DELETE /api/v2/users/{}/routingskills/{}': of(USER_SKILLS, remove),
  'GET /api/v2/groups/{}/individuals': groups.listIndividuals,
  'GET /api/v2/groups/{}/members': groups.listGroupMembers,
  'GET /api/v2/teams/{}/members': teams.listTeamMembers,
  'GET /api/v2/users/{}/routinglanguages': of(USER_LANGUAGES, list),
  'GET /api/v2/users/{}/routingskills': of(USER_SKILLS, list),
  'PATCH /api/v2/users/{}/routinglanguages/bulk': of(USER_LANGUAGES, merge),
  'PATCH /api/v2/users/{}/routinglanguages/{}': of(USER_LANGUAGES, change),
  'PATCH /api/v2/users/{}/routingskills/bulk': of(USER_SKILLS, merge),
  'POST /api/v2/groups/{}/members': groups.postGroupMembers,
  'POST /api/v2/teams/{}/members': teams.postTeamMembers,
  'POST /api/v2/users/{}/routinglanguages': of(USER_LANGUAGES, add),
  'POST /api/v2/users/{}/routingskills': of(USER_SKILLS, add),
  'PUT /api/v2/users/{}/routingskills/bulk': of(USER_SKILLS, replace),
  'PUT /api/v2/users/{}/routingskills/{}': of(USER_SKILLS, change),
};
