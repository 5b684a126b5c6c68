/** What every client may ask: its org, its token, its rights, the audits. */
export const CLIENT: Readonly<Record<string, string>> = {
  '/api/v2/audits/query/realtime': 'POST',
  '/api/v2/authorization/subjects/me': 'GET',
  '/api/v2/organizations/me': 'GET',
  '/api/v2/tokens/me': 'GET HEAD',
  '/api/v2/users/me': 'GET',
};
