/** Divisions. */

import { renderDivision } from '../divisions.ts';
import { DIVISIONS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_ID, contains, name } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

export const AUTHORIZATION: readonly Collection[] = [
  {
    ...LOOKUP,
    path: DIVISIONS,
    entity: 'Division',
    service: 'PeoplePermissions',
    filters: { name: name(contains), id: BY_ID },
    references: {},
    division: 'none',
    unique: { field: 'name', clash: always },
    created: { homeDivision: false, 'x-future': { costCentre: 'unassigned' } },
    render: renderDivision,
  },
];
