import { catalog } from '../catalog/index.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import { isObject, type JsonObject, objectOf } from '../json/json.ts';
import { isWithin, withValuesAt } from '../json/pointer.ts';
import { consumingOf } from './consumers.ts';
import { differences } from './difference.ts';
import { normalize, ownId, parentId } from './document.ts';
import { hasFields, type Inquiry, identityOf, idOfObject, isGone } from './facts.ts';
import { seesAll } from './identify.ts';
import type { OperationKey } from './intent.ts';
import type { Labels } from './labels.ts';
import { type Link, linksOf } from './links.ts';
import type { Change } from './operations.ts';

/** A part that has no bulk read costs a call an object; a minute's worth of calls is the most that is spent. */
const MAX_PART_READS = 300;

/** A rename breaks nothing: what refers to it is worth a few calls for each type, beyond what is read anyway. */
const RENAME_READS = 3;

/** The most objects that a note of a rename names. */
const RENAME_NAMES = 5;

export interface Inbound {
  /** Objects that refer to it after the changeset, in words. */
  readonly holders: readonly string[];
  /** Where references may be that were not looked for. */
  readonly unchecked: readonly string[];
  /** The changes by which flows let go of it, which no reference of theirs shows. */
  readonly releases: readonly OperationKey[];
}

/**
 * What a reader should know of who refers to an object that gets another name: nothing breaks, but flows and people
 * may know it by the old one. Undefined while that is not known.
 */
export function renameNotes(
  rename: Change,
  changes: readonly Change[],
  inquiry: Inquiry,
  labels: Labels,
): readonly string[] | undefined {
  const inbound = inboundOf(rename, changes, inquiry, labels);
  if (!inbound) return undefined;
  const { holders, unchecked } = inbound;
  return [
    ...(holders.length > 0 ? [`in use, and stays so: ${inWords(holders, RENAME_NAMES)}`] : []),
    ...(unchecked.length > 0
      ? [`${unchecked.join(', ')} may refer to it: they were not looked through`]
      : []),
  ];
}

/** Who refers to what is to be deleted or renamed. Undefined while that is not known. */
export function inboundOf(
  subject: Change,
  changes: readonly Change[],
  inquiry: Inquiry,
  labels: Labels,
): Inbound | undefined {
  const target = subject.id ?? '';
  const most = subject.after ? RENAME_READS : undefined;
  const holders: string[] = [];
  const unchecked = [...(subject.type.remove?.unseen ?? [])];
  let complete = true;
  const partly: string[] = [];
  const consuming = consumingOf(subject, changes, inquiry);
  if (!consuming) complete = false;
  holders.push(...(consuming?.holders ?? []));
  unchecked.push(...(consuming?.unchecked ?? []));
  for (const type of catalog.values()) {
    const { parts, isReferring } = holding(type, subject.type.type);
    const isChild = !subject.after && !type.within && type.parent === subject.type.type;
    if (parts.length === 0 && !isChild && !isReferring) continue;
    const listed = inquiry.everywhere(type, most);
    if (!listed || typeof listed === 'string') {
      if (listed === 'hidden') unchecked.push(`${type.noun}s, which the client has no right to see,`);
      else if (listed === 'long') unchecked.push(`${type.noun}s`);
      else complete = false;
      continue;
    }
    const isWhole = type.references?.['/division'] === undefined || seesAll(type, inquiry);
    if (isWhole === undefined) complete = false;
    else if (!isWhole) partly.push(`${type.noun}s`);
    const items = eachOnce(type, listed).filter(
      (item) => !isGone(type, item) && idOfObject(item) !== target && !isInherent(type, item),
    );
    const holdings = parts.map((part) => holdingOf(type, part, items, subject, inquiry, most));
    if (holdings.includes(undefined)) complete = false;
    const known = holdings.filter((holding) => holding !== undefined);
    const own = changes.filter((change) => change.type === type);
    const isThin = lacksReferences(type, subject.type.type);
    const isRead = isThin && items.length <= (most ?? MAX_PART_READS);
    if (isThin && !isRead) unchecked.push(`${items.length} ${type.noun}s`);
    for (const { part, named, isAsked } of known) {
      if (!named && !isAsked) unchecked.push(`the ${part} of ${items.length} ${type.noun}s`);
    }
    for (const item of items) {
      const id = idOfObject(item);
      const may = known.filter(({ named }) => named?.has(id) ?? true);
      const asked = may.flatMap(({ part, isAsked }) => (isAsked ? [part] : []));
      const document = documentAfter(type, item, { parts: asked, isRead }, own, inquiry);
      if (document === undefined) complete = false;
      if (!document) continue;
      const isUnder = isChild && parentId(id) === target;
      const isLinked = linksOf(type, document).some((link) => isLinkTo(link, subject));
      const isNamed = may.some(
        ({ part, named, isAsked }) => named && !isAsked && !Object.hasOwn(document, part),
      );
      if (isUnder) holders.push(`its ${type.noun} "${identityOf(type, item)}"`);
      else if (isLinked || isNamed) {
        holders.push(`${type.noun} "${labels.of(id) ?? identityOf(type, item)}"`);
      }
    }
  }
  if (partly.length > 0) unchecked.push(`${partly.join(', ')} in divisions that the client does not see`);
  return complete ? { holders, unchecked, releases: consuming?.releases ?? [] } : undefined;
}

/** What may be in several others is listed in each of them. */
function eachOnce(type: ResourceType, items: readonly JsonObject[]): readonly JsonObject[] {
  if (!type.within) return items;
  return [...new Map(items.map((item) => [ownId(idOfObject(item)), item])).values()];
}

/** Whether two IDs are of one object: what may be in several others has an ID in each. */
function isSame(type: ResourceType, one: string | undefined, other: string): boolean {
  return type.within && one !== undefined ? ownId(one) === ownId(other) : one === other;
}

function isInherent(type: ResourceType, item: JsonObject): boolean {
  return type.inherent?.some((fields) => hasFields(item, fields)) ?? false;
}

function isLinkTo(link: Link, { type, id, before }: Change): boolean {
  if (link.isKey) return false;
  if (link.name === undefined) return link.id !== undefined && link.id === id;
  return link.type === type.type && link.name === identityOf(type, before ?? {});
}

/** How it is found out who holds an object in a part. */
interface Holding {
  readonly part: string;
  /** The IDs of the only ones that may, where a listing tells them; any may without. */
  readonly named: ReadonlySet<string> | undefined;
  /** Whether the part of each of these is read. Who is named, and not asked, counts as one that does. */
  readonly isAsked: boolean;
}

/** Undefined while the listing is not known. */
function holdingOf(
  type: ResourceType,
  part: string,
  items: readonly JsonObject[],
  subject: Change,
  inquiry: Inquiry,
  most: number | undefined,
): Holding | undefined {
  const listing = type.parts?.[part]?.read.holders?.[subject.type.type];
  const told = listing ? inquiry.holders(listing, subject.id ?? '', most ?? MAX_PART_READS) : 'hidden';
  if (told === undefined) return undefined;
  const named = typeof told === 'string' ? undefined : told;
  const may = items.filter((item) => named?.has(idOfObject(item)) ?? true);
  return { part, named, isAsked: isAffordable(type, part, may, inquiry, most) };
}

function isAffordable(
  type: ResourceType,
  part: string,
  items: readonly JsonObject[],
  inquiry: Inquiry,
  most: number | undefined,
): boolean {
  const hasBulk = most === undefined && type.parts?.[part]?.read.expand !== undefined;
  if (hasBulk || items.length <= (most ?? MAX_PART_READS)) return true;
  return items.every((item) => inquiry.hasPart(type, idOfObject(item), part));
}

/** The object as it will be, with these parts; null when it is deleted, too. Undefined while a part is not known. */
function documentAfter(
  type: ResourceType,
  item: JsonObject,
  { parts, isRead }: { readonly parts: readonly string[]; readonly isRead: boolean },
  changesOfType: readonly Change[],
  inquiry: Inquiry,
): JsonObject | null | undefined {
  const id = idOfObject(item);
  const change = changesOfType.find((candidate) => isSame(type, candidate.id, id));
  if (change && !change.after) return null;
  const known = change?.after;
  const entries: (readonly [string, JsonObject])[] = [];
  for (const part of parts) {
    if (known && Object.hasOwn(known, part)) continue;
    const facts = inquiry.part(type, id, part);
    if (!facts) return undefined;
    entries.push([part, facts.elements]);
  }
  const isNew = known !== undefined && change?.before === undefined;
  const raw = isRead && !isNew ? inquiry.document(type, id) : item;
  if (!raw) return raw;
  const document = known && (isNew || !isRead) ? known : applied(normalize(type, raw), change, parts);
  return entries.length === 0 ? document : { ...document, ...objectOf(entries) };
}

/** A change may have been made of an item that lacks what nobody asked for: the whole object with what it does. */
function applied(whole: JsonObject, change: Change | undefined, parts: readonly string[]): JsonObject {
  const { before, after } = change ?? {};
  if (!before || !after) return whole;
  const changed = differences(before, after).map(
    ({ path, after: value }) => [path, value ?? undefined] as const,
  );
  const held = Object.entries(after).filter(([field]) => parts.includes(field));
  const result = withValuesAt(whole, changed);
  return { ...(isObject(result) ? result : whole), ...objectOf(held) };
}

/** Whether references to the type stand where list items do not show them. */
function lacksReferences(type: ResourceType, target: string): boolean {
  const lacks = type.list?.lacks ?? [];
  return Object.entries(type.references ?? {}).some(
    ([path, to]) => isTo(to, target) && lacks.some((place) => isWithin(path, place)),
  );
}

function isTo(reference: Reference, target: string): boolean {
  return reference.type === target || Object.values(reference.kinds ?? {}).includes(target);
}

/** Where a type may hold objects of another one. */
interface Places {
  readonly parts: readonly string[];
  readonly isReferring: boolean;
}

/** What types say of each other never changes. */
const places = new WeakMap<ResourceType, Map<string, Places>>();

function holding(type: ResourceType, target: string): Places {
  const own = places.get(type) ?? new Map<string, Places>();
  places.set(type, own);
  const found = own.get(target) ?? {
    parts: partsHolding(type, target),
    isReferring: refersTo(type, target),
  };
  own.set(target, found);
  return found;
}

function partsHolding(type: ResourceType, target: string): string[] {
  return Object.entries(type.parts ?? {}).flatMap(([name, part]) =>
    part.type === target || part.pair?.to.type === target ? [name] : [],
  );
}

function refersTo(type: ResourceType, target: string): boolean {
  return [...Object.values(type.references ?? {}), ...Object.values(type.keys ?? {})].some(
    (reference: Reference) => isTo(reference, target),
  );
}

/** The first few, and how many more. */
export function inWords(holders: readonly string[], most: number): string {
  const shown = holders.slice(0, most).join(', ');
  return holders.length > most ? `${shown} and ${holders.length - most} more` : shown;
}
