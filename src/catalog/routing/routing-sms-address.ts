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
  remove: { unseen: ['SMS numbers'] },
} satisfies ResourceType;
