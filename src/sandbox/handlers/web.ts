/** Configurations of messengers: drafts, publishing, and versions that never change. */
import { type Answer, type Call, flag, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badRequest, notFound } from '../errors.ts';
import { idIn } from '../json.ts';
import type { Document } from '../model.ts';
import { cursorPage } from '../paging.ts';
import { WEB_CONFIGURATIONS } from '../paths.ts';
import { sees } from '../permissions.ts';
import { DRAFT, draftOf, isActive, published, publishedOf, versionsOf, versionsPath } from '../web.ts';
import { create, found, foundToChange, note, replace } from './documents.ts';

const MAX_PAGE = 100;
const configurations = collectionAt(WEB_CONFIGURATIONS);

/** Each configuration once: its newest version, or its draft, which is all that some have. */
export function listConfigurations(call: Call): Answer {
  const { org, query } = call;
  const isPublic = flag(query, 'showOnlyPublished');
  const shown = org
    .listed(WEB_CONFIGURATIONS)
    .filter((document) => sees(call, WEB_CONFIGURATIONS, document))
    .flatMap((document): Document[] => {
      const [newest] = versionsOf(org, document.id);
      if (newest && (isPublic || org.switches.webConfigurationList === 'published'))
        return [publishedOf(document.id, newest)];
      return isPublic ? [] : [draftOf(org, document)];
    });
  return { body: cursorPage(call, shown, MAX_PAGE, (document) => document) };
}

/** A new configuration is a draft. */
export function createConfiguration(call: Call): Answer {
  return asDraft(call, create(call, configurations));
}

export function readDraft(call: Call): Answer {
  return { body: draftOf(call.org, configurationOf(call)) };
}

/** What was published stays as it is. */
export function replaceDraft(call: Call): Answer {
  return asDraft(call, replace(call, configurations));
}

function asDraft(call: Call, { body }: Answer): Answer {
  const document = call.org.get(WEB_CONFIGURATIONS, idIn(body) ?? '');
  return document ? { body: draftOf(call.org, document) } : {};
}

/** Refused while the draft is not active yet. */
export function publishDraft(call: Call): Answer {
  const { org, client } = call;
  const document = foundToChange(call, configurations, param(call, 'configurationId'));
  if (!isActive(org, document)) throw badRequest('The draft is not active yet.');
  const version = published(org, document, client.id);
  note(call, configurations, document, { action: 'Update', before: document, after: document });
  return { body: publishedOf(document.id, version) };
}

/** All versions, the draft among them. */
export function listVersions(call: Call): Answer {
  const document = configurationOf(call);
  const versions = versionsOf(call.org, document.id).map((version) => publishedOf(document.id, version));
  const all = [...versions, draftOf(call.org, document)];
  return { body: cursorPage(call, all, MAX_PAGE, (version) => version) };
}

export function readVersion(call: Call): Answer {
  const document = configurationOf(call);
  const id = param(call, 'versionId');
  if (id.toUpperCase() === DRAFT) return readDraft(call);
  const version = call.org.get(versionsPath(document.id), id);
  if (!version) throw notFound();
  return { body: publishedOf(document.id, version) };
}

function configurationOf(call: Call): Document {
  return found(call, configurations, param(call, 'configurationId'));
}
