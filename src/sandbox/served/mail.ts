/** E-mail domains, their routes, the addresses of SMS numbers. */
export const MAIL: Readonly<Record<string, string>> = {
  '/api/v2/routing/email/domains': 'GET POST',
  '/api/v2/routing/email/domains/{domainId}': 'GET PATCH DELETE',
  '/api/v2/routing/email/domains/{domainName}/routes': 'GET POST',
  '/api/v2/routing/email/domains/{domainName}/routes/{routeId}': 'GET PUT DELETE',
  '/api/v2/routing/sms/addresses': 'GET POST',
  '/api/v2/routing/sms/addresses/{addressId}': 'GET DELETE',
};
