/** What is special about groups. Facts of the platform; source, unless said otherwise: CX as Code 1.84.1, group. */
import type { Call } from './call.ts';
import { arrayOf, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { GROUPS } from './paths.ts';

/** Where a group's individuals are listed. */
export function individualsPath(groupId: string): string {
  return `${GROUPS}/${groupId}/individuals`;
}

/** A field of an API newer than the contract. */
export const CREATED_GROUP: JsonObject = { 'x-future': { badge: 'none' } };

/** A body in the document's own words. A create takes no description; owners go only with a list of one blank. */
export function acceptGroup(body: JsonObject, previous: Document | undefined): JsonObject {
  const { ownerIds, description, visibility, addresses, ...rest } = body;
  return {
    ...rest,
    ...(visibility === undefined ? {} : { visibility: visibility === 'ownerIds' ? 'owners' : visibility }),
    ...(previous === undefined || description === undefined ? {} : { description }),
    ...owners(ownerIds),
    ...(Array.isArray(addresses) ? { addresses: addresses.map((one) => sameNumber(one, previous)) } : {}),
  };
}

/** An empty list changes nothing. */
function owners(ownerIds: Json | undefined): JsonObject {
  const ids = arrayOf(ownerIds).flatMap((id) => textOf(id) ?? []);
  if (ids.length === 0) return {};
  return { owners: ids.filter((id) => id.trim() !== '').map((id) => ({ id })) };
}

/** An address that comes back without number and extension, as some reads answer it, keeps those it has. */
function sameNumber(address: Json, previous: Document | undefined): Json {
  if (!isObject(address) || address.address !== undefined || address.extension !== undefined) return address;
  const known = arrayOf(previous?.addresses).find((one) => isObject(one) && one.type === address.type);
  return known ?? address;
}

/** The group with its number of individuals, its numbers also as text to show. */
export function renderGroup(group: Document, org: Org): Document {
  const addresses = arrayOf(group.addresses).map((one) => (isObject(one) ? renderAddress(one, org) : one));
  return {
    ...group,
    ...(group.addresses === undefined ? {} : { addresses }),
    memberCount: org.all(individualsPath(group.id)).length,
  };
}

function renderAddress({ address, extension, ...rest }: JsonObject, org: Org): JsonObject {
  const number = textOf(address) ?? textOf(extension) ?? '';
  if (org.switches.groupNumbers === 'folded') return { ...rest, display: `(${number})` };
  return {
    ...rest,
    ...(address === undefined ? {} : { address }),
    ...(extension === undefined ? {} : { extension }),
    display: number,
  };
}

/** Some deletions are answered as done and fail afterwards. */
export function failsLater({ org }: Call, group: Document): boolean {
  const address = `${GROUPS}/${group.id}`;
  if (org.switches.groupDelete === 'done' || org.unready.has(address)) return false;
  org.unready.add(address);
  return true;
}
