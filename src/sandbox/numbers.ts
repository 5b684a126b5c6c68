/** Phone numbers: which pool has them, and who holds them. */
import { arrayOf, at, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { DID_POOLS, IVRS, USERS } from './paths.ts';
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

/** The living DID pool that a number belongs to. */
export function poolOf(org: Org, number: string): Document | undefined {
  return org
    .all(DID_POOLS)
    .filter(lives)
    .find(({ startPhoneNumber, endPhoneNumber }) =>
      inRange(number, textOf(startPhoneNumber) ?? '', textOf(endPhoneNumber) ?? ''),
    );
}

/**
 * Who holds a number: a call route in its `dnis`, or a user in the addresses. One object in the whole org can. Source:
 * the docstring of `dnis` in the platform SDKs.
 */
export function holderOf(org: Org, number: string): { path: string; document: Document } | undefined {
  const routes = org.all(IVRS).filter(({ dnis }) => arrayOf(dnis).includes(number));
  const users = org
    .all(USERS)
    .filter(({ addresses }) => arrayOf(addresses).some((one) => at(one, 'address') === number));
  return [
    ...routes.map((document) => ({ path: IVRS, document })),
    ...users.map((document) => ({ path: USERS, document })),
  ].find(({ document }) => lives(document));
}
