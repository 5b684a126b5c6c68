import type { ResourceType } from '../vocabulary.ts';

/** Skill groups, named by queues. Their listing lacks the conditions. */
export const routingSkillGroup = {
  type: 'routing_skill_group',
  noun: 'skill group',
  calls: { list: 'getRoutingSkillgroups', read: 'getRoutingSkillgroup' },
  identity: '/name',
  list: { size: 100, pages: 'cursor', find: 'name', lacks: ['/skillConditions'] },
} satisfies ResourceType;
