import type { States } from '../conform.ts';

const type = 'routing_sms_address';

export default {
  type,
  states: [
    [
      {
        type,
        name: 'Sydney office',
        set: {
          street: '2 Quay Street',
          city: 'Sydney',
          region: 'NSW',
          postalCode: '2000',
          countryCode: 'AU',
        },
      },
    ],
    [{ type, name: 'Sydney office', action: 'delete' }],
  ],
} satisfies States;
