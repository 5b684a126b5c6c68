import { movedAs } from '../divisions.ts';
import type { Reference, ResourceType } from '../vocabulary.ts';

const CONDITIONS = '/skillConditions/*';
const INNER = ['routingSkillConditions', 'languageSkillConditions'].map(
  (field) => `${CONDITIONS}/${field}/*/childConditions/*`,
);

/** Its conditions know skills and languages by name: a skill that goes leaves a condition that nobody meets. */
export const routingSkillGroup = {
  type: 'routing_skill_group',
  noun: 'skill group',
  calls: {
    list: 'getRoutingSkillgroups',
    read: 'getRoutingSkillgroup',
    create: 'postRoutingSkillgroups',
    update: 'patchRoutingSkillgroup',
    remove: 'deleteRoutingSkillgroup',
  },
  identity: '/name',
  list: { size: 100, pages: 'cursor', find: 'name', lacks: ['/skillConditions'] },
  update: { is: 'changed' },
  references: {
    '/division': { type: 'auth_division' },
    ...Object.assign({}, ...[CONDITIONS, ...INNER].map(skillsOf)),
  },
  parts: {
    memberDivisions: {
      type: 'auth_division',
      noun: 'member division',
      all: true,
      own: 'division',
      read: { op: 'getRoutingSkillgroupMembersDivisions' },
      add: {
        op: 'postRoutingSkillgroupMembersDivisions',
        params: { skillGroupId: '$id' },
        body: { addDivisionIds: '$ids' },
        batch: 50,
      },
      remove: {
        op: 'postRoutingSkillgroupMembersDivisions',
        params: { skillGroupId: '$id' },
        body: { removeDivisionIds: '$ids' },
        batch: 50,
      },
    },
  },
  moves: movedAs('SKILLGROUP'),
  unsupported: Object.fromEntries(
    INNER.flatMap((inner) => [
      [
        `${inner}/routingSkillConditions/*/childConditions`,
        'nests conditions deeper than a changeset can say',
      ],
      [
        `${inner}/languageSkillConditions/*/childConditions`,
        'nests conditions deeper than a changeset can say',
      ],
    ]),
  ),
  remove: { unseen: ['flows'] },
} satisfies ResourceType;

function skillsOf(condition: string): Record<string, Reference> {
  return {
    [`${condition}/routingSkillConditions/*/routingSkill`]: { type: 'routing_skill', as: 'name' },
    [`${condition}/languageSkillConditions/*/languageSkill`]: { type: 'routing_language', as: 'name' },
  };
}
