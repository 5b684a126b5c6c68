import type { States } from '../conform.ts';

export default {
  type: 'routing_wrapupcode',
  states: [
    [{ type: 'routing_wrapupcode', name: 'Sale' }],
    [{ type: 'routing_wrapupcode', name: 'Sale', set: { description: 'Closed on the call' } }],
    [{ type: 'routing_wrapupcode', name: 'Sale', set: { description: null } }],
    [{ type: 'routing_wrapupcode', name: 'Sale', set: { division: 'Cards' } }],
    [{ type: 'routing_wrapupcode', name: 'Sale', set: { division: '*' } }],
    [{ type: 'routing_wrapupcode', name: 'Sold', was: 'Sale', set: { description: 'Renamed' } }],
    [{ type: 'routing_wrapupcode', name: 'Sold', action: 'delete' }],
  ],
} satisfies States;
