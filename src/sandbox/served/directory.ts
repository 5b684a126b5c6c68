/** Users, groups, teams. */
export const DIRECTORY: Readonly<Record<string, string>> = {
  '/api/v2/groups': 'GET',
  '/api/v2/groups/{groupId}': 'GET',
  '/api/v2/groups/{groupId}/individuals': 'GET',
  '/api/v2/teams': 'GET',
  '/api/v2/teams/{teamId}': 'GET',
  '/api/v2/users': 'GET',
  '/api/v2/users/{userId}': 'GET PATCH',
  '/api/v2/users/{userId}/routingskills': 'GET POST',
  '/api/v2/users/{userId}/routingskills/bulk': 'PATCH PUT',
  '/api/v2/users/{userId}/routingskills/{skillId}': 'DELETE',
};
