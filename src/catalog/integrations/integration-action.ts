import { ACTION_TEMPLATES, ACTION_TEXTS, ACTION_URIS } from '../action-templates.ts';
import type { ResourceType } from '../vocabulary.ts';

/** Data actions. A create publishes at once; a contract changes by way of a draft. */
export const integrationAction = {
  type: 'integration_action',
  noun: 'data action',
  calls: {
    list: 'getIntegrationsActions',
    read: 'getIntegrationsAction',
    create: 'postIntegrationsActions',
    update: 'patchIntegrationsAction',
    remove: 'deleteIntegrationsAction',
  },
  identity: '/name',
  list: { size: 100, find: 'name', lacks: ['/contract', '/config'] },
  readQuery: { expand: 'contract', includeConfig: true },
  texts: ACTION_TEXTS,
  update: { is: 'changed', version: true },
  draft: {
    places: ['/contract'],
    takes: ['/category', '/config', '/contract', '/name', '/secure'],
    read: 'getIntegrationsActionDraft',
    begin: 'postIntegrationsActionDraft',
    change: 'patchIntegrationsActionDraft',
    publish: 'postIntegrationsActionDraftPublish',
    discard: 'deleteIntegrationsActionDraft',
  },
  references: { '/integrationId': { type: 'integration', as: 'id', weak: false } },
  opaque: ['/contract/input/inputSchema', '/contract/output/successSchema'],
  templates: ACTION_TEMPLATES,
  managed: [
    ...ACTION_URIS,
    '/contract/input/inputSchemaFlattened',
    '/contract/input/inputSchemaUri',
    '/contract/output/errorSchema',
    '/contract/output/errorSchemaFlattened',
    '/contract/output/errorSchemaUri',
    '/contract/output/successSchemaFlattened',
    '/contract/output/successSchemaUri',
  ],
  // Source: platform research of exported orgs, where their IDs begin so (2026-09).
  fixed: [
    {
      where: { id: 'static_*' },
      why: 'Genesys Cloud brings this data action: it can be referred to, not changed',
    },
  ],
  remove: { unseen: ['flows', 'scripts'] },
} satisfies ResourceType;
