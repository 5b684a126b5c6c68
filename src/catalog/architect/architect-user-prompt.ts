import type { ResourceType } from '../vocabulary.ts';

/** Audio prompts, named by queues. */
export const architectUserPrompt = {
  type: 'architect_user_prompt',
  noun: 'prompt',
  calls: { list: 'getArchitectPrompts', read: 'getArchitectPrompt' },
  identity: '/name',
  tracked: () => 'USERPROMPT',
  copied: true,
  list: { size: 100, find: 'name', passes: [{ includeMediaUris: false, includeResources: false }] },
} satisfies ResourceType;
