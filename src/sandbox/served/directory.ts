/** Users, groups, teams. */
export const DIRECTORY: Readonly<Record<string, string>> = {
  '/api/v2/groups': 'GET POST',
  '/api/v2/groups/{groupId}': 'GET PUT DELETE',
  '/api/v2/groups/{groupId}/individuals': 'GET',
  '/api/v2/groups/{groupId}/members': 'GET POST DELETE',
  '/api/v2/teams': 'GET POST',
  '/api/v2/teams/{teamId}': 'GET PATCH DELETE',
  '/api/v2/teams/{teamId}/members': 'GET POST DELETE',
  '/api/v2/users': 'GET',
  '/api/v2/users/{userId}': 'GET PATCH',
  '/api/v2/users/{userId}/routingskills': 'GET POST',
  '/api/v2/users/{userId}/routingskills/bulk': 'PATCH PUT',
  '/api/v2/users/{userId}/routingskills/{skillId}': 'PUT DELETE',
  '/api/v2/users/{userId}/routinglanguages': 'GET POST',
  '/api/v2/users/{userId}/routinglanguages/bulk': 'PATCH',
  '/api/v2/users/{userId}/routinglanguages/{languageId}': 'PATCH DELETE',
};
