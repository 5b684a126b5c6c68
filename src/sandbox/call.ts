/** One request on its way through the sandbox, and the answer to it. */
import type { Operation } from './contract.ts';
import type { Json } from './json.ts';
import type { Client, ViolationKind } from './model.ts';
import type { Org } from './org.ts';

export type Query = ReadonlyMap<string, readonly string[]>;

export interface Call {
  readonly org: Org;
  readonly operation: Operation;
  readonly path: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Query;
  readonly body: Json | undefined;
  readonly client: Client;
  violate(kind: ViolationKind, at: string, text: string): void;
}

/** Without a status, the one that the contract documents; 200 where it documents none. */
export interface Answer {
  readonly status?: number;
  readonly body?: Json;
  /** Plain text, in the place of a body. */
  readonly text?: string;
}

export type Handler = (call: Call) => Answer;

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

export function first(query: Query, name: string): string | undefined {
  return query.get(name)?.[0];
}

export function flag(query: Query, name: string): boolean {
  return first(query, name) === 'true';
}

/** The repeated values of an array parameter; one value with commas counts as several. */
export function many(query: Query, name: string): string[] {
  return (query.get(name) ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '');
}
