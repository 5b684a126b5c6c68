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
          division: 'Cards',
          members: { add: ['ada.lovelace@harbour.example', 'grace.hopper@harbour.example'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          division: { home: true },
          members: { add: ['bob.noyce@harbour.example'], remove: ['grace.hopper@harbour.example'] },
        },
      },
    ],
    [
      {
        type,
        name: 'Summer season',
        was: name,
        set: { description: null, members: { exactly: ['grace.hopper@harbour.example'] } },
      },
    ],
    [{ type, name: 'Summer season', action: 'delete' }],
  ],
} satisfies States;
