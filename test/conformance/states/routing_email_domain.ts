import type { States } from '../conform.ts';

const type = 'routing_email_domain';
const name = 'help.harbour.example';

export default {
  type,
  states: [
    [{ type, name }],
    [{ type, name, set: { mailFromSettings: { mailFromDomain: 'bounce.harbour.example' } } }],
    [{ type, name, set: { mailFromSettings: { mailFromDomain: 'mail.harbour.example' } } }],
    [
      {
        type,
        name: 'post.harbour.example',
        set: { subDomain: false, mailFromSettings: { mailFromDomain: 'bounce.harbour.example' } },
      },
    ],
    [{ type, names: [name, 'post.harbour.example'], action: 'delete' }],
  ],
} satisfies States;
