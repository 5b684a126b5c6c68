import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { get, isObject, type Json } from '../json/json.ts';
import { type Pointer, pointer, segmentsOf, valueAt } from '../json/pointer.ts';
import { holds, otherwise, said, type Values } from './difference.ts';
import { type Document, normalize } from './document.ts';
import { type Inquiry, idOfObject } from './facts.ts';
import type { Operation, Step } from './plan.ts';
import { asFound, isWriteOnly, NO_SECRETS, type SecretValues } from './secrets.ts';

/** What is still to be done to one object. */
export interface Remaining {
  readonly operation: Operation;
  /** The object's ID; undefined for what is still to be created. */
  readonly id: string | undefined;
  /** The ID of what a new object belongs to; undefined where that is still to be created itself. */
  readonly parent: string | undefined;
  /** The touched places as they were, with what the deployment has done since. */
  readonly now: Values;
  /** The calls that are still to be made, and what each asks for with the IDs that are known by now. */
  readonly steps: readonly (Pick<Step, 'does'> & { readonly asks: Values })[];
}

/** A place that is not as the deployment left it. */
export interface Stray {
  readonly operation: Operation;
  readonly path: Pointer;
  readonly expected: Json;
  readonly found: Json;
}

/**
 * Where the org is not as the rest of a deployment relies on: somebody was there meanwhile. Undefined while questions
 * are open. Pure.
 * @param made the IDs of what the deployment has created: what the platform puts under them as keys is no stray
 */
export function straysOf(
  all: readonly Remaining[],
  made: ReadonlySet<string>,
  inquiry: Inquiry,
  secrets: SecretValues = NO_SECRETS,
): readonly Stray[] | undefined {
  const each = all.map((remaining) => straysIn(remaining, made, inquiry, secrets));
  const known = each.filter((strays) => strays !== undefined);
  return known.length < each.length ? undefined : known.flat();
}

function straysIn(
  remaining: Remaining,
  made: ReadonlySet<string>,
  inquiry: Inquiry,
  secrets: SecretValues,
): readonly Stray[] | undefined {
  const { operation, id, now, steps } = remaining;
  const type = typeNamed(operation.type);
  const [next] = steps;
  if (id === undefined) return inTheWay(remaining, type, inquiry);
  if (!next || next.does === 'restore') return [];
  const raw = inquiry.document(type, id);
  if (raw === undefined) return undefined;
  if (raw === null) return next.does === 'delete' ? [] : [{ operation, path: '', expected: id, found: null }];
  const asked = Object.assign({}, ...steps.map(({ asks }) => asks)) as Values;
  const seen = (found: Document): Document => asFound(found, asked, now, secrets);
  const document = seen(normalize(type, raw));
  const strays: Stray[] = [];
  let isOpen = false;
  const places = new Set(steps.flatMap(({ asks }) => placesOf(asks, now)));
  for (const path of places) {
    if (isWriteOnly(type, path) || segmentsOf(path).some((key) => made.has(key))) continue;
    const found = foundAt(type, id, path, { document, seen }, inquiry);
    if (found === undefined) isOpen = true;
    else if (!isDone(remaining, type, path, found)) strays.push(...straysAt(remaining, type, path, found));
  }
  return isOpen ? undefined : strays;
}

/** What is not as expected at a place. An element of a part may say more of itself than the call that put it there. */
function straysAt({ operation, now }: Remaining, type: ResourceType, path: Pointer, found: Json): Stray[] {
  const isElement = Object.hasOwn(type.parts ?? {}, segmentsOf(path)[0] ?? '');
  const expected = said(now, path);
  if (isElement && isObject(expected) && holds(found, expected)) return [];
  return otherwise(now, path, found).map((other) => ({
    operation,
    path: other.path,
    expected: other.before,
    found: other.after,
  }));
}

/** Whether an element is as a call that is left asks: a call that had its effect in part is made again. */
function isDone({ steps }: Remaining, type: ResourceType, path: Pointer, found: Json): boolean {
  if (!Object.hasOwn(type.parts ?? {}, segmentsOf(path)[0] ?? '')) return false;
  const asked = steps.findLast(({ asks }) => Object.hasOwn(asks, path))?.asks[path];
  return asked !== undefined && (asked === null ? found === null : found !== null && holds(found, asked));
}

/** What is to be created must not be there. */
function inTheWay(
  { operation, parent, steps: [next] }: Remaining,
  type: ResourceType,
  inquiry: Inquiry,
): readonly Stray[] | undefined {
  const isInNew = type.parent !== undefined && parent === undefined;
  if (next?.does !== 'create' || isInNew) return [];
  const named = inquiry.named(type, operation.live, parent);
  return named?.map((raw) => ({ operation, path: '', expected: null, found: idOfObject(raw) }));
}

/** The places that a call relies on: those that it asks for; of a deletion every field of the object. */
function placesOf(asks: Values, now: Values): Pointer[] {
  if (!Object.hasOwn(asks, '')) return Object.keys(asks);
  const whole = now[''];
  return Object.keys(isObject(whole) ? whole : {}).map((field) => pointer(field));
}

/** What stands at a place, in a part or in a field with a call of its own too. Undefined while that is not known. */
function foundAt(
  type: ResourceType,
  id: string,
  path: Pointer,
  { document, seen }: { readonly document: Document; readonly seen: (found: Document) => Document },
  inquiry: Inquiry,
): Json | undefined {
  const [field = '', key] = segmentsOf(path);
  if (Object.hasOwn(type.parts ?? {}, field)) {
    const elements = inquiry.part(type, id, field, key === undefined ? undefined : [key])?.elements;
    if (!elements) return undefined;
    return key === undefined ? elements : (get(elements, key) ?? null);
  }
  if (!Object.hasOwn(type.sections ?? {}, field)) return valueAt(document, path) ?? null;
  const section = inquiry.section(type, id, field);
  return section === undefined
    ? undefined
    : (valueAt(seen(normalize(type, { [field]: section })), path) ?? null);
}
