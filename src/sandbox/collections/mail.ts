/** E-mail domains with their routes, and the addresses of SMS numbers. */

import {
  EMAIL_DOMAINS,
  EMAIL_ROUTES,
  FLOWS,
  INTEGRATIONS,
  LANGUAGES,
  QUEUES,
  SKILLS,
  SMS_ADDRESSES,
} from '../paths.ts';
import type { Collection } from './collection.ts';
import { contains, type Filter } from './filters.ts';
import { LOOKUP } from './rows.ts';

/** `*x*`, as the listing of domains wants it. */
const starred: Filter['matches'] = (value, wanted, switches) =>
  contains(value, wanted.replaceAll('*', ''), switches);

export const MAIL: readonly Collection[] = [
  {
    ...LOOKUP,
    path: EMAIL_DOMAINS,
    entity: 'EmailDomain',
    division: 'none',
    filters: { filter: { field: ['id'], matches: starred } },
    references: {
      '/customSMTPServer': INTEGRATIONS,
      '/graphApiSettings/integration': INTEGRATIONS,
      '/imapSettings/integration': INTEGRATIONS,
    },
  },
  {
    ...LOOKUP,
    path: EMAIL_ROUTES,
    entity: 'EmailRoute',
    division: 'none',
    filters: { pattern: { field: ['pattern'], matches: contains } },
    references: {
      '/queue': QUEUES,
      '/flow': FLOWS,
      '/spamFlow': FLOWS,
      '/language': LANGUAGES,
      '/skills/*': SKILLS,
      '/replyEmailAddress/domain': EMAIL_DOMAINS,
      '/replyEmailAddress/route': EMAIL_ROUTES,
    },
  },
  {
    ...LOOKUP,
    path: SMS_ADDRESSES,
    entity: 'SmsAddress',
    division: 'none',
    filters: {},
    references: {},
    accept: ({ autoCorrectAddress: _, ...address }) => ({ ...address, validated: true }),
  },
];
