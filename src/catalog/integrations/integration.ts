import { valueAt } from '../../json/pointer.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Its name, notes and properties are those of its configuration, which has a version of its own. */
export const integration = {
  type: 'integration',
  noun: 'integration',
  calls: {
    list: 'getIntegrations',
    read: 'getIntegration',
    create: 'postIntegrations',
    update: 'patchIntegration',
    remove: 'deleteIntegration',
  },
  identity: '/name',
  list: { size: 100 },
  update: { is: 'changed' },
  sections: {
    config: {
      read: 'getIntegrationConfigCurrent',
      update: 'putIntegrationConfigCurrent',
      version: true,
      holds: { '/name': '/name' },
    },
  },
  // It is switched on once it is configured (CX as Code 1.84.1, integration, 2026-07).
  moves: {
    '/intendedState': {
      op: 'patchIntegration',
      params: { integrationId: '$id' },
      body: { intendedState: '$value' },
    },
  },
  // An update must have all of them (contract, IntegrationConfiguration).
  clear: { '/config/advanced': {}, '/config/credentials': {}, '/config/notes': '', '/config/properties': {} },
  references: { '/config/credentials/*': { type: 'integration_credential' } },
  managed: ['/config/name', '/config/version'],
  unsupported: { '/integrationType/name': 'follows from the ID of the type' },
  check: (document) => {
    const state = valueAt(document, '/intendedState');
    if (state !== 'DELETED' && state !== 'RESTORED') return [];
    const message = `${state} is not a state to configure: it is what Genesys Cloud makes of a deletion.`;
    return [{ path: '/intendedState', message, hint: 'Write ENABLED or DISABLED, or  action: delete' }];
  },
  remove: { unseen: ['flows', 'web deployments'] },
} satisfies ResourceType;
