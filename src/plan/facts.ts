import type { ResourceType } from '../catalog/vocabulary.ts';
import { get, isObject, type JsonObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';

/** What the planner wants to know about the org. Each question is asked at most once in a run. */
export type Question =
  /** Every object of that identity, in this org's words. */
  | { readonly ask: 'named'; readonly type: ResourceType; readonly live: string }
  /** Every object of the type. */
  | { readonly ask: 'listed'; readonly type: ResourceType }
  /** One object, whole. */
  | { readonly ask: 'document'; readonly type: ResourceType; readonly id: string }
  /** All elements of a part of one object. */
  | { readonly ask: 'part'; readonly type: ResourceType; readonly id: string; readonly part: string }
  /** What the client may do, and where. */
  | { readonly ask: 'grants' };

export interface PartFacts {
  /** From the ID of an element to its attributes. */
  readonly elements: JsonObject;
  /** Elements that belong to something else, as members through a group. */
  readonly foreign: readonly string[];
  /** What the platform calls the elements. */
  readonly labels: Readonly<Record<string, string>>;
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

/** What is known about the org, as it was answered. */
export class Facts {
  readonly named = new Map<string, readonly JsonObject[]>();
  readonly listed = new Map<string, readonly JsonObject[]>();
  /** null where the platform says that there is no such object. */
  readonly documents = new Map<string, JsonObject | null>();
  readonly parts = new Map<string, PartFacts>();
  grants: readonly Grant[] | undefined;
}

export function questionKey(question: Question): string {
  switch (question.ask) {
    case 'named':
      return `${question.type.type}/${folded(question.type, question.live)}`;
    case 'listed':
      return question.type.type;
    case 'document':
      return documentKey(question.type, question.id);
    case 'part':
      return partKey(question.type, question.id, question.part);
    case 'grants':
      return 'grants';
  }
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

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** What has to be asked before the plan can be made. */
  get questions(): readonly Question[] {
    return [...this.#open.values()];
  }

  /** The live objects of that identity; undefined while that is not known. */
  named(type: ResourceType, live: string): readonly JsonObject[] | undefined {
    const all = this.#facts.listed.get(type.type);
    if (all) return all.filter((item) => isNamed(type, item, live));
    const question: Question = { ask: 'named', type, live };
    return this.#known(this.#facts.named.get(questionKey(question)), question);
  }

  listed(type: ResourceType): readonly JsonObject[] | undefined {
    return this.#known(this.#facts.listed.get(type.type), { ask: 'listed', type });
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

  part(type: ResourceType, id: string, part: string): PartFacts | undefined {
    const question: Question = { ask: 'part', type, id, part };
    return this.#known(this.#facts.parts.get(questionKey(question)), question);
  }

  grants(): readonly Grant[] | undefined {
    return this.#known(this.#facts.grants, { ask: 'grants' });
  }

  #known<T>(answer: T | undefined, question: Question): T | undefined {
    if (answer === undefined) this.#open.set(`${question.ask} ${questionKey(question)}`, question);
    return answer;
  }
}

/** Names compared as the platform compares them. */
export function folded(type: ResourceType, name: string): string {
  return type.caseless ? name.toLowerCase() : name;
}

/** What an object is called, in this org's words. */
export function identityOf(type: ResourceType, raw: JsonObject): string {
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

/** Whether the object has these fields with these values. */
export function hasFields(raw: JsonObject, fields: JsonObject): boolean {
  return Object.entries(fields).every(([key, value]) => get(raw, key) === value);
}

/** An object's ID as the platform answered it. */
export function idOfObject(raw: JsonObject): string {
  const id = isObject(raw) ? get(raw, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}
