import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_extension_pool';

export default {
  type,
  states: [
    [{ type, name: '78000', set: { description: 'Reception' } }],
    [
      {
        type,
        name: '78100',
        set: {
          name: 'Auckland',
          endNumber: '78199',
          description: 'Auckland office',
          division: 'Cards',
        },
      },
    ],
    [
      {
        type,
        name: '78100',
        set: { name: 'Auckland office', description: null, division: { home: true } },
      },
    ],
    [{ type, names: ['78000', '78100'], action: 'delete' }],
  ],
} satisfies States;
