import type { States } from '../conform.ts';

const type = 'oauth_client';
const name = 'Reporting';
const held = (roleId: string, divisionId: string) => ({ roleId, divisionId });

export default {
  type,
  mapping: {
    handOver: {
      oauth_client: Object.fromEntries(
        [name, 'Reports', 'Kiosk', 'Data warehouse'].map((one) => [one, { command: ['true'] }]),
      ),
    },
  },
  states: [
    [{ type, name, set: { authorizedGrantType: 'CLIENT-CREDENTIALS' } }],
    [
      {
        type,
        name,
        set: {
          description: 'Nightly reports',
          accessTokenValiditySeconds: 3600,
          roleDivisions: { add: [held('Team lead', 'Cards'), held('Queue administrator', '*')] },
        },
      },
      {
        type,
        name: 'Kiosk',
        set: {
          authorizedGrantType: 'CODE',
          registeredRedirectUri: { add: ['https://kiosk.harbour.example/a b', 'https://kiosk.example'] },
          scope: { add: ['users:readonly', 'analytics'] },
        },
      },
    ],
    [
      {
        type,
        name: 'Reports',
        was: name,
        set: {
          description: null,
          state: 'inactive',
          roleDivisions: { exactly: [held('Team lead', 'Home')] },
        },
      },
      {
        type,
        name: 'Kiosk',
        set: {
          registeredRedirectUri: { remove: ['https://kiosk.example'] },
          scope: { exactly: ['users'] },
        },
      },
    ],
    [{ type, name: 'Data warehouse', set: { roleDivisions: { add: [held('employee', 'Home')] } } }],
    [
      { type, name: 'Kiosk', action: 'delete' },
      { type, name: 'Reports', action: 'delete' },
    ],
    [{ type, name: 'Data warehouse', action: 'delete' }],
  ],
} satisfies States;
