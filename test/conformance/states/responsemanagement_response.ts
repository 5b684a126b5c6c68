import type { States } from '../conform.ts';

const type = 'responsemanagement_response';
const library = 'responsemanagement_library';
const entry = { type, in: 'Loan answers', name: 'Rates' };

export default {
  type,
  states: [
    [
      { type: library, name: 'Loan answers' },
      { ...entry, set: { texts: { add: [{ content: 'Our rates are low.', contentType: 'text/plain' }] } } },
    ],
    [
      {
        ...entry,
        set: {
          assets: { add: ['Logo.png'] },
          libraries: { add: ['Letters'] },
          texts: {
            change: [
              {
                where: { contentType: 'text/plain' },
                set: { content: 'Our rate is {{rate}}.', type: 'body' },
              },
            ],
            add: [{ content: '<b>{{rate}}</b>', contentType: 'text/html', type: 'body' }],
          },
          substitutions: {
            add: [
              { id: 'rate', description: 'In per cent', defaultValue: '3.1' },
              { id: 'years', description: 'How long', defaultValue: '20' },
            ],
          },
          interactionType: 'email',
          responseType: 'CampaignEmailTemplate',
          footer: { type: 'Signature', applicableResources: { add: ['Campaign'] } },
        },
      },
    ],
    [
      {
        ...entry,
        set: {
          assets: { exactly: ['Fees.pdf'] },
          libraries: { exactly: ['Loan answers', 'Everyday answers'] },
          texts: { remove: [{ where: { contentType: 'text/html' } }] },
          substitutions: {
            change: [{ where: { id: 'rate' }, set: { defaultValue: '2.9' } }],
            remove: [{ where: { id: 'years' } }],
          },
          interactionType: null,
          responseType: 'AppleInvitation',
          footer: null,
          appleInvitation: {
            businessName: 'Harbour Bank',
            locale: 'en-AU',
            templateType: 'WithImage',
            transcriptMessage: 'You were invited',
          },
        },
      },
    ],
    [{ ...entry, name: 'Loan rates', was: 'Rates', set: { appleInvitation: null } }],
    // The same name in two libraries, one of which has a response with a schema.
    [
      {
        type,
        in: 'Cards answers',
        name: 'Loan rates',
        set: { texts: { add: [{ content: 'Ask our loans desk.' }] } },
      },
      { type, in: 'Cards answers', name: 'Card limit', set: { interactionType: 'chat' } },
    ],
    [
      { ...entry, name: 'Loan rates', action: 'delete' },
      { type: library, name: 'Loan answers', action: 'delete' },
    ],
  ],
} satisfies States;
