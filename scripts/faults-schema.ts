import type { EditFault, Fault, FaultCondition, FaultRule } from '../src/sandbox/index.ts';
import { DRAFT, type JsonSchema } from './json-schema.ts';

const text: JsonSchema = { type: 'string', minLength: 1 };
const count: JsonSchema = { type: 'integer', minimum: 1 };
const milliseconds: JsonSchema = { type: 'integer', minimum: 1, maximum: 600_000 };
const yes: JsonSchema = { const: true };
const moment: JsonSchema = { enum: ['before', 'after'] };
const at: JsonSchema = {
  ...moment,
  default: 'before',
  description: 'Before or after the request takes effect',
};
const path: JsonSchema = {
  ...text,
  pattern: '^/api/v2/',
  patternErrorMessage: 'A path of the API is expected here, as in  /api/v2/routing/queues/{queueId}',
};
const methods: JsonSchema = { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] };

type Keys<T> = T extends unknown ? keyof T & string : never;

const when: Readonly<Record<keyof FaultCondition, JsonSchema>> = {
  method: { anyOf: [methods, { type: 'array', items: methods, minItems: 1 }] },
  path: {
    ...path,
    description: 'A path or a template of the API; /* at its end stands for all that begin so',
  },
  operationId: { ...text, description: 'As the API calls it: postRoutingQueues' },
  writes: { type: 'boolean', description: 'Requests that change the org' },
  reads: { type: 'boolean', description: 'Requests that change nothing' },
  login: { type: 'boolean', description: 'Token requests; no other rule is about these' },
  nth: { ...count, description: 'The n-th of them; with times, those after it, too' },
  from: { ...count, description: 'Not before the n-th of them' },
  every: { ...count, description: 'Each n-th of them' },
  times: { ...count, description: 'At most so often' },
};

const edit: Readonly<Record<keyof EditFault['edit'], JsonSchema>> = {
  path: {
    ...path,
    description: 'Of the collection, or of the settings; otherwise it is the object of the request',
  },
  name: text,
  id: text,
  patch: { type: 'object', description: 'Merged into the object; null takes a field out' },
  delete: yes,
  create: { type: 'object', description: 'What is created' },
};

const status: JsonSchema = { type: 'integer', minimum: 200, maximum: 599 };

const faults: Readonly<Record<Keys<Fault>, JsonSchema>> = {
  status,
  body: {
    anyOf: [{ enum: ['html', 'text', 'empty'] }, { type: ['object', 'array'] }],
    description: 'html, text, empty, or a JSON value',
  },
  code: { ...text, description: 'Of the error form' },
  message: { ...text, description: 'Of the error form' },
  headers: { type: 'object', additionalProperties: text },
  at,
  throttle: { ...count, description: '429; Retry-After in seconds' },
  reset: { ...moment, description: 'The connection is cut' },
  truncate: { ...moment, description: 'Half of the JSON' },
  redirect: { ...text, description: 'Where the answer leads' },
  edit: {
    type: 'object',
    description: 'What another client does',
    properties: edit,
    anyOf: [{ required: ['patch'] }, { required: ['delete'] }, { required: ['create'] }],
    dependentRequired: { name: ['path'], id: ['path'] },
    errorMessage: 'One of: patch, delete, create',
    additionalProperties: false,
  },
  delayMs: { ...milliseconds, description: 'Latency' },
  expireToken: { ...yes, description: 'The token of the request is valid no longer' },
  invisibleMs: { ...milliseconds, description: 'Lists do not show what the request changes, for so long' },
  invisibleLists: { ...count, description: 'So many lists do not show what the request changes' },
};

/** What each kind of fault may have beside it. */
const kinds: Readonly<Record<string, readonly (keyof typeof faults)[]>> = {
  status: ['body', 'code', 'message', 'headers', 'at', 'redirect'],
  body: ['status', 'headers', 'at'],
  throttle: [],
  reset: [],
  truncate: [],
  redirect: ['status'],
  edit: ['at'],
  delayMs: ['at'],
  expireToken: ['at'],
  invisibleMs: [],
  invisibleLists: [],
};

function alone([kind, beside]: readonly [string, readonly string[]]): JsonSchema {
  const others = Object.keys(faults).filter((name) => name !== kind && !beside.includes(name));
  const never = Object.fromEntries(others.map((name) => [name, false]));
  return { if: { required: [kind] }, then: { properties: never } };
}

const rule: Readonly<Record<keyof FaultRule, JsonSchema>> = {
  name: { ...text, description: 'For whoever reads the log' },
  when: {
    type: 'object',
    description: 'The requests; nothing named is every request but the log-ins',
    properties: when,
    additionalProperties: false,
  },
  do: {
    type: 'object',
    description: 'What goes wrong',
    properties: faults,
    allOf: Object.entries(kinds).map(alone),
    anyOf: Object.keys(kinds).map((kind) => ({ required: [kind] })),
    errorMessage: `One of: ${Object.keys(kinds).join(', ')}`,
    additionalProperties: false,
  },
};

/** The schema of the files that `sandbox serve --faults` reads. */
export function faultsSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    title: 'Faults',
    type: 'object',
    properties: {
      faults: {
        type: 'array',
        items: { type: 'object', properties: rule, required: ['when', 'do'], additionalProperties: false },
      },
    },
    required: ['faults'],
    additionalProperties: false,
  };
}
