import type { States } from '../conform.ts';

export default {
  type: 'routing_skill',
  states: [
    [{ type: 'routing_skill', name: 'Maori' }],
    [{ type: 'routing_skill', name: 'Samoan', set: { division: 'Cards' } }],
    [{ type: 'routing_skill', name: 'Samoan', set: { division: { home: true } } }],
    [{ type: 'routing_skill', names: ['Maori', 'Samoan'], action: 'delete' }],
  ],
  unflipped: {
    deletedSkillNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
