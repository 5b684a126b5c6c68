import type { States } from '../conform.ts';

const type = 'integration_custom_auth_action';

export default {
  type,
  secrets: { id: 'client-0123456789' },
  states: [
    [
      {
        type,
        name: 'Partner portal Auth',
        set: {
          config: {
            timeoutSeconds: 10,
            request: {
              requestUrlTemplate: 'https://login.example/token',
              requestType: 'POST',
              requestTemplate: 'grant_type=client_credentials&client_id=${credentials.clientId}',
              headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
            },
            response: {
              successTemplate: '{"token": ${token}}',
              translationMap: { token: '$.access_token' },
              translationMapDefaults: { token: '' },
            },
          },
        },
      },
    ],
    [
      {
        type,
        name: 'Partner portal token',
        was: 'Partner portal Auth',
        set: { config: { request: { headers: { 'X-Client': '${secret.id}' } } } },
      },
    ],
  ],
} satisfies States;
