import type { States } from '../conform.ts';

const type = 'responsemanagement_library';
const name = 'Loan answers';

export default {
  type,
  states: [
    [{ type, name, set: { responseType: 'CampaignEmailTemplate' } }],
    [{ type, name, set: { division: 'Cards' } }],
    [{ type, name: 'Loans', was: name, set: { responseType: 'CampaignSmsTemplate', division: 'Home' } }],
    [{ type, name: 'Cards replies', was: 'Cards answers', set: { division: 'Private Clients' } }],
    [
      {
        type: 'routing_queue',
        name: 'Cards',
        set: { cannedResponseLibraries: { mode: 'SelectedOnly', libraryIds: { exactly: ['Loans'] } } },
      },
      { type, name: 'Cards replies', action: 'delete' },
      { type: 'responsemanagement_response', in: 'Cards replies', name: 'Lost card', action: 'delete' },
      { type: 'responsemanagement_response', in: 'Cards replies', name: 'Card limit', action: 'delete' },
    ],
  ],
} satisfies States;
