import { typeNamed } from '../catalog/index.ts';
import type { Draft, ResourceType } from '../catalog/vocabulary.ts';
import { equal, isObject, type Json } from '../json/json.ts';
import { pointer, segmentsOf, valueAt } from '../json/pointer.ts';
import type { Before } from '../org/session.ts';
import { holds, type Values, valuesAt } from '../plan/difference.ts';
import { type Document, normalize, sectionBody, sectionDocument, updateBody } from '../plan/document.ts';
import type { Operation, Step } from '../plan/plan.ts';
import { isWriteOnly } from '../plan/secrets.ts';
import { type Calls, type StepState, withValues } from './calls.ts';
import { goneMeanwhile } from './failures.ts';
import { publish } from './publish.ts';
import { expect } from './verify.ts';

/** An update: what the plan changes, put over the object as it is at this moment. */
export async function update(
  calls: Calls,
  operation: Operation,
  step: Step,
  id: string,
  { asked, now }: StepState,
): Promise<Values> {
  const type = typeNamed(operation.type);
  const prepare = async (before: Before): Promise<Json> => {
    const raw =
      before === 'nothing'
        ? await calls.documents.get(type, id, Object.keys(asked))
        : await calls.documents.again(type, id);
    if (!raw) throw goneMeanwhile(operation);
    const document = normalize(type, raw);
    const found = calls.found(document, { asked, now });
    for (const path of Object.keys(asked)) {
      if (isWriteOnly(type, path)) continue;
      const value = valueAt(found, path) ?? null;
      // After an attempt whose answer was lost the object may be as that attempt made it.
      const isOurs = (before === 'unknown' && equal(value, asked[path])) || isUnderNew(calls, path);
      if (!isOurs) expect(operation, now, path, value);
    }
    const wanted = withValues(document, calls.revealed(asked));
    return calls.carry(type, updateBody(type, wanted, raw, Object.keys(asked)));
  };
  const call = { op: step.op, params: calls.params(step) };
  const body = await calls.session.call(call, { repeat: 'always', prepare });
  return calls.settled(type, id, body, { asked, now });
}

/** Whether a place stands under the key of what this deployment created: the platform may have put something there. */
function isUnderNew(calls: Calls, path: string): boolean {
  const made = new Set(calls.ids.values());
  return segmentsOf(path).some((key) => made.has(key));
}

/** An update of a field that has a call of its own. */
export async function replaceSection(
  calls: Calls,
  operation: Operation,
  step: Step,
  section: string,
  id: string,
  { asked, now }: StepState,
): Promise<Values> {
  const type = typeNamed(operation.type);
  const prepare = async (before: Before): Promise<Json> => {
    if (before !== 'nothing') calls.documents.setSection(type, id, section, undefined);
    const raw = await calls.documents.section(type, id, section);
    const document = sectionDocument(type, section, raw);
    // What the platform has put into a new object was not there when the plan was made.
    const found = calls.found(document, { asked, now });
    for (const path of operation.before[''] === null ? [] : Object.keys(asked)) {
      const value = valueAt(found, path) ?? null;
      if (!(before === 'unknown' && equal(value, asked[path]))) expect(operation, now, path, value);
    }
    return sectionBody(type, section, withValues(document, calls.revealed(asked)), raw);
  };
  const call = { op: step.op, params: calls.params(step) };
  const body = await calls.session.call(call, { repeat: 'always', prepare });
  const isAnswer = body !== undefined && body !== null && !(isObject(body) && Object.keys(body).length === 0);
  const places = Object.keys(asked);
  const told = (value: Json): Document =>
    calls.told(id, sectionDocument(type, section, value), { asked, now });
  const valuesIn = (value: Json): Values => valuesAt(told(value), places);
  // An answer that is not as asked may be none: it has no ID to know it by.
  const isOurs = isAnswer && holds(valuesIn(body), asked);
  calls.documents.setSection(type, id, section, isOurs ? body : undefined);
  if (Object.keys(type.sections?.[section]?.holds ?? {}).length > 0) calls.documents.forget(type, id);
  const settled = await calls.documents.section(type, id, section);
  // Of a new object nothing was recorded: all of the field is ours.
  if (operation.before[''] === null) return valuesAt(told(settled), [...places, pointer(section)]);
  return valuesIn(settled);
}

/** All that the object shall be, by way of a draft. */
export async function updateByDraft(
  calls: Calls,
  operation: Operation,
  type: ResourceType,
  draft: Draft,
  id: string,
  { asked, now }: StepState,
): Promise<Values> {
  const places = Object.keys(asked);
  const isDone = (document: Document): boolean => {
    const found = calls.found(document, { asked, now });
    return places.every((path) => holds(valueAt(found, path), asked[path] ?? null));
  };
  const read = async (before: Before) => {
    const raw =
      before === 'nothing' ? await calls.documents.get(type, id) : await calls.documents.again(type, id);
    if (!raw) throw goneMeanwhile(operation);
    const document = normalize(type, raw);
    const found = calls.found(document, { asked, now });
    if (!(before === 'unknown' && isDone(document))) {
      for (const path of places) expect(operation, now, path, valueAt(found, path) ?? null);
    }
    const wanted = withValues(document, calls.revealed(asked));
    const body = (version: Json): Promise<Json> =>
      calls.carry(type, updateBody(type, wanted, { ...raw, version }, draft.takes));
    return { now: document, wanted, body };
  };
  const again = async (): Promise<Document> => normalize(type, (await calls.documents.again(type, id)) ?? {});
  const isPublished = async (): Promise<boolean> => isDone(await again());
  await publish(calls.session, { operation, type, draft, id, read, isPublished });
  calls.documents.forget(type, id);
  return valuesAt(calls.told(id, await again(), { asked, now }), places);
}
