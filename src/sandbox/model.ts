/** What the sandbox is made of, as its users see it. */
import type { FaultPlan } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { Switches } from './switches.ts';

/** One object of the org in the server's form: references as `{ id }`, computed fields absent. */
export type Document = JsonObject & { id: string };

/**
 * Rights in some divisions. Permissions are written `domain:entity:action`, `*` in any place; divisions are ids, `*`
 * is all of them.
 */
export interface Grant {
  readonly role?: string;
  readonly permissions: readonly string[];
  readonly divisions: readonly string[];
}

/** An OAuth client of the client-credentials grant. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Seconds that its tokens live; 86,400 when absent. */
  readonly accessTokenValiditySeconds?: number;
}

export type Collections = { [collectionPath: string]: { [id: string]: Document } };

/**
 * A whole org as plain JSON. Collections are keyed by the path that lists them; sub-resources are collections of their
 * own, keyed by their concrete path (`/api/v2/routing/queues/<id>/members`), their elements by the id they refer to.
 */
export interface OrgState {
  organization: Document;
  clients: Client[];
  collections: Collections;
  audits: JsonObject[];
  /** The permissions that the org has: domains to entities to actions; those of the contract when absent. */
  permissions?: { [domain: string]: { [entity: string]: string[] } };
}

export type ViolationKind =
  | 'unknown-path'
  | 'unknown-method'
  | 'unserved-operation'
  | 'no-bearer'
  | 'unknown-query'
  | 'bad-query'
  | 'unknown-property'
  | 'read-only-changed'
  | 'ignored-change'
  | 'bad-enum'
  | 'missing-required'
  | 'wrong-type'
  | 'dropped-field';

/** Something that a correct client would not have sent. `at` is a JSON Pointer into the body, or a parameter's name. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly method: string;
  readonly path: string;
  readonly at: string;
  readonly text: string;
}

/** One answered request; `at` is the sandbox's clock in milliseconds. Neither secrets nor tokens are kept. */
export interface RequestLog {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly operationId: string | undefined;
  /** Whether it is one that changes the org. */
  readonly writes: boolean;
  /** 0 where a fault cut the connection. */
  readonly status: number;
  readonly clientId: string | undefined;
  readonly at: number;
}

/** A request that somebody looks at on its way: `received`, before it takes effect; `done`, before it is answered. */
export interface PassingRequest {
  readonly phase: 'received' | 'done';
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  /** Whether it is one that changes the org. */
  readonly writes: boolean;
  /** Its number among all requests, log-ins included, from 1. */
  readonly index: number;
}

export interface SandboxOptions {
  /** The org to start with; the seeded Harbour Bank when absent. */
  readonly seed?: OrgState;
  /** Loaded when it exists, instead of the seed, and replaced after every accepted write. */
  readonly stateFile?: string;
  /** 0, the default, takes any free port. The sandbox listens on 127.0.0.1 only. */
  readonly port?: number;
  /** Requests a minute and token, 300 when absent. */
  readonly rateLimit?: number;
  /** How long a write stays invisible in lists, in milliseconds; reads by id and sub-resources see it at once. */
  readonly listDelayMs?: number;
  /** How long every answer takes, in milliseconds. */
  readonly latencyMs?: number;
  readonly switches?: Partial<Switches>;
  /** What goes wrong on purpose. */
  readonly faults?: FaultPlan;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}
