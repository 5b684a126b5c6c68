/** E-mail domains with their routes, and settings for them. */
import {
  acceptDomain,
  CREATED_DOMAIN,
  CREATED_ROUTE,
  checkDomain,
  checkRoute,
  domainId,
  fillDomain,
  fillRoute,
  guardDomain,
  renderDomain,
} from '../email.ts';
import {
  EMAIL_DOMAINS,
  EMAIL_ROUTES,
  EMAIL_SETTINGS,
  FLOWS,
  INTEGRATIONS,
  LANGUAGES,
  QUEUES,
  SKILLS,
} from '../paths.ts';
import type { Collection } from './collection.ts';
import { caseless, contains, type Filter, prefix, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

const pattern: Filter['matches'] = (value, wanted, switches) =>
  ({ contains, prefix, exact: caseless })[switches.emailRoutePatternFilter](value, wanted, switches);

export const EMAIL: readonly Collection[] = [
  {
    ...LOOKUP,
    path: EMAIL_DOMAINS,
    entity: 'EmailDomain',
    filters: { filter: { field: ['id'], matches: wildcard } },
    references: {
      '/customSMTPServer': INTEGRATIONS,
      '/emailSetting': EMAIL_SETTINGS,
      '/graphApiSettings/integration': INTEGRATIONS,
      '/imapSettings/integration': INTEGRATIONS,
    },
    division: 'none',
    created: CREATED_DOMAIN,
    identify: domainId,
    accept: acceptDomain,
    fill: fillDomain,
    check: checkDomain,
    guard: guardDomain,
    render: renderDomain,
  },
  {
    ...LOOKUP,
    path: EMAIL_ROUTES,
    entity: 'EmailRoute',
    filters: { pattern: { field: ['pattern'], matches: pattern } },
    references: {
      '/queue': QUEUES,
      '/skills/*': SKILLS,
      '/language': LANGUAGES,
      '/flow': FLOWS,
      '/spamFlow': FLOWS,
      '/replyEmailAddress/domain': EMAIL_DOMAINS,
      '/replyEmailAddress/route': EMAIL_ROUTES,
    },
    division: 'none',
    unique: { field: 'pattern', clash: always },
    created: CREATED_ROUTE,
    unready: ({ newEmailRouteRead }) => newEmailRouteRead === 'missingOnce',
    fill: fillRoute,
    check: checkRoute,
  },
  {
    ...LOOKUP,
    path: EMAIL_SETTINGS,
    entity: 'EmailSetting',
    filters: {},
    references: {},
    division: 'none',
    unique: { field: 'name', clash: always },
    created: { 'x-future': { archive: 'off' } },
  },
];
