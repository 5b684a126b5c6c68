/** Messengers on web sites: their configurations in versions, and where they are deployed. */
const CONFIGURATION = '/api/v2/webdeployments/configurations/{configurationId}';

export const WEB: Readonly<Record<string, string>> = {
  '/api/v2/webdeployments/configurations': 'GET POST',
  [CONFIGURATION]: 'DELETE',
  [`${CONFIGURATION}/versions`]: 'GET',
  [`${CONFIGURATION}/versions/draft`]: 'GET PUT',
  [`${CONFIGURATION}/versions/draft/publish`]: 'POST',
  [`${CONFIGURATION}/versions/{versionId}`]: 'GET',
  '/api/v2/webdeployments/deployments': 'GET POST',
  '/api/v2/webdeployments/deployments/{deploymentId}': 'GET PUT DELETE',
};
