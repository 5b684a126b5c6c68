import type { JsonObject } from '../../json/json.ts';
import { movedAs } from '../divisions.ts';
import { grantsOf } from '../grants.ts';
import type { Complaint, ResourceType } from '../vocabulary.ts';

/** Users are known by their e-mail address. */
export const user = {
  type: 'user',
  noun: 'user',
  calls: {
    list: 'getUsers',
    read: 'getUser',
    create: 'postUsers',
    update: 'patchUser',
    remove: 'deleteUser',
  },
  identity: '/email',
  tracked: () => 'USER',
  unique: 'org',
  caseless: true,
  list: {
    size: 500,
    search: {
      op: 'postUsersSearch',
      body: {
        pageSize: 100,
        query: [
          { type: 'EXACT', fields: ['email'], values: '$names' },
          { type: 'EXACT', fields: ['state'], values: ['active', 'inactive'] },
        ],
      },
      at: '/results',
      most: 100,
    },
    passes: [{ state: 'active' }, { state: 'inactive' }],
    lacks: ['/biography', '/certifications', '/employerInfo', '/locations'],
  },
  readQuery: { expand: ['biography', 'certifications', 'employerInfo', 'locations'] },
  update: { is: 'changed', version: true, alone: ['/state'] },
  shape: { '/division': { create: '/divisionId' } },
  references: {
    '/division': { type: 'auth_division' },
    '/locations/*': { type: 'location' },
    '/manager': { type: 'user', sent: 'id' },
  },
  sets: ['/certifications', '/locations', '/profileSkills'],
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
    languages: {
      type: 'routing_language',
      noun: 'language',
      attributes: { proficiency: { schema: { type: 'number', minimum: 0, maximum: 5 } } },
      read: {
        op: 'getUserRoutinglanguages',
        size: 50,
        expand: { query: { expand: ['languages'] }, at: '/languages' },
      },
      add: {
        op: 'patchUserRoutinglanguagesBulk',
        params: { userId: '$id' },
        body: '$attributes',
        batch: 50,
      },
      remove: { op: 'deleteUserRoutinglanguage', params: { userId: '$id', languageId: '$element' } },
    },
    roles: grantsOf('PC_USER'),
  },
  sections: { profileSkills: { read: 'getUserProfileskills', update: 'putUserProfileskills' } },
  moves: movedAs('USER'),
  // Both follow from the e-mail address.
  managed: ['/chat', '/username'],
  // For an extension the platform adds the number, for a number the country.
  filled: ['/addresses'],
  clear: { '/addresses': [] },
  unsupported: {
    '/groups': "is changed at the group: write the user among the group's members",
    '/images': 'holds addresses of pictures, which are uploaded elsewhere',
    '/locations/*/coordinates': 'is where the user has put the pin on a floor plan',
    '/locations/*/notes': 'is what the user has written beside the pin on a floor plan',
    '/password': 'is never answered, so that nobody could say whether it changes or take it back',
  },
  remove: {
    is: 'soft',
    gone: { state: 'deleted' },
    restore: {
      op: 'patchUser',
      body: { state: 'active', version: '$version' },
      read: { state: 'deleted' },
      find: {
        op: 'postUsersSearch',
        body: {
          query: [
            { type: 'EXACT', fields: ['email'], value: '$name' },
            { type: 'EXACT', fields: ['state'], value: 'deleted' },
          ],
        },
        at: '/results',
      },
    },
    losses: ['the numbers and stations that others have taken meanwhile'],
  },
  check: deletedByAction,
} satisfies ResourceType;

function deletedByAction({ state }: JsonObject): readonly Complaint[] {
  if (state !== 'deleted') return [];
  const message = 'A user is not deleted by its state.';
  return [{ path: '/state', message, hint: 'Write  action: delete  instead.' }];
}
