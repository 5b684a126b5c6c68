/** What Harbour Bank is integrated with. */
import { authActionOf } from '../auth-actions.ts';
import { addTo, idOf, refTo } from '../build.ts';
import type { OrgState } from '../model.ts';
import { ACTIONS, CREDENTIALS, INTEGRATION_CONFIGS, INTEGRATIONS } from '../paths.ts';

const CRM = 'Harbour CRM';

/** Adds a CRM with its credential, a data action of its own, and one of the platform's. */
export function addIntegrations(state: OrgState): void {
  addTo(state, CREDENTIALS, {
    name: 'CRM service account',
    type: { name: 'basicAuth' },
    credentialFields: { userName: 'svc-crm', password: 'planted-long-ago' },
  });
  const { id } = addTo(state, INTEGRATIONS, {
    name: CRM,
    intendedState: 'ENABLED',
    integrationType: { id: 'custom-rest-actions', name: 'custom-rest-actions' },
  });
  const configs = INTEGRATION_CONFIGS.replace('{}', id);
  const current = state.collections[configs]?.current;
  if (current) current.credentials = { basicAuth: refTo(CREDENTIALS, 'CRM service account') };
  addTo(state, ACTIONS, {
    id: `custom_-_${idOf(ACTIONS, 'Find customer')}`,
    name: 'Find customer',
    category: CRM,
    integrationId: id,
    contract: {
      input: { inputSchema: { type: 'object', properties: { phone: { type: 'string' } } } },
      output: { successSchema: { type: 'object', properties: { customerId: { type: 'string' } } } },
    },
    config: {
      request: {
        requestUrlTemplate: 'https://crm.harbour.example/customers?phone=${input.phone}',
        requestType: 'GET',
        headers: { Accept: 'application/json' },
      },
      response: { translationMap: { customerId: '$.id' }, translationMapDefaults: {} },
    },
  });
  addTo(state, CREDENTIALS, {
    name: 'Partner portal client',
    type: { name: 'userDefinedOAuth' },
    credentialFields: { clientId: 'portal', clientSecret: 'planted-long-ago' },
  });
  const portal = addTo(state, INTEGRATIONS, {
    name: 'Partner portal',
    intendedState: 'ENABLED',
    integrationType: { id: 'custom-rest-actions', name: 'custom-rest-actions' },
  });
  const portalConfig = state.collections[INTEGRATION_CONFIGS.replace('{}', portal.id)]?.current;
  if (portalConfig) portalConfig.credentials = { basicAuth: refTo(CREDENTIALS, 'Partner portal client') };
  addTo(state, ACTIONS, authActionOf(portal));
  addTo(state, ACTIONS, {
    id: 'static_-_getUser',
    name: 'Get User',
    category: 'Genesys Cloud Data Actions',
    integrationId: id,
    contract: { input: { inputSchema: {} }, output: { successSchema: {} } },
    config: {
      request: { requestUrlTemplate: '/api/v2/users/${input.id}', requestType: 'GET' },
      response: {},
    },
  });
}
