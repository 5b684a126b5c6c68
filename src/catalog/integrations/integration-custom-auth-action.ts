import { ACTION_TEMPLATES, ACTION_TEXTS, ACTION_URIS } from '../action-templates.ts';
import type { ResourceType } from '../vocabulary.ts';

/**
 * The data action that fetches a token for an integration with a credential of the user-defined OAuth type. Genesys Cloud
 * makes it, under the ID `customAuth_-_` with the integration's behind it, and deletes it with the integration.
 */
export const integrationCustomAuthAction = {
  type: 'integration_custom_auth_action',
  noun: 'custom auth action',
  calls: { list: 'getIntegrationsActions', read: 'getIntegrationsAction', update: 'patchIntegrationsAction' },
  identity: '/name',
  list: {
    size: 100,
    passes: [{ includeAuthActions: true }],
    only: { id: 'customAuth_*' },
    lacks: ['/contract', '/config'],
  },
  readQuery: { expand: 'contract', includeConfig: true },
  texts: ACTION_TEXTS,
  update: { is: 'changed', version: true },
  templates: ACTION_TEMPLATES,
  managed: [...ACTION_URIS, '/category', '/contract', '/integrationId', '/secure'],
} satisfies ResourceType;
