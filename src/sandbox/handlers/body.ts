/** Request bodies: judged, and reduced to what the server takes over. */
import type { Call } from '../call.ts';
import { badRequest } from '../errors.ts';
import { idIn, isObject, type Json, type JsonObject } from '../json.ts';
import { judge, type Question } from '../judge.ts';

type Asked = Pick<Question, 'mode' | 'seen'> & Partial<Pick<Question, 'references' | 'managed' | 'kept'>>;

/** Records what is wrong with the body, refuses what the platform refuses, and gives what it takes over. */
function taken(call: Call, asked: Asked): Json | undefined {
  const { value, findings } = judge(call.body ?? null, {
    shape: call.operation.body ?? {},
    references: {},
    managed: [],
    ...asked,
  });
  for (const { kind, at, text } of findings) call.violate(kind, at, text);
  const refused = findings.find(({ refusal }) => refusal !== undefined);
  if (refused?.refusal) throw refused.refusal;
  return value;
}

/** A body that is an object. Throws 400 for anything else and for what the platform refuses in it. */
export function objectBody(call: Call, asked: Asked): JsonObject {
  const value = taken(call, asked);
  if (!isObject(value)) throw badRequest();
  return value;
}

/** The elements of an array, `seen` being what a read answers of the same list. */
export function arrayBody(call: Call, seen: Json[] = []): Json[] {
  const value = taken(call, { mode: 'create', seen });
  if (!Array.isArray(value)) throw badRequest();
  return value;
}

/** The ids of a batch of `{ id }` or bare ids; refused above the given number. */
export function idBatch(call: Call, maximum: number): string[] {
  const elements = arrayBody(call);
  if (elements.length > maximum) throw badRequest(`At most ${maximum} entries are allowed in a request.`);
  return elements.map((element) => idIn(element) ?? '');
}
