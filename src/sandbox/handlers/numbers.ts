/** Looking numbers up: those of the pools, and those that somebody holds. */
import { type Answer, type Call, first, many, param } from '../call.ts';
import { collectionFor } from '../collections.ts';
import { notFound } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import { didId, holderOf, numbersIn } from '../numbers.ts';
import type { Org } from '../org.ts';
import { numberedPage } from '../paging.ts';
import { DID_POOLS, DIDS, IVRS } from '../paths.ts';
import { lives, referenceTo } from '../references.ts';

const MAX_PAGE = 100;

interface Numbered {
  readonly number: string;
  readonly pool: Document;
}

/** The numbers of the living pools in their order. */
function numbers(org: Org, pools: readonly string[] = []): Numbered[] {
  return org
    .all(DID_POOLS)
    .filter((pool) => lives(pool) && (pools.length === 0 || pools.includes(pool.id)))
    .flatMap((pool) => numbersIn(pool).map((number) => ({ number, pool })))
    .sort((one, other) => (one.number < other.number ? -1 : 1));
}

function ownerOf(org: Org, number: string): JsonObject | undefined {
  const holder = holderOf(org, number);
  if (!holder || !collectionFor(holder.path)) return undefined;
  return {
    owner: referenceTo(org, holder.path, holder.document.id),
    ownerType: holder.path === IVRS ? 'IVR_CONFIG' : 'USER',
  };
}

/** Numbers of the pools, all or those that nobody holds. */
export function listPoolNumbers(call: Call): Answer {
  const { org, query } = call;
  const part = first(query, 'numberMatch') ?? '';
  const free = first(query, 'type')?.toUpperCase() === 'UNASSIGNED';
  const wanted = numbers(org, many(query, 'id')).filter(
    ({ number }) => number.includes(part) && !(free && holderOf(org, number)),
  );
  return { body: numberedPage(call, wanted, MAX_PAGE, (one) => renderNumber(org, one)) };
}

function renderNumber(org: Org, { number, pool }: Numbered): JsonObject {
  const owner = ownerOf(org, number);
  return {
    id: number,
    number,
    assigned: owner !== undefined,
    didPool: { id: pool.id, selfUri: `${DID_POOLS}/${pool.id}` },
    ...owner,
  };
}

/** The assignments of numbers to those who hold them. */
function assignments(org: Org): JsonObject[] {
  return numbers(org).flatMap(({ number, pool }) => {
    const owner = ownerOf(org, number);
    if (!owner) return [];
    const didPool = { id: pool.id, selfUri: `${DID_POOLS}/${pool.id}` };
    const id = didId(number);
    return [
      {
        id,
        name: number,
        phoneNumber: number,
        didPool,
        ...owner,
        state: 'active',
        selfUri: `${DIDS}/${id}`,
      },
    ];
  });
}

/** Assignments, by number, owner, pool or id. */
export function listDids(call: Call): Answer {
  const { org, query } = call;
  const ids = many(query, 'id');
  const fits = (name: string, value: unknown) => !query.has(name) || first(query, name) === value;
  const wanted = assignments(org).filter(
    (did) =>
      fits('phoneNumber', did.phoneNumber) &&
      fits('owner.id', refId(did.owner)) &&
      fits('didPool.id', refId(did.didPool)) &&
      (ids.length === 0 || ids.includes(String(did.id))),
  );
  return { body: numberedPage(call, wanted, MAX_PAGE, (did) => did) };
}

function refId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}

/** One assignment. */
export function readDid(call: Call): Answer {
  const did = assignments(call.org).find(({ id }) => id === param(call, 'didId'));
  if (!did) throw notFound();
  return { body: did };
}
