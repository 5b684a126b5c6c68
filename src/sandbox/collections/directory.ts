/** People, alone and together. */

import { first } from '../call.ts';
import { acceptGroup, CREATED_GROUP, renderGroup } from '../groups.ts';
import { acceptLocation, CREATED_LOCATION, checkLocation, renderLocation } from '../locations.ts';
import { poolsHeldBy } from '../numbers.ts';
import { DIVISIONS, GROUPS, LOCATIONS, SITES, TEAMS, USERS } from '../paths.ts';
import { renderTeam } from '../teams.ts';
import { acceptUser, checkUser, fillUser, renderUser } from '../users.ts';
import type { Collection } from './collection.ts';
import { BY_ID, name, prefix, same } from './filters.ts';
import { always, DATES, isDeleted, LOOKUP } from './rows.ts';

export const DIRECTORY: readonly Collection[] = [
  {
    ...LOOKUP,
    path: USERS,
    entity: 'User',
    service: 'Directory',
    maxPageSize: 500,
    filters: { id: BY_ID, jabberId: { field: ['chat', 'jabberId'], matches: same } },
    references: { '/division': DIVISIONS, '/manager': USERS, '/locations/*/id': LOCATIONS },
    holds: poolsHeldBy,
    move: { type: 'USER', permission: 'directory:user:edit' },
    stamps: { version: 1 },
    created: { state: 'active' },
    unique: { field: 'email', clash: always },
    softDelete: true,
    restorable: true,
    kept: ['/locations/*/locationDefinition'],
    alone: ['state'],
    hidden: ({ state }, query) => {
      const wanted = first(query, 'state') ?? 'active';
      return wanted !== 'any' && wanted !== (state ?? 'active');
    },
    unreadable: (user, query) => isDeleted(user) !== (first(query, 'state') === 'deleted'),
    accept: acceptUser,
    fill: fillUser,
    check: checkUser,
    render: renderUser,
  },
  {
    ...LOOKUP,
    path: LOCATIONS,
    entity: 'Location',
    service: 'Directory',
    filters: { id: BY_ID },
    references: { '/path/*': LOCATIONS, '/contactUser': USERS },
    heldBy: () => [SITES],
    kept: ['/emergencyNumber/e164'],
    division: 'none',
    stamps: { version: 1, state: 'active' },
    softDelete: true,
    hidden: isDeleted,
    created: CREATED_LOCATION,
    accept: acceptLocation,
    check: checkLocation,
    render: renderLocation,
  },
  {
    ...LOOKUP,
    path: GROUPS,
    entity: 'Group',
    service: 'Directory',
    maxPageSize: 500,
    filters: { id: BY_ID },
    references: { '/owners/*': USERS },
    division: 'none',
    stamps: { dateModified: '', version: 1, state: 'active' },
    unique: {
      field: 'name',
      clash: (_, other, switches) => other.state !== 'deleted' && switches.directoryNames === 'unique',
    },
    softDelete: true,
    hidden: isDeleted,
    unreadable: (group, _, { deletedGroups }) => isDeleted(group) && deletedGroups === 'gone',
    settled: ['owners', 'type'],
    kept: ['addresses', 'images', 'ownerIds', 'owners'],
    created: CREATED_GROUP,
    accept: acceptGroup,
    render: renderGroup,
  },
  {
    ...LOOKUP,
    path: TEAMS,
    entity: 'Team',
    paging: 'cursor',
    filters: { name: name(prefix) },
    references: { '/division': DIVISIONS },
    patchedDivision: ({ patchedDivision }) => patchedDivision === 'written',
    move: { type: 'TEAM', permission: 'groups:team:edit' },
    stamps: DATES,
    unique: { field: 'name', clash: (_one, _other, switches) => switches.directoryNames === 'unique' },
    created: { 'x-future': { colour: 'none' } },
    render: renderTeam,
  },
];
