import type { States } from '../conform.ts';

const type = 'group';
const name = 'Peak agents';

export default {
  type,
  states: [
    [
      {
        type,
        name,
        set: {
          type: 'official',
          visibility: 'public',
          rulesVisible: true,
          description: 'Everybody who takes peak-season calls',
          email: 'peak.agents@harbour.example',
          callsEnabled: true,
          includeOwners: false,
          rolesEnabled: true,
          owners: { add: ['m.lee@harbour.example', 'j.doe@harbour.example'] },
          addresses: [{ address: '+61290003100', extension: '4100', mediaType: 'PHONE', type: 'GROUPRING' }],
          members: { add: ['ada.lovelace@harbour.example', 'grace.hopper@harbour.example'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          visibility: 'members',
          rulesVisible: false,
          callsEnabled: false,
          owners: { remove: ['j.doe@harbour.example'], add: ['lin.zhao@harbour.example'] },
          addresses: [{ address: '+61290003101', mediaType: 'PHONE', type: 'GROUPPHONE' }],
          members: {
            add: ['bob.noyce@harbour.example'],
            remove: ['grace.hopper@harbour.example'],
          },
        },
      },
    ],
    [
      {
        type: 'auth_role',
        name: 'Seasonal agent',
        set: {
          permissionPolicies: { add: [{ domain: 'routing', entityName: 'queue', actionSet: ['view'] }] },
        },
      },
      { type, name, set: { roles: { add: { 'Seasonal agent': { divisions: ['Cards', '*'] } } } } },
    ],
    [
      {
        type,
        name,
        set: {
          description: null,
          email: null,
          addresses: null,
          owners: { exactly: [] },
          members: { exactly: ['eve.harris@harbour.example'] },
          roles: { exactly: { 'Seasonal agent': { divisions: [{ home: true }] } } },
        },
      },
    ],
    [{ type, name: 'Summer agents', was: name, set: { description: 'December to February' } }],
    [{ type, name: 'Summer agents', action: 'delete' }],
  ],
  unflipped: {
    groupNumbers: 'a text in brackets does not say whether it is a number or an extension',
  },
} satisfies States;
