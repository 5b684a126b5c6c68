import type { ResourceType } from '../vocabulary.ts';

/** Postal addresses that carriers ask for. None can be changed. */
export const routingSmsAddress = {
  type: 'routing_sms_address',
  noun: 'SMS address',
  calls: {
    list: 'getRoutingSmsAddresses',
    read: 'getRoutingSmsAddress',
    create: 'postRoutingSmsAddresses',
    remove: 'deleteRoutingSmsAddress',
  },
  identity: '/name',
  list: { size: 100 },
  unsupported: {
    '/autoCorrectAddress':
      'is never answered, and lets the platform keep another address than the one asked for',
  },
  // Unless it is told not to, the platform corrects the address (CX as Code 1.84.1, 2026-07).
  createBody: (body) => ({ ...body, autoCorrectAddress: false }),
  remove: { unseen: ['SMS numbers'] },
} satisfies ResourceType;
