import type { ResourceType } from '../vocabulary.ts';

/** Users are known by their e-mail address; only their skills can be changed. */
export const user = {
  type: 'user',
  noun: 'user',
  calls: { list: 'getUsers', read: 'getUser' },
  identity: '/email',
  unique: 'org',
  caseless: true,
  list: { size: 500, passes: [{ state: 'active' }, { state: 'inactive' }] },
  references: { '/division': { type: 'auth_division' } },
  parts: {
    skills: {
      type: 'routing_skill',
      noun: 'skill',
      attributes: { proficiency: { schema: { type: 'number', minimum: 0, maximum: 5 } } },
      read: {
        op: 'getUserRoutingskills',
        size: 50,
        expand: { query: { expand: ['skills'] }, at: '/skills' },
      },
      add: {
        op: 'patchUserRoutingskillsBulk',
        params: { userId: '$id' },
        body: '$attributes',
        batch: 50,
      },
      remove: { op: 'deleteUserRoutingskill', params: { userId: '$id', skillId: '$element' } },
    },
  },
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
