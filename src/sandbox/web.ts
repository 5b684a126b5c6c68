/**
 * Configurations of messengers: a draft, and the versions that were published of it, which never change. The document
 * of a configuration is its draft, with a copy of what was published last; all that was published lies below it.
 * Source: CX as Code 1.84.1, webdeployments_configuration and webdeployments_deployment.
 */
import { badRequest, unknownReference } from './errors.ts';
import { at, idIn, isObject, type JsonObject, textOf, withDefaults } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { WEB_CONFIGURATIONS } from './paths.ts';

export const DRAFT = 'DRAFT';

/** What a configuration has of which nothing is said. */
const DEFAULTS: JsonObject = {
  languages: ['en-us'],
  defaultLanguage: 'en-us',
  headlessMode: { enabled: false },
  position: { alignment: 'Auto', sideSpace: 0, bottomSpace: 0 },
};
const MESSENGER: JsonObject = {
  enabled: true,
  launcherButton: { visibility: 'On' },
  fileUpload: { modes: [] },
  sessionPersistenceType: 'AcrossSubdomains',
};

export function fillConfiguration(document: Document): Document {
  const messenger = isObject(document.messenger)
    ? { messenger: withDefaults(document.messenger, MESSENGER) }
    : {};
  return { ...withDefaults(document, DEFAULTS), ...messenger, id: document.id };
}

/** The path below which the versions of a configuration lie, by their numbers. */
export function versionsPath(id: string): string {
  return `${WEB_CONFIGURATIONS}/${id}/versions`;
}

/** What was published, the newest first. */
export function versionsOf(org: Org, id: string): Document[] {
  return org.all(versionsPath(id)).toSorted((one, other) => Number(other.id) - Number(one.id));
}

/** The draft as the API answers it. What is written into it takes a while to be active. */
export function draftOf(org: Org, document: Document): Document {
  const { published: _, ...draft } = document;
  return { ...draft, version: DRAFT, status: isActive(org, document) ? 'Active' : 'Pending' };
}

export function isActive(org: Org, { dateModified }: Document): boolean {
  const since = Date.parse(textOf(dateModified) ?? '') || 0;
  return org.now() - since >= org.switches.webActiveMs;
}

/** A published version as the API answers it. */
export function publishedOf(configuration: string, version: Document): Document {
  return { ...version, id: configuration, version: version.id, status: 'Active' };
}

/** Publishes the draft as a version of its own, the next one. */
export function published(org: Org, document: Document, publisher: string): Document {
  const { published: _, id, ...draft } = document;
  const number = String(Number(versionsOf(org, id)[0]?.id ?? 0) + 1);
  const datePublished = new Date(org.now()).toISOString();
  const version = { ...draft, id: number, datePublished, publishedUser: { id: publisher } };
  org.put(versionsPath(id), version);
  const { dateModified: __, dateCreated: ___, ...content } = draft;
  org.put(WEB_CONFIGURATIONS, { ...document, published: content });
  return version;
}

/** The configuration of a deployment, with its name. */
export function configurationOf(org: Org, { configuration }: Document): JsonObject {
  const id = idIn(configuration) ?? '';
  const name = org.get(WEB_CONFIGURATIONS, id)?.name;
  return { ...(isObject(configuration) ? configuration : {}), ...(name === undefined ? {} : { name }) };
}

/** Throws the refusal of a deployment whose configuration has no such version, or that is open to no site. */
export function verifyDeployment(org: Org, deployment: Document): void {
  const id = idIn(deployment.configuration) ?? '';
  const version = textOf(at(deployment, 'configuration', 'version')) ?? '';
  if (!org.get(versionsPath(id), version)) throw unknownReference('configuration.version', version);
  const domains = deployment.allowedDomains;
  const hasDomains = Array.isArray(domains) && domains.length > 0;
  if (deployment.allowAllDomains === hasDomains || (deployment.allowAllDomains !== true && !hasDomains))
    throw badRequest('A deployment allows either all domains or those that it lists.');
}
