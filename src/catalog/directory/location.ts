import type { ResourceType } from '../vocabulary.ts';

/** Places of the company. Two may have the same name under different parents. */
export const location = {
  type: 'location',
  noun: 'location',
  calls: {
    list: 'getLocations',
    read: 'getLocation',
    create: 'postLocations',
    update: 'patchLocation',
    remove: 'deleteLocation',
  },
  identity: '/name',
  list: { size: 100 },
  update: { is: 'changed', version: true },
  references: {
    '/contactUser': { type: 'user', sent: 'id' },
    '/path/*': { type: 'location', as: 'id' },
  },
  // The platform says the country's name and the international form of the number.
  managed: ['/address/countryName', '/emergencyNumber/e164', '/state'],
  // Null leaves them as they are (CX as Code 1.84.1, 2026-07).
  clear: { '/notes': ' ' },
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
