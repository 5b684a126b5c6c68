import { grantsOf } from '../grants.ts';
import type { ResourceType } from '../vocabulary.ts';

export const group = {
  type: 'group',
  noun: 'group',
  calls: {
    list: 'getGroups',
    read: 'getGroup',
    create: 'postGroups',
    update: 'putGroup',
    remove: 'deleteGroup',
  },
  identity: '/name',
  tracked: () => 'GROUP',
  unique: 'org',
  list: { size: 500 },
  // The update's contract says visibility `ownerIds` for `owners`; CX as Code 1.84.1 sends `owners` (2026-07).
  update: { version: true },
  shape: { '/owners': { create: '/ownerIds', update: '/ownerIds' } },
  references: { '/owners/*': { type: 'user', sent: 'id' } },
  sets: ['/owners'],
  parts: {
    members: {
      type: 'user',
      noun: 'member',
      read: { op: 'getGroupIndividuals' },
      add: {
        op: 'postGroupMembers',
        params: { groupId: '$id' },
        body: { memberIds: '$ids' },
        batch: 50,
      },
      remove: {
        op: 'deleteGroupMembers',
        params: { groupId: '$id' },
        query: { ids: '$idList' },
        batch: 50,
      },
    },
    roles: grantsOf('PC_GROUP'),
  },
  // The create ignores it (CX as Code 1.84.1, 2026-07).
  later: ['/description'],
  // Deleting says it.
  managed: ['/state'],
  // A number or an extension comes back in `display`, the other of the two filled in.
  filled: ['/addresses'],
  // An empty list of owners is ignored; one of a blank clears them (CX as Code 1.84.1, 2026-07).
  clear: { '/owners': [' '], '/addresses': [] },
  unsupported: { '/images': 'holds addresses of pictures, which are uploaded elsewhere' },
  // The first deletion may fail after it was answered (CX as Code 1.84.1, 2026-07).
  remove: { is: 'soft', gone: { state: 'deleted' }, mayFail: true },
} satisfies ResourceType;
