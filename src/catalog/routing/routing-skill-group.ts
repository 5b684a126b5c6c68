import type { Pattern } from '../../json/pointer.ts';
import { movedAs } from '../divisions.ts';
import type { Reference, ResourceType } from '../vocabulary.ts';

const KINDS = [
  { list: 'routingSkillConditions', field: 'routingSkill', type: 'routing_skill' },
  { list: 'languageSkillConditions', field: 'languageSkill', type: 'routing_language' },
] as const;
const OUTER = '/skillConditions/*';
const INNER = KINDS.map(({ list }) => `${OUTER}/${list}/*/childConditions/*`);

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
    ...Object.fromEntries([OUTER, ...INNER].flatMap(skillsIn)),
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
    INNER.flatMap((inner) =>
      KINDS.map(({ list }) => [
        `${inner}/${list}/*/childConditions`,
        'nests conditions deeper than a changeset can say',
      ]),
    ),
  ),
  remove: { unseen: ['flows'] },
} satisfies ResourceType;

function skillsIn(condition: Pattern): [Pattern, Reference][] {
  return KINDS.map(({ list, field, type }) => [`${condition}/${list}/*/${field}`, { type, as: 'name' }]);
}
