/**
 * Faults on purpose: which requests go wrong, and how. A plan is data, so that it can stand in a file; each rule counts
 * the requests that it is about, and strikes when it is its turn.
 */
import { placeOf } from './contract.ts';
import type { Json, JsonObject } from './json.ts';

/** Whether something happens before or after the request takes effect. */
export type Moment = 'before' | 'after';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The requests that a rule is about: all that are named must fit; nothing named is every request but the log-ins. */
export interface FaultCondition {
  readonly method?: Method | readonly Method[];
  /** A path or a template of the contract; one that ends with a slash and a star stands for all that begin so. */
  readonly path?: string;
  readonly operationId?: string;
  /** Requests that change the org. */
  readonly writes?: boolean;
  /** Requests that change nothing, searches by POST among them. */
  readonly reads?: boolean;
  /** Token requests, which no other rule is about. */
  readonly login?: boolean;
  /** The n-th of them, from 1. With `times`, it and those after it. */
  readonly nth?: number;
  /** Not before the n-th of them, from 1. */
  readonly from?: number;
  /** Each n-th of them. */
  readonly every?: number;
  /** At most so often. */
  readonly times?: number;
}

/** Another answer. `before`, the default: the request takes no effect; `after`: it does, and nobody is told. */
export interface AnswerFault {
  /** 200 when absent. */
  readonly status?: number;
  /** A body that is no JSON, or any JSON value but a text; the platform's error form where a refusal has none. */
  readonly body?: 'html' | 'text' | 'empty' | JsonObject | Json[];
  /** Code and message of the error form. */
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: Moment;
}

/** What another client does to the document of that name or id (the only one where neither is said). */
export interface EditFault {
  readonly edit: {
    /** Path of the collection, or of the settings; when absent, it is the object that the request is about. */
    readonly path?: string;
    readonly name?: string;
    readonly id?: string;
    /** Merged into the document as RFC 7396 does, in the server's form: references are `{ id }`. */
    readonly patch?: JsonObject;
    readonly delete?: true;
    /** Body of a create. */
    readonly create?: JsonObject;
  };
  readonly at?: Moment;
}

/** What takes the place of the answer. Where `at` may be said, `before` is the default. */
export type AnswerKind =
  | AnswerFault
  /** 429 with so many seconds in Retry-After; a log-in is refused as the login host does. No effect. */
  | { readonly throttle: number }
  /** The connection is cut instead of an answer, before or after the request took effect. */
  | { readonly reset: Moment }
  /** Half of a JSON text, under the status of the whole, or 200 where the request took no effect. */
  | { readonly truncate: Moment }
  /** The address that the answer leads to; status 302 when absent. No effect. */
  | { readonly redirect: string; readonly status?: number };

/** What goes wrong. Where `at` may be said, `before` is the default. */
export type Fault =
  | AnswerKind
  | EditFault
  /** Latency. `before`: the org changes after it; `after`: the answer is late. */
  | { readonly delayMs: number; readonly at?: Moment }
  /** The request's token is valid no longer: for this request already, or from the next one on. */
  | { readonly expireToken: true; readonly at?: Moment }
  /** What the request changes is not seen in lists for so long. */
  | { readonly invisibleMs: number }
  /** What the request changes is not seen in so many lists of its collection. */
  | { readonly invisibleLists: number };

export interface FaultRule {
  /** For whoever reads the log. */
  readonly name?: string;
  readonly when: FaultCondition;
  readonly do: Fault;
}

/** Every rule whose turn it is strikes; of several that take the place of the answer, the first. */
export type FaultPlan = readonly FaultRule[];

/** A fault that struck; `at` is the sandbox's clock in milliseconds. */
export interface Struck {
  readonly rule: FaultRule;
  readonly method: string;
  readonly path: string;
  readonly at: number;
  /** Why nothing came of it: the edit of an object that is not there, or that was refused. */
  readonly missed?: string;
}

/** What a rule knows of a request. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly writes: boolean;
  readonly login: boolean;
}

interface Counted {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** The rules of a running sandbox with their counts. */
export class Faults {
  #rules: Counted[] = [];

  constructor(plan: FaultPlan = []) {
    for (const rule of plan) this.inject(rule);
  }

  inject(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0, struck: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Counts the request, and gives the rules whose turn it is. */
  due(asked: Asked): FaultRule[] {
    if (this.#rules.length === 0) return [];
    const concerned = this.#rules.filter(({ rule }) => concerns(rule.when, asked));
    for (const counted of concerned) counted.seen += 1;
    const due = concerned.filter(isDue);
    for (const counted of due) counted.struck += 1;
    return due.map(({ rule }) => rule);
  }
}

function concerns(when: FaultCondition, asked: Asked): boolean {
  const { method, path, operationId, login = false, writes, reads } = when;
  return (
    login === asked.login &&
    (method === undefined || [method].flat().some((one) => one === asked.method)) &&
    (path === undefined || leadsTo(path, asked.path)) &&
    (operationId === undefined || operationId === asked.operationId) &&
    (writes === undefined || writes === asked.writes) &&
    (reads === undefined || reads === !asked.writes)
  );
}

function leadsTo(wanted: string, path: string): boolean {
  const isPrefix = wanted.endsWith('/*');
  const pattern = placeOf(isPrefix ? wanted.slice(0, -2) : wanted).split('/');
  const parts = path.split('/');
  return (
    (isPrefix ? parts.length >= pattern.length : parts.length === pattern.length) &&
    pattern.every((part, index) => part === '{}' || part === parts[index])
  );
}

function isDue({ rule: { when }, seen, struck }: Counted): boolean {
  const every = when.every ?? 1;
  const first = when.nth ?? when.from ?? every;
  const times = when.times ?? (when.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  return seen >= first && (seen - first) % every === 0 && struck < times;
}

/** Whether a request changes the org; searches and queries by POST do not. */
export function isWrite(method: string, path: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method) && !/\/(search|query)(\/|$)/.test(path);
}
