import { typeNamed } from '../catalog/index.ts';
import type { Holders, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import { parentId } from './document.ts';

/** What the planner wants to know about the org. Each question is asked at most once in a run. */
export type Question =
  /** Every object of that identity, in this org's words; of a child, in its parent. */
  | {
      readonly ask: 'named';
      readonly type: ResourceType;
      readonly live: string;
      readonly parent?: string | undefined;
    }
  /** Every object of the type; of children, every one of a parent. */
  | {
      readonly ask: 'listed';
      readonly type: ResourceType;
      readonly parent?: string | undefined;
      /** Planning can do without: the client may have no right to see them. */
      readonly mayBeHidden?: boolean;
      /** Planning can do without where it takes more calls than this. */
      readonly most?: number;
    }
  /** One object, whole. */
  | { readonly ask: 'document'; readonly type: ResourceType; readonly id: string }
  /** All elements of a part of one object, or those that matter. */
  | {
      readonly ask: 'part';
      readonly type: ResourceType;
      readonly id: string;
      readonly part: string;
      /** The only ones that are asked for. */
      readonly keys?: ReadonlySet<string>;
    }
  /** A field of one object that is read by a call of its own. */
  | { readonly ask: 'section'; readonly type: ResourceType; readonly id: string; readonly section: string }
  /** A deleted object that still holds this identity. */
  | { readonly ask: 'deleted'; readonly type: ResourceType; readonly live: string }
  /** What is left of a deleted object that can come back under its ID. */
  | { readonly ask: 'remains'; readonly type: ResourceType; readonly id: string }
  /** What is written of an object and not published yet. */
  | { readonly ask: 'draft'; readonly type: ResourceType; readonly id: string }
  /** Which flows use an object. */
  | { readonly ask: 'consumers'; readonly kind: string; readonly id: string }
  /** Who holds an object in a part. */
  | {
      readonly ask: 'holders';
      readonly listing: Holders;
      readonly id: string;
      /** The most calls that it is worth: planning can do without. */
      readonly most: number;
    }
  /** How far a job of the type is. */
  | {
      readonly ask: 'job';
      readonly type: ResourceType;
      /** The name of its word. */
      readonly word: string;
      /** Its ID. */
      readonly job: string;
      /** The ID of the object that it is about; undefined for a new one. */
      readonly id: string | undefined;
    }
  /** What the client may do, and where. */
  | { readonly ask: 'grants' };

export interface PartFacts {
  /** From the ID of an element to its attributes. */
  readonly elements: JsonObject;
  /** Elements that belong to something else, as members through a group. */
  readonly foreign: readonly string[];
  /** What the platform calls the elements. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many pages all elements take, where that is known. */
  readonly pages?: number;
}

/** A flow that uses something. */
export interface Consumer {
  readonly id: string;
  readonly name: string;
  /** The index's word for its kind: `INBOUNDCALLFLOW`. */
  readonly kind: string;
  readonly version: string;
  /** Whether the version that runs uses it; otherwise one that is checked in. */
  readonly isPublished: boolean;
}

export interface Consumers {
  readonly flows: readonly Consumer[];
  /** Whether the platform's index knows them all. */
  readonly isComplete: boolean;
}

export interface Grant {
  /** `*` for all divisions. */
  readonly division: string;
  readonly divisionName?: string;
  /** The name of the role that is granted. */
  readonly role?: string;
  readonly policies: readonly {
    readonly domain: string;
    readonly entity: string;
    readonly actions: readonly string[];
  }[];
}

/** Why a listing is not known: the client may not see it, or it is too long. */
type Unlisted = 'hidden' | 'long';

/** What is known about the org, as it was answered. */
export class Facts {
  readonly named = new Map<string, readonly JsonObject[]>();
  readonly listed = new Map<string, readonly JsonObject[]>();
  /** null where the platform says that there is no such object. */
  readonly documents = new Map<string, JsonObject | null>();
  readonly parts = new Map<string, PartFacts>();
  /** Single elements of parts that were not read whole; null where there is none. */
  readonly elements = new Map<string, Map<string, JsonObject | null>>();
  /** How many pages such parts have. */
  readonly pages = new Map<string, number>();
  readonly sections = new Map<string, Json>();
  /** Listings that the client has no right to see. */
  readonly hidden = new Set<string>();
  /** Listings that would have taken more calls than they were worth. */
  readonly long = new Set<string>();
  /** null where nothing is. */
  readonly remains = new Map<string, JsonObject | null>();
  /** null where there is none. */
  readonly drafts = new Map<string, JsonObject | null>();
  /** null where there is none. */
  readonly deleted = new Map<string, JsonObject | null>();
  /** Which flows use an object; `hidden` where the client has no right to know. */
  readonly consumers = new Map<string, Consumers | 'hidden'>();
  /** The IDs of those who hold an object in a part, or why they are not known. */
  readonly holders = new Map<string, ReadonlySet<string> | Unlisted>();
  /** What the platform answers about jobs; null where it knows none of that ID. */
  readonly jobs = new Map<string, Json>();
  grants: readonly Grant[] | undefined;
}

export function questionKey(question: Question): string {
  switch (question.ask) {
    case 'named':
      return `${listKey(question.type, question.parent)}/${folded(question.type, question.live)}`;
    case 'listed':
      return listKey(question.type, question.parent);
    case 'document':
    case 'remains':
    case 'draft':
      return documentKey(question.type, question.id);
    case 'part':
      return partKey(question.type, question.id, question.part);
    case 'section':
      return partKey(question.type, question.id, question.section);
    case 'deleted':
      return `${question.type.type}/${folded(question.type, question.live)}`;
    case 'consumers':
      return `${question.kind}/${question.id}`;
    case 'holders':
      return `${question.listing.op}/${question.id}`;
    case 'job':
      return `${question.type.type}/${question.word}/${question.id ?? ''}/${question.job}`;
    case 'grants':
      return 'grants';
  }
}

export function listKey(type: ResourceType, parent: string | undefined): string {
  return parent === undefined ? type.type : `${type.type}/${parent}`;
}

export function documentKey(type: ResourceType, id: string): string {
  return `${type.type}/${id}`;
}

export function partKey(type: ResourceType, id: string, part: string): string {
  return `${type.type}/${id}/${part}`;
}

/**
 * Answers from the facts, and remembers what they cannot answer. Planning runs with an inquiry again and again until
 * no question is left: what the planner needs and what is asked cannot differ.
 */
export class Inquiry {
  readonly #facts: Facts;
  readonly #open = new Map<string, Question>();
  /** The elements that are asked for, by the key of the question. */
  readonly #keys = new Map<string, Set<string>>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** What has to be asked before the plan can be made. */
  get questions(): readonly Question[] {
    return [...this.#open.values()];
  }

  /** The live objects of that identity, without those that a read by ID does not find; undefined while that is not known. */
  named(type: ResourceType, live: string, parent?: string): readonly JsonObject[] | undefined {
    return this.#named(type, live, parent)?.filter(
      (item) => this.#facts.documents.get(documentKey(type, idOfObject(item))) !== null,
    );
  }

  #named(type: ResourceType, live: string, parent?: string): readonly JsonObject[] | undefined {
    if (type.byParent) return this.listed(type)?.filter((item) => parentId(idOfObject(item)) === parent);
    const all = this.#facts.listed.get(listKey(type, parent));
    if (all) return all.filter((item) => isNamed(type, item, live));
    const question: Question = { ask: 'named', type, live, parent };
    return this.#known(this.#facts.named.get(questionKey(question)), question);
  }

  listed(type: ResourceType, within?: string): readonly JsonObject[] | undefined {
    const parent = type.byParent ? undefined : within;
    return this.#known(this.#facts.listed.get(listKey(type, parent)), { ask: 'listed', type, parent });
  }

  /**
   * Every object of the type, whatever it belongs to; `hidden` where the client has no right to see them.
   * @param most how many calls a listing is worth: one that takes more, and is not known anyway, is `long`
   */
  everywhere(type: ResourceType): readonly JsonObject[] | 'hidden' | undefined;
  everywhere(type: ResourceType, most: number | undefined): readonly JsonObject[] | Unlisted | undefined;
  everywhere(type: ResourceType, most?: number): readonly JsonObject[] | Unlisted | undefined {
    if (type.singleton) {
      const raw = this.document(type, type.type);
      return raw === undefined ? undefined : raw ? [raw] : [];
    }
    if (type.parent === undefined || type.byParent) return this.#seen(type, undefined, most);
    const parentType = typeNamed(type.parent);
    const parents = this.#seen(parentType, undefined, most);
    if (!parents || typeof parents === 'string') return parents;
    const live = parents.filter((parent) => !isGone(parentType, parent)).map(idOfObject);
    const unknown = live.filter((id) => !this.#facts.listed.has(listKey(type, id)));
    if (most !== undefined && unknown.length > most) return 'long';
    const lists = live.map((id) => this.#seen(type, id, most));
    if (lists.includes('hidden')) return 'hidden';
    if (lists.includes('long')) return 'long';
    const known = lists.filter((list) => typeof list === 'object');
    return known.length < lists.length ? undefined : known.flat();
  }

  #seen(
    type: ResourceType,
    parent: string | undefined,
    most: number | undefined,
  ): readonly JsonObject[] | Unlisted | undefined {
    const key = listKey(type, parent);
    const listed = this.#facts.listed.get(key);
    if (this.#facts.hidden.has(key)) return 'hidden';
    if (!listed && most !== undefined && this.#facts.long.has(key)) return 'long';
    const limit = most === undefined ? {} : { most };
    return this.#known(listed, { ask: 'listed', type, parent, mayBeHidden: true, ...limit });
  }

  /** The whole object; null when it is gone. */
  document(type: ResourceType, id: string): JsonObject | null | undefined {
    const raw = this.#known(this.#facts.documents.get(documentKey(type, id)), { ask: 'document', type, id });
    return raw && isGone(type, raw) ? null : raw;
  }

  /** The whole object where somebody has read it by ID already; nothing is asked. */
  documentAtHand(type: ResourceType, id: string): JsonObject | undefined {
    return this.#facts.documents.get(documentKey(type, id)) ?? undefined;
  }

  /** @param keys the elements that matter, where the part can answer single ones [all] */
  part(
    type: ResourceType,
    id: string,
    part: string,
    keys?: readonly string[] | undefined,
  ): PartFacts | undefined {
    const question: Question = { ask: 'part', type, id, part };
    const key = questionKey(question);
    const whole = this.#facts.parts.get(key);
    if (whole) return whole;
    const open = this.#open.get(`part ${key}`);
    if (!keys || !type.parts?.[part]?.read.one) {
      this.#open.set(`part ${key}`, question);
      return undefined;
    }
    const known = this.#facts.elements.get(key);
    const missing = keys.filter((each) => !known?.has(each));
    if (missing.length === 0) {
      const found = keys.map((each) => [each, known?.get(each)] as const);
      const elements = objectOf(found.filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
      const pages = this.#facts.pages.get(key);
      return { elements, foreign: [], labels: {}, ...(pages === undefined ? {} : { pages }) };
    }
    if (open?.ask === 'part' && !open.keys) return undefined;
    const asked = this.#keys.get(key) ?? new Set();
    this.#keys.set(key, asked);
    for (const each of missing) asked.add(each);
    this.#open.set(`part ${key}`, { ...question, keys: asked });
    return undefined;
  }

  /** Whether all elements of the part are known already; nothing is asked. */
  hasPart(type: ResourceType, id: string, part: string): boolean {
    return this.#facts.parts.has(partKey(type, id, part));
  }

  section(type: ResourceType, id: string, section: string): Json | undefined {
    const question: Question = { ask: 'section', type, id, section };
    return this.#known(this.#facts.sections.get(questionKey(question)), question);
  }

  /** What is left of a deleted object; null when nothing is. */
  remains(type: ResourceType, id: string): JsonObject | null | undefined {
    const question: Question = { ask: 'remains', type, id };
    return this.#known(this.#facts.remains.get(questionKey(question)), question);
  }

  /** What is written of an object and not published yet; null when there is nothing. */
  draft(type: ResourceType, id: string): JsonObject | null | undefined {
    return this.#known(this.#facts.drafts.get(documentKey(type, id)), { ask: 'draft', type, id });
  }

  /** A deleted object that still holds this identity; null when there is none. */
  deleted(type: ResourceType, live: string): JsonObject | null | undefined {
    const question: Question = { ask: 'deleted', type, live };
    return this.#known(this.#facts.deleted.get(questionKey(question)), question);
  }

  /** Which flows use an object. @param kind the word of the platform's index for it */
  consumers(kind: string, id: string): Consumers | 'hidden' | undefined {
    const question: Question = { ask: 'consumers', kind, id };
    return this.#known(this.#facts.consumers.get(questionKey(question)), question);
  }

  /**
   * The IDs of those who hold an object in a part; `hidden` where the client has no right to know.
   * @param most how many calls that is worth: where it takes more, they are `long`
   */
  holders(listing: Holders, id: string, most: number): ReadonlySet<string> | Unlisted | undefined {
    const question: Question = { ask: 'holders', listing, id, most };
    return this.#known(this.#facts.holders.get(questionKey(question)), question);
  }

  /** How far a job is: what its watch answers; null where the platform knows no such job. */
  job(type: ResourceType, word: string, job: string, id: string | undefined): Json | undefined {
    const question: Question = { ask: 'job', type, word, job, id };
    return this.#known(this.#facts.jobs.get(questionKey(question)), question);
  }

  grants(): readonly Grant[] | undefined {
    return this.#known(this.#facts.grants, { ask: 'grants' });
  }

  #known<T>(answer: T | undefined, question: Question): T | undefined {
    const key = `${question.ask} ${questionKey(question)}`;
    const open = this.#open.get(key);
    if (answer === undefined && (!open || needOf(question) > needOf(open))) this.#open.set(key, question);
    return answer;
  }
}

/** How badly an answer is needed: where the same is asked twice, the more urgent question stays. */
function needOf(question: Question): number {
  if (question.ask !== 'listed' || !question.mayBeHidden) return 2;
  return question.most === undefined ? 1 : 0;
}

/** Names compared as the platform compares them. */
export function folded(type: ResourceType, name: string): string {
  return type.caseless ? name.toLowerCase() : name;
}

/** What an object is called, in this org's words; nothing for what the org has only one of. */
export function identityOf(type: ResourceType, raw: JsonObject): string {
  if (type.singleton) return '';
  const value = valueAt(raw, type.identity);
  return typeof value === 'string' ? value : '';
}

/** Whether a live object carries that identity. Deleted objects carry none. */
export function isNamed(type: ResourceType, raw: JsonObject, live: string): boolean {
  return folded(type, identityOf(type, raw)) === folded(type, live) && !isGone(type, raw);
}

/** Whether the platform answers this body for an object that was deleted. */
export function isGone(type: ResourceType, raw: JsonObject): boolean {
  const gone = type.remove?.gone;
  return gone !== undefined && hasFields(raw, gone);
}

/** Whether the object has these fields with these values; a text that ends in `*` is the beginning of one. */
export function hasFields(raw: JsonObject, fields: JsonObject): boolean {
  return Object.entries(fields).every(([key, value]) => {
    const found = get(raw, key);
    if (typeof value !== 'string' || !value.endsWith('*')) return found === value;
    return typeof found === 'string' && found.startsWith(value.slice(0, -1));
  });
}

/** Whether an object is of the kind that a document says, where the type tells several of one identity apart. */
export function isOfKind(type: ResourceType, raw: JsonObject, document: Json | undefined): boolean {
  return type.kind === undefined || equal(valueAt(raw, type.kind), valueAt(document, type.kind));
}

/** Why an object can be referred to, and not changed; undefined for one that can be. */
export function fixedBy({ fixed = [] }: ResourceType, raw: JsonObject): string | undefined {
  return fixed.find(({ where }) => hasFields(raw, where))?.why;
}

/** An object's ID as the platform answered it. */
export function idOfObject(raw: JsonObject): string {
  const id = isObject(raw) ? get(raw, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}
