import { operations } from '../catalog/generated/operations.ts';
import { shapeOf } from '../catalog/shape.ts';
import type { Call, Part, PartCall, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer, segmentsOf } from '../json/pointer.ts';
import { type Difference, differences, type Values } from './difference.ts';
import { createBody, type Document, referenceOfKey } from './document.ts';
import type { Step } from './plan.ts';

/** What one operation does to its object; `id` is the ID or what stands for it. */
export interface StepFacts {
  readonly type: ResourceType;
  readonly id: Json;
  readonly before: Document | undefined;
  readonly after: Document | undefined;
  /** The deleted object comes back under its ID. */
  readonly restore: boolean;
  readonly force: boolean;
}

/** The calls that take an object from `before` to `after`, in order. */
export function stepsOf(facts: StepFacts): Step[] {
  const { type, before, after } = facts;
  if (!after) return [removeStep(facts)];
  if (!before) return [bringStep(facts, after), ...partSteps(facts, {}, after, 'bring')];
  const changes = differences(before, after);
  return [
    ...partSteps(facts, before, after, 'drop'),
    ...documentSteps(facts, before, after, changes),
    ...moveSteps(type, facts.id, changes),
    ...partSteps(facts, before, after, 'bring'),
  ];
}

function removeStep({ type, id, force }: StepFacts): Step {
  const op = type.calls.remove ?? '';
  const query = force ? type.remove?.force : undefined;
  return { op, params: ownParams(op, id), ...(query ? { query } : {}), does: 'delete', asks: { '': null } };
}

function bringStep({ type, id, restore }: StepFacts, after: Document): Step {
  const body = createBody(type, after);
  const own = Object.entries(after).filter(([field]) => !Object.hasOwn(type.parts ?? {}, field));
  const asks: Values = { '': objectOf(own) };
  if (restore) {
    const op = type.remove?.restore ?? '';
    const known = Object.entries(body).filter(([field]) => shapeOf(type).root.fields.has(field));
    return { op, params: ownParams(op, id), body: objectOf(known), does: 'restore', asks };
  }
  return { op: type.calls.create ?? '', params: {}, body, does: 'create', asks };
}

/** The path parameter of an operation on one object is the object's ID. */
export function ownParams(op: string, id: Json): Record<string, Json> {
  const name = /\{([^}]+)\}/.exec(operations[op]?.path ?? '')?.[1];
  return name ? { [name]: id } : {};
}

function documentSteps(
  { type, id }: StepFacts,
  before: Document,
  after: Document,
  changes: readonly Difference[],
): Step[] {
  const own = changes.filter(({ path }) => isOwn(type, path));
  if (own.length === 0) return [];
  const op = type.calls.update ?? '';
  const stages = [...(type.via?.(before, after) ?? []), after];
  let reached = before;
  return stages.flatMap((stage) => {
    const paths = differences(reached, stage).filter(({ path }) => isOwn(type, path));
    reached = stage;
    if (paths.length === 0) return [];
    const asks: Values = Object.fromEntries(paths.map(({ path, after: value }) => [path, value]));
    return [{ op, params: ownParams(op, id), does: 'update' as const, asks }];
  });
}

/** Whether a place belongs to the document itself, not to a part or to a field with a call of its own. */
function isOwn(type: ResourceType, path: string): boolean {
  const [field] = segmentsOf(path);
  return (
    field !== undefined && !Object.hasOwn(type.parts ?? {}, field) && !Object.hasOwn(type.moves ?? {}, path)
  );
}

function moveSteps(type: ResourceType, id: Json, changes: readonly Difference[]): Step[] {
  return changes.flatMap(({ path, after }) => {
    const call = type.moves?.[path];
    return call
      ? [{ ...filled(call, { $id: id, $value: after }), does: 'move' as const, asks: { [path]: after } }]
      : [];
  });
}

/** Calls about elements: `drop` those that go, `bring` those that come or change. */
function partSteps(facts: StepFacts, before: Document, after: Document, stage: 'drop' | 'bring'): Step[] {
  return Object.entries(facts.type.parts ?? {}).flatMap(([name, part]) => {
    const old = elementsAt(before, name);
    const now = elementsAt(after, name);
    const calls = new PartSteps(name, facts.id);
    if (stage === 'drop') {
      const dropped = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
      return calls.steps(
        part.remove,
        dropped.map((key) => [key, null]),
        'remove',
      );
    }
    const fresh = Object.entries(now).filter(([key]) => !Object.hasOwn(old, key));
    const added = fresh.map(([key, value]) => [key, part.change ? initialOf(part) : value] as const);
    const reached: JsonObject = { ...old, ...objectOf(added) };
    const changed = Object.entries(now).filter(([key, value]) => !equal(get(reached, key), value));
    return [
      ...calls.steps(part.add, added, 'add'),
      ...calls.steps(part.change ?? part.add, changed, 'change'),
    ];
  });
}

function elementsAt(document: Document, part: string): JsonObject {
  const elements = get(document, part);
  return isObject(elements) ? elements : {};
}

function initialOf(part: Part): JsonObject {
  return objectOf(
    Object.entries(part.attributes ?? {}).flatMap(([name, attribute]) =>
      attribute.initially === undefined ? [] : [[name, attribute.initially] as const],
    ),
  );
}

/** An element's key and its attributes once the call is done; null when it is gone. */
type Element = readonly [key: string, attributes: Json];

class PartSteps {
  readonly #name: string;
  readonly #id: Json;

  constructor(name: string, id: Json) {
    this.#name = name;
    this.#id = id;
  }

  steps(call: PartCall, elements: readonly Element[], does: 'add' | 'change' | 'remove'): Step[] {
    const sorted = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
    const size = call.batch ?? 1;
    const steps: Step[] = [];
    for (let start = 0; start < sorted.length; start += size) {
      steps.push(this.#step(call, sorted.slice(start, start + size), does));
    }
    return steps;
  }

  #step(call: PartCall, elements: readonly Element[], does: 'add' | 'change' | 'remove'): Step {
    const ids = elements.map(([key]) => ({ id: referenceOfKey(key) }));
    const whole = elements.map(([key, attributes]) => ({
      id: referenceOfKey(key),
      ...(isObject(attributes) ? attributes : {}),
    }));
    const single = call.batch === undefined;
    const values = {
      $id: this.#id,
      $element: referenceOfKey(elements[0]?.[0] ?? ''),
      $elements: (single ? ids[0] : ids) ?? null,
      $attributes: (single ? whole[0] : whole) ?? null,
    };
    const asks: Values = Object.fromEntries(
      elements.map(([key, attributes]) => [pointer(this.#name, key), attributes]),
    );
    return { ...filled(call, values), does, asks };
  }
}

/** The call with its placeholders replaced. */
function filled(
  call: Call,
  values: Readonly<Record<string, Json>>,
): Pick<Step, 'op' | 'params' | 'query' | 'body'> {
  const fill = (value: Json): Json => {
    if (typeof value === 'string') return get(values, value) ?? value;
    if (isArray(value)) return value.map(fill);
    return isObject(value)
      ? objectOf(Object.entries(value).map(([key, inner]) => [key, fill(inner)]))
      : value;
  };
  return {
    op: call.op,
    params: Object.fromEntries(Object.entries(call.params).map(([name, value]) => [name, fill(value)])),
    ...(call.query ? { query: call.query } : {}),
    ...(call.body === undefined ? {} : { body: fill(call.body) }),
  };
}
