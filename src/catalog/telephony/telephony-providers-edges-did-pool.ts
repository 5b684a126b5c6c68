import { upToItself } from '../ranges.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Known by its first number; the range itself cannot be changed (CX as Code 1.84.1, 2026-07). */
export const telephonyProvidersEdgesDidPool = {
  type: 'telephony_providers_edges_did_pool',
  noun: 'DID pool',
  calls: {
    list: 'getTelephonyProvidersEdgesDidpools',
    read: 'getTelephonyProvidersEdgesDidpool',
    create: 'postTelephonyProvidersEdgesDidpools',
    update: 'putTelephonyProvidersEdgesDidpool',
    remove: 'deleteTelephonyProvidersEdgesDidpool',
  },
  identity: '/startPhoneNumber',
  unique: 'org',
  list: { size: 100 },
  update: { version: true },
  optional: ['name'],
  createOnly: ['/startPhoneNumber', '/endPhoneNumber'],
  unsupported: { '/division': 'belongs to no kind of object that can be moved between divisions' },
  fresh: upToItself('startPhoneNumber', 'endPhoneNumber'),
  remove: { is: 'soft', gone: { state: 'deleted' }, unseen: ['the numbers of users, phones and recordings'] },
} satisfies ResourceType;
