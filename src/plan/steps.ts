import { operations } from '../catalog/generated/operations.ts';
import { shapeOf } from '../catalog/shape.ts';
import type { Call, HeldFile, Import, Part, PartCall, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { isWithin, type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDigest } from './contents.ts';
import { type Difference, differences, type Values } from './difference.ts';
import {
  createBody,
  type Document,
  halvesOf,
  isApart,
  laterFields,
  ownId,
  parentId,
  referenceOfKey,
  sectionOf,
} from './document.ts';
import { heldIn, withHeld } from './held.ts';
import type { Step } from './plan.ts';
import { sentIn } from './secrets.ts';

/** What one operation does to its object; `id` is the ID or what stands for it. */
export interface StepFacts {
  readonly type: ResourceType;
  readonly id: Json;
  /** What a new object belongs to. */
  readonly parent?: Json;
  readonly before: Document | undefined;
  readonly after: Document | undefined;
  /** The deleted object comes back under its ID. */
  readonly restore: boolean;
  /** What it has kept, where that is known. */
  readonly deleted?: Document;
  readonly force: boolean;
  /** How many pages a part has, where that is known. */
  readonly pages?: Readonly<Record<string, number>>;
  /** The files that a deployment kept of what it took away, by the place that held them: digests. */
  readonly kept?: Readonly<Record<string, string>>;
  /** What is published at the places of a draft that is taken back. [none is] */
  readonly discards?: Values;
}

/** The calls that take an object from `before` to `after`, in order. */
export function stepsOf(facts: StepFacts): Step[] {
  const { type, before, after } = facts;
  if (!after) return [removeStep(facts)];
  if (!before) return [...bringSteps(facts, after), ...partSteps(facts, {}, after, 'bring')];
  const changes = differences(before, after);
  return [
    ...discardSteps(facts),
    ...partSteps(facts, before, after, 'drop'),
    ...documentSteps(facts, before, after),
    ...fileSteps(facts, changes, after),
    ...sectionSteps(facts, changes),
    ...moveSteps(type, facts.id, changes),
    ...partSteps(facts, before, after, 'bring'),
  ];
}

/** A draft goes; one that is always there is made again what is published. */
function discardSteps({ type, id, discards }: StepFacts): Step[] {
  const op = type.draft?.discard ?? type.calls.update ?? '';
  return discards ? [{ op, params: ownParams(op, id), does: 'discard', asks: discards }] : [];
}

function removeStep({ type, id, force }: StepFacts): Step {
  const op = type.calls.remove ?? '';
  const query = { ...type.remove?.query, ...(force ? type.remove?.force : {}) };
  const isAsked = Object.keys(query).length > 0;
  return { op, params: ownParams(op, id), ...(isAsked ? { query } : {}), does: 'delete', asks: { '': null } };
}

/** What is created, and set right after it because a create does not take it. */
function bringSteps(facts: StepFacts, after: Document): Step[] {
  const { type, id, parent, restore, deleted } = facts;
  const [made, ...effective] = fileSteps(facts, differences({}, after), after);
  if (made) {
    const left = Object.keys(type.moves ?? {}).reduce<Json | undefined>(
      (rest, place) => withValueAt(rest, place, undefined),
      after,
    );
    const rest = differences(isObject(left) ? left : {}, after);
    return [{ ...made, asks: { '': left ?? after } }, ...effective, ...moveSteps(type, id, rest)];
  }
  const own = objectOf(Object.entries(after).filter(([field]) => !isApart(type, field)));
  if (restore) {
    const back = type.remove?.restore;
    const op = back?.op ?? '';
    const known = Object.entries(createBody(type, after)).filter(([field]) =>
      shapeOf(type).root.fields.has(field),
    );
    const asks: Values = back?.body ? {} : { '': own };
    const step: Step = {
      op,
      params: ownParams(op, id),
      body: back?.body ?? objectOf(known),
      does: 'restore',
      asks,
    };
    const kept = deleted ?? {};
    return back?.body
      ? [step, ...documentSteps(facts, kept, after), ...moveSteps(type, id, differences(kept, after))]
      : [step];
  }
  const op = type.calls.create ?? '';
  const later = laterFields(type);
  const [start = own] = type.via?.({}, own) ?? [];
  const first = objectOf(Object.entries(start).filter(([field]) => !later.has(field)));
  const created: Step = {
    op,
    params: parentParams(type, op, parent),
    body: createBody(type, start),
    does: 'create',
    asks: { '': first },
  };
  const rest = differences({}, after).filter(({ path }) => !Object.hasOwn(first, segmentsOf(path)[0] ?? ''));
  const published = type.versions ? [publishStep(facts, {})] : [];
  return [
    created,
    ...documentSteps(facts, first, own),
    ...sectionSteps(facts, rest),
    ...moveSteps(type, id, rest),
    ...published,
  ];
}

/**
 * The path parameters of an operation on one object: the object's ID, after the one of what it belongs to. A child's ID
 * says both; of a new one the parent is given.
 */
export function ownParams(op: string, id: Json, parent?: Json): Record<string, Json> {
  const [first, second] = paramsOf(op);
  if (first === undefined) return {};
  if (second === undefined) return { [first]: typeof id === 'string' ? ownId(id) : id };
  if (!isChildOf(id, parent)) return { [first]: id };
  const belongsTo = parent ?? (typeof id === 'string' ? parentId(id) : id);
  return { [first]: belongsTo, [second]: typeof id === 'string' ? ownId(id) : id };
}

function isChildOf(id: Json, parent: Json | undefined): boolean {
  return parent !== undefined || (typeof id === 'string' && id.includes('/'));
}

/** What a new child belongs to, whether or not it stands in the path. */
function parentParams(type: ResourceType, op: string, parent: Json | undefined): Record<string, Json> {
  const [first] = type.within ? [type.within.query] : paramsOf(op);
  return first === undefined || parent === undefined ? {} : { [first]: parent };
}

function paramsOf(op: string): string[] {
  return [...(operations[op]?.path ?? '').matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
}

/** Updates of the document itself: what must travel alone first, then the rest. */
function documentSteps({ type, id, parent }: StepFacts, before: Document, after: Document): Step[] {
  const op = type.calls.update ?? '';
  const places = (from: Document, to: Document): Difference[] =>
    differences(from, to).filter(({ path }) => isOwn(type, path));
  const step = (paths: readonly Difference[]): Step => ({
    op,
    params: ownParams(op, id, parent),
    does: 'update',
    asks: {
      ...Object.fromEntries(paths.map(({ path, after: value }) => [path, value])),
      ...sentAlong(type, after),
    },
  });
  const all = places(before, after);
  if (all.length === 0) return [];
  if (type.draft && all.some(({ path }) => isDrafted(type, path)))
    return [{ ...step(all), op: type.draft.publish, draft: true, calls: CALLS_OF_DRAFT }];
  if (type.versions) {
    const asks = Object.fromEntries(all.map(({ path, after: value }) => [path, value]));
    return [publishStep({ type, id }, asks)];
  }
  const stages = [...(type.via?.(before, after) ?? []), after];
  let reached = before;
  return stages.flatMap((stage) => {
    const all = places(reached, stage);
    reached = stage;
    const alone = all.filter(({ path }) => type.update?.alone?.includes(path));
    const others = all.filter((place) => !alone.includes(place));
    return [...alone.map((place) => step([place])), ...(others.length > 0 ? [step(others)] : [])];
  });
}

/** What the platform takes and never answers: without it, an update of the whole object would lose it. */
function sentAlong(type: ResourceType, after: Document): Values {
  if (type.update?.is === 'changed') return {};
  return Object.fromEntries(
    (type.writeOnly ?? []).flatMap((path) => {
      const sent = sentIn(valueAt(after, path));
      return sent === undefined ? [] : [[path, { $sent: sent }]];
    }),
  );
}

/** It is begun, changed and published. */
const CALLS_OF_DRAFT = 3;

/** Whether a place changes only with a draft. */
export function isDrafted(type: ResourceType, path: Pointer): boolean {
  return type.draft?.places.some((place) => isWithin(path, place)) ?? false;
}

/** Writes into the draft what is asked for, and publishes it. */
function publishStep({ type, id }: Pick<StepFacts, 'type' | 'id'>, asks: Values): Step {
  const op = type.versions?.publish ?? '';
  return { op, params: ownParams(op, id), does: 'publish', asks };
}

/** Updates of fields that have a call of their own, each whole. */
function sectionSteps({ type, id, parent }: StepFacts, changes: readonly Difference[]): Step[] {
  return Object.entries(type.sections ?? {}).flatMap(([name, { update }]) => {
    const places = changes.filter(({ path }) => sectionOf(type, path) === name);
    if (places.length === 0) return [];
    const asks: Values = Object.fromEntries(places.flatMap((place) => fieldsOf(type, name, place)));
    return [
      { op: update, params: ownParams(update, id, parent), does: 'update' as const, section: name, asks },
    ];
  });
}

/** Jobs that hand files over, or have the org take back what it showed of one before. */
function fileSteps({ type, id }: StepFacts, changes: readonly Difference[], after: Document): Step[] {
  return changes.flatMap(({ path, after: file }) => {
    const facts = type.files?.[path];
    if (facts?.job === undefined || typeof file !== 'string') return [];
    const isFile = isDigest(file);
    const name = isFile ? facts.job : facts.back?.job;
    const job = name === undefined ? undefined : type.jobs?.[name];
    if (name === undefined || !job) return [];
    const value = isFile ? file : (facts.back?.value(file) ?? '');
    const known = { $id: id, $value: value, $body: createBody(type, after) };
    const call = job.import ? importCall(job.import, type, id, after) : job.begin && filled(job.begin, known);
    if (!call) return [];
    const content = isFile ? { content: file } : {};
    const publish = { does: 'publish', asks: { [path]: file } } as const;
    return [
      { ...call, ...publish, job: name, ...content },
      ...(facts.then ? [{ ...filled(facts.then, known), ...publish }] : []),
    ];
  });
}

/** What an import says beside its file. */
function importCall({ path, name, replaces }: Import, type: ResourceType, id: Json, after: Document) {
  const old = typeof id === 'string' ? { [replaces]: id } : {};
  return { op: path, params: {}, body: { [name]: valueAt(after, type.identity) ?? '', ...old } };
}

/** The fields of a section that comes as a whole: what the platform has put into others stays. */
function fieldsOf(type: ResourceType, section: string, { path, after }: Difference): [Pointer, Json][] {
  const isFields = path === pointer(section) && shapeOf(type).root.fields.get(section)?.kind === 'object';
  if (!isFields || !isObject(after)) return [[path, after]];
  return Object.entries(after).map(([key, value]) => [path + pointer(key), value]);
}

/** Whether a place belongs to the document itself, not to a part or to a field with a call of its own. */
function isOwn(type: ResourceType, path: string): boolean {
  const [field] = segmentsOf(path);
  const isHeld = sectionOf(type, path) !== undefined;
  return field !== undefined && !isHeld && !isApart(type, field) && !Object.hasOwn(type.moves ?? {}, path);
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
    const calls = new PartSteps(name, part, facts);
    if (stage === 'drop') {
      const dropped = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
      return [
        ...calls.steps(
          part.remove,
          dropped.map((key) => [key, null]),
          'remove',
        ),
        ...calls.withoutFiles(old, now),
      ];
    }
    const fresh = Object.entries(now).filter(([key]) => !Object.hasOwn(old, key));
    const isBare = part.change !== undefined && part.type !== undefined;
    const added = fresh.map(
      ([key, value]) => [key, isBare ? initialOf(part) : withHeld(part, value, () => null)] as const,
    );
    const reached: JsonObject = { ...old, ...objectOf(added) };
    // Files come last, each by a call of its own.
    const unfiled = Object.entries(now).map(([key, value]) => {
      const file = (held: HeldFile): Json => stayingIn(held, get(reached, key), value);
      return [key, withHeld(part, value, file)] as const;
    });
    const changed = unfiled.filter(
      ([key, value]) =>
        !equal(
          withHeld(part, get(reached, key) ?? null, (held) => heldIn(held, value)),
          value,
        ),
    );
    const singly = [
      ...calls.steps(part.add, added, 'add'),
      ...calls.steps(part.change ?? part.add, changed, 'change'),
      ...calls.withFiles(objectOf(unfiled), now),
    ];
    const bulk = bulkCalls(facts, name, added.length, added.length + changed.length);
    return bulk !== undefined && bulk < singly.length
      ? [bulkStep(facts, name, [...added, ...changed], bulk)]
      : singly;
  });
}

/** The call that writes one element of a part. */
export function elementStep(
  name: string,
  part: Part,
  id: Json,
  [key, attributes]: Element,
  does: 'add' | 'change',
): Step | undefined {
  const call = does === 'add' ? part.add : (part.change ?? part.add);
  return new PartSteps(name, part, { id }).steps(call, [[key, attributes]], does)[0];
}

/**
 * How many calls the job of a part takes for so many elements: its own, and reading them back, page by page or one by one.
 * Undefined where there is none.
 */
function bulkCalls(
  { type, after, pages = {} }: StepFacts,
  name: string,
  added: number,
  count: number,
): number | undefined {
  const part = type.parts?.[name];
  if (!part?.bulk) return undefined;
  const { size = 1 } = part.read;
  const known = Object.keys(elementsAt(after ?? {}, name)).length;
  const all = pages[name] === undefined ? Math.ceil(known / size) : pages[name] + Math.ceil(added / size);
  return part.bulk.calls + Math.min(all, part.read.one ? count : all);
}

/** One job for all of these elements. */
function bulkStep({ type, id }: StepFacts, name: string, elements: readonly Element[], calls: number): Step {
  const job = type.parts?.[name]?.bulk?.job ?? '';
  const begin = type.jobs?.[job]?.begin ?? { op: '', params: {} };
  const sorted = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
  const asks: Values = Object.fromEntries(
    sorted.map(([key, attributes]) => [pointer(name, key), attributes]),
  );
  return { ...filled(begin, { $id: id }), does: 'add', job, calls, asks };
}

/** How the elements of parts that have a choice are written, in words for people. */
export function waysOf(type: ResourceType, steps: readonly Step[]): string[] {
  return Object.entries(type.parts ?? {}).flatMap(([name, { bulk, noun }]) => {
    const own = steps.filter(({ asks, does }) => {
      const [path] = Object.keys(asks);
      return ['add', 'change'].includes(does) && path !== undefined && segmentsOf(path)[0] === name;
    });
    const [job] = own.filter((step) => step.job !== undefined);
    if (!bulk) return [];
    if (!job) return own.length > 1 ? [`${own.length} ${noun}s by ${own.length} single calls`] : [];
    const count = Object.keys(job.asks).length;
    return [
      `${count} ${noun}s by one ${bulk.does} of about ${job.calls} calls, in the place of ${count} single ones; what others do to these ${noun}s while it runs is written over, all other ${noun}s stay`,
    ];
  });
}

/** The file that an element goes on holding; null where it is another one, or none. */
function stayingIn(held: HeldFile, before: Json | undefined, after: Json | undefined): Json {
  const file = heldIn(held, before);
  return file === heldIn(held, after) ? file : null;
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

/** The field of an element that is known by a text, or of a row, which holds that. */
export function keyFieldOf({ read }: Part): string {
  return segmentsOf(read.element ?? '/id')[0] ?? '';
}

/** An element's key and its attributes once the call is done; null when it is gone. */
type Element = readonly [key: string, attributes: Json];

/** What the calls about a part need to know of its object. */
type PartFacts = Pick<StepFacts, 'id' | 'kept'> & Partial<Pick<StepFacts, 'type'>>;

class PartSteps {
  readonly #name: string;
  readonly #part: Part;
  readonly #facts: PartFacts;

  constructor(name: string, part: Part, facts: PartFacts) {
    this.#name = name;
    this.#part = part;
    this.#facts = facts;
  }

  /** Takes away files that others take the place of, or none: then nothing may go on saying what it was. */
  withoutFiles(old: JsonObject, now: JsonObject): Step[] {
    const { holds = [], change } = this.#part;
    if (!change) return [];
    return Object.entries(old).flatMap(([key, element]) => {
      if (!Object.hasOwn(now, key)) return [];
      let reached: Json = element;
      return holds.flatMap((held) => {
        const file = heldIn(held, element);
        const next = heldIn(held, get(now, key));
        if (file === null || file === next) return [];
        const isSaid = next !== null || file === held.nameless || held.named === 'after';
        const nameless = isSaid ? [] : this.#saying(change, key, over(reached, held, held.nameless), held);
        reached = over(reached, held, null);
        return [...nameless, ...this.steps(held.drop, [[key, reached]], 'change')];
      });
    });
  }

  /** Brings files that elements do not hold yet. */
  withFiles(old: JsonObject, now: JsonObject): Step[] {
    const { holds = [], change } = this.#part;
    if (!change) return [];
    return Object.entries(now).flatMap(([key, element]) => {
      let reached: Json = get(old, key) ?? null;
      return holds.flatMap((held) => {
        const file = heldIn(held, element);
        if (typeof file !== 'string' || heldIn(held, reached) === file) return [];
        const nameless = over(reached, held, held.nameless);
        reached = over(reached, held, file);
        const content = this.#facts.kept?.[pointer(this.#name, key, held.attribute)] ?? file;
        const uploaded = { does: 'upload', job: held.job, content } as const;
        const named = this.#saying(change, key, reached, held);
        if (held.named !== 'after') return named.map((step) => ({ ...step, ...uploaded }));
        const begin = this.#facts.type?.jobs?.[held.job]?.begin ?? change;
        const [sent] = this.steps(begin, [[key, nameless]], 'change');
        return sent && file !== held.nameless
          ? [{ ...sent, ...uploaded }, ...named]
          : sent
            ? [{ ...sent, ...uploaded }]
            : [];
      });
    });
  }

  /** The call that changes an element, and says which file it holds. */
  #saying(change: PartCall, key: string, element: Json, held: HeldFile): Step[] {
    const said = held.said(String(heldIn(held, element)));
    return this.steps(change, [[key, element]], 'change').map((step) => ({
      ...step,
      body: { ...(isObject(step.body) ? step.body : {}), ...said },
    }));
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
    const { pair, attributes: facts = {}, type } = this.#part;
    const isKeyed = type === undefined;
    const halves = elements.map(([key]) => (isKeyed ? ([key, undefined] as const) : halvesOf(key)));
    const plain = halves.map(([element]) => (isKeyed ? element : referenceOfKey(element)));
    const ids = plain.map((id) => ({ id }));
    const known = isKeyed ? keyFieldOf(this.#part) : 'id';
    const whole = elements.map(([, value], index) => {
      // What is new says nothing by null; what was there is cleared by it. Files are sent by calls of their own.
      const all = does === 'change' && isKeyed ? initialOf(this.#part) : {};
      const said = Object.entries({ ...all, ...(isObject(value) ? value : {}) }).filter(
        ([name, attribute]) => !facts[name]?.file && !(does === 'add' && attribute === null),
      );
      return { [known]: plain[index] ?? null, ...objectOf(said) };
    });
    const [one, two] = pair?.as ?? ['', ''];
    const pairs = halves.map(([element, other]) => ({
      [one]: referenceOfKey(element),
      [two]: referenceOfKey(other ?? ''),
    }));
    const single = call.batch === undefined;
    const values = {
      $id: this.#facts.id,
      $element: plain[0] ?? null,
      $other: referenceOfKey(halves[0]?.[1] ?? ''),
      $elements: (single ? ids[0] : ids) ?? null,
      $attributes: (single ? whole[0] : whole) ?? null,
      $ids: plain,
      $idList: { $list: plain },
      $pairs: pairs,
    };
    const asks: Values = Object.fromEntries(
      elements.map(([key, attributes]) => [pointer(this.#name, key), attributes]),
    );
    const over = call.over ? { over: filled(call.over, values) } : {};
    return { ...filled(call, values), ...over, does, asks };
  }
}

/** The element with another file, or none. */
function over(element: Json, held: HeldFile, file: Json): Json {
  return isObject(element) ? { ...element, [held.attribute]: file } : element;
}

function filledObject(object: JsonObject, fill: (value: Json) => Json): JsonObject {
  return objectOf(Object.entries(object).map(([key, value]) => [key, fill(value)]));
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
    ...(call.query ? { query: filledObject(call.query, fill) } : {}),
    ...(call.body === undefined ? {} : { body: fill(call.body) }),
  };
}
