import type { States } from '../conform.ts';

export default {
  type: 'auth_division',
  states: [
    [{ type: 'auth_division', name: 'Nights', set: { description: 'Night shift' } }],
    [{ type: 'auth_division', name: 'Nights', set: { description: 'Night shift, all regions' } }],
    [{ type: 'auth_division', name: 'Late shift', was: 'Nights', set: { description: 'From 22:00' } }],
    [{ type: 'auth_division', name: 'Late shift', action: 'delete' }],
  ],
} satisfies States;
