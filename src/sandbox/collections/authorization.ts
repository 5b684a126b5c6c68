/** Divisions. */

import { renderDivision } from '../divisions.ts';
import { DIVISIONS, ROLES } from '../paths.ts';
import {
  acceptRole,
  CREATED_ROLE,
  guardRole,
  lacksPermissions,
  ROLE_REFERENCES,
  renderRole,
  SETTLED_ROLE,
} from '../roles.ts';
import type { Collection } from './collection.ts';
import { BY_ID, caseless, contains, type Filter, name, same, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

const roleName: Filter['matches'] = (value, wanted, switches) =>
  ({ contains, wildcard, exact: caseless })[switches.roleNameFilter](value, wanted, switches);

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
  {
    ...LOOKUP,
    path: ROLES,
    entity: 'Role',
    service: 'PeoplePermissions',
    filters: {
      name: name(roleName),
      id: BY_ID,
      defaultRoleId: { field: ['defaultRoleId'], matches: same },
    },
    references: ROLE_REFERENCES,
    division: 'none',
    unique: { field: 'name', clash: (_one, _other, switches) => switches.roleNames === 'unique' },
    hidden: lacksPermissions,
    settled: SETTLED_ROLE,
    created: CREATED_ROLE,
    unready: ({ newRoleGrant }) => newRoleGrant === 'missingOnce',
    accept: acceptRole,
    guard: guardRole,
    render: renderRole,
  },
];
