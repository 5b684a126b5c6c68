import type { States } from '../conform.ts';

const type = 'flow_outcome';
const name = 'Card replaced';

export default {
  type,
  states: [
    [{ type, name, set: { description: 'Ordered a new card' } }],
    [{ type, name: 'Order placed', set: { division: 'Cards' } }],
    [{ type, name, set: { description: null, division: 'Cards' } }],
    [{ type, name: 'Card ordered', was: name, set: { description: 'Ordered without an agent' } }],
    [{ type, name: 'Card blocked', action: 'update', set: { division: 'Private Clients' } }],
  ],
} satisfies States;
