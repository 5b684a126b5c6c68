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
          division: 'Cards',
          members: { remove: ['grace.hopper@harbour.example'] },
        },
      },
    ],
    [
      {
        type,
        name: 'Summer season',
        was: name,
        set: {
          description: null,
          division: { home: true },
          members: { exactly: ['grace.hopper@harbour.example', 'bob.noyce@harbour.example'] },
        },
      },
    ],
    [{ type, name: 'Summer season', action: 'delete' }],
  ],
} satisfies States;
