import type { Json, JsonObject } from '../json/json.ts';
import type { Pattern, Pointer } from '../json/pointer.ts';

/**
 * What the engine must be told about one kind of object beyond the Platform API's own contract. Fields, enums,
 * read-only flags, paths, methods and permissions come from the contract (`generated/`); a type says only the rest.
 * Paths are JSON Pointers into the object as *reading* it answers it; `*` stands for any item or property. Defaults
 * stand in [ ].
 */
export interface ResourceType {
  /** CX as Code's resource name without `genesyscloud_`. */
  readonly type: string;
  /** What messages call one of them; several are `${noun}s`. */
  readonly noun: string;
  /** Operation IDs of the contract. A type without `create`, `update` and parts can only be referred to. */
  readonly calls: Calls;
  /** The fields that `name` stands for in a changeset. */
  readonly identity: Pointer;
  /** Where the platform refuses a second object of the same identity: `org` everywhere, `none` nowhere. [none] */
  readonly unique?: 'org' | 'none';
  /** Whether identities that differ only by case are the same. [false] */
  readonly caseless?: boolean;
  /** Words that stand for one object known by a flag, for references: `{ home: true }`. */
  readonly marked?: Readonly<Record<string, JsonObject>>;
  readonly list: ListFacts;
  /** Fields that the contract calls required although the platform does not ask for them. [none] */
  readonly optional?: readonly string[];
  /** What the body of `create` calls a place of the document. A place that is not listed keeps its path. [none] */
  readonly createShape?: Readonly<Record<Pointer, Pointer>>;
  /** Where the document names other objects. */
  readonly references?: Readonly<Record<Pattern, Reference>>;
  /**
   * Arrays that are sets: an element is the reference at `<path>/*`, and its other fields are attributes. Other
   * people's elements stay when a changeset adds or removes.
   */
  readonly sets?: readonly Pattern[];
  /** Ordered arrays in which a changeset may change single items (`change: [{ where, set }]`). */
  readonly lists?: readonly Pattern[];
  /** Sub-resources with calls of their own, as sets of the document. */
  readonly parts?: Readonly<Record<string, Part>>;
  /** Fields that change by a call of their own. */
  readonly moves?: Readonly<Record<Pointer, Call>>;
  /** Server-managed places that the contract does not flag as read-only. Never compared, never sent. [none] */
  readonly managed?: readonly Pattern[];
  /** Writable places of the contract that a changeset cannot set yet, with the reason. */
  readonly unsupported?: Readonly<Record<Pattern, string>>;
  readonly remove?: Removal;
  /** Exceptions of the platform, each with its source and the date it was checked. */
  readonly quirks?: readonly Quirk[];
  /** Documents to write on the way from `before` to `after`, where the platform refuses to go straight. */
  readonly via?: (before: JsonObject, after: JsonObject) => readonly JsonObject[];
}

export interface Calls {
  readonly list: string;
  readonly read: string;
  readonly create?: string;
  /** Replaces the whole object (PUT). */
  readonly update?: string;
  readonly remove?: string;
}

/** How the listing of a type is asked, and what its answers are good for. */
export interface ListFacts {
  /** `numbered`: pageNumber and pageCount; `cursor`: an `after` taken from nextUri. [numbered] */
  readonly pages?: 'numbered' | 'cursor';
  /** The largest page size that is known to be taken. */
  readonly size: number;
  /** A parameter that narrows by identity. Its answers are compared again: no filter is trusted to mean equality. */
  readonly find?: string;
  /** Fixed parameters, asked one after the other where there are several. [one pass without any] */
  readonly passes?: readonly JsonObject[];
  /** Whether an item is the whole object, as `read` answers it. [true] */
  readonly whole?: boolean;
}

/** A place that holds another object. Written as its name. */
export interface Reference {
  /** The type referred to. */
  readonly type?: string;
  /** Several possible types: the value of the sibling field `by` → the type. */
  readonly kinds?: Readonly<Record<string, string>>;
  readonly by?: string;
  /** How the document holds it: `object` is `{ id }`, `id` the plain ID. [object] */
  readonly as?: 'object' | 'id';
  /** Only objects with these fields will do; `noun` says them in words. */
  readonly where?: JsonObject;
  readonly noun?: string;
  /** Whether `"*"` (all of them) is allowed. [false] */
  readonly any?: boolean;
  /** Whether the object can exist for a while without it, so that a cycle may be broken here. [true] */
  readonly weak?: boolean;
}

/** A set behind calls of its own: its elements are references, keyed by ID. */
export interface Part {
  /** The type of an element. */
  readonly type: string;
  /** What messages call one element. */
  readonly noun: string;
  /** What an element says beyond its reference, with the value it has when nothing is said. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly read: PartRead;
  /** Makes elements present. Attributes that differ from what a new element has are set by `change`. */
  readonly add: PartCall;
  /** Sets attributes of an element. [the elements are added again with them] */
  readonly change?: PartCall;
  readonly remove: PartCall;
}

export interface Attribute {
  readonly schema: JsonObject;
  /** What a new element has. [must be said] */
  readonly initially?: Json;
}

export interface PartRead {
  readonly op: string;
  readonly size: number;
  /** Elements of this kind belong to something else: never touched, and none of them can be added. */
  readonly foreign?: { readonly path: Pointer; readonly is: Json; readonly why: string };
  /** A parameter of the type's own listing that brings the whole part along, and where. */
  readonly expand?: { readonly query: JsonObject; readonly at: Pointer };
}

/** A call about elements of a part. */
export interface PartCall extends Call {
  /** How many elements one call takes. [1] */
  readonly batch?: number;
}

/**
 * A call of the contract with what goes where. In `params`, `query` and `body` the texts `$id` (the object),
 * `$value` (a moved field's new value), `$element` (one element's ID), `$elements` (the elements, `{ id }` each) and
 * `$attributes` (the elements with their attributes) stand for the real thing.
 */
export interface Call {
  readonly op: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query?: JsonObject;
  readonly body?: Json;
}

export interface Removal {
  /** `soft`: a read by ID still answers it. [hard] */
  readonly is?: 'hard' | 'soft';
  /** What the body of a deleted object looks like. */
  readonly gone?: JsonObject;
  /** The operation that brings it back with its ID. [it is created again, with a new ID] */
  readonly restore?: string;
  /** Parameters that make the platform delete it although it is in use. Sent only with `force: true`. */
  readonly force?: JsonObject;
  /** Objects that cannot be deleted. */
  readonly never?: { readonly where: JsonObject; readonly why: string };
  /** What does not come back when a deletion is undone. */
  readonly losses?: readonly string[];
  /** Where the org may refer to it that cannot be looked through. */
  readonly unseen?: readonly string[];
}

/** One exception of the platform. */
export interface Quirk {
  readonly path: Pattern;
  /**
   * `absent`: read, but refused on write and meaningless: as if it were not there. `needs`: exists only while
   * another field of the document has one of these values. `self`: where nothing is said, the platform puts the
   * object itself, so that both are the same.
   */
  readonly is: 'absent' | 'needs' | 'self';
  readonly needs?: { readonly path: Pointer; readonly oneOf: readonly string[] };
  readonly source: string;
  readonly checked: string;
}
