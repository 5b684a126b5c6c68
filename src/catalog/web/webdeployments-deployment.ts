import type { JsonObject } from '../../json/json.ts';
import { get, isObject } from '../../json/json.ts';
import type { Complaint, ResourceType } from '../vocabulary.ts';

/** Where a messenger is deployed, in a version of its configuration. Source of its rules: CX as Code 1.84.1, 2026-07. */
export const webdeploymentsDeployment = {
  type: 'webdeployments_deployment',
  noun: 'messenger deployment',
  calls: {
    list: 'getWebdeploymentsDeployments',
    read: 'getWebdeploymentsDeployment',
    create: 'postWebdeploymentsDeployments',
    update: 'putWebdeploymentsDeployment',
    remove: 'deleteWebdeploymentsDeployment',
  },
  identity: '/name',
  list: { pages: 'cursor' },
  references: {
    '/configuration/id': {
      type: 'webdeployments_configuration',
      as: 'id',
      version: 'version',
      weak: false,
    },
    '/flow': { type: 'flow', where: { type: 'INBOUNDSHORTMESSAGE' }, noun: 'inbound message flow' },
  },
  sets: ['/allowedDomains'],
  managed: ['/configuration/name', '/configuration/selfUri', '/status'],
  unsupported: {
    '/pushIntegrations': 'names integrations, which a changeset cannot do yet',
    '/status': 'is what Genesys Cloud says of it',
    '/supportedContent': 'names a profile of supported content, which a changeset cannot do yet',
  },
  remove: { losses: ['web sites with its snippet must be given the one of the new ID'] },
  check: openDomains,
} satisfies ResourceType;

/** It is open either to all domains, or to those that it lists. */
function openDomains(document: JsonObject): Complaint[] {
  const listed = get(document, 'allowedDomains');
  const hasDomains = isObject(listed) && Object.keys(listed).length > 0;
  if (hasDomains !== (get(document, 'allowAllDomains') === true)) return [];
  const message = hasDomains ? 'It allows all domains, and lists some.' : 'It allows no domain.';
  const hint = hasDomains
    ? 'Write  allowAllDomains: false, or take the domains out.'
    : 'Write  allowedDomains: { add: [ … ] }  or  allowAllDomains: true';
  return [{ path: '/allowedDomains', message, hint }];
}
