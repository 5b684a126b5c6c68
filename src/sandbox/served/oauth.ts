/** OAuth clients. */
export const OAUTH: Readonly<Record<string, string>> = {
  '/api/v2/oauth/clients': 'GET POST',
  '/api/v2/oauth/clients/{clientId}': 'GET PUT DELETE',
  '/api/v2/oauth/clients/{clientId}/secret': 'POST',
};
