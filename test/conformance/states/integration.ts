import type { States } from '../conform.ts';

const type = 'integration';
const credential = (name: string): Record<string, unknown> => ({
  type: 'integration_credential',
  name,
  set: { type: { name: 'basicAuth' }, credentialFields: { userName: 'svc', password: '${secret.password}' } },
});

export default {
  type,
  secrets: { password: 'first-Pa55word' },
  states: [
    [{ type, name: 'Ledger', set: { integrationType: { id: 'custom-rest-actions' } } }],
    [
      credential('Ledger login'),
      {
        type,
        name: 'Ledger',
        set: {
          config: {
            notes: 'Owned by finance',
            credentials: { basicAuth: 'Ledger login' },
            properties: { region: 'ap', retries: [1, 2] },
            advanced: { trace: false },
          },
          intendedState: 'ENABLED',
        },
      },
    ],
    [
      credential('Ledger robot'),
      {
        type,
        name: 'Ledger',
        set: { config: { credentials: { basicAuth: 'Ledger robot' }, properties: { region: 'eu' } } },
      },
    ],
    [{ type, name: 'General ledger', was: 'Ledger' }],
    [{ type, name: 'General ledger', set: { intendedState: 'DISABLED' } }],
    [
      credential('Billing login'),
      {
        type,
        name: 'Billing',
        set: {
          integrationType: { id: 'purecloud-data-actions' },
          config: { notes: 'New', credentials: { basicAuth: 'Billing login' } },
          intendedState: 'ENABLED',
        },
      },
    ],
    [{ type, name: 'General ledger', action: 'delete' }],
    [{ type, name: 'Harbour CRM', set: { config: { notes: 'Asked of every call' } } }],
  ],
} satisfies States;
