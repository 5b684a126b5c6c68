/** Utilization, and its labels. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, flag, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, conflict, unknownReference } from '../errors.ts';
import { arrayOf, isObject, type Json, type JsonObject, textOf } from '../json.ts';
import { MANAGED } from '../judge.ts';
import type { Document } from '../model.ts';
import { UTILIZATION, UTILIZATION_LABELS } from '../paths.ts';
import { objectBody } from './body.ts';
import { found, note, refuseDuplicate, rendered } from './documents.ts';

const labels = collectionAt(UTILIZATION_LABELS);
/** The label that every org has. Source: CX as Code 1.84.1, which refers to it and never changes it. */
export const SYSTEM_LABEL = 'System Default Label';

/** The default that the platform gives each kind of work. */
export const MEDIA: readonly (readonly [string, number])[] = [
  ['call', 1],
  ['callback', 1],
  ['chat', 4],
  ['email', 1],
  ['message', 3],
  ['workitem', 1],
];

/** Utilization, with every label of the org. */
export function readUtilization(call: Call): Answer {
  return { body: utilizationOf(call) };
}

function utilizationOf({ org }: Call): JsonObject {
  const kept = org.get(UTILIZATION, 'org');
  const media = isObject(kept?.utilization) ? kept.utilization : {};
  const ofLabels = isObject(kept?.labelUtilizations) ? kept.labelUtilizations : {};
  const all = org.all(UTILIZATION_LABELS).map(({ id, name }): [string, Json] => {
    const own = ofLabels[id];
    const said = isObject(own) ? own : {};
    return [id, { maximumCapacity: 1, interruptingLabelIds: [], ...said, labelName: name ?? '' }];
  });
  return {
    utilization: Object.fromEntries(
      MEDIA.map(([kind, maximumCapacity]): [string, Json] => {
        const own = media[kind];
        const said = isObject(own) ? own : {};
        return [kind, { maximumCapacity, interruptableMediaTypes: [], includeNonAcd: false, ...said }];
      }),
    ),
    labelUtilizations: Object.fromEntries(all),
    maxInboundCalls: kept?.maxInboundCalls ?? 1,
  };
}

/** Replaces it all. A label that nobody knows is refused, as is an interruption by one. */
export function replaceUtilization(call: Call): Answer {
  const { org } = call;
  const before = utilizationOf(call);
  const body = objectBody(call, { mode: 'replace', seen: withoutNames(before) });
  const ofLabels = isObject(body.labelUtilizations) ? body.labelUtilizations : {};
  for (const [id, facts] of Object.entries(ofLabels)) {
    const used = [id, ...arrayOf(isObject(facts) ? facts.interruptingLabelIds : []).map(String)];
    const unknown = used.find((label) => !org.get(UTILIZATION_LABELS, label));
    if (unknown !== undefined) throw unknownReference(`labelUtilizations.${id}`, unknown);
  }
  for (const [kind, facts] of Object.entries(isObject(body.utilization) ? body.utilization : {})) {
    if (!MEDIA.some(([known]) => known === kind))
      throw badField(`utilization.${kind}`, `${kind} is no media type.`);
    const capacity = isObject(facts) ? facts.maximumCapacity : undefined;
    if (typeof capacity === 'number' && (capacity < 0 || capacity > 25))
      throw badField('maximumCapacity', 'The capacity must be between 0 and 25.');
  }
  org.put(UTILIZATION, { ...body, id: 'org' });
  noteUtilization(call, before);
  return { body: utilizationOf(call) };
}

/** The labels' names are only answered. */
function withoutNames(utilization: JsonObject): JsonObject {
  const copy = structuredClone(utilization);
  const ofLabels = isObject(copy.labelUtilizations) ? copy.labelUtilizations : {};
  for (const facts of Object.values(ofLabels)) if (isObject(facts)) delete facts.labelName;
  return copy;
}

/** Gives everything its default back. */
export function resetUtilization(call: Call): Answer {
  const before = utilizationOf(call);
  call.org.remove(UTILIZATION, 'org');
  noteUtilization(call, before);
  return {};
}

function noteUtilization(call: Call, before: JsonObject): void {
  const change = { action: 'Update', service: 'ContactCenter', entity: 'Utilization' } as const;
  note(call, labels, { id: 'org' }, { ...change, before, after: utilizationOf(call) });
}

/** A label, with its place in the utilization when the body says one. */
export function createLabel(call: Call): Answer {
  const { org } = call;
  const { utilization, ...body } = objectBody(call, { mode: 'create', seen: undefined });
  const label = named({ ...body, id: randomUUID() });
  refuseDuplicate(call, labels, label);
  org.put(UTILIZATION_LABELS, label);
  const kept: Document = org.get(UTILIZATION, 'org') ?? { id: 'org' };
  const others = isObject(kept.labelUtilizations) ? kept.labelUtilizations : {};
  const entry = {
    maximumCapacity: 1,
    interruptingLabelIds: [],
    ...(isObject(utilization) ? utilization : {}),
  };
  org.put(UTILIZATION, { ...kept, labelUtilizations: { ...others, [label.id]: entry } });
  note(call, labels, label, { action: 'Create', after: label });
  return { body: rendered(call, labels, label) };
}

export function replaceLabel(call: Call): Answer {
  const previous = ownLabel(call);
  const body = objectBody(call, {
    mode: 'replace',
    seen: rendered(call, labels, previous),
    managed: MANAGED,
  });
  const next = named({ ...body, id: previous.id });
  refuseDuplicate(call, labels, next);
  call.org.put(UTILIZATION_LABELS, next);
  note(call, labels, next, { action: 'Update', before: previous, after: next });
  return { body: rendered(call, labels, next) };
}

/** A label that interrupts others goes only with `forceDelete=true`; its own entry ends with it. */
export function deleteLabel(call: Call): Answer {
  const { org } = call;
  const label = ownLabel(call);
  const kept = org.get(UTILIZATION, 'org');
  const ofLabels = isObject(kept?.labelUtilizations) ? kept.labelUtilizations : {};
  const isUsed = Object.entries(ofLabels).some(
    ([id, facts]) =>
      id !== label.id && arrayOf(isObject(facts) ? facts.interruptingLabelIds : []).includes(label.id),
  );
  if (isUsed && !flag(call.query, 'forceDelete'))
    throw conflict(`The utilization label ${label.id} is in use.`);
  if (kept) org.put(UTILIZATION, { ...kept, labelUtilizations: withoutLabel(ofLabels, label.id) });
  org.remove(UTILIZATION_LABELS, label.id);
  note(call, labels, label, { action: 'Delete', before: label });
  return {};
}

function withoutLabel(ofLabels: JsonObject, id: string): JsonObject {
  return Object.fromEntries(
    Object.entries(ofLabels)
      .filter(([key]) => key !== id)
      .map(([key, facts]): [string, Json] => {
        if (!isObject(facts)) return [key, facts];
        const others = arrayOf(facts.interruptingLabelIds).filter((other) => other !== id);
        return [key, { ...facts, interruptingLabelIds: others }];
      }),
  );
}

/** A label that is not the platform's own. */
function ownLabel(call: Call): Document {
  const label = found(call, labels, param(call, 'labelId'));
  if (label.name === SYSTEM_LABEL) throw badRequest('The system default label cannot be changed.');
  return label;
}

function named(label: Document): Document {
  const name = textOf(label.name) ?? '';
  if (name === '' || name !== name.trim())
    throw badField('name', 'The name must not start or end with spaces.');
  return label;
}
