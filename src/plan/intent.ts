import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Action } from '../changeset/changeset.ts';
import type { Position } from '../diagnostics.ts';
import { equal, type JsonObject, objectOf } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import type { ReadFile } from './project-files.ts';

/**
 * `type/<percent-encoded name>`, in the changeset's words: how plans, records and messages call an operation. Of a child
 * `type/<parent>/<name>`, of what the org has only one of just the type.
 */
export type OperationKey = string;

/** The key of the operation on the object of that name, in that parent, in the changeset's words. */
export function operationKey(type: string, name: string, parent?: string): OperationKey {
  const names = [...(parent === undefined ? [] : [parent]), ...(name === '' ? [] : [name])];
  return [type, ...names.map(encodeURIComponent)].join('/');
}

/** The key of the object that an operation is about: some take a second operation, `#link` after or `#unlink` before. */
export function objectKey(key: OperationKey): OperationKey {
  return key.replace(/#(link|unlink)$/, '');
}

/** What one entry asks for, in one environment. */
export interface Intent {
  readonly key: OperationKey;
  readonly type: ResourceType;
  /** The changeset's name, and this org's. */
  readonly name: string;
  readonly live: string;
  /** What it belongs to. */
  readonly parent?: NamedReference;
  /** The ID that the mapping gives. */
  readonly id?: string;
  readonly was: readonly { readonly name: string; readonly live: string; readonly at: Position }[];
  readonly action: Action;
  readonly edits: readonly Edit[];
  /** The files that it names. */
  readonly files: readonly ReadFile[];
  readonly force: boolean;
  readonly why?: string;
  readonly at: Position;
}

/** An entry that has no effect in this environment, on purpose. */
export interface Skipped {
  readonly key: OperationKey;
  readonly type: string;
  readonly name: string;
  /** `lasting`: a rollback leaves it, because it cannot be deleted. */
  readonly reason: 'only' | 'absent' | 'lasting';
}

/** Another object, by name. Which one it is, is found out in the org or in the changeset. */
export class NamedReference {
  /** The types it may be of; more than one only before a kind was said. */
  readonly type: string;
  readonly name: string;
  readonly live: string;
  /** The ID that the mapping gives. */
  readonly id: string | undefined;
  /** `*`: all of them. Otherwise a word that stands for one object known by a flag, as `home`. */
  readonly special: string | undefined;
  /** Fields that the object must have. */
  readonly where: JsonObject;
  /** What messages call it. */
  readonly noun: string;
  /** What it belongs to. */
  readonly parent: NamedReference | undefined;
  /** Whether documents hold its name, not its ID. */
  readonly byName: boolean;
  readonly at: Position;

  constructor(
    facts: Omit<NamedReference, 'id' | 'special' | 'where' | 'parent' | 'byName'> & {
      id?: string;
      byName?: boolean;
      parent?: NamedReference;
      special?: string;
      where?: JsonObject;
    },
  ) {
    this.type = facts.type;
    this.name = facts.name;
    this.live = facts.live;
    this.id = facts.id;
    this.special = facts.special;
    this.where = facts.where ?? {};
    this.noun = facts.noun;
    this.parent = facts.parent;
    this.byName = facts.byName ?? false;
    this.at = facts.at;
  }
}

/** A set inside a value that is written whole. */
export class WantedSet {
  readonly elements: readonly WantedElement[];

  constructor(elements: readonly WantedElement[]) {
    this.elements = elements;
  }
}

/** An element of a set: another object, or a plain value; with the second half of a pair. */
export interface WantedElement {
  readonly reference: NamedReference | PlainValue;
  readonly other?: NamedReference;
  readonly attributes: JsonObject;
  /** Where each attribute was written, for what only the object itself can judge. [where the element was] */
  readonly places?: ReadonlyMap<string, Position>;
}

/** A plain value as an element of a set. */
export class PlainValue {
  readonly name: string;
  readonly at: Position;

  constructor(name: string, at: Position) {
    this.name = name;
    this.at = at;
  }
}

/** A value that a changeset asks for, with references still by name. */
export type Wanted =
  | null
  | boolean
  | number
  | string
  | readonly Wanted[]
  | WantedObject
  | NamedReference
  | WantedSet;

export interface WantedObject {
  readonly [key: string]: Wanted;
}

/** One thing that a changeset says about a document. */
export type Edit = PutEdit | ElementsEdit | ItemsEdit | KeyedEdit;

/** This value at this place; null clears it. */
export interface PutEdit {
  readonly verb: 'put';
  readonly path: Pointer;
  readonly value: Wanted;
  readonly at: Position;
}

/** Elements of a set or a part. */
export interface ElementsEdit {
  readonly verb: 'elements';
  readonly path: Pointer;
  /** What messages call one element. */
  readonly noun: string;
  readonly add: readonly WantedElement[];
  readonly change: readonly WantedElement[];
  /** Without its second half, every pair of the element. */
  readonly remove: readonly Pick<WantedElement, 'reference' | 'other'>[];
  /** All of it; undefined when only single elements are meant. */
  readonly exactly: readonly WantedElement[] | undefined;
  /** What an element has when nothing is said. */
  readonly initially: JsonObject;
  readonly at: Position;
}

/** Edits of what stands under a key that is another object. */
export interface KeyedEdit {
  readonly verb: 'keyed';
  readonly path: Pointer;
  readonly key: NamedReference;
  /** With paths below the key; an empty one is the whole value. */
  readonly edits: readonly Edit[];
  readonly at: Position;
}

/** Items of an ordered list. */
export interface ItemsEdit {
  readonly verb: 'items';
  readonly path: Pointer;
  readonly add: readonly Wanted[];
  readonly change: readonly {
    readonly where: WantedObject;
    readonly set: WantedObject;
    readonly at: Position;
  }[];
  readonly remove: readonly { readonly where: WantedObject; readonly at: Position }[];
  readonly exactly: readonly Wanted[] | undefined;
  readonly at: Position;
}

/** Fields that the object of an entry has besides its name, as far as the entry's files say them. */
export function saidIn({ files }: Pick<Intent, 'files'>): JsonObject {
  return objectOf(files.flatMap(({ says }) => Object.entries(says)));
}

/** Whether an object may be the one of an entry: not where its name is that of several, and a file says another one. */
export function mayBe(intent: Pick<Intent, 'type' | 'files'>, raw: JsonObject): boolean {
  const kind = intent.type.kind === undefined ? undefined : valueAt(saidIn(intent), intent.type.kind);
  return kind === undefined || equal(kind, valueAt(raw, intent.type.kind ?? ''));
}

export function isWantedList(value: Wanted): value is readonly Wanted[] {
  return Array.isArray(value);
}
