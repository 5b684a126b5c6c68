import type { States } from '../conform.ts';

const type = 'routing_skill_group';
const name = 'Spanish disputes';
const atLeast = { comparator: 'GreaterThanOrEqualTo', proficiency: 3 };
const none = { routingSkillConditions: [], languageSkillConditions: [] };
const inner = {
  operation: 'Or',
  routingSkillConditions: [{ ...atLeast, routingSkill: 'Chargebacks' }],
  languageSkillConditions: [{ ...atLeast, languageSkill: 'Te reo Maori' }],
};

export default {
  type,
  states: [
    [
      {
        type,
        name,
        set: {
          skillConditions: [
            {
              ...none,
              operation: 'And',
              routingSkillConditions: [{ ...atLeast, routingSkill: 'Spanish' }],
            },
          ],
        },
      },
    ],
    [
      { type: 'routing_skill', name: 'Samoan' },
      { type: 'routing_language', name: 'Te reo Maori' },
      {
        type,
        name,
        set: {
          description: 'Disputes in Spanish',
          division: 'Cards',
          skillConditions: [
            {
              operation: 'And',
              routingSkillConditions: [{ ...atLeast, routingSkill: 'Samoan', childConditions: [inner] }],
              languageSkillConditions: [
                { ...atLeast, languageSkill: 'Te reo Maori', childConditions: [inner] },
              ],
            },
          ],
        },
      },
    ],
    [{ type, name, set: { memberDivisions: { add: ['Private Clients'] } } }],
    [{ type, name, set: { memberDivisions: { add: ['*'] } } }],
    [{ type, name, set: { memberDivisions: { remove: ['Private Clients'] } } }],
    [
      {
        type,
        name: 'Spanish cards',
        was: name,
        set: { description: null, memberDivisions: { exactly: ['Private Clients'] } },
      },
    ],
    [{ type, name: 'Spanish cards', action: 'delete' }],
  ],
  unflipped: {
    deletedSkillNames: 'what is rolled back is applied again under the same name',
    deletedLanguageNames: 'what is rolled back is applied again under the same name',
  },
} satisfies States;
