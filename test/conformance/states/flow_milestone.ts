import type { States } from '../conform.ts';

const type = 'flow_milestone';
const name = 'Card chosen';

export default {
  type,
  states: [
    [{ type, name, set: { description: 'One of several cards' } }],
    [{ type, name, set: { division: 'Cards' } }],
    [{ type, name: 'Card picked', was: name, set: { description: null } }],
    [{ type, name: 'Customer identified', action: 'update', set: { description: 'By number or voice' } }],
    [{ type, names: ['Card picked', 'Balance told'], action: 'delete' }],
  ],
} satisfies States;
