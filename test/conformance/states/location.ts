import type { States } from '../conform.ts';

const type = 'location';
const name = 'Tower two';
const address = { street1: '2 Quay Street', city: 'Sydney', state: 'NSW', zipcode: '2000', country: 'AU' };

export default {
  type,
  states: [
    [{ type, name, set: { address, notes: 'Badge at the desk', contactUser: 'm.lee@harbour.example' } }],
    [
      {
        type,
        name,
        set: {
          emergencyNumber: { number: '+61290009001', type: 'default' },
          notes: null,
          contactUser: 'j.doe@harbour.example',
        },
      },
      { type, name: 'Tower two, level 9', set: { path: [name] } },
    ],
    [{ type, name: 'Tower two, level 9', set: { path: null, address: { ...address, street2: 'Level 9' } } }],
    [
      {
        type,
        name: 'East tower',
        was: name,
        set: { contactUser: null, emergencyNumber: { number: '+61290009002', type: 'elin' } },
      },
    ],
    [{ type, name: 'Tower two, level 9', set: { path: ['East tower'], address: { street2: null } } }],
    [{ type, names: ['East tower', 'Tower two, level 9'], action: 'delete' }],
  ],
} satisfies States;
