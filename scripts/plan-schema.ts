import type { Skipped } from '../src/plan/intent.ts';
import type {
  DivisionNeeded,
  MissingRight,
  Operation,
  Plan,
  PlanFile,
  Rights,
  Saw,
  SecretsKnown,
  Step,
  Unchanged,
  Warning,
} from '../src/plan/plan.ts';
import { DRAFT, type JsonSchema } from './json-schema.ts';

export const text: JsonSchema = { type: 'string', minLength: 1 };
export const anyText: JsonSchema = { type: 'string' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
const id: JsonSchema = { ...text, description: 'The ID of an object in the org' };
export const timestamp: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
};
const digest: JsonSchema = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };
const operationKey: JsonSchema = {
  type: 'string',
  pattern: '^[a-z][a-z0-9_]*(/|#|$)',
  description:
    '<type>/<percent-encoded name>, of a child <type>/<parent>/<name>, of what there is one of <type>; with #link or #unlink for a second operation on one object',
};
const jsonPointer: JsonSchema = { type: 'string', pattern: '^(/([^/~]|~[01])*)*$' };
const anything: JsonSchema = {};

/** Whether a property of the type may be missing in JSON, which knows no `undefined`. */
type OptionalKeys<T> = {
  [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? K : undefined extends T[K] ? K : never;
}[keyof T];

/**
 * An object of exactly the properties that the type has: one that is added to the type, or becomes optional there, does
 * not compile until it is so here.
 */
export function objectOf<T>(
  properties: Readonly<Record<keyof T & string, JsonSchema>>,
  optional: Readonly<Record<OptionalKeys<T> & string, true>>,
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !Object.hasOwn(optional, name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** One of exactly the words that the type has. */
export function choiceOf<T extends string>(words: Readonly<Record<T, true>>): JsonSchema {
  return { enum: Object.keys(words) };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function ref(name: keyof typeof definitions): JsonSchema {
  return { $ref: `#/$defs/${name}` };
}

export const definitions = {
  operationKey,
  digest,
  place: objectOf<NonNullable<Operation['at']>>({ file: text, line: { type: 'integer', minimum: 1 } }, {}),
  values: {
    type: 'object',
    propertyNames: jsonPointer,
    description: 'From places (JSON Pointers; "" is the whole object) to what stands there, null for nothing',
  },
  patch: listOf({
    type: 'object',
    properties: {
      op: { enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
      path: jsonPointer,
      from: jsonPointer,
      value: anything,
    },
    required: ['op', 'path'],
    additionalProperties: false,
  }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

const step = objectOf<Step>(
  {
    op: { ...text, description: 'The operation ID of the Platform API, or the path of a service beside it' },
    params: { type: 'object' },
    query: { type: 'object' },
    body: anything,
    does: choiceOf<Step['does']>({
      create: true,
      update: true,
      delete: true,
      restore: true,
      add: true,
      change: true,
      remove: true,
      move: true,
      publish: true,
      discard: true,
      upload: true,
    }),
    job: { ...text, description: 'The job of the type that the call begins: the step is over when that is' },
    content: ref('digest'),
    calls: {
      type: 'integer',
      minimum: 1,
      description: 'How many calls it takes, about; 1 where nothing is said',
    },
    draft: { type: 'boolean', description: 'Whether the call publishes a draft that is made for it' },
    section: { ...text, description: 'The field that the call writes whole' },
    over: {
      ...objectOf<NonNullable<Step['over']>>({ op: text, params: { type: 'object' } }, {}),
      description:
        'The call that reads the element which this one replaces whole; its body is put over the answer',
    },
    asks: ref('values'),
  },
  { query: true, body: true, section: true, over: true, job: true, content: true, calls: true, draft: true },
);

const operation = objectOf<Operation>(
  {
    key: ref('operationKey'),
    type: text,
    name: { ...anyText, description: "The changeset's name for the object" },
    live: { ...anyText, description: "This org's name for it" },
    id,
    identifiedBy: choiceOf<NonNullable<Operation['identifiedBy']>>({
      name: true,
      was: true,
      ids: true,
      record: true,
    }),
    replaces: { ...id, description: 'The ID that the object had before it was deleted' },
    action: choiceOf<Operation['action']>({ create: true, update: true, delete: true, restore: true }),
    why: anyText,
    at: ref('place'),
    before: ref('values'),
    after: ref('values'),
    means: objectOf<NonNullable<Operation['means']>>(
      { before: anyText, after: anyText },
      { before: true, after: true },
    ),
    counts: {
      type: 'object',
      propertyNames: jsonPointer,
      additionalProperties: { type: 'array', items: count, minItems: 2, maxItems: 2 },
      description: 'How many elements a set or part has, before and after',
    },
    patch: ref('patch'),
    inverse: ref('patch'),
    steps: { ...listOf(step), description: 'The calls, in order' },
    dependsOn: listOf(ref('operationKey')),
    reversible: choiceOf<Operation['reversible']>({ full: true, newId: true, partial: true, none: true }),
    losses: listOf(text),
    notes: listOf(text),
  },
  { id: true, identifiedBy: true, replaces: true, why: true, at: true, means: true },
);

const saw = objectOf<Saw>(
  {
    names: listOf(
      objectOf<Saw['names'][number]>({ type: text, name: anyText, id: { type: ['string', 'null'] } }, {}),
    ),
    objects: listOf(objectOf<Saw['objects'][number]>({ type: text, id, values: ref('values') }, {})),
  },
  {},
);

const rights = objectOf<Rights>(
  {
    held: count,
    refused: count,
    unknown: { ...count, description: 'Calls of which nobody can say it beforehand' },
    missing: listOf(
      objectOf<MissingRight>(
        {
          permissions: { ...listOf(text), description: 'Any one of them would do' },
          division: {
            ...objectOf<DivisionNeeded>({ id, name: anyText }, { id: true, name: true }),
            description: 'Absent where divisions play no part',
          },
          operations: listOf(ref('operationKey')),
          remedy: text,
        },
        { division: true },
      ),
    ),
  },
  {},
);

/** The schema of a saved plan, format 1. */
export function planSchema(): JsonSchema {
  const plan = objectOf<Plan>(
    {
      format: { const: 1 },
      id: { type: 'string', pattern: '^P-\\d{8}-[a-z0-9]{4}$' },
      environment: text,
      organization: objectOf<Plan['organization']>({ id: text, name: anyText }, {}),
      region: text,
      changeset: objectOf<Plan['changeset']>(
        { name: text, description: anyText, owner: anyText, ticket: anyText },
        { description: true, owner: true, ticket: true },
      ),
      undoes: { ...text, description: 'The deployment that this plan undoes' },
      createdAt: timestamp,
      files: listOf(objectOf<PlanFile>({ path: text, sha256: ref('digest') }, {})),
      artifact: { ...ref('digest'), description: 'Of everything in the changeset that has an effect' },
      environmentDigest: ref('digest'),
      digest: ref('digest'),
      saw: { ...saw, description: 'What the plan relies on: only a difference here makes it stale' },
      operations: { ...listOf(operation), description: 'In an order in which they can be carried out' },
      unchanged: listOf(
        objectOf<Unchanged>({ key: ref('operationKey'), type: text, name: anyText, id }, { id: true }),
      ),
      skipped: listOf(
        objectOf<Skipped>(
          {
            key: ref('operationKey'),
            type: text,
            name: anyText,
            reason: choiceOf<Skipped['reason']>({ only: true, absent: true, lasting: true }),
          },
          {},
        ),
      ),
      labels: {
        type: 'object',
        additionalProperties: anyText,
        description: 'From IDs to the names that people know',
      },
      warnings: listOf(objectOf<Warning>({ code: text, message: text, at: ref('place') }, { at: true })),
      secrets: objectOf<SecretsKnown>(
        {
          known: { ...listOf(text), description: 'Names of the secrets whose values could be compared' },
          key: { type: 'boolean', description: 'Whether there was a key to tell a secret that has changed' },
        },
        {},
      ),
      rights: { ...rights, description: 'Whether the client may make the calls, as its grants tell' },
      calls: objectOf<Plan['calls']>({ read: count, write: count }, {}),
      estimatedSeconds: { type: 'number', minimum: 0 },
    },
    { region: true, undoes: true, secrets: true, rights: true },
  );
  return { $schema: DRAFT, title: 'Plan', ...plan, $defs: definitions };
}
