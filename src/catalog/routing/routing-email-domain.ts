import type { JsonObject } from '../../json/json.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Known by the domain itself, which is also its ID. */
export const routingEmailDomain = {
  type: 'routing_email_domain',
  noun: 'e-mail domain',
  calls: {
    list: 'getRoutingEmailDomains',
    read: 'getRoutingEmailDomain',
    create: 'postRoutingEmailDomains',
    update: 'patchRoutingEmailDomain',
    remove: 'deleteRoutingEmailDomain',
  },
  identity: '/id',
  unique: 'org',
  // While regions disagree (CX as Code 1.84.1, 2026-07).
  madeThoughRefused: true,
  list: { size: 100 },
  update: { is: 'changed' },
  later: ['/mailFromSettings'],
  managed: ['/mailFromSettings/records', '/mailFromSettings/status'],
  unsupported: {
    '/customSMTPServer': 'names an SMTP server integration, which is not in the catalog yet',
    '/emailSetting': 'names an e-mail setting, which is not in the catalog yet',
    '/graphApiSettings': 'names an integration, which is not in the catalog yet',
    '/imapSettings': 'names an integration, which is not in the catalog yet',
  },
  createBody: withoutRegion,
  remove: { losses: ['its proof of ownership, which starts anew'], unseen: ['flows'] },
} satisfies ResourceType;

/** The platform adds its region's domain to a subdomain: `acme` becomes `acme.mypurecloud.com` (CX as Code 1.84.1). */
function withoutRegion(body: JsonObject): JsonObject {
  const { id, subDomain } = body;
  return subDomain === true && typeof id === 'string' ? { ...body, id: id.split('.')[0] ?? id } : body;
}
