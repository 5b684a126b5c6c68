/** Users, groups, teams. */
import * as users from '../handlers/users.ts';
import type { Routes } from './places.ts';

export const DIRECTORY_ROUTES: Routes = {
  'DELETE /api/v2/users/{}/routingskills/{}': users.deleteUserSkill,
  'GET /api/v2/groups/{}/individuals': users.listIndividuals,
  'GET /api/v2/users/{}/routingskills': users.listUserSkills,
  'PATCH /api/v2/users/{}/routingskills/bulk': users.patchUserSkills,
  'POST /api/v2/users/{}/routingskills': users.postUserSkill,
  'PUT /api/v2/users/{}/routingskills/bulk': users.putUserSkills,
};
