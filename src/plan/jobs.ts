import type { Job, Watch } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';

/** How far a job is, as the platform answers it. `idle`: it waits for its file. `gone`: nobody knows of it. */
export type JobState =
  | { readonly is: 'idle' | 'gone' }
  /** With what it says meanwhile. */
  | { readonly is: 'running'; readonly messages?: readonly string[] }
  /** With the ID of the object that it made or changed, where it says that. */
  | { readonly is: 'done'; readonly made: string | undefined }
  | { readonly is: 'failed'; readonly messages: readonly string[] };

/** How far a job is. @param answer what its watch was answered; null where the platform knows no such job */
export function jobStateIn({ watch }: Job, id: string, answer: Json | null): JobState {
  if (!watch) return { is: 'done', made: undefined };
  if (answer === null) return { is: 'gone' };
  const about = watch.job === undefined ? undefined : valueAt(answer, watch.job);
  // The answer may still be about what was done before.
  if (id !== '' && about !== undefined && about !== id) return { is: 'running' };
  const state = valueAt(answer, watch.state) ?? null;
  const isOne = (values: readonly Json[]): boolean => values.some((value) => equal(value, state));
  if (isOne(watch.failed)) return { is: 'failed', messages: messagesIn(watch.messages ?? [], answer) };
  if (isOne(watch.done)) {
    const made = watch.made === undefined ? undefined : valueAt(answer, watch.made);
    return { is: 'done', made: typeof made === 'string' && made !== '' ? made : undefined };
  }
  if (isOne(watch.idle ?? [])) return { is: 'idle' };
  return { is: 'running', messages: messagesIn(watch.messages ?? [], answer) };
}

/**
 * The call that asks how far a job is.
 * @param id the object's ID; of a new object none is known
 * @param element the element of the object that it is about, where it is about one
 */
export function watchCall(
  watch: Watch,
  id: string | undefined,
  job: string,
  element = '',
): { readonly op: string; readonly params: Record<string, string>; readonly query: JsonObject } {
  const known: Readonly<Record<string, string>> = { $job: job, $id: id ?? '', $element: element };
  const filled = (value: string): string => (Object.hasOwn(known, value) ? (known[value] ?? '') : value);
  const params = Object.entries(watch.params).map(([name, value]) => [name, filled(value)] as const);
  const query = Object.entries(watch.query ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? filled(value) : value] as const,
  );
  return { op: watch.op, params: Object.fromEntries(params), query: objectOf(query) };
}

/** What the platform says of a failure, word by word and each thing once. */
function messagesIn(places: readonly string[], answer: Json): string[] {
  const found = places.flatMap((place) => {
    const value = valueAt(answer, place);
    return (isArray(value) ? value : [value]).flatMap((item) => textOf(item ?? null));
  });
  return [...new Set(found)];
}

/** One message, and what its details say: codes and sentences, not the requests and addresses that they hold too. */
function textOf(message: Json): string[] {
  if (typeof message === 'string') return message.trim() === '' ? [] : [message.trim()];
  if (!isObject(message)) return [];
  const [text] = textOf(get(message, 'text') ?? null);
  const details = get(message, 'details');
  const more = (isArray(details) ? details : []).flatMap((detail) => {
    const said = ['errorCode', 'errorMessage', 'statusMessage'].flatMap((key) =>
      textOf(isObject(detail) ? (get(detail, key) ?? null) : null),
    );
    return said.length === 0 ? [] : [said.join(' ')];
  });
  const all = [...(text === undefined ? [] : [text]), ...more];
  return all.length === 0 ? [] : [all.join(' — ')];
}
