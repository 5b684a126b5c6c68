import type { ResourceType } from '../vocabulary.ts';

/** Agent scripts, named by queues. */
export const script = {
  type: 'script',
  noun: 'script',
  calls: { list: 'getScripts', read: 'getScript' },
  identity: '/name',
  list: { size: 500, find: 'name' },
} satisfies ResourceType;
