import type { States } from '../conform.ts';

const type = 'routing_utilization';

export default {
  type,
  states: [
    [
      {
        type,
        set: {
          maxInboundCalls: 2,
          utilization: {
            message: {
              maximumCapacity: 4,
              includeNonAcd: true,
              interruptableMediaTypes: { add: ['email'] },
            },
          },
        },
      },
    ],
    [{ type: 'routing_utilization_label', names: ['Urgent', 'Letters'] }],
    [
      {
        type,
        set: {
          labelUtilizations: {
            Letters: { maximumCapacity: 3, interruptingLabelIds: { add: ['Urgent'] } },
            Urgent: { maximumCapacity: 1 },
          },
        },
      },
    ],
    [
      {
        type,
        set: {
          labelUtilizations: { Letters: { interruptingLabelIds: { exactly: [] } } },
          utilization: { message: { interruptableMediaTypes: { remove: ['email'] }, maximumCapacity: 3 } },
        },
      },
    ],
  ],
} satisfies States;
