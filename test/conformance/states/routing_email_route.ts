import type { States } from '../conform.ts';

const type = 'routing_email_route';
const domain = 'help.harbour.example';
const name = 'disputes';
const entry = { type, in: domain, name };

export default {
  type,
  states: [
    [
      { type: 'routing_email_domain', name: domain },
      { ...entry, set: { fromName: 'Harbour Disputes', fromEmail: `disputes@${domain}`, queue: 'Cards' } },
    ],
    [
      { type: 'routing_language', name: 'Te reo Maori' },
      {
        ...entry,
        set: {
          queue: 'Complaints',
          skills: { add: ['Chargebacks', 'Spanish'] },
          language: 'Te reo Maori',
          priority: 3,
          historyInclusion: 'Optional',
          allowMultipleActions: true,
          autoBcc: {
            add: [
              { email: 'archive@harbour.example', name: 'Archive' },
              { email: 'audit@harbour.example', name: 'Audit' },
            ],
          },
          mailboxFolders: { add: ['Inbox', 'Disputes'] },
          signature: { enabled: true, alwaysIncluded: false, inclusionType: 'Send' },
          spamFlow: 'E-mail triage',
        },
      },
    ],
    [{ ...entry, set: { fromEmail: null, replyEmailAddress: { domain, route: name } } }],
    [
      {
        type,
        in: domain,
        name: 'cards',
        set: { fromName: 'Harbour Cards', flow: 'Cards e-mail', replyEmailAddress: { domain, route: name } },
      },
    ],
    [
      {
        ...entry,
        set: {
          queue: null,
          flow: 'E-mail triage',
          skills: { exactly: [] },
          language: null,
          spamFlow: null,
          autoBcc: { remove: [{ where: { email: 'audit@harbour.example' } }] },
          mailboxFolders: { remove: ['Inbox'] },
          replyEmailAddress: { domain, route: 'cards' },
        },
      },
    ],
    [
      {
        type,
        in: domain,
        name: 'card-disputes',
        was: name,
        set: { replyEmailAddress: null, fromEmail: `cards@${domain}` },
      },
    ],
    [
      { type, in: domain, name: 'cards', set: { replyEmailAddress: null, fromEmail: `cards@${domain}` } },
      { type, in: domain, name: 'card-disputes', action: 'delete' },
    ],
    [
      { type, in: domain, name: 'cards', action: 'delete' },
      { type: 'routing_email_domain', name: domain, action: 'delete' },
    ],
  ],
  unflipped: {
    deletedLanguageNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
