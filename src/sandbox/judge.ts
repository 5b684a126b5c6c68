/**
 * Compares what a client sends with the contract and with the object it read before: what would be wrong, and what
 * the server takes over. Pure; the caller records the findings and answers the first one that the platform refuses.
 *
 * A body is taken field by field. `null` clears. What the contract does not know is dropped, unless a PUT replaces an
 * object that carries it: then the API has grown, and a client has to send it back as it was. The field that the API
 * has grown may also be said when an object is created. In a PUT a field that
 * is left out is cleared, which only `null` says on purpose. Elements of an array are the same where their ids are;
 * an array without ids is one value, of which elements that are sent back unchanged are recognised.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Schema, type Shape, schemaOf } from './contract.ts';
import { badField, type PlatformError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { ViolationKind } from './model.ts';
import type { References } from './references.ts';

/** What the server manages in documents, although the contract does not say so of every type. */
export const MANAGED: readonly string[] = [
  'id',
  'selfUri',
  'dateCreated',
  'dateModified',
  'createdBy',
  'modifiedBy',
  'memberCount',
  'userMemberCount',
  'joinedMemberCount',
];

/** A field that the API has grown since the contract was written: documents have it, and creates and updates take it. */
export const GROWN_FIELD = 'x-future';

export interface Finding {
  readonly kind: ViolationKind;
  readonly at: string;
  readonly text: string;
  readonly refusal?: PlatformError;
}

/**
 * `seen` is the object as a read answers it, absent for a create. `managed` are the fields at the top that the server
 * keeps whatever is sent, beyond those that are read-only in the contract.
 */
export interface Question {
  readonly shape: Shape;
  readonly mode: 'create' | 'replace' | 'merge';
  readonly seen: Json | undefined;
  readonly references: References;
  readonly managed: readonly string[];
  /** Fields that an update may leave out without clearing them: their names at the top, patterns elsewhere. */
  readonly kept?: readonly string[];
}

/** What no update has to carry: the version is checked only where it is sent, the state changes only where it is. */
const UNASKED: readonly string[] = ['version', 'state'];

interface Walk extends Question {
  readonly findings: Finding[];
}

/** One value on the way: where it is, as a pointer and as a pattern with `*`, and what the server answered there. */
interface Spot {
  readonly at: string;
  readonly pattern: string;
  readonly seen: Json | undefined;
}

const ROOT = { at: '', pattern: '' };

/** What the server takes over of a body, and what is wrong with it. In a merge, top-level nulls are kept. */
export function judge(body: Json, question: Question): { value: Json | undefined; findings: Finding[] } {
  const walk: Walk = { ...question, findings: [] };
  const value = judgeValue(walk, question.shape, body, { ...ROOT, seen: question.seen });
  return { value, findings: walk.findings };
}

function judgeValue(walk: Walk, shape: Shape, value: Json, spot: Spot): Json | undefined {
  if (value === null) return undefined;
  if (shape.ref !== undefined) {
    if (!isObject(value)) return wrongType(walk, spot, 'an object');
    const isReference = walk.references[spot.pattern] !== undefined;
    return isReference
      ? judgeReference(walk, shape.ref, value, spot)
      : judgeObject(walk, schemaOf(shape.ref), value, spot);
  }
  if (shape.type === 'array') return judgeArray(walk, shape.items ?? {}, value, spot);
  if (shape.type === 'map') return judgeMap(walk, shape.items ?? {}, value, spot);
  return judgeScalar(walk, shape, value, spot);
}

function judgeObject(walk: Walk, schema: Schema, value: JsonObject, spot: Spot): JsonObject {
  const taken: JsonObject = {};
  for (const [key, sent] of Object.entries(value)) {
    const inner = below(spot, key, isObject(spot.seen) ? spot.seen[key] : undefined);
    const result = judgeProperty(walk, schema, key, sent, inner);
    if (result !== undefined) taken[key] = result;
    else if (sent === null && walk.mode === 'merge' && spot.at === '') taken[key] = null;
  }
  requireFields(walk, schema, value, spot);
  if (walk.mode === 'replace' || (walk.mode === 'merge' && spot.at !== ''))
    findDropped(walk, schema, value, spot);
  return taken;
}

function judgeProperty(walk: Walk, schema: Schema, key: string, sent: Json, spot: Spot): Json | undefined {
  const shape = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  const isManaged = walk.managed.includes(key) && isTop(spot);
  if (shape === undefined && !(isManaged && spot.seen !== undefined))
    return schema.open ? sent : judgeUnknown(walk, sent, spot);
  if (shape === undefined || shape.readOnly || isManaged) {
    const changed = sent !== null && !isDeepStrictEqual(sent, spot.seen);
    if (changed)
      find(walk, 'read-only-changed', spot, 'is set by the server and was sent with another value');
    return undefined;
  }
  return judgeValue(walk, shape, sent, spot);
}

function judgeUnknown(walk: Walk, sent: Json, spot: Spot): Json | undefined {
  if (walk.mode === 'create' && spot.at.endsWith(`/${GROWN_FIELD}`)) return sent ?? undefined;
  if (spot.seen === undefined || walk.mode !== 'replace') {
    find(walk, 'unknown-property', spot, 'is not in the contract; the platform drops it silently');
    return undefined;
  }
  if (!isDeepStrictEqual(sent, spot.seen)) {
    find(walk, 'unknown-property', spot, 'is not in the contract and must be sent back as it was read');
  }
  return sent ?? undefined;
}

/** Of a reference only the id counts, and the type where there are several. */
function judgeReference(walk: Walk, ref: string, value: JsonObject, spot: Spot): JsonObject | undefined {
  const schema = schemaOf(ref);
  for (const key of Object.keys(value)) {
    const known =
      Object.hasOwn(schema.properties, key) || (isObject(spot.seen) && spot.seen[key] !== undefined);
    if (!known)
      find(
        walk,
        'unknown-property',
        below(spot, key),
        'is not in the contract; the platform drops it silently',
      );
  }
  const { id, type, selfUri } = value;
  if (typeof id !== 'string') return missing(walk, below(spot, 'id'));
  if (typeof selfUri === 'string' && !selfUri.endsWith(`/${id}`)) {
    find(walk, 'read-only-changed', below(spot, 'selfUri'), 'is set by the server and belongs to another id');
  }
  const kind = schema.properties.type;
  const typed = kind && type !== undefined ? judgeValue(walk, kind, type, below(spot, 'type')) : undefined;
  return typed === undefined ? { id } : { id, type: typed };
}

function judgeArray(walk: Walk, items: Shape, value: Json, spot: Spot): Json | undefined {
  if (!Array.isArray(value)) return wrongType(walk, spot, 'an array');
  const seen = Array.isArray(spot.seen) ? spot.seen : [];
  const taken = value.map((item, index) => {
    const id = isObject(item) ? item.id : undefined;
    const counterpart = seen.find((other) =>
      id === undefined ? isDeepStrictEqual(other, item) : isObject(other) && other.id === id,
    );
    return judgeValue(walk, items, item, {
      at: `${spot.at}/${index}`,
      pattern: `${spot.pattern}/*`,
      seen: counterpart,
    });
  });
  return taken.filter((item) => item !== undefined);
}

function judgeMap(walk: Walk, items: Shape, value: Json, spot: Spot): Json | undefined {
  if (!isObject(value)) return wrongType(walk, spot, 'an object');
  const taken: JsonObject = {};
  for (const [key, sent] of Object.entries(value)) {
    const seen = isObject(spot.seen) ? spot.seen[key] : undefined;
    const result = judgeValue(walk, items, sent, {
      at: `${spot.at}/${key}`,
      pattern: `${spot.pattern}/*`,
      seen,
    });
    if (result !== undefined) taken[key] = result;
  }
  return taken;
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/,
  'local-date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/,
};

function judgeScalar(walk: Walk, shape: Shape, value: Json, spot: Spot): Json | undefined {
  const { type } = shape;
  if (type === undefined) return value;
  const fits = type === 'integer' ? Number.isInteger(value) : typeof value === type;
  if (!fits) return wrongType(walk, spot, type === 'integer' ? 'a whole number' : `a ${type}`);
  if (shape.enum && !shape.enum.includes(String(value)))
    return badEnum(walk, shape.enum, String(value), spot);
  const format = FORMATS[shape.format ?? ''];
  if (format && !format.test(String(value))) return badDate(walk, spot);
  return value;
}

function requireFields(walk: Walk, schema: Schema, value: JsonObject, spot: Spot): void {
  for (const key of schema.required ?? []) {
    if (value[key] === undefined || value[key] === null) missing(walk, below(spot, key));
  }
}

function findDropped(walk: Walk, schema: Schema, value: JsonObject, spot: Spot): void {
  if (!isObject(spot.seen)) return;
  for (const key of Object.keys(spot.seen)) {
    const inner = below(spot, key);
    const kept =
      Object.hasOwn(value, key) ||
      schema.properties[key]?.readOnly ||
      walk.kept?.includes(inner.pattern) ||
      (isTop(inner) && [...walk.managed, ...(walk.kept ?? []), ...UNASKED].includes(key));
    if (!kept)
      find(walk, 'dropped-field', inner, 'was left out, which clears it; only null says so on purpose');
  }
}

function below(spot: Spot, key: string, seen?: Json): Spot {
  return { at: `${spot.at}/${key}`, pattern: `${spot.pattern}/${key}`, seen };
}

function isTop(spot: Spot): boolean {
  return spot.pattern.lastIndexOf('/') === 0;
}

function fieldName(spot: Spot): string {
  return spot.at.slice(1).replaceAll('/', '.');
}

function find(walk: Walk, kind: ViolationKind, spot: Spot, text: string, refusal?: PlatformError): undefined {
  walk.findings.push({
    kind,
    at: spot.at,
    text: `${fieldName(spot)} ${text}`,
    ...(refusal ? { refusal } : {}),
  });
}

function wrongType(walk: Walk, spot: Spot, expected: string): undefined {
  const text = `must be ${expected}`;
  find(walk, 'wrong-type', spot, text, badField(fieldName(spot), `${fieldName(spot)} ${text}.`));
}

function badDate(walk: Walk, spot: Spot): undefined {
  const text = 'Dates must be specified as ISO-8601 strings. For example: yyyy-MM-ddTHH:mm:ss.SSSZ';
  find(walk, 'wrong-type', spot, 'must be an ISO-8601 date', badField(fieldName(spot), text, 'invalid.date'));
}

function badEnum(walk: Walk, allowed: readonly string[], value: string, spot: Spot): undefined {
  const field = spot.at.split('/').at(-1) ?? '';
  const type = field.charAt(0).toUpperCase() + field.slice(1);
  const text = `Value [${value}] is not valid for field type [${type}]. Allowable values are: ${allowed.join(', ')}`;
  find(
    walk,
    'bad-enum',
    spot,
    `is none of ${allowed.join(', ')}`,
    badField(fieldName(spot), text, 'invalid.value'),
  );
}

function missing(walk: Walk, spot: Spot): undefined {
  const text = `Field '${fieldName(spot)}' is required and cannot be empty.`;
  find(
    walk,
    'missing-required',
    spot,
    'is required',
    badField(fieldName(spot), text, 'constraint.validation'),
  );
}
