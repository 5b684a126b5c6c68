import { operations } from '../catalog/generated/operations.ts';
import { shapeOf } from '../catalog/shape.ts';
import type { Import, ResourceType } from '../catalog/vocabulary.ts';
import { isObject, type Json, objectOf } from '../json/json.ts';
import { isWithin, type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDigest } from './contents.ts';
import { type Difference, differences, type Values } from './difference.ts';
import { createBody, type Document, isApart, laterFields, ownId, parentId, sectionOf } from './document.ts';
import { filled } from './filled.ts';
import { partSteps } from './part-steps.ts';
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
