/** Integrations, what they log in with, and the data actions that go through them. */
export const INTEGRATIONS_SERVED: Readonly<Record<string, string>> = {
  '/api/v2/integrations': 'GET POST',
  '/api/v2/integrations/actions': 'GET POST',
  '/api/v2/integrations/actions/{actionId}': 'GET PATCH DELETE',
  '/api/v2/integrations/actions/{actionId}/draft': 'GET POST PATCH DELETE',
  '/api/v2/integrations/actions/{actionId}/draft/publish': 'POST',
  '/api/v2/integrations/actions/{actionId}/templates/{fileName}': 'GET',
  '/api/v2/integrations/credentials': 'POST',
  '/api/v2/integrations/credentials/listing': 'GET',
  '/api/v2/integrations/credentials/{credentialId}': 'GET PUT DELETE',
  '/api/v2/integrations/{integrationId}': 'GET PATCH DELETE',
  '/api/v2/integrations/{integrationId}/config/current': 'GET PUT',
};
