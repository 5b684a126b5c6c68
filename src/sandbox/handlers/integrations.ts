/** Configurations of integrations, and drafts of data actions. Sources: the contract; CX as Code 1.84.1, integration*. */
import { authActionOf } from '../auth-actions.ts';
import { type Answer, type Call, param } from '../call.ts';
import { asksFor } from '../collections/integrations.ts';
import { collectionAt } from '../collections.ts';
import { schemaOf } from '../contract.ts';
import { conflict, notFound, unknownReference } from '../errors.ts';
import { at, idIn, isObject, type Json, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { stamped } from '../org.ts';
import { ACTIONS, CREDENTIALS, INTEGRATION_CONFIGS, INTEGRATIONS } from '../paths.ts';
import { hydrated, unresolved } from '../references.ts';
import { objectBody } from './body.ts';
import * as documents from './documents.ts';
import { checkVersion, found, foundToChange, note } from './documents.ts';

const integrations = collectionAt(INTEGRATIONS);
const configs = collectionAt(INTEGRATION_CONFIGS);
const actions = collectionAt(ACTIONS);

/** A schema is written whole. */
const SCHEMA_FIELDS = ['input/inputSchema', 'output/successSchema'].flatMap((place) =>
  Object.keys(schemaOf('JsonSchemaDocument').properties).map((field) => `/contract/${place}/${field}`),
);

const configPath = (id: string): string => INTEGRATION_CONFIGS.replace('{}', id);
const draftPath = (id: string): string => `${ACTIONS}/${id}/draft`;
const DRAFT = 'draft';
const CURRENT = 'current';

/** The one configuration of an integration. */
export function readConfig(call: Call): Answer {
  const { id } = found(call, integrations, param(call, 'integrationId'));
  return { body: shownConfig(call, configOf(call, id)) };
}

function configOf({ org }: Call, id: string): Document {
  const config = org.get(configPath(id), CURRENT);
  if (!config) throw notFound();
  return config;
}

function shownConfig({ org }: Call, config: Document): Document {
  return hydrated(org, config, configs.references);
}

/** Replaces a configuration; its version must be the current one. */
export function replaceConfig(call: Call): Answer {
  const { org } = call;
  const integration = foundToChange(call, integrations, param(call, 'integrationId'));
  const previous = configOf(call, integration.id);
  checkVersion(call, previous, at(call.body, 'version'));
  const seen = shownConfig(call, previous);
  const { version: _, ...body } = objectBody(call, { mode: 'replace', seen, references: configs.references });
  const next = stamped({ ...body, id: CURRENT, version: previous.version ?? 1 }, org.now());
  const lost = unresolved(org, configPath(integration.id), next, configs.references);
  if (lost) throw unknownReference(lost.pointer.slice(1).replaceAll('/', '.'), lost.id);
  org.put(configPath(integration.id), next);
  org.put(INTEGRATIONS, { ...integration, name: next.name ?? '', notes: next.notes ?? '' });
  makeAuthAction(call, integration, next);
  note(call, integrations, integration, { action: 'Update', before: previous, after: next });
  return { body: shownConfig(call, next) };
}

/** An integration whose credential is of the user-defined OAuth type gets an action that fetches its token. */
function makeAuthAction({ org }: Call, integration: Document, config: Document): void {
  const credentials = isObject(config.credentials) ? Object.values(config.credentials) : [];
  const types = credentials.map((one) => textOf(at(org.get(CREDENTIALS, idIn(one) ?? ''), 'type', 'name')));
  const action = authActionOf(integration);
  if (types.includes('userDefinedOAuth') && !org.get(ACTIONS, action.id)) org.put(ACTIONS, action);
}

/** Deletes an integration with its configuration and the action that the platform has made for it. */
export function removeIntegration(call: Call): Answer {
  const integration = found(call, integrations, param(call, 'integrationId'));
  const answer = documents.remove(call, integrations);
  call.org.remove(configPath(integration.id), CURRENT);
  call.org.remove(ACTIONS, `customAuth_-_${integration.id}`);
  return { ...answer, body: { ...integration, intendedState: 'DELETED' } };
}

/** Credentials, without what they hold, by cursor. */
export function listCredentials(call: Call): Answer {
  return documents.list(call, collectionAt(CREDENTIALS));
}

/** One action, with as much of it as is asked for. */
export function readAction(call: Call): Answer {
  return { body: shownAction(call, found(call, actions, param(call, 'actionId')), ACTIONS) };
}

function shownAction(call: Call, document: Document, path: string): Document {
  const { contract, config } = asksFor(call.query);
  const { contract: whole, config: own, ...rest } = document;
  return {
    ...rest,
    ...(contract && isObject(whole) ? { contract: withFlattened(whole) } : {}),
    ...(config && isObject(own) ? { config: asAnswered(call, own, `${path}/${document.id}`) } : {}),
    selfUri: `${ACTIONS}/${document.id}`,
  };
}

/** What the platform adds to a contract. */
function withFlattened(contract: JsonObject): JsonObject {
  const input = isObject(contract.input) ? contract.input : {};
  const output = isObject(contract.output) ? contract.output : {};
  return {
    input: { ...input, inputSchemaFlattened: input.inputSchema ?? {} },
    output: {
      ...output,
      successSchemaFlattened: output.successSchema ?? {},
      errorSchema: { type: 'object' },
    },
  };
}

/** A configuration with its templates, or with where they are. */
function asAnswered({ org }: Call, config: JsonObject, path: string): JsonObject {
  if (org.switches.actionTemplates === 'inline') return config;
  const { requestTemplate, ...request } = isObject(config.request) ? config.request : {};
  const { successTemplate, ...response } = isObject(config.response) ? config.response : {};
  return {
    ...config,
    request: {
      ...request,
      ...(requestTemplate === undefined
        ? {}
        : { requestTemplateUri: `${path}/templates/requesttemplate.vm` }),
    },
    response: {
      ...response,
      ...(successTemplate === undefined
        ? {}
        : { successTemplateUri: `${path}/templates/successtemplate.vm` }),
    },
  };
}

/** A template as plain text. */
export function readTemplate(call: Call): Answer {
  const { config } = found(call, actions, param(call, 'actionId'));
  const places: Readonly<Record<string, Json | undefined>> = {
    'requesttemplate.vm': at(config, 'request', 'requestTemplate'),
    'successtemplate.vm': at(config, 'response', 'successTemplate'),
  };
  const text = textOf(places[param(call, 'fileName')]);
  if (text === undefined) throw notFound();
  return { text };
}

export function createAction(call: Call): Answer {
  return answeredWhole(call, documents.create(call, actions));
}

export function patchAction(call: Call): Answer {
  return answeredWhole(call, documents.patch(call, actions));
}

/** Writes answer as a read without parameters does. */
function answeredWhole(call: Call, { body, ...answer }: Answer): Answer {
  const document = call.org.get(ACTIONS, idIn(body) ?? '');
  return document ? { ...answer, body: shownAction(call, document, ACTIONS) } : answer;
}

/** The draft of a published action. */
export function readDraft(call: Call): Answer {
  return { body: shownAction(call, draftOf(call), ACTIONS) };
}

function draftOf(call: Call): Document {
  const { id } = found(call, actions, param(call, 'actionId'));
  const draft = call.org.get(draftPath(id), DRAFT);
  if (!draft) throw notFound();
  return { ...draft, id };
}

/** Begins a draft as a copy of what is published. */
export function createDraft(call: Call): Answer {
  const action = foundToChange(call, actions, param(call, 'actionId'));
  const path = draftPath(action.id);
  if (call.org.get(path, DRAFT)) throw conflict('A draft of the action exists already.');
  call.org.put(path, { ...action, id: DRAFT, version: 1 });
  return { body: shownAction(call, draftOf(call), ACTIONS) };
}

/** Changes a draft, the contract too; its version must be the current one. */
export function patchDraft(call: Call): Answer {
  const draft = draftOf(call);
  checkVersion(call, draft, at(call.body, 'version'));
  const { version: _, ...body } = objectBody(call, { mode: 'merge', seen: draft, kept: SCHEMA_FIELDS });
  const next = stamped({ ...draft, ...body }, call.org.now());
  call.org.put(draftPath(draft.id), { ...next, id: DRAFT });
  return { body: shownAction(call, draftOf(call), ACTIONS) };
}

export function removeDraft(call: Call): Answer {
  const { id } = draftOf(call);
  call.org.remove(draftPath(id), DRAFT);
  return {};
}

/** Puts a draft in the place of what is published; then there is no draft any more. */
export function publishDraft(call: Call): Answer {
  const draft = draftOf(call);
  checkVersion(call, draft, at(call.body, 'version'));
  const action = foundToChange(call, actions, draft.id);
  const next = stamped({ ...action, ...draft, version: action.version ?? 1 }, call.org.now());
  call.org.put(ACTIONS, next);
  call.org.remove(draftPath(draft.id), DRAFT);
  note(call, actions, next, { action: 'Update', before: action, after: next });
  return { body: shownAction(call, next, ACTIONS) };
}
