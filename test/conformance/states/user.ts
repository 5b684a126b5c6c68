import type { States } from '../conform.ts';

const name = 'ada.lovelace@harbour.example';

export default {
  type: 'user',
  states: [
    [{ type: 'user', name, set: { skills: { add: { Spanish: { proficiency: 4 } } } } }],
    [{ type: 'user', name, set: { skills: { change: { Spanish: { proficiency: 2.5 } } } } }],
    [
      { type: 'routing_skill', name: 'Samoan' },
      { type: 'user', name, set: { skills: { add: { Samoan: { proficiency: 0 } }, remove: ['Spanish'] } } },
    ],
    [{ type: 'user', name, set: { skills: { exactly: { Spanish: { proficiency: 1 } } } } }],
    [
      {
        type: 'user',
        name: 'grace.hopper@harbour.example',
        set: { skills: { exactly: { Spanish: { proficiency: 5 } } } },
      },
    ],
  ],
} satisfies States;
