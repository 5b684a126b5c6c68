import type { ResourceType } from './vocabulary.ts';

/** Where a data action has Velocity, whose `${input.x}` is its own. Source: Genesys resource center, data actions. */
export const ACTION_TEMPLATES: NonNullable<ResourceType['templates']> = [
  '/config/request/headers/*',
  '/config/request/requestTemplate',
  '/config/request/requestUrlTemplate',
  '/config/response/successTemplate',
  '/config/response/translationMap/*',
  '/config/response/translationMapDefaults/*',
];

/** Some reads answer templates, others where they are to be read: as an address that is of no use in a body. */
export const ACTION_URIS: readonly string[] = [
  '/config/request/requestTemplateUri',
  '/config/response/successTemplateUri',
];

export const ACTION_TEXTS: NonNullable<ResourceType['texts']> = {
  '/config/request/requestTemplate': {
    op: 'getIntegrationsActionTemplate',
    params: { actionId: '$id', fileName: 'requesttemplate.vm' },
    where: '/config/request/requestTemplateUri',
  },
  '/config/response/successTemplate': {
    op: 'getIntegrationsActionTemplate',
    params: { actionId: '$id', fileName: 'successtemplate.vm' },
    where: '/config/response/successTemplateUri',
  },
};
