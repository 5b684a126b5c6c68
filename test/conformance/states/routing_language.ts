import type { States } from '../conform.ts';

export default {
  type: 'routing_language',
  states: [
    [{ type: 'routing_language', names: ['Te reo Maori', 'Gagana Samoa'] }],
    [{ type: 'routing_language', name: 'Te reo Maori', action: 'delete' }],
    [{ type: 'routing_language', name: 'Te reo Maori' }],
  ],
  unflipped: {
    deletedLanguageNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
