import type { Part, ResourceType } from '../catalog/vocabulary.ts';
import { get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import {
  documentKey,
  type Facts,
  folded,
  type Grant,
  identityOf,
  idOfObject,
  isNamed,
  type PartFacts,
  partKey,
  type Question,
  questionKey,
} from '../plan/facts.ts';
import { ownParams } from '../plan/steps.ts';
import { isMissing } from './errors.ts';
import { everyItem, type ListRequest, listRequests, type Page, page, restOf } from './listing.ts';
import type { Session } from './session.ts';

/** More objects than this are not kept: only those that were asked for. */
const MOST_KEPT = 20_000;

/** Answers the planner's questions in as few calls as possible and writes the answers into the facts. */
export async function answer(session: Session, questions: readonly Question[], facts: Facts): Promise<void> {
  const reader = new Reader(session, facts);
  const of = <T extends Question['ask']>(ask: T) =>
    questions.filter((question): question is Extract<Question, { ask: T }> => question.ask === ask);
  const listed = of('listed').map(({ type }) => type);
  const named = grouped(
    of('named').filter(({ type }) => !listed.includes(type)),
    ({ type }) => type,
  );
  const parts = grouped(of('part'), ({ type, part }) => `${type.type}/${part}`);
  await Promise.all([
    ...listed.map((type) => reader.list(type)),
    ...[...named].map(([type, group]) => reader.find(type, group)),
    ...of('document').map(({ type, id }) => reader.read(type, id)),
    ...[...parts.values()].map((group) => reader.parts(group)),
    ...(of('grants').length > 0 ? [reader.grants()] : []),
  ]);
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

type Named = Extract<Question, { ask: 'named' }>;
type PartQuestion = Extract<Question, { ask: 'part' }>;

class Reader {
  readonly #session: Session;
  readonly #facts: Facts;

  constructor(session: Session, facts: Facts) {
    this.#session = session;
    this.#facts = facts;
  }

  async list(type: ResourceType): Promise<void> {
    const items = await Promise.all(listRequests(type).map((request) => everyItem(this.#session, request)));
    this.#facts.listed.set(type.type, items.flat());
  }

  /** Finds objects by name: by filtered look-ups or by one listing pass, whichever is fewer calls. */
  async find(type: ResourceType, questions: readonly Named[]): Promise<void> {
    const search = new Search(type, questions);
    const isAll =
      search.canFilter() && questions.length === 1 ? await this.#look(search) : await this.#pass(search);
    for (const [key, items] of search.found) this.#facts.named.set(key, items);
    if (isAll && search.items) this.#facts.listed.set(type.type, search.items);
  }

  /** Returns whether every object of the type was seen. */
  async #pass(search: Search): Promise<boolean> {
    let isAll = true;
    for (const request of listRequests(search.type)) {
      if (search.isDone()) return false;
      const first = await page(this.#session, request);
      search.take(first.items);
      if (!first.next) continue;
      if (search.isDone()) return false;
      const isCheaper = first.pageCount !== undefined && search.open().length < first.pageCount - 1;
      if (isCheaper && search.canFilter()) return this.#look(search);
      isAll = (await this.#rest(search, request, first)) && isAll;
    }
    return isAll;
  }

  /** The pages after the first; where names are unique, only until all are found. Returns whether it was all. */
  async #rest(search: Search, request: ListRequest, first: Page): Promise<boolean> {
    if (search.type.unique !== 'org') {
      search.take(await restOf(this.#session, request, first));
      return true;
    }
    let { next } = first;
    while (next && !search.isDone()) {
      const following = await page(this.#session, request, next);
      search.take(following.items);
      next = following.next;
    }
    return next === undefined;
  }

  /** One filtered listing for each name. Never shows everything. */
  async #look(search: Search): Promise<false> {
    const { type } = search;
    const { find } = type.list;
    await Promise.all(
      search.open().map(async ({ live }) => {
        const requests = listRequests(type, { [find ?? '']: live });
        const items = await Promise.all(requests.map((request) => everyItem(this.#session, request)));
        search.take(items.flat());
      }),
    );
    return false;
  }

  async read(type: ResourceType, id: string): Promise<void> {
    this.#facts.documents.set(documentKey(type, id), await readObject(this.#session, type, id));
  }

  /** One part of several objects: with the type's own listing where that is fewer calls. */
  async parts(questions: readonly PartQuestion[]): Promise<void> {
    const [first] = questions;
    const part = first?.type.parts?.[first.part];
    if (!first || !part) return;
    const open = part.read.expand && questions.length > 2 ? await this.#expanded(questions, part) : questions;
    await Promise.all(
      open.map(async ({ type, id }) => {
        const facts = await readPart(this.#session, part, id);
        this.#facts.parts.set(partKey(type, id, first.part), facts);
      }),
    );
  }

  /** Reads the part of many objects along with their listing; returns those that it did not bring. */
  async #expanded(questions: readonly PartQuestion[], part: Part): Promise<PartQuestion[]> {
    const { expand } = part.read;
    const [question] = questions;
    if (!expand || !question) return [...questions];
    const open = new Map(questions.map((asked) => [asked.id, asked]));
    for (const request of listRequests(question.type, expand.query)) {
      const first = await page(this.#session, request);
      if ((first.pageCount ?? 1) > open.size) break;
      for (const item of [...first.items, ...(await restOf(this.#session, request, first))]) {
        const id = idOfObject(item);
        const elements = valueAt(item, expand.at);
        // An expansion that is missing is not an empty one: the platform leaves them out under load.
        if (!open.has(id) || !isArray(elements)) continue;
        this.#facts.parts.set(partKey(question.type, id, question.part), partFacts(part, elements));
        open.delete(id);
      }
      if (open.size === 0) break;
    }
    return [...open.values()];
  }

  async grants(): Promise<void> {
    const body = await this.#session.call({ op: 'getAuthorizationSubjectsMe' });
    const grants = isObject(body) ? get(body, 'grants') : undefined;
    this.#facts.grants = (isArray(grants) ? grants : []).map(grantOf);
  }
}

/** Names that are looked for, and what was found. */
class Search {
  readonly type: ResourceType;
  readonly found = new Map<string, JsonObject[]>();
  /** Everything that was seen; undefined when that is too much to keep. */
  items: JsonObject[] | undefined = [];
  readonly #questions: ReadonlyMap<string, Named>;

  constructor(type: ResourceType, questions: readonly Named[]) {
    this.type = type;
    this.#questions = new Map(questions.map((question) => [folded(type, question.live), question]));
    for (const question of questions) this.found.set(questionKey(question), []);
  }

  take(items: readonly JsonObject[]): void {
    if (this.items && this.items.length + items.length > MOST_KEPT) this.items = undefined;
    this.items?.push(...items);
    for (const item of items) {
      const question = this.#questions.get(folded(this.type, identityOf(this.type, item)));
      if (!question || !isNamed(this.type, item, question.live)) continue;
      const found = this.found.get(questionKey(question)) ?? [];
      if (!found.some((known) => idOfObject(known) === idOfObject(item))) found.push(item);
    }
  }

  /** Names that may still have an object that was not seen. */
  open(): Named[] {
    const questions = [...this.#questions.values()];
    if (this.type.unique !== 'org') return questions;
    return questions.filter((question) => this.found.get(questionKey(question))?.length === 0);
  }

  isDone(): boolean {
    return this.open().length === 0;
  }

  /** Whether the filter of the listing can take all open names: a star in one would be a wildcard. */
  canFilter(): boolean {
    return (
      this.type.list.find !== undefined && this.open().every(({ live }) => live !== '' && !live.includes('*'))
    );
  }
}

/** One object, whole; null when the platform says that there is none. */
export async function readObject(
  session: Session,
  type: ResourceType,
  id: string,
): Promise<JsonObject | null> {
  const params = ownParams(type.calls.read, id) as Record<string, string>;
  try {
    const body = await session.call({ op: type.calls.read, params });
    return isObject(body) ? body : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** All elements of a part of one object. */
export async function readPart(session: Session, part: Part, id: string): Promise<PartFacts> {
  const { op, size } = part.read;
  const params = ownParams(op, id) as Record<string, string>;
  const items = await everyItem(session, { op, params, query: { pageSize: size }, pages: 'numbered' });
  return partFacts(part, items);
}

function partFacts(part: Part, items: readonly Json[]): PartFacts {
  const elements: [string, JsonObject][] = [];
  const foreign: string[] = [];
  const labels: [string, string][] = [];
  for (const item of items.filter(isObject)) {
    const id = idOfObject(item);
    const name = get(item, 'name');
    if (typeof name === 'string') labels.push([id, name]);
    if (part.read.foreign && valueAt(item, part.read.foreign.path) === part.read.foreign.is) foreign.push(id);
    else elements.push([id, attributesOf(part, item)]);
  }
  return { elements: objectOf(elements), foreign, labels: Object.fromEntries(labels) };
}

function attributesOf(part: Part, item: JsonObject): JsonObject {
  return objectOf(
    Object.entries(part.attributes ?? {}).flatMap(([name, { initially }]) => {
      const value = get(item, name) ?? initially;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function grantOf(raw: Json): Grant {
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const policies = valueAt(raw, '/role/policies');
  const role = text(valueAt(raw, '/role/name'));
  const divisionName = text(valueAt(raw, '/division/name'));
  return {
    division: text(valueAt(raw, '/division/id')),
    ...(divisionName === '' ? {} : { divisionName }),
    ...(role === '' ? {} : { role }),
    policies: (isArray(policies) ? policies : []).map((policy) => {
      const actions = valueAt(policy, '/actions');
      return {
        domain: text(valueAt(policy, '/domain')),
        entity: text(valueAt(policy, '/entityName')),
        actions: (isArray(actions) ? actions : []).map(text),
      };
    }),
  };
}
