/** Users, groups, teams. */
import * as groups from '../handlers/groups.ts';
import * as proficiencies from '../handlers/proficiencies.ts';
import { searchOf } from '../handlers/search.ts';
import * as teams from '../handlers/teams.ts';
import * as users from '../handlers/users.ts';
import { GROUPS, LOCATIONS, TEAMS, USERS } from '../paths.ts';
import { USER_LANGUAGES, USER_SKILLS } from '../proficiencies.ts';
import type { Routes } from './places.ts';

const { add, change, list, merge, of, remove, replace } = proficiencies;

export const DIRECTORY_ROUTES: Routes = {
  'DELETE /api/v2/users/{}': users.deleteUser,
  'GET /api/v2/groups/search': searchOf(GROUPS, 'groups'),
  'GET /api/v2/locations/search': searchOf(LOCATIONS, 'locations'),
  'GET /api/v2/locations/{}/sublocations': users.listSublocations,
  'GET /api/v2/users/search': searchOf(USERS, 'users'),
  'GET /api/v2/users/{}/profileskills': users.readProfileSkills,
  'GET /api/v2/users/{}/queues': users.listUserQueues,
  'GET /api/v2/users/{}/skillgroups': users.listUserSkillGroups,
  'GET /api/v2/users/{}/state': users.readState,
  'PATCH /api/v2/users/bulk': users.patchUsers,
  'POST /api/v2/groups/search': searchOf(GROUPS, 'groups'),
  'POST /api/v2/locations/search': searchOf(LOCATIONS, 'locations'),
  'POST /api/v2/teams/search': searchOf(TEAMS, 'teams'),
  'POST /api/v2/users/search': searchOf(USERS, 'users'),
  'POST /api/v2/users/{}/password': users.setPassword,
  'PUT /api/v2/users/{}/profileskills': users.putProfileSkills,
  'PUT /api/v2/users/{}/state': users.putState,
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
