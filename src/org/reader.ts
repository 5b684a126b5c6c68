import type { Part, ResourceType } from '../catalog/vocabulary.ts';
import { get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import {
  documentKey,
  type Facts,
  folded,
  type Grant,
  identityOf,
  idOfObject,
  isGone,
  isNamed,
  listKey,
  type PartFacts,
  partKey,
  type Question,
  questionKey,
} from '../plan/facts.ts';
import { ownParams } from '../plan/steps.ts';
import { askConsumers } from './consumers.ts';
import { isMissing, isRefused, PlatformError } from './errors.ts';
import { lookAtJob } from './jobs.ts';
import { everyItem, type ListRequest, listRequests, type Page, page, restOf } from './listing.ts';
import { inParent, readKnown, readObject, readSection } from './objects.ts';
import { partFacts, readElements, readPart } from './parts.ts';
import { searched } from './search.ts';
import type { Session } from './session.ts';

/**
 * More objects than this are not kept: only those that were asked for. Where names are unique a pass goes to its end only
 * for a name that is missing, and who asked for that asks for all then.
 */
const MOST_KEPT = 20_000;

/** Answers the planner's questions in as few calls as possible and writes the answers into the facts. */
export async function answer(session: Session, questions: readonly Question[], facts: Facts): Promise<void> {
  const reader = new Reader(session, facts);
  const of = <T extends Question['ask']>(ask: T) =>
    questions.filter((question): question is Extract<Question, { ask: T }> => question.ask === ask);
  const listed = of('listed');
  const lists = new Set(listed.map(questionKey));
  const named = grouped(
    of('named').filter(({ type, parent }) => !lists.has(listKey(type, parent))),
    ({ type, parent }) => listKey(type, parent),
  );
  const parts = grouped(of('part'), ({ type, part }) => `${type.type}/${part}`);
  await Promise.all([
    ...listed.map((question) => reader.list(question)),
    ...[...named.values()].map((group) => reader.find(group)),
    ...of('document').map(({ type, id }) => reader.read(type, id)),
    ...[...parts.values()].map((group) => reader.parts(group)),
    ...of('section').map(({ type, id, section }) => reader.section(type, id, section)),
    ...of('draft').map(({ type, id }) => reader.draft(type, id)),
    ...of('remains').map(({ type, id }) => reader.remains(type, id)),
    ...of('deleted').map(({ type, live }) => reader.deleted(type, live)),
    ...of('job').map((question) => reader.job(question)),
    ...of('holders').map((question) => reader.holders(question)),
    ...(of('consumers').length > 0 ? [askConsumers(session, of('consumers'), facts)] : []),
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
type Listed = Extract<Question, { ask: 'listed' }>;
type HoldersQuestion = Extract<Question, { ask: 'holders' }>;
type JobQuestion = Extract<Question, { ask: 'job' }>;
type PartQuestion = Extract<Question, { ask: 'part' }>;

class Reader {
  readonly #session: Session;
  readonly #facts: Facts;

  constructor(session: Session, facts: Facts) {
    this.#session = session;
    this.#facts = facts;
  }

  async list({ type, parent, mayBeHidden, most }: Listed): Promise<void> {
    const key = listKey(type, parent);
    const requests = listRequests(type, {}, parent);
    const items = await this.#every(requests, most).catch((error: unknown): 'hidden' => {
      if (mayBeHidden && error instanceof PlatformError && error.status === 403) return 'hidden';
      throw error;
    });
    if (typeof items === 'string') this.#facts[items].add(key);
    else
      this.#facts.listed.set(
        key,
        items.map((item) => asListed(type, item, parent)),
      );
  }

  /** The items of these listings, unless their first pages say that it takes more than so many calls. */
  async #every(
    requests: readonly ListRequest[],
    most = Number.POSITIVE_INFINITY,
  ): Promise<JsonObject[] | 'long'> {
    const started = await Promise.all(
      requests.map(async (request) => ({ request, first: await page(this.#session, request) })),
    );
    const calls = started.map(({ first }) => (first.next ? (first.pageCount ?? most + 1) : 1));
    if (calls.reduce((sum, count) => sum + count, 0) > most) return 'long';
    const items = await Promise.all(
      started.map(async ({ request, first }) => [
        ...first.items,
        ...(await restOf(this.#session, request, first)),
      ]),
    );
    return items.flat();
  }

  /** Finds objects by name: by filtered look-ups or by one listing pass, whichever is fewer calls. */
  async find(questions: readonly Named[]): Promise<void> {
    const [first] = questions;
    if (!first) return;
    const { type, parent } = first;
    const search = new Search(type, parent, questions);
    const isAll =
      search.canFilter() && questions.length === 1 ? await this.#look(search) : await this.#pass(search);
    for (const [key, items] of search.found) this.#facts.named.set(key, items);
    if (isAll && search.items) this.#facts.listed.set(listKey(type, parent), search.items);
  }

  /** Returns whether every object of the type was seen. */
  async #pass(search: Search): Promise<boolean> {
    let isAll = true;
    for (const request of listRequests(search.type, {}, search.parent)) {
      if (search.isDone()) return false;
      const first = await page(this.#session, request);
      search.take(first.items);
      if (!first.next) continue;
      if (search.isDone()) return false;
      const isCheaper = first.pageCount !== undefined && search.open().length < first.pageCount - 1;
      if (isCheaper && search.canFilter()) return this.#look(search);
      await this.#ask(search, (first.pageCount ?? 1) - 1);
      if (search.isDone()) return false;
      isAll = (await this.#rest(search, request, first)) && isAll;
    }
    return isAll;
  }

  /** The pages after the first; where names are unique, only until all are found. Returns whether it was all. */
  async #rest(search: Search, request: ListRequest, first: Page): Promise<boolean> {
    if (!isUnique(search.type)) {
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
    const { type, parent } = search;
    const find = type.list?.find;
    await Promise.all(
      search.open().map(async ({ live }) => {
        const requests = listRequests(type, { [find ?? '']: live }, parent);
        const items = await Promise.all(requests.map((request) => everyItem(this.#session, request)));
        search.take(items.flat());
      }),
    );
    return false;
  }

  /**
   * Asks the platform's index for the open names, where that and a read of each take fewer calls than so many pages. It
   * is behind the org, so that only what a read confirms is found, and nothing is known to be missing.
   */
  async #ask(search: Search, pages: number): Promise<void> {
    const { type } = search;
    const finder = type.list?.search;
    const names = search.open().map(({ live }) => live);
    const most = finder?.most ?? 1;
    if (!finder || search.isAsked || names.length + Math.ceil(names.length / most) >= pages) return;
    search.isAsked = true;
    const hits = await searched(this.#session, finder, names).catch((error: unknown) => {
      if (isRefused(error)) return [];
      throw error;
    });
    const ids = new Set(hits.map(idOfObject));
    const read = await Promise.all([...ids].map((id) => readObject(this.#session, type, id)));
    const found = read.filter((raw) => raw !== null);
    search.match(found);
    for (const raw of found) this.#facts.documents.set(documentKey(type, idOfObject(raw)), raw);
  }

  async read(type: ResourceType, id: string): Promise<void> {
    this.#facts.documents.set(documentKey(type, id), await readKnown(this.#session, type, id));
  }

  async section(type: ResourceType, id: string, section: string): Promise<void> {
    const value = await readSection(this.#session, type, id, section);
    this.#facts.sections.set(partKey(type, id, section), value);
  }

  async draft(type: ResourceType, id: string): Promise<void> {
    const op = type.draft?.read ?? type.versions?.draft ?? '';
    const call = { op, params: ownParams(op, id) as Record<string, string>, query: type.readQuery ?? {} };
    const draft = await this.#session.call(call).catch((error: unknown): null => {
      if (isMissing(error)) return null;
      throw error;
    });
    this.#facts.drafts.set(documentKey(type, id), isObject(draft) ? draft : null);
  }

  async remains(type: ResourceType, id: string): Promise<void> {
    const found = await readObject(this.#session, type, id, type.remove?.restore?.read);
    this.#facts.remains.set(documentKey(type, id), found);
  }

  /** Looks for a deleted object that still holds an identity. */
  async deleted(type: ResourceType, live: string): Promise<void> {
    const found = await findDeleted(this.#session, type, live);
    this.#facts.deleted.set(questionKey({ ask: 'deleted', type, live }), found);
  }

  /** One part of several objects: with the type's own listing where that is fewer calls. */
  async parts(questions: readonly PartQuestion[]): Promise<void> {
    const [first] = questions;
    const part = first?.type.parts?.[first.part];
    if (!first || !part) return;
    const open = part.read.expand && questions.length > 2 ? await this.#expanded(questions, part) : questions;
    await Promise.all(
      open.map(async ({ type, id, keys }) => {
        if (keys) {
          const { whole, some, pages } = await readElements(this.#session, part, id, keys);
          const key = partKey(type, id, first.part);
          if (whole) this.#facts.parts.set(key, whole);
          else this.#facts.elements.set(key, new Map([...(this.#facts.elements.get(key) ?? []), ...some]));
          if (pages !== undefined) this.#facts.pages.set(key, pages);
          return;
        }
        const facts = await this.#part(type, part, id);
        this.#facts.parts.set(partKey(type, id, first.part), facts);
      }),
    );
  }

  /** A list may still show an object that is gone: such a one has no elements. */
  async #part(type: ResourceType, part: Part, id: string): Promise<PartFacts> {
    try {
      return await readPart(this.#session, part, id);
    } catch (error) {
      if (isMissing(error) && (await readKnown(this.#session, type, id)) === null) return partFacts(part, []);
      throw error;
    }
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

  /** Who holds an object. One that is so new that it is not found here is as one that may not be asked about. */
  async holders(question: HoldersQuestion): Promise<void> {
    const { listing, id, most } = question;
    const { op, size, at } = listing;
    const params = ownParams(op, id) as Record<string, string>;
    const request = { op, params, query: { pageSize: size }, pages: 'numbered' } as const;
    const items = await this.#every([request], most).catch((error: unknown): 'hidden' => {
      if (isMissing(error) || isRefused(error)) return 'hidden';
      throw error;
    });
    const answer =
      typeof items === 'string' ? items : new Set(items.map((item) => String(valueAt(item, at))));
    this.#facts.holders.set(questionKey(question), answer);
  }

  async job(question: JobQuestion): Promise<void> {
    const { type, word, job: id, id: about } = question;
    const job = type.jobs?.[word];
    if (job) this.#facts.jobs.set(questionKey(question), await lookAtJob(this.#session, { job, id, about }));
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
  readonly parent: string | undefined;
  readonly found = new Map<string, JsonObject[]>();
  /** Everything that was seen; undefined when that is too much to keep. */
  items: JsonObject[] | undefined = [];
  /** Whether the index of the platform has said what it knows. */
  isAsked = false;
  readonly #questions: ReadonlyMap<string, Named>;

  constructor(type: ResourceType, parent: string | undefined, questions: readonly Named[]) {
    this.type = type;
    this.parent = parent;
    this.#questions = new Map(questions.map((question) => [folded(type, question.live), question]));
    for (const question of questions) this.found.set(questionKey(question), []);
  }

  /** Items of a listing: each is kept, as long as they are not too many. */
  take(answered: readonly JsonObject[]): void {
    const items = answered.map((item) => asListed(this.type, item, this.parent));
    const count = (this.items?.length ?? 0) + items.length;
    if (count > MOST_KEPT && !isUnique(this.type)) this.items = undefined;
    this.items?.push(...items);
    this.match(items);
  }

  /** Objects that may have one of the names, each once. */
  match(items: readonly JsonObject[]): void {
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
    if (!isUnique(this.type)) return questions;
    return questions.filter((question) => this.found.get(questionKey(question))?.length === 0);
  }

  isDone(): boolean {
    return this.open().length === 0;
  }

  /** Whether the filter of the listing can take all open names: a star in one would be a wildcard. */
  canFilter(): boolean {
    return (
      this.type.list?.find !== undefined &&
      this.open().every(({ live }) => live !== '' && !live.includes('*'))
    );
  }
}

/** The deleted object that still holds an identity, whole; null when there is none. */
async function findDeleted(session: Session, type: ResourceType, live: string): Promise<JsonObject | null> {
  const restore = type.remove?.restore;
  if (!restore?.find) return null;
  const found = await searched(session, restore.find, [live]);
  const item = found.find(
    (candidate) =>
      isGone(type, candidate) && folded(type, identityOf(type, candidate)) === folded(type, live),
  );
  return item ? readObject(session, type, idOfObject(item), restore.read) : null;
}

/** An item of a listing that was asked for what is in a parent. */
function asListed(type: ResourceType, item: JsonObject, parent: string | undefined): JsonObject {
  return inParent(item, type.byParent ? idOfObject(item) : parent);
}

function isUnique(type: ResourceType): boolean {
  return type.unique === 'org' || type.unique === 'parent';
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
