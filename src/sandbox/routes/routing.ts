/** Queues, skills, skill groups, wrap-up codes. */

import * as email from '../handlers/email.ts';
import * as queues from '../handlers/queues.ts';
import * as skillGroups from '../handlers/skill-groups.ts';
import * as utilization from '../handlers/utilization.ts';
import type { Routes } from './places.ts';

export const ROUTING_ROUTES: Routes = {
  'DELETE /api/v2/routing/users/{}/utilization': utilization.resetUserUtilization,
  'DELETE /api/v2/routing/utilization': utilization.resetUtilization,
  'DELETE /api/v2/routing/utilization/labels/{}': utilization.deleteLabel,
  'GET /api/v2/routing/email/domains/{}/routes/{}': email.readRoute,
  'GET /api/v2/routing/users/{}/utilization': utilization.readUserUtilization,
  'GET /api/v2/routing/utilization': utilization.readUtilization,
  'GET /api/v2/routing/utilization/labels/{}/agents': utilization.listLabelAgents,
  'POST /api/v2/routing/email/domains': email.createDomain,
  'POST /api/v2/routing/utilization/labels': utilization.createLabel,
  'PUT /api/v2/routing/users/{}/utilization': utilization.putUserUtilization,
  'PUT /api/v2/routing/utilization': utilization.putUtilization,
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
