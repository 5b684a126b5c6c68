import type { States } from '../conform.ts';

const type = 'routing_utilization_label';

export default {
  type,
  states: [
    [{ type, name: 'Urgent' }],
    [{ type, name: 'Very urgent', was: 'Urgent' }],
    [{ type, name: 'Very urgent', action: 'delete', force: true }],
  ],
} satisfies States;
