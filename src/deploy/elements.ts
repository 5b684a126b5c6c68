import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { segmentsOf, valueAt } from '../json/pointer.ts';
import { attributesOf } from '../org/parts.ts';
import type { Before, CallOptions } from '../org/session.ts';
import type { Values } from '../plan/difference.ts';
import { idOf } from '../plan/document.ts';
import { idOfObject } from '../plan/facts.ts';
import { keyFieldOf } from '../plan/part-steps.ts';
import type { Operation, Step } from '../plan/plan.ts';
import type { Calls, StepState } from './calls.ts';
import { expect } from './verify.ts';

/** Replaces an element whole: what the call says, put over the element as it is at this moment. */
export function replaceElement(
  calls: Calls,
  operation: Operation,
  step: Step,
  over: NonNullable<Step['over']>,
  { asked, now }: StepState,
  options: Pick<CallOptions, 'isAnswer'> = {},
): Promise<Json | undefined> {
  const [path = ''] = Object.keys(asked);
  const part = typeNamed(operation.type).parts?.[segmentsOf(path)[0] ?? ''];
  const prepare = async (before: Before): Promise<Json> => {
    const raw = await calls.session.call({ op: over.op, params: calls.params({ ...step, ...over }) });
    const item = isObject(raw) ? raw : {};
    const found = part ? attributesOf(part, item) : {};
    if (!(before === 'unknown' && equal(found, asked[path]))) expect(operation, now, path, found);
    const kept = Object.entries(item).filter(([field]) => !part?.managed?.includes(field));
    const body = calls.withIds(step.body ?? null);
    return putOver(objectOf(kept), isObject(body) ? body : {});
  };
  const call = { op: step.op, params: calls.params(step) };
  const { isAnswer } = options;
  return calls.session.call(call, { repeat: 'always', prepare, ...(isAnswer ? { isAnswer } : {}) });
}

/** What the platform answered about the elements of a part, where it answered any. */
export function elementsAnswered(
  type: ResourceType,
  step: Step,
  body: Json | undefined,
  asked: Values,
): Values {
  const row = rowAnswered(type, step, body, asked);
  if (row) return row;
  const entities = isObject(body) ? get(body, 'entities') : body;
  const failures = valueAt(body ?? null, '/failures');
  const refused = new Set((isArray(failures) ? failures : []).map(idOf));
  const items = (isArray(entities) ? entities : []).filter(isObject);
  return Object.fromEntries(
    Object.entries(asked).map(([path, value]) => {
      const [name, id] = segmentsOf(path);
      if (refused.has(id)) return [path, null];
      const item = items.find((candidate) => idOfObject(candidate) === id);
      const attributes = Object.keys(type.parts?.[name ?? '']?.attributes ?? {});
      if (!item || !isObject(value) || step.does === 'remove') return [path, value];
      const answered = attributes.flatMap((key) =>
        Object.hasOwn(item, key) ? [[key, item[key] ?? null] as const] : [],
      );
      return [path, { ...value, ...objectOf(answered) }];
    }),
  );
}

/** A row as the platform answered it. Undefined where it is none. */
function rowAnswered(
  type: ResourceType,
  step: Step,
  body: Json | undefined,
  asked: Values,
): Values | undefined {
  const [path = ''] = Object.keys(asked);
  const [name = '', key] = segmentsOf(path);
  const part = type.parts?.[name];
  if (!part?.rows || step.does === 'remove' || !isObject(body)) return undefined;
  const field = keyFieldOf(part);
  if (get(body, field) !== key) return undefined;
  return { [path]: objectOf(Object.entries(body).filter(([column]) => column !== field)) };
}

/** What is said, over what is there; inside an object null takes a field away. */
function putOver(there: JsonObject, said: JsonObject): JsonObject {
  const entries = Object.entries(said).map(([key, value]) => {
    const old = get(there, key);
    if (!isObject(value)) return [key, value] as const;
    const inner = Object.entries(putOver(isObject(old) ? old : {}, value));
    return [key, objectOf(inner.filter(([, each]) => each !== null))] as const;
  });
  return { ...there, ...objectOf(entries) };
}
