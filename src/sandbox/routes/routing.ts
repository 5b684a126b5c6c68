/** Queues, skills, skill groups, wrap-up codes. */
import * as queues from '../handlers/queues.ts';
import * as skillGroups from '../handlers/skill-groups.ts';
import type { Routes } from './places.ts';

export const ROUTING_ROUTES: Routes = {
  'GET /api/v2/routing/skillgroups/{}/members': skillGroups.listSkillGroupMembers,
  'GET /api/v2/routing/skillgroups/{}/members/divisions': skillGroups.listMemberDivisions,
  'POST /api/v2/routing/skillgroups': skillGroups.createSkillGroup,
  'POST /api/v2/routing/skillgroups/{}/members/divisions': skillGroups.postMemberDivisions,
  'DELETE /api/v2/routing/queues/{}': queues.deleteQueue,
  'DELETE /api/v2/routing/queues/{}/members/{}': queues.deleteMember,
  'DELETE /api/v2/routing/queues/{}/wrapupcodes/{}': queues.deleteQueueWrapupCode,
  'GET /api/v2/routing/queues/{}/members': queues.listMembers,
  'GET /api/v2/routing/queues/{}/wrapupcodes': queues.listQueueWrapupCodes,
  'PATCH /api/v2/routing/queues/{}/members/{}': queues.patchMember,
  'POST /api/v2/routing/queues/{}/members': queues.postMembers,
  'POST /api/v2/routing/queues/{}/wrapupcodes': queues.postQueueWrapupCodes,
};
