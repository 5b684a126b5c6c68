import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_did_pool';

export default {
  type,
  states: [
    [{ type, name: '+64990002000', set: { description: 'Peak line' } }],
    [
      {
        type,
        name: '+64990002100',
        set: {
          name: 'Auckland',
          endPhoneNumber: '+64990002199',
          description: 'Auckland office',
          comments: 'From the carrier in May',
          provider: 'PURE_CLOUD_VOICE',
        },
      },
    ],
    [
      {
        type,
        name: '+64990002100',
        set: { name: 'Auckland office', description: null, comments: 'From the carrier in June' },
      },
    ],
    [{ type, names: ['+64990002000', '+64990002100'], action: 'delete' }],
  ],
} satisfies States;
