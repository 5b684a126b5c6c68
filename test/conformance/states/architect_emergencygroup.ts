import type { States } from '../conform.ts';

const type = 'architect_emergencygroup';
const name = 'Storm';

export default {
  type,
  states: [
    [{ type, name, set: { description: 'When offices are closed by weather' } }],
    [
      {
        type: 'architect_ivr',
        names: ['Storm line', 'Second storm line'],
        set: { openHoursFlow: 'Main IVR' },
      },
      {
        type,
        name,
        set: {
          division: 'Cards',
          emergencyCallFlows: {
            add: [
              { emergencyFlow: 'Emergency closure', ivrs: ['Storm line'] },
              { emergencyFlow: 'After hours', ivrs: [] },
            ],
          },
        },
      },
    ],
    [{ type, name, action: 'switch', set: { enabled: true } }],
    [
      {
        type,
        name,
        set: {
          emergencyCallFlows: {
            change: [
              {
                where: { emergencyFlow: 'Emergency closure' },
                set: { ivrs: ['Storm line', 'Second storm line'] },
              },
            ],
            remove: [{ where: { emergencyFlow: 'After hours' } }],
          },
        },
      },
    ],
    [{ type, name, action: 'switch', set: { enabled: false } }],
    [{ type, name: 'Flood', was: name, set: { description: null, emergencyCallFlows: { exactly: [] } } }],
    [{ type, name: 'Flood', action: 'delete' }],
  ],
  unflipped: {
    deletedHoursNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
