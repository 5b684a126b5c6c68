import type { States } from '../conform.ts';

const type = 'team';
const name = 'Peak season';

export default {
  type,
  states: [
    [{ type, name }],
    [
      {
        type,
        name,
        set: {
          description: 'Cards, December to February',
          members: { add: ['ada.lovelace@harbour.example', 'grace.hopper@harbour.example'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          members: { remove: ['grace.hopper@harbour.example'] },
        },
      },
    ],
    [{ type, name, set: { division: 'Cards' } }],
    [{ type, name: 'Summer season', was: name, set: { description: null } }],
    [{ type, name: 'Summer season', set: { division: { home: true } } }],
    [
      {
        type,
        name: 'Summer season',
        set: { members: { exactly: ['grace.hopper@harbour.example', 'bob.noyce@harbour.example'] } },
      },
    ],
    [{ type, name: 'Summer season', action: 'delete' }],
  ],
} satisfies States;
