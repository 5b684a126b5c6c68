/** Triggers of workflows. */
import { first, flag } from '../call.ts';
import { FLOWS, TRIGGERS } from '../paths.ts';
import { checkTrigger, verifyTrigger } from '../triggers.ts';
import type { Collection } from './collection.ts';
import { same } from './filters.ts';
import { LOOKUP } from './rows.ts';

export const PROCESS_AUTOMATION_COLLECTIONS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: TRIGGERS,
    entity: 'Trigger',
    service: 'ProcessAutomation',
    paging: 'cursor',
    maxPageSize: 200,
    filters: { topicName: { field: ['topicName'], matches: same } },
    hidden: ({ enabled, delayBySeconds }, query) =>
      (first(query, 'enabled') !== undefined && flag(query, 'enabled') !== enabled) ||
      (first(query, 'hasDelayBy') !== undefined &&
        flag(query, 'hasDelayBy') !== (delayBySeconds !== undefined)),
    references: { '/target/id': FLOWS },
    division: 'none',
    stamps: { version: 1 },
    created: { 'x-future': { retries: 0 } },
    unique: { field: 'name', clash: (_one, _other, { triggerNames }) => triggerNames === 'unique' },
    check: checkTrigger,
    verify: verifyTrigger,
  },
];
