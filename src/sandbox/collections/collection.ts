/** What a row of the collections says about one: everything that the contract does not. */
import type { Call, Query } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import type { Org } from '../org.ts';
import type { References } from '../references.ts';
import type { Switches } from '../switches.ts';
import type { Filter } from './filters.ts';

/** An object that is kept from being deleted, by its collection's path and its id. */
export interface Held {
  readonly target: string;
  readonly id: string;
}

/** A complete document and the collection that it goes to. */
export interface Seedling {
  readonly path: string;
  readonly document: Document;
}

/**
 * One collection. The path of objects that belong to another is a template: `/a/{}/b` stands for a collection below each
 * object of `/a`.
 */
export interface Collection {
  readonly path: string;
  /** What audits and messages call one of its objects. */
  readonly entity: string;
  readonly service: string;
  readonly paging: 'numbered' | 'cursor';
  readonly maxPageSize: number;
  readonly filters: Readonly<Record<string, Filter>>;
  /** A parameter that makes the other filters void. */
  readonly overriding?: string;
  /** Fields that only a read by id answers. */
  readonly thin?: readonly string[] | ((call: Call) => readonly string[]);
  readonly references: References;
  /** Who sets an object's division after its creation: PUT, or a call of its own; `*` means that all are possible. */
  readonly division: 'none' | 'moved' | 'written' | 'writtenOrAll';
  /** Whether a PATCH changes the division as well, although there is a call for that. */
  readonly patchedDivision?: (switches: Switches) => boolean;
  /** The name of the type in `authorization/divisions/{id}/objects/{type}`, and the right that a move needs. */
  readonly move?: { readonly type: string; readonly permission: string };
  readonly stamps: JsonObject;
  readonly unique?: {
    readonly field: string;
    readonly clash: (one: Document, other: Document, switches: Switches) => boolean;
  };
  /** Deleted objects stay, with state `deleted`. */
  readonly softDelete?: boolean;
  /** A PATCH finds deleted objects too, and can give them back their state. */
  readonly restorable?: boolean;
  /** Fields that a PATCH may change only by themselves. */
  readonly alone?: readonly string[];
  readonly hidden?: (document: Document, query: Query, switches: Switches) => boolean;
  readonly unreadable?: (document: Document, query: Query, switches: Switches) => boolean;
  /** The document's fields for a body's, where they are called otherwise; `previous` is absent for a create. */
  readonly accept?: (body: JsonObject, previous: Document | undefined, call: Call) => JsonObject;
  /** What only a create fills. */
  readonly created?: JsonObject;
  /** The field of a create that names an object of the collection to copy the settings of. */
  readonly copyFrom?: string;
  /** Server defaults for what create and update leave out. */
  readonly fill?: (document: Document) => Document;
  /** Throws the platform's refusal of what no schema can say. */
  readonly check?: (next: JsonObject, previous: Document | undefined, call: Call) => void;
  /** Throws the refusal of what depends on the rest of the org; what the object refers to is there. */
  readonly verify?: (next: Document, previous: Document | undefined, call: Call) => void;
  /** The collections whose living objects keep one that they refer to from being deleted. */
  readonly heldBy?: (switches: Switches) => readonly string[];
  /** Status of that refusal, 409 when absent. */
  readonly heldStatus?: (switches: Switches) => 409 | 400;
  /** What an object of this collection holds without a reference to it. */
  readonly holds?: (document: Document, org: Org) => readonly Held[];
  /** What comes into being with a new object, below it. */
  readonly sow?: (document: Document) => readonly Seedling[];
  /** Throws the platform's refusal of a deletion. */
  readonly guard?: (document: Document, call: Call) => void;
  /** Fields that no update carries; what is sent there must be what was read. */
  readonly settled?: readonly string[];
  /** Fields that an update may leave out without clearing them: their names at the top, patterns elsewhere. */
  readonly kept?: readonly string[];
  /** The id of a new object, where the client chooses it. */
  readonly identify?: (fields: JsonObject, call: Call) => string;
  /** Whether an object created without a division gets none, instead of the home division. */
  readonly divisionless?: (switches: Switches) => boolean;
  /** Whether a new object cannot be reached at first; whoever looks for it takes its address out of `org.unready`. */
  readonly unready?: (switches: Switches) => boolean;
  /** Adds what is computed. */
  readonly render?: (document: Document, org: Org, expand: readonly string[]) => Document;
}
