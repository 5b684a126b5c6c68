import type { ResourceType } from '../vocabulary.ts';

/** Genesys Cloud cannot rename a skill: moving it to another division is the only change there is. */
export const routingSkill = {
  type: 'routing_skill',
  noun: 'skill',
  calls: {
    list: 'getRoutingSkills',
    read: 'getRoutingSkill',
    create: 'postRoutingSkills',
    remove: 'deleteRoutingSkill',
  },
  identity: '/name',
  tracked: () => 'ACDSKILL',
  unique: 'org',
  caseless: true,
  list: { size: 500, find: 'name' },
  shape: { '/division': { create: '/divisionId' } },
  references: { '/division': { type: 'auth_division' } },
  moves: {
    '/division': { op: 'patchRoutingSkill', params: { skillId: '$id' }, body: { divisionId: '$value' } },
  },
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
