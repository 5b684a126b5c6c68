import { movedAs } from '../divisions.ts';
import { upToItself } from '../ranges.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Known by its first number; the range itself cannot be changed (CX as Code 1.84.1, 2026-07). */
export const telephonyProvidersEdgesExtensionPool = {
  type: 'telephony_providers_edges_extension_pool',
  noun: 'extension pool',
  calls: {
    list: 'getTelephonyProvidersEdgesExtensionpools',
    read: 'getTelephonyProvidersEdgesExtensionpool',
    create: 'postTelephonyProvidersEdgesExtensionpools',
    update: 'putTelephonyProvidersEdgesExtensionpool',
    remove: 'deleteTelephonyProvidersEdgesExtensionpool',
  },
  identity: '/startNumber',
  unique: 'org',
  list: { size: 100, find: 'number' },
  update: { version: true },
  optional: ['name'],
  references: { '/division': { type: 'auth_division' } },
  createOnly: ['/startNumber', '/endNumber'],
  moves: movedAs('EXTENSIONPOOL'),
  fresh: upToItself('startNumber', 'endNumber'),
  remove: { is: 'soft', gone: { state: 'deleted' }, unseen: ['the extensions of users and phones'] },
} satisfies ResourceType;
