import type { Operation as PatchOperation } from 'fast-json-patch';
import type { Json, JsonObject } from '../json/json.ts';
import type { Values } from './difference.ts';
import type { IdentifiedBy } from './identify.ts';
import type { OperationKey, Skipped } from './intent.ts';

/** What would be done, as data: it can be printed, hashed, stored, sent to a colleague and carried out tomorrow. */
export interface Plan {
  readonly format: 1;
  /** `P-20261121-7k2m` */
  readonly id: string;
  readonly environment: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly region?: string;
  readonly changeset: {
    readonly name: string;
    readonly description?: string;
    readonly owner?: string;
    readonly ticket?: string;
  };
  /** The deployment that this plan undoes. */
  readonly undoes?: string;
  readonly createdAt: string;
  /** The files that the plan was made from, with the digests of their bytes. */
  readonly files: readonly PlanFile[];
  /** SHA-256 of everything in the changeset that has an effect. */
  readonly artifact: string;
  readonly environmentDigest: string;
  readonly digest: string;
  readonly saw: Saw;
  readonly operations: readonly Operation[];
  readonly unchanged: readonly Unchanged[];
  readonly skipped: readonly Skipped[];
  /** From IDs to the names that people know. */
  readonly labels: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
  /** The secrets that were at hand when the plan was made; absent where it needs none. Only names, never values. */
  readonly secrets?: SecretsKnown;
  /** Absent where there is nothing to do, and in plans of older versions. */
  readonly rights?: Rights;
  /** Reads done while planning, writes to do. */
  readonly calls: { readonly read: number; readonly write: number };
  readonly estimatedSeconds: number;
}

/** What of secrets could be compared when a plan was made. */
export interface SecretsKnown {
  readonly known: readonly string[];
  /** Whether there was a key to tell a secret that has changed. */
  readonly key: boolean;
}

export interface PlanFile {
  readonly path: string;
  readonly sha256: string;
}

export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly at?: { readonly file: string; readonly line: number };
}

/** Whether the client may make the calls of a plan: the contract's permissions against its grants, by division. */
export interface Rights {
  /** Calls that it may make. */
  readonly held: number;
  /** Calls that would be refused. */
  readonly refused: number;
  /** Calls of which nobody can say it beforehand. */
  readonly unknown: number;
  readonly missing: readonly MissingRight[];
}

/** A permission that the client lacks where calls need it. */
export interface MissingRight {
  /** Any one of them would do. */
  readonly permissions: readonly string[];
  /** Absent where divisions play no part. */
  readonly division?: DivisionNeeded;
  /** The operations whose calls would be refused. */
  readonly operations: readonly OperationKey[];
  /** What to do, in words. */
  readonly remedy: string;
}

export interface DivisionNeeded {
  /** `*` for all divisions at once; absent for one that does not exist yet, or that nobody told. */
  readonly id?: string;
  readonly name?: string;
}

export interface Unchanged {
  readonly key: OperationKey;
  readonly type: string;
  readonly name: string;
  readonly id?: string;
}

/** What the plan relies on. Only a difference here makes it stale. */
export interface Saw {
  /** The object behind each name that was looked up, null where there was none. */
  readonly names: readonly { readonly type: string; readonly name: string; readonly id: string | null }[];
  /** What stood at the touched places, of unchanged objects too. */
  readonly objects: readonly { readonly type: string; readonly id: string; readonly values: Values }[];
}

export type OperationAction = 'create' | 'update' | 'delete' | 'restore';
export type Reversible = 'full' | 'newId' | 'partial' | 'none';

/** What is done to one object. */
export interface Operation {
  readonly key: OperationKey;
  readonly type: string;
  /** The changeset's name, and this org's where it differs. */
  readonly name: string;
  readonly live: string;
  readonly id?: string;
  readonly identifiedBy?: IdentifiedBy;
  /** The object that this one stands for again, after its deletion is undone. */
  readonly replaces?: string;
  readonly action: OperationAction;
  readonly why?: string;
  readonly at?: { readonly file: string; readonly line: number };
  /** The touched places; `""` is the whole document of what is created or deleted. */
  readonly before: Values;
  readonly after: Values;
  /** What the object means in a few words, before and after, where its type can tell. */
  readonly means?: { readonly before?: string; readonly after?: string };
  /** How many elements the sets and parts have that change, before and after. */
  readonly counts: Readonly<Record<string, readonly [before: number, after: number]>>;
  /** RFC 6902, from `before` to `after` and back. */
  readonly patch: readonly PatchOperation[];
  readonly inverse: readonly PatchOperation[];
  /** The calls, in order. */
  readonly steps: readonly Step[];
  readonly dependsOn: readonly OperationKey[];
  readonly reversible: Reversible;
  /** What undoing it would not bring back, in words. */
  readonly losses: readonly string[];
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/** One call. `{ $created: key }` stands for the ID of what another operation creates. */
export interface Step {
  readonly op: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly query?: JsonObject;
  /** What is sent; absent where there is no body, and for an update, which puts `asks` over the object as read then. */
  readonly body?: Json;
  /** What the call does, for messages. */
  readonly does:
    | 'create'
    | 'update'
    | 'delete'
    | 'restore'
    | 'add'
    | 'change'
    | 'remove'
    | 'move'
    | 'publish'
    /** Takes back what was written and not published. */
    | 'discard'
    | 'upload';
  /** The job of the type that the call begins: the step is over when that is. */
  readonly job?: string;
  /** The digest of the file that the job takes: `sha256:…`. */
  readonly content?: string;
  /** How many calls it takes, as far as that can be said beforehand. [1] */
  readonly calls?: number;
  /** Whether the call publishes a draft that is made for it. */
  readonly draft?: boolean;
  /** The field that the call writes whole. */
  readonly section?: string;
  /** The call that reads the element which this one replaces whole: `body` is put over its answer. */
  readonly over?: { readonly op: string; readonly params: Readonly<Record<string, Json>> };
  /** What stands at the places that the call settles, once it is done. */
  readonly asks: Values;
}
