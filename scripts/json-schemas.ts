import type { TypeFacts } from '../src/catalog/facts.ts';
import { isConfigurable } from '../src/catalog/index.ts';
import { type ObjectShape, type Shape, shapeFrom } from '../src/catalog/shape.ts';
import type { Part, Reference, ResourceType } from '../src/catalog/vocabulary.ts';

type JsonSchema = { readonly [key: string]: unknown };

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const VARIABLE = '^\\$\\{var\\.[A-Za-z0-9_.-]+\\}$';

const text: JsonSchema = { type: 'string', minLength: 1 };
const clearableText: JsonSchema = { type: ['string', 'null'] };
const variable: JsonSchema = { type: 'string', pattern: VARIABLE };

/** Marks of references that a changeset may write instead of a name, per type: `{ home: true }`. */
type Marks = ReadonlyMap<string, readonly string[]>;

/** The schema files, by path below `schemas/`. */
export function schemaFiles(
  types: readonly ResourceType[],
  facts: Readonly<Record<string, TypeFacts>>,
): Map<string, JsonSchema> {
  const configurable = types.filter(isConfigurable);
  const marks: Marks = new Map(types.map((type) => [type.type, Object.keys(type.marked ?? {})]));
  const files = new Map<string, JsonSchema>();
  files.set('changeset.schema.json', changesetSchema(configurable));
  files.set('mapping.schema.json', mappingSchema(types));
  for (const type of configurable) {
    const typeFacts = facts[type.type];
    if (typeFacts) files.set(`types/${type.type}.schema.json`, typeSchema(type, typeFacts, marks));
  }
  return files;
}

function changesetSchema(types: readonly ResourceType[]): JsonSchema {
  return {
    $schema: DRAFT,
    title: 'Changeset',
    type: 'object',
    properties: {
      name: { ...text, description: 'The same as the file name, by convention' },
      description: clearableText,
      owner: clearableText,
      ticket: clearableText,
      changes: {
        type: 'array',
        items: {
          allOf: [
            { $ref: '#/$defs/entry' },
            ...types.map((type) => ({
              if: { properties: { type: { const: type.type } }, required: ['type'] },
              then: { $ref: `types/${type.type}.schema.json` },
            })),
          ],
        },
      },
    },
    required: ['name', 'changes'],
    additionalProperties: false,
    $defs: { entry: entrySchema(types) },
  };
}

function entrySchema(types: readonly ResourceType[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      type: { enum: types.map((type) => type.type), description: 'The kind of object' },
      name: { ...text, description: 'The name of the object after this change' },
      names: {
        type: ['array', 'object'],
        description: 'Several objects at once: a list of names, or a map from name to what differs',
        items: text,
        minItems: 1,
        minProperties: 1,
        additionalProperties: { type: ['object', 'null'] },
      },
      action: {
        enum: ['ensure', 'create', 'update', 'delete'],
        default: 'ensure',
        description: 'ensure: create or update; create: must be new; update: must exist; delete',
      },
      was: {
        type: ['string', 'array'],
        description: 'The old name, or old names, of an object that this change renames',
        minLength: 1,
        items: text,
        minItems: 1,
      },
      set: { type: 'object', description: 'The fields to change; null clears a field' },
      why: { ...text, description: 'Kept in plan, record and report' },
      only: { type: 'array', items: text, minItems: 1, description: 'The environments it is meant for' },
      force: { type: 'boolean', description: 'Delete although other objects refer to it' },
    },
    required: ['type'],
    additionalProperties: false,
  };
}

function mappingSchema(types: readonly ResourceType[]): JsonSchema {
  const perType = (value: JsonSchema): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(types.map((type) => [type.type, value])),
    additionalProperties: false,
  });
  const fromEnvironment = { type: 'string', pattern: '^\\$\\{env\\.[A-Za-z_][A-Za-z0-9_]*\\}$' };
  return {
    $schema: DRAFT,
    title: 'Mapping',
    type: 'object',
    properties: {
      environment: { ...text, description: 'The same as the file name' },
      region: { ...text, description: 'AWS region or domain of the org' },
      organizationId: { ...text, description: 'Credentials of another org are refused' },
      credentials: {
        type: 'object',
        properties: {
          env: {
            ...text,
            pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
            description: 'PREFIX: read from PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET',
          },
          clientId: fromEnvironment,
          clientSecret: fromEnvironment,
        },
        additionalProperties: false,
      },
      names: perType({
        type: 'object',
        additionalProperties: text,
        description: "The changeset's name: this org's name. One * stands for any text",
      }),
      absent: perType({ type: 'array', items: text }),
      ids: perType({ type: 'object', additionalProperties: text }),
      variables: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
      secrets: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            env: text,
            file: text,
            stdin: { const: true },
            command: { type: 'array', items: text, minItems: 1 },
          },
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: false,
        },
      },
      apiUrl: { ...text, description: 'A gateway or test server instead of the API host of the region' },
      loginUrl: { ...text, description: 'A gateway or test server instead of the login host of the region' },
      sandbox: { type: 'boolean', description: 'An org inside this machine' },
      store: { ...text, description: 'Where plans and deployments are kept' },
    },
    required: ['environment'],
    additionalProperties: false,
  };
}

function typeSchema(type: ResourceType, facts: TypeFacts, marks: Marks): JsonSchema {
  const writer = new FieldSchemas(marks);
  const fields = [...shapeFrom(type, facts).root.fields].filter(([name]) => `/${name}` !== type.identity);
  const properties = Object.fromEntries(fields.map(([name, field]) => [name, writer.field(field, name)]));
  return {
    $schema: DRAFT,
    title: type.type,
    properties: { set: { $ref: '#/$defs/set' }, names: { additionalProperties: { $ref: '#/$defs/set' } } },
    $defs: { set: { type: ['object', 'null'], properties, additionalProperties: false }, ...writer.defs },
  };
}

/** Schemas of fields. What stands in several places is written once, under `$defs`. */
class FieldSchemas {
  readonly defs: Record<string, JsonSchema> = {};
  readonly #marks: Marks;

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  field(shape: Shape, path: string): JsonSchema {
    switch (shape.kind) {
      case 'scalar':
        return shape.is === 'text' || shape.is === 'date' ? clearableText : this.#scalar(shape.is);
      case 'choice':
        return { anyOf: [{ enum: [...shape.of, null] }, this.#define('variable', variable)] };
      case 'any':
        return {};
      case 'reference':
        return clearable(referenceSchema(shape.to, this.#marks));
      case 'object':
        return {
          ...this.#object(shape, (field, key) => this.field(field, `${path}.${key}`)),
          type: ['object', 'null'],
        };
      case 'map':
        return { type: ['object', 'null'], additionalProperties: this.field(shape.value, path) };
      case 'array':
        return { type: ['array', 'null'], items: this.#item(shape.item, path) };
      case 'list':
        return listSchema(this.#define(path, this.#item(shape.item, path)));
      case 'set':
        return setSchema(referenceSchema(shape.element, this.#marks));
      case 'part':
        return partSchema(shape.part);
    }
  }

  /** Inside a value that is written whole, a set is a plain list of its elements. */
  #item(shape: Shape, path: string): JsonSchema {
    if (shape.kind === 'set') return { type: 'array', items: referenceSchema(shape.element, this.#marks) };
    if (shape.kind === 'list' || shape.kind === 'array') {
      return { type: 'array', items: this.#item(shape.item, path) };
    }
    if (shape.kind !== 'object') return this.field(shape, path);
    return this.#object(shape, (field, key) => this.#item(field, `${path}.${key}`));
  }

  #object(shape: ObjectShape, schemaOf: (field: Shape, name: string) => JsonSchema): JsonSchema {
    const properties = [...shape.fields].map(([name, field]) => [name, schemaOf(field, name)] as const);
    return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
  }

  #scalar(is: 'boolean' | 'integer' | 'number'): JsonSchema {
    return this.#define(is, { type: [is, 'string', 'null'], pattern: VARIABLE });
  }

  #define(name: string, schema: JsonSchema): JsonSchema {
    this.defs[name] = schema;
    return { $ref: `#/$defs/${name}` };
  }
}

function clearable(schema: JsonSchema): JsonSchema {
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  return { ...schema, type: [...types, 'null'] };
}

function referenceSchema(to: Reference, marks: Marks): JsonSchema {
  if (to.kinds) {
    const types = Object.values(to.kinds);
    return {
      type: 'object',
      description: `One of: ${types.map((type) => `{ ${type}: name }`).join(', ')}`,
      properties: Object.fromEntries(types.map((type) => [type, text])),
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
    };
  }
  const description = `Name of a ${to.noun ?? to.type}${to.any ? ', or "*" for all' : ''}`;
  const marked = marks.get(to.type ?? '') ?? [];
  if (marked.length === 0) return { type: ['string'], description };
  return {
    type: ['string', 'object'],
    description,
    properties: Object.fromEntries(marked.map((mark) => [mark, { const: true }])),
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
}

function verbs(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, minProperties: 1, additionalProperties: false };
}

function setSchema(element: JsonSchema): JsonSchema {
  const elements = { type: 'array', items: element };
  return verbs({
    add: { ...elements, description: 'Make these present; the others stay' },
    remove: { ...elements, description: 'Make these absent; the others stay' },
    exactly: { ...elements, description: 'These and no others' },
  });
}

function partSchema(part: Part): JsonSchema {
  const attributes = Object.entries(part.attributes ?? {});
  const mustBeSaid = attributes.filter(([, attribute]) => attribute.initially === undefined);
  const attributesSchema = {
    type: ['object', 'null'],
    properties: Object.fromEntries(attributes.map(([name, attribute]) => [name, attribute.schema])),
    required: mustBeSaid.map(([name]) => name),
    additionalProperties: false,
  };
  const elements =
    mustBeSaid.length > 0
      ? { type: 'object', additionalProperties: { ...attributesSchema, type: 'object' } }
      : { type: ['array', 'object'], items: text, additionalProperties: attributesSchema };
  const change = {
    type: 'object',
    additionalProperties: { ...attributesSchema, type: 'object', required: [], minProperties: 1 },
    description: 'Set attributes of elements that must be there',
  };
  return verbs({
    add: { ...elements, description: `Make these ${part.noun}s present; the others stay` },
    ...(attributes.length > 0 ? { change } : {}),
    remove: { type: 'array', items: text, description: `Make these ${part.noun}s absent; the others stay` },
    exactly: { ...elements, description: `These ${part.noun}s and no others` },
  });
}

function listSchema(item: JsonSchema): JsonSchema {
  const where = { ...item, minProperties: 1, description: 'Exactly one item must match' };
  const entry = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
    type: 'array',
    items: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  });
  return {
    ...verbs({
      add: { type: 'array', items: item, description: 'Append these items' },
      change: {
        ...entry({ where, set: { ...item, minProperties: 1 } }),
        description: 'Change single items; the others stay',
      },
      remove: { ...entry({ where }), description: 'Take single items out; the others stay' },
      exactly: { type: 'array', items: item, description: 'These items, in this order, and no others' },
    }),
    type: ['object', 'null'],
  };
}
