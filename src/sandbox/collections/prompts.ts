/** Prompts and what they say in each language. */

import { type Call, flag } from '../call.ts';
import { badRequest, duplicate } from '../errors.ts';
import { isObject, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import type { Org } from '../org.ts';
import { DIVISIONS, PROMPT_RESOURCES, PROMPTS } from '../paths.ts';
import { renderedResource } from '../prompts.ts';
import { below } from '../templates.ts';
import type { Collection } from './collection.ts';
import { BY_DIVISION, name, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

export const PROMPT_COLLECTIONS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: PROMPTS,
    entity: 'Prompt',
    service: 'Architect',
    division: 'writtenOrAll',
    filters: {
      name: name(wildcard),
      description: { field: ['description'], matches: wildcard },
      divisionId: BY_DIVISION,
    },
    overriding: 'name',
    references: { '/division': DIVISIONS },
    unique: { field: 'name', clash: always },
    check: refuseRename,
    guard: refuseWithResources,
    render: (prompt, org, expand) =>
      expand.includes('resources') ? { ...prompt, resources: resourcesOf(prompt, org) } : prompt,
  },
  {
    ...LOOKUP,
    path: PROMPT_RESOURCES,
    entity: 'PromptResource',
    service: 'Architect',
    division: 'none',
    filters: {},
    references: {},
    settled: ['language', 'durationSeconds'],
    accept: (body, _, { params }) => ({ ...body, promptId: params['promptId'] ?? '' }),
    identify: ({ language }) => textOf(language) ?? '',
    fill: withoutEmptyTags,
    check: refuseSecond,
    render: renderedResource,
  },
];

function resourcesOf({ id }: Document, org: Org): Document[] {
  return org.all(below(PROMPT_RESOURCES, [id])).map((resource) => renderedResource(resource, org));
}

function withoutEmptyTags({ tags, ...resource }: Document): Document {
  return isObject(tags) && Object.keys(tags).length > 0 ? { ...resource, tags } : resource;
}

/** Source: CX as Code 1.84.1 says that a new name is a new prompt, and sends it with an update all the same. */
function refuseRename(next: JsonObject, previous: Document | undefined, { org }: Call): void {
  const isRename = previous !== undefined && next.name !== previous.name;
  if (isRename && org.switches.promptRename === 'refused') throw badRequest('A prompt cannot be renamed.');
}

/** One resource a language. */
function refuseSecond({ language }: JsonObject, previous: Document | undefined, { org, path }: Call): void {
  if (previous || !org.get(path, textOf(language) ?? '')) return;
  throw duplicate(org.switches.duplicateStatus, 'PromptResource', textOf(language) ?? '');
}

function refuseWithResources(prompt: Document, { org, query }: Call): void {
  if (flag(query, 'allResources') || org.all(below(PROMPT_RESOURCES, [prompt.id])).length === 0) return;
  throw badRequest(`Cannot delete prompt ${textOf(prompt.name)} since it contains prompt resources.`);
}
