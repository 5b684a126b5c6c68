import type { States } from '../conform.ts';

const type = 'integration_action';
const contract = (...columns: readonly string[]): Record<string, unknown> => ({
  input: {
    inputSchema: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      properties: { phone: { type: 'string' } },
    },
  },
  output: {
    successSchema: {
      type: 'object',
      properties: Object.fromEntries(columns.map((column) => [column, { type: 'string' }])),
    },
  },
});

export default {
  type,
  secrets: { apiKey: 'key-0123456789', apiKey2: 'key-9876543210' },
  states: [
    [
      {
        type,
        name: 'Balance',
        set: {
          integrationId: 'Harbour CRM',
          category: 'Harbour CRM',
          contract: contract('balance'),
          config: {
            request: { requestUrlTemplate: 'https://crm.example/${input.phone}', requestType: 'GET' },
          },
        },
      },
    ],
    [
      {
        type,
        name: 'Balance',
        set: {
          category: 'CRM',
          config: {
            timeoutSeconds: 10,
            request: {
              requestType: 'POST',
              requestTemplate: '{ "phone": "$esc.jsonString(${input.phone})" }',
              headers: { Authorization: 'Bearer ${secret.apiKey}', 'X-Env': 'test' },
            },
            response: {
              successTemplate: '{"balance": ${balance}}',
              translationMap: { balance: '$.balance' },
              translationMapDefaults: { balance: '0' },
            },
          },
        },
      },
    ],
    [
      {
        type,
        name: 'Balance',
        set: {
          contract: contract('balance', 'currency'),
          config: { request: { headers: { Authorization: 'Bearer ${secret.apiKey2}' } } },
        },
      },
    ],
    [{ type, name: 'Account balance', was: 'Balance' }],
    [
      {
        type,
        name: 'Secured',
        set: {
          integrationId: 'Harbour CRM',
          category: 'CRM',
          secure: true,
          contract: contract('pin'),
          config: { request: { requestUrlTemplate: 'https://crm.example/pin', requestType: 'GET' } },
        },
      },
    ],
    [{ type, name: 'Account balance', action: 'delete' }],
    [{ type, name: 'Find customer', set: { config: { timeoutSeconds: 5 } } }],
  ],
} satisfies States;
