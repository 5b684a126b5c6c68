import type { States } from '../conform.ts';

const type = 'integration_credential';
const basic = { name: 'basicAuth' };

export default {
  type,
  secrets: { crmPassword: 'first-Pa55word', crmPassword2: 'second-Pa55word', token: 'tok-0123456789' },
  key: 'a key of thirty-two characters or more',
  states: [
    [
      {
        type,
        name: 'CRM login',
        set: { type: basic, credentialFields: { userName: 'svc', password: '${secret.crmPassword}' } },
      },
    ],
    [
      {
        type,
        name: 'CRM login',
        set: { credentialFields: { userName: 'svc2', password: '${secret.crmPassword2}' } },
      },
    ],
    [
      {
        type,
        name: 'CRM account',
        was: 'CRM login',
        set: { credentialFields: { userName: 'svc2', password: '${secret.crmPassword2}' } },
      },
    ],
    [
      {
        type,
        name: 'Web hook',
        set: { type: { name: 'userDefined' }, credentialFields: { header: 'Bearer ${secret.token}' } },
      },
    ],
    [{ type, name: 'Web hook', action: 'delete' }],
  ],
} satisfies States;
