import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { isWithin, type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import type { Values } from './difference.ts';
import type { Document } from './document.ts';

/*
 * Secrets in documents. A place that is fed by a secret holds one of these in the place of a value, wherever a document
 * goes: into plans, digests, journals, messages. The value comes in its place when the body of a call is put together.
 *
 * - `{ "$secret": "crmPassword" }`: the secret, and nothing else
 * - `{ "$text": ["Bearer ", { "$secret": "crmToken" }] }`: a text with secrets in it
 * - `{ "$sent": …, "hmac": … }`: what stands where the platform takes a value and never answers one, as it was sent last
 * - `{ "$hidden": true }`: what the platform answers where a secret belongs, when it is not that secret
 */

/** What stands in the place of a value that nobody may see. */
export const HIDDEN: JsonObject = { $hidden: true };

/** The values of secrets, as far as they are at hand in a run, and what tells later whether one has changed. */
export interface SecretValues {
  readonly values: ReadonlyMap<string, string>;
  /** Of the HMACs of what was sent. [none are made] */
  readonly key?: string | undefined;
}

export const NO_SECRETS: SecretValues = { values: new Map() };

/** What the deployments to an environment have put where secrets are, by ID and place. The latest counts. */
export type SecretHistory = ReadonlyMap<string, ReadonlyMap<Pointer, Json>>;

/** What a plan has to know of secrets: their values, and what was sent before. */
export interface SecretFacts extends SecretValues {
  readonly history: SecretHistory;
}

export const NO_SECRET_FACTS: SecretFacts = { ...NO_SECRETS, history: new Map() };

/** A text as a document holds it: parts that are secrets are `{ $secret }` already. */
export function secretText(parts: readonly Json[]): Json {
  const joined: Json[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  const [only = ''] = joined;
  return joined.length > 1 ? { $text: joined } : only;
}

/** What is sent at a place that is never answered; undefined for any other value. */
export function sentIn(value: Json | undefined): Json | undefined {
  return isObject(value) && isMark(value) ? get(value, '$sent') : undefined;
}

/** The names of the secrets in a value, each once, in order. */
export function secretNames(value: Json): string[] {
  const names = new Set<string>();
  const collect = (inner: Json): void => {
    if (isArray(inner)) for (const item of inner) collect(item);
    else if (isObject(inner)) {
      const name = isMark(inner) ? get(inner, '$secret') : undefined;
      if (typeof name === 'string') names.add(name);
      else for (const item of Object.values(inner)) collect(item);
    }
  };
  collect(value);
  return [...names].sort();
}

/** Says which secret a body needs that is not at hand. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
  readonly secret: string;

  constructor(secret: string) {
    super(`the secret ${secret} is not at hand`);
    this.secret = secret;
  }
}

/** The value with secrets in the place of what stands for them: for a body that is sent next, and nothing else. */
export function revealed(value: Json, known: SecretValues): Json {
  if (isArray(value)) return value.map((item) => revealed(item, known));
  if (!isObject(value)) return value;
  if (!isMark(value))
    return objectOf(Object.entries(value).map(([key, inner]) => [key, revealed(inner, known)] as const));
  const name = get(value, '$secret');
  if (typeof name === 'string') {
    const secret = known.values.get(name);
    if (secret === undefined) throw new SecretMissing(name);
    return secret;
  }
  const parts = get(value, '$text');
  if (isArray(parts)) return parts.map((part) => String(revealed(part, known))).join('');
  const sent = sentIn(value);
  if (sent !== undefined) return revealed(sent, known);
  throw new Error('a hidden value cannot be sent');
}

/** The HMAC of what is sent to an object, which tells equal values of one place and no others apart. */
export function hmacOf(id: string, path: Pointer, sent: Json, known: SecretValues): string | undefined {
  if (known.key === undefined || secretNames(sent).some((name) => !known.values.has(name))) return undefined;
  const text = canonicalize([id, path, revealed(sent, known)]) ?? '';
  return `hmac-sha256:${createHmac('sha256', known.key).update(text).digest('hex')}`;
}

/** What stands for secrets in these values, by place. An array that holds any is one value. */
export function marksIn(values: Values): Map<Pointer, Json> {
  const marks = new Map<Pointer, Json>();
  const collect = (path: Pointer, value: Json): void => {
    if (isMark(value) || (isArray(value) && hasMark(value))) marks.set(path, value);
    else if (isObject(value))
      for (const [key, inner] of Object.entries(value)) collect(path + pointer(key), inner);
  };
  for (const [path, value] of Object.entries(values)) collect(path, value);
  return marks;
}

function hasMark(value: Json): boolean {
  if (isArray(value)) return value.some(hasMark);
  return isObject(value) && (isMark(value) || Object.values(value).some(hasMark));
}

/** Whether a live value is what this stands for. A secret that is not at hand may be any text. */
export function isWhat(live: Json | undefined, mark: Json, known: SecretValues): boolean {
  if (isArray(mark))
    return (
      isArray(live) && live.length === mark.length && mark.every((item, i) => isWhat(live[i], item, known))
    );
  if (!isObject(mark)) return equal(live, mark);
  const parts = Object.hasOwn(mark, '$secret') ? [mark] : get(mark, '$text');
  if (isMark(mark) && isArray(parts)) return typeof live === 'string' && patternOf(parts, known).test(live);
  const keys = Object.keys(mark);
  return (
    isObject(live) &&
    keys.length === Object.keys(live).length &&
    keys.every((key) => Object.hasOwn(live, key) && isWhat(live[key], mark[key] ?? null, known))
  );
}

function patternOf(parts: readonly Json[], known: SecretValues): RegExp {
  const sources = parts.map((part) => {
    const name = isObject(part) ? get(part, '$secret') : undefined;
    const text = typeof name === 'string' ? known.values.get(name) : String(part);
    return text === undefined ? '.*' : text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  return new RegExp(`^${sources.join('')}$`, 's');
}

/**
 * A live document as plans and records tell it: where secrets belong it says which one is there, or nothing; what was
 * sent where nothing is answered stands as it was sent last; and a secret that shows up anywhere else is hidden.
 * @param marks what stands for secrets, by place
 */
export function concealed(
  document: Document,
  marks: ReadonlyMap<Pointer, Json>,
  known: SecretValues,
): Document {
  const values = [...known.values.values()].filter((value) => value.length > 0);
  let result: Json | undefined = swept(document, values);
  for (const [path, mark] of marks) {
    const live = valueAt(document, path);
    if (sentIn(mark) !== undefined) result = withValueAt(result, path, mark);
    else if (live !== undefined)
      result = withValueAt(result, path, isWhat(live, mark, known) ? mark : HIDDEN);
  }
  return isObject(result) ? result : {};
}

/** Shorter texts stand in other words by chance: such a secret is found only where it is all of a text. */
const SHORTEST = 8;

/** Nothing of the org is taken for what stands for a secret. */
function swept(value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string') {
    const isIn = secrets.some(
      (secret) => value === secret || (secret.length >= SHORTEST && value.includes(secret)),
    );
    return isIn ? HIDDEN : value;
  }
  if (isArray(value)) return value.map((item) => swept(item, secrets));
  if (!isObject(value)) return value;
  if (isMark(value)) return HIDDEN;
  return objectOf(Object.entries(value).map(([key, inner]) => [key, swept(inner, secrets)] as const));
}

/**
 * A live document as records tell it: with what stood where secrets belong, or what was asked for there, where that is
 * what is there now.
 */
export function asFound(document: Document, asked: Values, now: Values, known: SecretValues): Document {
  const marks = marksIn(now);
  for (const [path, mark] of marksIn(asked)) {
    const live = valueAt(document, path);
    if (sentIn(mark) !== undefined || live === undefined) continue;
    if (isWhat(live, mark, known)) marks.set(path, mark);
    else if (!marks.has(path)) marks.set(path, HIDDEN);
  }
  return concealed(document, marks, known);
}

/** The same after a call: where nothing is ever answered, what was asked for is there. */
export function asDone(document: Document, asked: Values, now: Values, known: SecretValues): Document {
  let result: Json | undefined = asFound(document, asked, now, known);
  for (const [path, mark] of marksIn(asked)) {
    if (sentIn(mark) !== undefined) result = withValueAt(result, path, mark);
  }
  return isObject(result) ? result : {};
}

/** The same with the HMAC of what was sent, where there is a key. */
export function withHmacs(id: string, document: Document, known: SecretValues): Document {
  let result: Json | undefined = document;
  for (const [path, mark] of marksIn({ '': document })) {
    const sent = sentIn(mark);
    const hmac = sent === undefined ? undefined : hmacOf(id, path, sent, known);
    if (sent !== undefined && hmac !== undefined) result = withValueAt(result, path, { $sent: sent, hmac });
  }
  return isObject(result) ? result : {};
}

/** Whether the platform takes a value at this place and never answers one. */
export function isWriteOnly(type: ResourceType, path: Pointer): boolean {
  return (type.writeOnly ?? []).some((place) => isWithin(path, place));
}

/** Whether all that is asked at these places can never be seen. */
export function isUnseen(type: ResourceType, places: readonly Pointer[]): boolean {
  return places.length > 0 && places.every((path) => isWriteOnly(type, path));
}

/** The document without hidden values, and where they were. */
export function withoutHidden(document: Document): { document: Document; hidden: readonly Pointer[] } {
  const hidden = [...marksIn({ '': document })].flatMap(([path, mark]) =>
    equal(mark, HIDDEN) || (isArray(mark) && JSON.stringify(mark).includes('"$hidden"')) ? [path] : [],
  );
  const result = hidden.reduce<Json | undefined>(
    (rest, path) => withValueAt(rest, path, undefined),
    document,
  );
  return { document: isObject(result) ? result : {}, hidden };
}

/** A place as messages name it. */
export function placeWords(path: Pointer): string {
  return segmentsOf(path).join('.');
}
