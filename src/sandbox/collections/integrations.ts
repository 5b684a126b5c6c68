/** Integrations with their configurations, credentials and data actions. Source: CX as Code 1.84.1, integration*. */
import { first, flag } from '../call.ts';
import { badField, badRequest } from '../errors.ts';
import { at, isObject, type JsonObject, textOf } from '../json.ts';
import { ACTIONS, CREDENTIALS, INTEGRATION_CONFIGS, INTEGRATIONS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { caseless, contains, same } from './filters.ts';
import { LOOKUP } from './rows.ts';

const OWN = { ...LOOKUP, service: 'Integrations', division: 'none', references: {} } as const;

/** What every new data action has; a template is what stands for "as it comes". */
const TEMPLATES: JsonObject = {
  request: { requestTemplate: '${input.rawRequest}' },
  response: { successTemplate: '${rawResult}' },
};

export const isAuthAction = (id: string): boolean => id.startsWith('customAuth_-_');

export const INTEGRATION: readonly Collection[] = [
  {
    ...OWN,
    path: INTEGRATIONS,
    entity: 'Integration',
    filters: {
      ids: { field: ['id'], matches: same },
      integrationType: { field: ['integrationType', 'id'], matches: caseless },
      reportedState: { field: ['reportedState', 'code'], matches: caseless },
    },
    created: {
      intendedState: 'DISABLED',
      notes: '',
      reportedState: { code: 'INACTIVE', effective: 'Inactive' },
      'x-future': { tier: 'standard' },
    },
    sow: ({ id, name }) => [
      {
        path: INTEGRATION_CONFIGS.replace('{}', id),
        document: {
          id: 'current',
          version: 1,
          name: name ?? '',
          notes: '',
          properties: {},
          advanced: {},
          credentials: {},
          'x-future': { reviewed: false },
        },
      },
    ],
  },
  {
    ...OWN,
    path: INTEGRATION_CONFIGS,
    entity: 'IntegrationConfiguration',
    filters: {},
    references: { '/credentials/*': CREDENTIALS },
  },
  {
    ...OWN,
    path: CREDENTIALS,
    entity: 'Credential',
    paging: 'cursor',
    maxPageSize: 200,
    filters: {},
    accept: (body, previous, { org }) =>
      previous?.credentialFields !== undefined &&
      body.credentialFields === undefined &&
      org.switches.leftOutCredentialFields === 'kept'
        ? { ...body, credentialFields: previous.credentialFields }
        : body,
    check: ({ type }) => {
      if (textOf(at(type, 'name')) === undefined)
        throw badField('type', 'The type of a credential has a name.');
    },
    // Nobody ever reads what it holds.
    render: ({ credentialFields: _, ...rest }) => rest,
  },
  {
    ...OWN,
    path: ACTIONS,
    entity: 'Action',
    filters: {
      name: { field: ['name'], matches: contains },
      category: { field: ['category'], matches: caseless },
      ids: { field: ['id'], matches: same },
    },
    hidden: ({ id }, query) => isAuthAction(id) && !flag(query, 'includeAuthActions'),
    thin: ({ query }) => ['contract', ...(flag(query, 'includeConfig') ? [] : ['config'])],
    references: { '/integrationId': INTEGRATIONS },
    stamps: { version: 1 },
    created: { secure: false },
    identify: () => `custom_-_${crypto.randomUUID()}`,
    fill: (document) => ({ ...document, config: withTemplates(document.config) }),
    guard: ({ id }) => refuseFixed(id),
    check: (next, previous, { operation }) => {
      if (previous) refuseFixed(textOf(previous.id) ?? '');
      if (operation.method === 'PATCH' && next.contract !== undefined)
        throw badRequest('The contract of a published action cannot be changed.');
    },
  },
];

function refuseFixed(id: string): void {
  if (id.startsWith('static_')) throw badRequest('Static actions cannot be changed or deleted.');
}

function withTemplates(config: JsonObject[string] | undefined): JsonObject {
  const own = isObject(config) ? config : {};
  const part = (key: 'request' | 'response'): JsonObject => ({
    ...(isObject(TEMPLATES[key]) ? TEMPLATES[key] : {}),
    ...(isObject(own[key]) ? own[key] : {}),
  });
  return { ...own, request: part('request'), response: part('response') };
}

/** Whether a read of an action asks for its contract and its configuration. */
export function asksFor(query: Parameters<typeof first>[0]): { contract: boolean; config: boolean } {
  return { contract: first(query, 'expand') === 'contract', config: flag(query, 'includeConfig') };
}
