import { catalog } from '../catalog/index.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import { type JsonObject, objectOf } from '../json/json.ts';
import { normalize } from './document.ts';
import { type Inquiry, identityOf, idOfObject, isGone } from './facts.ts';
import type { Labels } from './labels.ts';
import { linksOf } from './links.ts';
import type { Change } from './operations.ts';

/** A part that has no bulk read costs a call an object; a minute's worth of calls is the most that is spent. */
const MAX_PART_READS = 300;

export interface Inbound {
  /** Objects that still refer to the deleted one after the changeset, in words. */
  readonly holders: readonly string[];
  /** Where references may be that were not looked for. */
  readonly unchecked: readonly string[];
}

/** Who refers to what is to be deleted. Undefined while that is not known. */
export function inboundOf(
  deletion: Change,
  changes: readonly Change[],
  inquiry: Inquiry,
  labels: Labels,
): Inbound | undefined {
  const target = deletion.id ?? '';
  const holders: string[] = [];
  const unchecked = [...(deletion.type.remove?.unseen ?? [])];
  let complete = true;
  for (const type of catalog.values()) {
    const parts = partsHolding(type, deletion.type.type);
    if (parts.length === 0 && !refersTo(type, deletion.type.type)) continue;
    const listed = inquiry.listed(type);
    if (!listed) {
      complete = false;
      continue;
    }
    const items = listed.filter((item) => !isGone(type, item) && idOfObject(item) !== target);
    const affordable = parts.filter((part) => isAffordable(type, part, items.length));
    for (const part of parts) {
      if (!affordable.includes(part)) unchecked.push(`the ${part} of ${items.length} ${type.noun}s`);
    }
    for (const item of items) {
      const document = documentAfter(type, item, affordable, changes, inquiry);
      if (document === undefined) complete = false;
      else if (document && linksOf(type, document).some((link) => link.id === target)) {
        holders.push(`${type.noun} "${labels.of(idOfObject(item)) ?? identityOf(type, item)}"`);
      }
    }
  }
  return complete ? { holders, unchecked } : undefined;
}

function isAffordable(type: ResourceType, part: string, objects: number): boolean {
  return type.parts?.[part]?.read.expand !== undefined || objects <= MAX_PART_READS;
}

/** The object as it will be, with these parts; null when it is deleted, too. Undefined while a part is not known. */
function documentAfter(
  type: ResourceType,
  item: JsonObject,
  parts: readonly string[],
  changes: readonly Change[],
  inquiry: Inquiry,
): JsonObject | null | undefined {
  const id = idOfObject(item);
  const change = changes.find((candidate) => candidate.id === id && candidate.type === type);
  if (change && !change.after) return null;
  const known = change?.after;
  const entries: (readonly [string, JsonObject])[] = [];
  for (const part of parts) {
    if (known && Object.hasOwn(known, part)) continue;
    const facts = inquiry.part(type, id, part);
    if (!facts) return undefined;
    entries.push([part, facts.elements]);
  }
  return { ...(known ?? normalize(type, item)), ...objectOf(entries) };
}

function partsHolding(type: ResourceType, target: string): string[] {
  return Object.entries(type.parts ?? {}).flatMap(([name, part]) => (part.type === target ? [name] : []));
}

function refersTo(type: ResourceType, target: string): boolean {
  return Object.values(type.references ?? {}).some(
    (reference: Reference) =>
      reference.type === target || Object.values(reference.kinds ?? {}).includes(target),
  );
}
