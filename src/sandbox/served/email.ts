/** E-mail domains with their routes, and what they refer to. */
export const EMAIL: Readonly<Record<string, string>> = {
  '/api/v2/routing/email/domains': 'GET POST',
  '/api/v2/routing/email/domains/{domainId}': 'GET PATCH DELETE',
  '/api/v2/routing/email/domains/{domainName}/routes': 'GET POST',
  '/api/v2/routing/email/domains/{domainName}/routes/{routeId}': 'GET PUT DELETE',
  '/api/v2/routing/email/setting': 'GET POST',
  '/api/v2/routing/email/setting/{emailSettingId}': 'GET PATCH DELETE',
};
