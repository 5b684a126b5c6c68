/** Integrations, as far as others refer to them: read only. */
import { INTEGRATIONS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { caseless, same } from './filters.ts';
import { LOOKUP } from './rows.ts';

export const INTEGRATION: readonly Collection[] = [
  {
    ...LOOKUP,
    path: INTEGRATIONS,
    entity: 'Integration',
    service: 'Integrations',
    filters: {
      ids: { field: ['id'], matches: same },
      integrationType: { field: ['integrationType', 'id'], matches: caseless },
      reportedState: { field: ['reportedState', 'code'], matches: caseless },
    },
    references: {},
    division: 'none',
  },
];
