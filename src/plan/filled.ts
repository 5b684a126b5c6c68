import type { Call } from '../catalog/vocabulary.ts';
import { get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import type { Step } from './plan.ts';

function filledObject(object: JsonObject, fill: (value: Json) => Json): JsonObject {
  return objectOf(Object.entries(object).map(([key, value]) => [key, fill(value)]));
}

/** The call with its placeholders replaced. */
export function filled(
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
