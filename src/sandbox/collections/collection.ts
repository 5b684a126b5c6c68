/** What a row of the collections says about one: everything that the contract does not. */
import type { Call, Query } from '../call.ts';
import type { JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import type { Org } from '../org.ts';
import type { References } from '../references.ts';
import type { Switches } from '../switches.ts';
import type { Filter } from './filters.ts';

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
  readonly thin?: readonly string[] | ((switches: Switches) => readonly string[]);
  readonly references: References;
  /** Who sets an object's division after its creation: PUT, or a call of its own; `*` means that all are possible. */
  readonly division: 'none' | 'moved' | 'written' | 'writtenOrAll';
  /** The name of the type in `authorization/divisions/{id}/objects/{type}`, and the right that a move needs. */
  readonly move?: { readonly type: string; readonly permission: string };
  readonly stamps: JsonObject;
  readonly unique?: {
    readonly field: string;
    readonly clash: (one: Document, other: Document, switches: Switches) => boolean;
  };
  /** Deleted objects stay, with state `deleted`. */
  readonly softDelete?: boolean;
  /** An object created without a division may be in none. */
  readonly homeless?: boolean;
  /** The collections whose living objects keep one that they refer to from being deleted. */
  readonly heldBy?: (switches: Switches) => readonly string[];
  /** A PATCH finds deleted objects too, and can give them back their state. */
  readonly restorable?: boolean;
  /** Fields that a PATCH may change only by themselves. */
  readonly alone?: readonly string[];
  readonly hidden?: (document: Document, query: Query) => boolean;
  readonly unreadable?: (document: Document, query: Query, switches: Switches) => boolean;
  /** The document's fields for a body's, where they are called otherwise. */
  readonly accept?: (body: JsonObject) => JsonObject;
  /** What only a create fills. */
  readonly created?: JsonObject;
  /** The field of a create that names an object of the collection to copy the settings of. */
  readonly copyFrom?: string;
  /** Server defaults for what create and update leave out. */
  readonly fill?: (document: Document) => Document;
  /** Throws the platform's refusal of what no schema can say. */
  readonly check?: (next: JsonObject, previous: Document | undefined) => void;
  /** Throws the refusal of what depends on the rest of the org; what the object refers to is there. */
  readonly verify?: (call: Call, next: Document, previous: Document | undefined) => void;
  /** Adds what is computed. */
  readonly render?: (document: Document, org: Org, expand: readonly string[]) => Document;
}
