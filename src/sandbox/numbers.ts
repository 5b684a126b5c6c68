/** Phone numbers and extensions: which pool has them, and who holds them. */
import { idOf } from './ids.ts';
import { arrayOf, at, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { DID_POOLS, DIDS, EXTENSION_POOLS, IVRS, USERS } from './paths.ts';
import { lives } from './references.ts';

const E164 = /^\+[1-9]\d{1,14}$/;

export function isE164(number: string): boolean {
  return E164.test(number);
}

/** Whether a number lies in a range, both ends included. Numbers of different lengths are never in one. */
export function inRange(number: string, start: string, end: string): boolean {
  if (number.length !== start.length || number.length !== end.length) return false;
  return start <= number && number <= end;
}

/** The ends of a pool. */
export function rangeOf(pool: JsonObject): { start: string; end: string } {
  return {
    start: textOf(pool.startPhoneNumber) ?? textOf(pool.startNumber) ?? '',
    end: textOf(pool.endPhoneNumber) ?? textOf(pool.endNumber) ?? '',
  };
}

/** The living pools of a collection that a number belongs to. */
export function poolsWith(org: Org, path: string, number: string): Document[] {
  return org
    .all(path)
    .filter(lives)
    .filter((pool) => inRange(number, rangeOf(pool).start, rangeOf(pool).end));
}

/** A number of the org, with who holds it. */
export interface Holder {
  readonly path: string;
  readonly document: Document;
}

/**
 * Who holds a number: a call route in its `dnis`, or a user in the addresses. One object in the whole org can. Source:
 * the docstring of `dnis` in the platform SDKs.
 */
export function holderOf(org: Org, number: string): Holder | undefined {
  const has = (path: string) =>
    org
      .all(path)
      .filter((document) => lives(document) && numbersOf(document).includes(number))
      .map((document) => ({ path, document }));
  return has(IVRS)[0] ?? has(USERS)[0];
}

/** The phone numbers of a call route or a user, each once. */
export function numbersOf({ dnis, addresses }: JsonObject): string[] {
  const own = [...arrayOf(dnis), ...arrayOf(addresses).map((one) => at(one, 'address') ?? null)];
  return [...new Set(own.filter((number) => typeof number === 'string'))];
}

/** The pools that the numbers and extensions of a call route or a user keep in the org. */
export function poolsHeldBy(document: Document, org: Org): { target: string; id: string }[] {
  const extensions = arrayOf(document.addresses).map((one) => textOf(at(one, 'extension')) ?? '');
  const among = (target: string, numbers: string[]) =>
    numbers.flatMap((number) => poolsWith(org, target, number)).map(({ id }) => ({ target, id }));
  return [...among(DID_POOLS, numbersOf(document)), ...among(EXTENSION_POOLS, extensions)];
}

/** The numbers of a DID pool, in their order. */
export function numbersIn(pool: Document): string[] {
  const { start, end } = rangeOf(pool);
  const count = Number(BigInt(end.slice(1)) - BigInt(start.slice(1))) + 1;
  return Array.from({ length: count }, (_, index) => `+${BigInt(start.slice(1)) + BigInt(index)}`);
}

/** The id of the assignment of a number. */
export function didId(number: string): string {
  return idOf(DIDS, number);
}
