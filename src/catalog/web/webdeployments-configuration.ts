import type { ResourceType } from '../vocabulary.ts';

/** What messengers on web sites look like and can do. Source of how they are published: CX as Code 1.84.1, 2026-07. */
export const webdeploymentsConfiguration = {
  type: 'webdeployments_configuration',
  noun: 'messenger configuration',
  calls: {
    list: 'getWebdeploymentsConfigurations',
    read: 'getWebdeploymentsConfigurationVersions',
    create: 'postWebdeploymentsConfigurations',
    update: 'putWebdeploymentsConfigurationVersionsDraft',
    remove: 'deleteWebdeploymentsConfiguration',
  },
  identity: '/name',
  // An item may be the draft.
  list: {
    pages: 'cursor',
    lacks: [
      '/authenticationSettings',
      '/cobrowse',
      '/customI18nLabels',
      '/defaultLanguage',
      '/description',
      '/headlessMode',
      '/journeyEvents',
      '/languages',
      '/messenger',
      '/position',
      '/supportCenter',
      '/video',
    ],
  },
  versions: {
    draft: 'getWebdeploymentsConfigurationVersionsDraft',
    publish: 'postWebdeploymentsConfigurationVersionsDraftPublish',
    ready: { status: 'Active' },
    forMs: 60_000,
  },
  sets: [
    '/cobrowse/channels',
    '/cobrowse/maskSelectors',
    '/cobrowse/readonlySelectors',
    '/journeyEvents/excludedQueryParameters',
    '/journeyEvents/searchQueryParameters',
    '/journeyEvents/trackingSettings/excludedQueryParameters',
    '/journeyEvents/trackingSettings/searchQueryParameters',
    '/languages',
    '/video/channels',
  ],
  managed: ['/status'],
  unsupported: {
    '/authenticationSettings': 'names an integration, which a changeset cannot do yet',
    '/messenger/apps/knowledge': 'names a knowledge base, which a changeset cannot do yet',
    '/status': 'is what Genesys Cloud says of a version',
    '/supportCenter': 'names knowledge bases, categories and labels, which a changeset cannot do yet',
  },
  remove: { losses: ['the versions before the newest one'] },
} satisfies ResourceType;
