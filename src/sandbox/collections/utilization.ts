/** Utilization labels. */

import { UTILIZATION_LABELS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { name, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

export const LABELS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: UTILIZATION_LABELS,
    entity: 'UtilizationLabel',
    division: 'none',
    filters: { name: name(wildcard) },
    references: {},
    unique: { field: 'name', clash: always },
  },
];
