/** Divisions and what is in them. */
export const AUTHORIZATION: Readonly<Record<string, string>> = {
  '/api/v2/authorization/divisions': 'GET POST',
  '/api/v2/authorization/divisions/deleted': 'GET',
  '/api/v2/authorization/divisions/home': 'GET',
  '/api/v2/authorization/divisions/{divisionId}': 'GET PUT DELETE',
  '/api/v2/authorization/divisions/{divisionId}/objects/{objectType}': 'POST',
  '/api/v2/authorization/divisions/{divisionId}/restore': 'POST',
  '/api/v2/authorization/divisionspermitted/paged/me': 'GET',
};
