import type { Search } from '../catalog/vocabulary.ts';
import { isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import type { Session } from './session.ts';

/** What an index of the platform finds of these identities. */
export async function searched(
  session: Session,
  { op, body, at, most = 1 }: Search,
  names: readonly string[],
): Promise<JsonObject[]> {
  const chunks = Array.from({ length: Math.ceil(names.length / most) }, (_, index) =>
    names.slice(index * most, (index + 1) * most),
  );
  const answers = await Promise.all(
    chunks.map((chunk) => session.call({ op, body: naming(body, chunk) }, { repeat: 'always', reads: true })),
  );
  return answers.flatMap((answer) => {
    const found = valueAt(answer, at);
    return (isArray(found) ? found : []).filter(isObject);
  });
}

/** The body of a search with the names in it. */
function naming(body: Json, names: readonly string[]): Json {
  if (body === '$names') return names;
  if (body === '$name') return names[0] ?? '';
  if (isArray(body)) return body.map((item) => naming(item, names));
  if (!isObject(body)) return body;
  return objectOf(Object.entries(body).map(([key, value]) => [key, naming(value, names)]));
}
