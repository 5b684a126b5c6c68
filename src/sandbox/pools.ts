/**
 * What is special about pools of phone numbers and of extensions. Facts of the platform; source, unless said otherwise:
 * CX as Code 1.84.1, telephony_providers_edges_did_pool and telephony_providers_edges_extension_pool.
 */
import type { Call } from './call.ts';
import { badField, conflict } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Document } from './model.ts';
import { isE164, rangeOf } from './numbers.ts';
import { DID_POOLS, EXTENSION_POOLS } from './paths.ts';
import { lives } from './references.ts';

const EXTENSION = /^\d{1,9}$/;

interface Kind {
  readonly path: string;
  readonly fields: readonly [string, string];
  readonly fits: (number: string) => boolean;
  readonly needs: string;
}

const DIDS: Kind = {
  path: DID_POOLS,
  fields: ['startPhoneNumber', 'endPhoneNumber'],
  fits: isE164,
  needs: 'an E.164 number',
};

const EXTENSIONS: Kind = {
  path: EXTENSION_POOLS,
  fields: ['startNumber', 'endNumber'],
  fits: (number) => EXTENSION.test(number),
  needs: 'a number of digits',
};

type Check = (next: JsonObject, previous: Document | undefined, call: Call) => void;
type Verify = (next: Document, previous: Document | undefined, call: Call) => void;

export const checkDidPool: Check = (next, previous, call) => checkRange(DIDS, next, previous, call);
export const checkExtensionPool: Check = (next, previous, call) =>
  checkRange(EXTENSIONS, next, previous, call);

/** Two numbers of the same length, in order; an existing pool keeps its ends, unless the switch says otherwise. */
function checkRange(kind: Kind, next: JsonObject, previous: Document | undefined, { org }: Call): void {
  const { start, end } = rangeOf(next);
  const [first, last] = kind.fields;
  for (const [field, number] of [
    [first, start],
    [last, end],
  ] as const)
    if (!kind.fits(number)) throw badField(field, `${number} is not ${kind.needs}.`);
  if (start.length !== end.length || start > end)
    throw badField(last, `The range from ${start} to ${end} is not valid.`);
  if (!previous || org.switches.poolRangeChange === 'accepted') return;
  const changed = kind.fields.find((field) => next[field] !== previous[field]);
  if (changed) throw badField(changed, `${changed} of a pool cannot be changed.`);
}

export const verifyDidPool: Verify = (next, _, call) => refuseOverlap(DIDS, next, call);

/** Whether extension pools may overlap is not published. */
export const verifyExtensionPool: Verify = (next, _, call) => {
  if (call.org.switches.extensionPoolOverlap === 'refused') refuseOverlap(EXTENSIONS, next, call);
};

/** That the refusal speaks of overlapping is known from tools in daily use. */
function refuseOverlap({ path, fields }: Kind, next: Document, { org }: Call): void {
  const { start, end } = rangeOf(next);
  const other = org
    .all(path)
    .filter((pool) => lives(pool) && pool.id !== next.id)
    .map((pool) => ({ pool, range: rangeOf(pool) }))
    .find(({ range }) => range.start.length === start.length && range.start <= end && start <= range.end);
  if (!other) return;
  const message = `The range from ${start} to ${end} overlaps with the pool ${other.pool.id}`;
  throw org.switches.duplicateStatus === 409 ? conflict(message) : badField(fields[0], message);
}
