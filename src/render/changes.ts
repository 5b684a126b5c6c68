import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { pointer, segmentsOf } from '../json/pointer.ts';
import { type Difference, differences } from '../plan/difference.ts';
import type { Operation } from '../plan/plan.ts';
import { sentIn } from '../plan/secrets.ts';
import { visible } from './style.ts';
import { inline, inUnits, type Names, nameOf } from './values.ts';

/** The most elements of a set that a line names; a plan as JSON names all. */
const MOST_ELEMENTS = 100;

/** One line about a field: what it is called (nothing where that is as in the line above), what becomes of it, a remark. */
export interface Row {
  readonly field: string;
  readonly change: string;
  readonly remark: string | undefined;
}

/** What an update does, field by field; elements of one set together. */
export function rowsOf(operation: Operation, names: Names): Row[] {
  const type = typeNamed(operation.type);
  const places = Object.entries(operation.after).flatMap(([path, after]) =>
    elementPlaces(operation, { path, before: operation.before[path] ?? null, after }),
  );
  const sets = Object.keys(operation.counts);
  const inSets = (path: string): string | undefined => sets.find((set) => path.startsWith(`${set}/`));
  const fields = places
    .filter(({ path }) => inSets(path) === undefined)
    .flatMap((place) => fieldRows(place, names));
  const elements = sets.flatMap((set) =>
    setRows(
      set,
      places.filter(({ path }) => inSets(path) === set),
      operation,
      type,
      names,
    ),
  );
  return [...fields, ...elements];
}

/** A set that comes or goes as a whole, element by element. */
function elementPlaces(operation: Operation, place: Difference): Difference[] {
  if (!Object.hasOwn(operation.counts, place.path)) return [place];
  const before = isObject(place.before) ? place.before : {};
  const after = isObject(place.after) ? place.after : {};
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].map((key) => ({
    path: place.path + pointer(key),
    before: before[key] ?? null,
    after: after[key] ?? null,
  }));
}

function fieldRows(place: Difference, names: Names): Row[] {
  const field = fieldName(place.path, names);
  const { before, after } = place;
  if (isArray(before) && isArray(after) && before.length === after.length && before.some(isObject)) {
    return itemRows(field, before, after, names);
  }
  return [{ field, change: arrow(before, after, names), remark: inUnits(field, before, after) }];
}

/** `acwSettings.timeoutMs`, safe to print. */
export function fieldName(path: string, names: Names): string {
  return segmentsOf(path)
    .map((segment) => visible(nameOf(segment, names)))
    .join('.');
}

/** An ordered list of the same length: item by item. */
function itemRows(field: string, before: readonly Json[], after: readonly Json[], names: Names): Row[] {
  const changes = before.flatMap((old, index) => {
    const now = after[index] ?? null;
    if (equal(old, now)) return [];
    const where = `item ${index + 1} of ${before.length}: `;
    if (!isObject(old) || !isObject(now))
      return [{ change: `${where}${arrow(old, now, names)}`, remark: undefined }];
    return differences(old, now).map((inner, line) => {
      const name = fieldName(inner.path, names);
      const lead = line === 0 ? where : ' '.repeat(where.length);
      const change = `${lead}${name} ${arrow(inner.before, inner.after, names)}`;
      return { change, remark: inUnits(name, inner.before, inner.after) };
    });
  });
  return changes.map((change, index) => ({ field: index === 0 ? field : '', ...change }));
}

/** `60 → 90` */
function arrow(before: Json, after: Json, names: Names): string {
  const sent = sentIn(after);
  if (sent !== undefined && before === null) return `(never answered) → ${inline(after, names)}`;
  if (sent !== undefined && equal(sentIn(before), sent))
    return `${inline(after, names)}, ${isObject(before) && before['hmac'] ? 'with another value than was sent last' : 'sent again, as nobody can tell whether it was sent so'}`;
  return `${before === null ? '(none)' : inline(before, names)} → ${after === null ? '(cleared)' : inline(after, names)}`;
}

/** `members (46)   + bob (ringNumber 3)   - eve   46 → 45` */
function setRows(
  set: string,
  places: readonly Difference[],
  operation: Operation,
  type: ResourceType,
  names: Names,
): Row[] {
  const [before, after] = operation.counts[set] ?? [0, 0];
  const initially = type.parts?.[set.slice(1)]?.attributes ?? {};
  const added: string[] = [];
  const removed: string[] = [];
  const changed: string[] = [];
  for (const place of places) {
    const [id = '', ...rest] = segmentsOf(place.path.slice(set.length));
    const name = visible(nameOf(id, names));
    if (rest.length > 0)
      changed.push(
        `${name} ${rest.join('.')} ${inline(place.before, names)} → ${inline(place.after, names)}`,
      );
    else if (place.after === null) removed.push(name);
    else added.push(`${name}${attributesOf(place.after, initially, names)}`);
  }
  const field = `${fieldName(set, names)} (${before})`;
  const rows = [
    ...(added.length > 0 ? [`+ ${firstOf(added)}`] : []),
    ...(removed.length > 0 ? [`- ${firstOf(removed)}`] : []),
    ...(changed.length > 0 ? [`~ ${firstOf(changed)}`] : []),
  ];
  const total = before === after ? undefined : `${before} → ${after}`;
  return rows.map((change, index) => ({
    field: index === 0 ? field : '',
    change,
    remark: index === rows.length - 1 ? total : undefined,
  }));
}

/** Elements in the order of their names: as many as anybody reads, and how many more. */
function firstOf(elements: readonly string[]): string {
  const shown = [...elements].sort().slice(0, MOST_ELEMENTS).join(', ');
  const more = elements.length - MOST_ELEMENTS;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** What is special about an element: attributes that differ from what a new one has. */
function attributesOf(
  attributes: Json,
  initially: Readonly<Record<string, { readonly initially?: Json }>>,
  names: Names,
): string {
  if (!isObject(attributes)) return '';
  const said = Object.entries(attributes).filter(
    ([key, value]) => key !== 'type' && !equal(initially[key]?.initially, value),
  );
  const words = said.map(([key, value]) => `${key} ${inline(value, names)}`);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

/** What an object means that keeps its meaning, or is deleted with it: said beside its name. */
export function keptMeaning({ action, means }: Operation): string | undefined {
  return action === 'delete' || means?.after === means?.before ? means?.before : undefined;
}

/** What an object means from now on, unless a changed field says just that. */
export function newMeaning({ action, means, after }: Operation): string | undefined {
  const isNew = action !== 'delete' && means?.after !== means?.before;
  return isNew && !Object.values(after).some((value) => value === means?.after) ? means?.after : undefined;
}

/** What a new object has, in a few words: its parts by number, the objects that it refers to by name. */
export function briefly(type: ResourceType, document: JsonObject, names: Names): string {
  const parts = Object.entries(type.parts ?? {}).flatMap(([name, part]) => {
    const elements = document[name];
    const count = isObject(elements) ? Object.keys(elements).length : 0;
    return count > 0 ? [`${count} ${part.noun}${count === 1 ? '' : 's'}`] : [];
  });
  const references = Object.keys(type.references ?? {})
    .filter((path) => !path.slice(1).includes('/'))
    .flatMap((path) => {
      const value = document[path.slice(1)];
      if (value === undefined) return [];
      return [value === '*' ? `all ${path.slice(1)}s` : `${path.slice(1)} ${inline(value, names)}`];
    });
  return [...references, ...parts].join(', ');
}
