/** Queues, skills, skill groups, wrap-up codes. */
export const ROUTING: Readonly<Record<string, string>> = {
  '/api/v2/routing/queues': 'GET POST',
  '/api/v2/routing/queues/{queueId}': 'GET PUT DELETE',
  '/api/v2/routing/queues/{queueId}/members': 'GET POST',
  '/api/v2/routing/queues/{queueId}/members/{memberId}': 'PATCH DELETE',
  '/api/v2/routing/queues/{queueId}/wrapupcodes': 'GET POST',
  '/api/v2/routing/queues/{queueId}/wrapupcodes/{codeId}': 'DELETE',
  '/api/v2/routing/languages': 'GET POST',
  '/api/v2/routing/languages/{languageId}': 'GET DELETE',
  '/api/v2/routing/skillgroups': 'GET POST',
  '/api/v2/routing/skillgroups/{skillGroupId}': 'GET PATCH DELETE',
  '/api/v2/routing/skillgroups/{skillGroupId}/members': 'GET',
  '/api/v2/routing/skillgroups/{skillGroupId}/members/divisions': 'GET POST',
  '/api/v2/routing/skills': 'GET POST',
  '/api/v2/routing/skills/{skillId}': 'GET PATCH DELETE',
  '/api/v2/routing/wrapupcodes': 'GET POST',
  '/api/v2/routing/wrapupcodes/{codeId}': 'GET PUT DELETE',
};
