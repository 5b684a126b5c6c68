import { withArticle, withCapitalArticle } from '../src/catalog/article.ts';
import type { TypeFacts } from '../src/catalog/facts.ts';
import { isConfigurable } from '../src/catalog/index.ts';
import { isRenamable } from '../src/catalog/renames.ts';
import { type ObjectShape, type Shape, shapeFrom } from '../src/catalog/shape.ts';
import type { Pair, Part, Reference, ResourceType } from '../src/catalog/vocabulary.ts';
import { eventsSchema } from './events-schema.ts';
import { faultsSchema } from './faults-schema.ts';
import { DRAFT, type JsonSchema } from './json-schema.ts';
import { planSchema } from './plan-schema.ts';

const VARIABLE = '^\\$\\{var\\.[A-Za-z0-9_.-]+\\}$';
const ACTIONS = ['ensure', 'create', 'update', 'delete'];
/** Only for types that have live switches. */
const SWITCH = 'switch';
const NOT_AN_ID = '^(?![0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$)';

// `errorMessage` and `patternErrorMessage` are words of yaml-language-server: what an editor says.
const text: JsonSchema = { type: 'string', minLength: 1 };
const clearableText: JsonSchema = {
  type: ['string', 'null'],
  errorMessage: 'A text is expected here. Numbers, true and false need quotes to be text.',
};
/** A date and a time of day without a zone. */
const localTime: JsonSchema = {
  type: ['string', 'null'],
  pattern: `^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?|${VARIABLE.slice(1, -1)})$`,
  errorMessage: 'A text is expected here, as in "2026-12-25T00:00".',
  patternErrorMessage:
    'A local date and time is expected here, as in 2026-12-25T00:00; without a zone: it is that of the schedule group.',
};
/** An element of a set that is no other object. */
const plainValue: JsonSchema = {
  ...text,
  errorMessage: 'A text is expected here. A number needs quotes to be text.',
};
const variable: JsonSchema = { type: 'string', pattern: VARIABLE };
/** The name of an object; IDs differ from org to org. */
const objectName: JsonSchema = {
  ...text,
  pattern: NOT_AN_ID,
  errorMessage: 'A name is expected here. A number needs quotes to be a name.',
  patternErrorMessage: 'Write the name of the object, not its ID.',
};
/** The name of one other object; only some places take `"*"` for all. */
const oneName: JsonSchema = { ...objectName, not: { const: '*' } };

/** Every type by name: what a reference may lead to. */
type Types = ReadonlyMap<string, ResourceType>;

/** The schema files, by path below `schemas/`. */
export function schemaFiles(
  types: readonly ResourceType[],
  facts: Readonly<Record<string, TypeFacts>>,
): Map<string, JsonSchema> {
  const configurable = types.filter(isConfigurable);
  const known: Types = new Map(types.map((type) => [type.type, type]));
  const files = new Map<string, JsonSchema>();
  files.set('changeset.schema.json', changesetSchema(configurable));
  files.set('mapping.schema.json', mappingSchema(types));
  files.set('plan.schema.json', planSchema());
  files.set('faults.schema.json', faultsSchema());
  files.set('events.schema.json', eventsSchema());
  for (const type of configurable) {
    const typeFacts = facts[type.type];
    if (typeFacts) files.set(`types/${type.type}.schema.json`, typeSchema(type, typeFacts, known));
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
            ...entryRules,
            ...types.map((type) => ({
              // Editors take a word for each longer one that starts with it, but not a pattern.
              if: { properties: { type: { pattern: `^${type.type}$` } }, required: ['type'] },
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

/** What the words of an entry mean for each other. */
const entryRules: readonly JsonSchema[] = [
  { if: { required: ['names'] }, then: { properties: { name: false, was: false } } },
  {
    if: { properties: { action: { const: 'delete' } }, required: ['action'] },
    then: { properties: { set: false, was: false } },
    else: { properties: { force: false } },
  },
  {
    if: { properties: { action: { enum: ['create', SWITCH] } }, required: ['action'] },
    then: { properties: { was: false } },
  },
  {
    if: { properties: { action: { const: SWITCH } }, required: ['action'] },
    then: {
      properties: { set: { minProperties: 1 } },
      anyOf: [{ required: ['set'] }, { properties: { names: { type: 'object' } }, required: ['names'] }],
    },
  },
];

function entrySchema(types: readonly ResourceType[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      type: { enum: types.map((type) => type.type), description: 'The kind of object' },
      name: { ...objectName, description: 'The name of the object after this change' },
      names: {
        type: ['array', 'object'],
        description: 'Several objects at once: a list of names, or a map from name to what differs',
        items: objectName,
        minItems: 1,
        minProperties: 1,
        propertyNames: objectName,
        additionalProperties: { type: ['object', 'null'] },
      },
      in: { ...objectName, description: 'The name of what the object belongs to' },
      action: {
        enum: [...ACTIONS, SWITCH],
        default: 'ensure',
        description:
          'ensure: create or update; create: must be new; update: must exist; delete; switch: live switches alone',
      },
      was: {
        type: ['string', 'array'],
        description: 'The old name, or old names, of an object that this change renames',
        minLength: 1,
        pattern: NOT_AN_ID,
        patternErrorMessage: objectName['patternErrorMessage'],
        items: objectName,
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
  const byOwnName = (value: JsonSchema): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(
      types.map(({ type, noun, parent, byParent }) => {
        const message = `A ${noun} goes by the name of its ${parent}: say it there.`;
        return [type, byParent ? { not: {}, errorMessage: message } : value];
      }),
    ),
    additionalProperties: false,
  });
  const fromEnvironment = {
    type: 'string',
    pattern: '^\\$\\{env\\.[A-Za-z_][A-Za-z0-9_]*\\}$',
    patternErrorMessage: 'Credentials do not stand in files. Write  "${env.X}"',
  };
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
            patternErrorMessage:
              'The first part of the names of two environment variables is expected here, as in  GC_PROD',
            description: 'PREFIX: read from PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET',
          },
          clientId: fromEnvironment,
          clientSecret: fromEnvironment,
        },
        minProperties: 1,
        dependentRequired: { clientId: ['clientSecret'], clientSecret: ['clientId'] },
        additionalProperties: false,
      },
      names: byOwnName({
        type: 'object',
        additionalProperties: text,
        description: "The changeset's name: this org's name. One * stands for any text",
      }),
      absent: perType({ type: 'array', items: text }),
      ids: byOwnName({ type: 'object', additionalProperties: text }),
      variables: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
      handOver: handOverSchema(types),
      secrets: {
        type: 'object',
        description: 'What ${secret.x} in a changeset stands for: where its value comes from',
        propertyNames: {
          pattern: '^[A-Za-z0-9_.-]+$',
          patternErrorMessage: 'The name of a secret has letters, digits, dots, dashes and underscores',
        },
        additionalProperties: {
          type: 'object',
          properties: {
            env: {
              ...text,
              pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
              patternErrorMessage:
                'The name of an environment variable is expected here, as in  CRM_PASSWORD',
              description: 'The environment variable that holds it',
            },
            file: { ...text, description: 'The file that holds it, relative to the folder of the project' },
            stdin: { const: true, description: 'It is all of the standard input' },
            command: {
              type: 'array',
              items: text,
              minItems: 1,
              description: 'A program with its arguments that prints it; started without a shell',
            },
          },
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: false,
          errorMessage:
            'One of  { env: … }, { file: … }, { stdin: true }, { command: [ … ] }  is expected here.',
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

/** Where it goes what the platform says only once of a new object. */
function handOverSchema(types: readonly ResourceType[]): JsonSchema {
  const receiver = {
    type: 'object',
    properties: {
      file: {
        ...text,
        description: 'A new file that only its owner can read, relative to the folder of the project',
      },
      command: {
        type: 'array',
        items: text,
        minItems: 1,
        description:
          'A program with its arguments that reads it from its standard input; started without a shell',
      },
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    errorMessage: 'One of  { file: … }, { command: [ … ] }  is expected here.',
  };
  const once = types.filter(({ handOver }) => handOver !== undefined);
  return {
    type: 'object',
    description: 'Where the secret of a new object goes, by its type and name: Genesys Cloud says it once',
    properties: Object.fromEntries(
      once.map(({ type }) => [type, { type: 'object', additionalProperties: receiver }]),
    ),
    additionalProperties: false,
  };
}

function typeSchema(type: ResourceType, facts: TypeFacts, known: Types): JsonSchema {
  const writer = new FieldSchemas(known);
  const fields = [...shapeFrom(type, facts).root.fields].filter(([name]) => `/${name}` !== type.identity);
  const isSwitch = ([name]: readonly [string, Shape]): boolean =>
    type.operational?.includes(`/${name}`) ?? false;
  const schemaOf = (some: readonly (readonly [string, Shape])[]): JsonSchema => ({
    type: ['object', 'null'],
    properties: Object.fromEntries(some.map(([name, field]) => [name, writer.field(field, name)])),
    additionalProperties: false,
  });
  const set = schemaOf(fields.filter((field) => !isSwitch(field)));
  const switches = fields.filter(isSwitch);
  const defs = switches.length > 0 ? { set, [SWITCH]: schemaOf(switches) } : { set };
  return {
    $schema: DRAFT,
    title: type.type,
    properties: { ...limits(type), ...naming(type, isRenamable(type, facts.createOnly)) },
    ...setsOf(type, switches.length > 0),
    ...(type.singleton ? {} : { anyOf: [{ required: ['name'] }, { required: ['names'] }] }),
    ...(type.parent === undefined || type.byParent ? {} : { required: ['in'] }),
    $defs: { ...defs, ...writer.defs },
  };
}

/** What an entry of the type may set, by what it does. */
function setsOf(type: ResourceType, hasSwitches: boolean): JsonSchema {
  const to = (def: string): JsonSchema => ({
    properties: {
      set: { $ref: `#/$defs/${def}` },
      ...(type.singleton
        ? {}
        : {
            names: {
              type: ['array', 'object'],
              items: { type: 'string' },
              additionalProperties: { $ref: `#/$defs/${def}` },
            },
          }),
    },
  });
  if (!hasSwitches) return { allOf: [to('set')] };
  const isSwitch = { properties: { action: { const: SWITCH } }, required: ['action'] };
  return { if: isSwitch, then: to(SWITCH), else: to('set') };
}

/** Which names an entry of the type takes. */
function naming(type: ResourceType, canRename: boolean): Readonly<Record<string, false>> {
  return {
    ...(canRename ? {} : { was: false }),
    ...(type.singleton ? { name: false, names: false } : {}),
    ...(type.parent === undefined || type.byParent ? { in: false } : {}),
  };
}

/** What the platform does not offer for the type. */
function limits({
  calls,
  noun,
  operational,
  singleton,
}: ResourceType): Readonly<Record<string, JsonSchema | false>> {
  const impossible = [...(calls.create ? [] : ['create']), ...(calls.remove ? [] : ['delete'])];
  const reason =
    impossible.length > 0
      ? {
          errorMessage: `${singleton ? `The ${noun}` : withCapitalArticle(noun)} cannot be ${impossible.map((word) => `${word}d`).join(' or ')} by a changeset.`,
        }
      : {};
  const words = operational ? [...ACTIONS, SWITCH] : ACTIONS;
  const action = { enum: words.filter((word) => !impossible.includes(word)), ...reason };
  return { action };
}

/** Schemas of fields. What stands in several places is written once, under `$defs`. */
class FieldSchemas {
  readonly defs: Record<string, JsonSchema> = {};
  readonly #known: Types;

  constructor(known: Types) {
    this.#known = known;
  }

  field(shape: Shape, path: string): JsonSchema {
    switch (shape.kind) {
      case 'scalar':
        if (shape.is === 'localTime') return this.#define('localTime', localTime);
        return shape.is === 'text' || shape.is === 'date'
          ? this.#define('text', clearableText)
          : this.#scalar(shape.is);
      case 'choice':
        return { anyOf: [{ enum: [...shape.of, null] }, this.#define('variable', variable)] };
      case 'any':
        return {};
      case 'file':
        return {
          type: 'string',
          minLength: 1,
          description: `${shape.facts.noun}, named relative to this file`,
        };
      case 'merged':
        return { type: ['object', 'null'], description: 'What is not said stays' };
      case 'reference':
        return this.#reference(shape.to, { clearable: true });
      case 'object':
        return {
          ...this.#object(shape, (field, key) => this.field(field, `${path}.${key}`)),
          type: ['object', 'null'],
        };
      case 'map':
        return {
          type: ['object', 'null'],
          ...(shape.key ? { propertyNames: oneName } : {}),
          additionalProperties: this.field(shape.value, path),
        };
      case 'array':
        return { type: ['array', 'null'], items: this.#item(shape.item, path) };
      case 'list':
        return listSchema(this.#define(path, this.#item(shape.item, path)));
      case 'set':
        return setSchema(this.#reference(shape.element));
      case 'values':
        return setSchema(this.#define('value', plainValue));
      case 'part':
        return shape.part.pair
          ? pairSchema(shape.part, shape.part.pair, this.#name(), this.#reference(shape.part.pair.to))
          : shape.part.rows
            ? rowsSchema(shape.part)
            : partSchema(shape.part, this.#element(shape.part));
    }
  }

  #element(part: Part): JsonSchema {
    if (part.type === undefined) return part.key ?? plainValue;
    return part.all ? this.#define('nameOrAll', objectName) : this.#name();
  }

  /** Inside a value that is written whole, a set is a plain list of its elements. */
  #item(shape: Shape, path: string): JsonSchema {
    if (shape.kind === 'set') return { type: 'array', items: this.#reference(shape.element) };
    if (shape.kind === 'values') return { type: 'array', items: this.#define('value', plainValue) };
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
    const words = { boolean: 'True or false', integer: 'A whole number', number: 'A number' };
    return this.#define(is, {
      type: [is, 'string', 'null'],
      pattern: VARIABLE,
      patternErrorMessage: `${words[is]} is expected here, or "\${var.…}".`,
    });
  }

  /** The name of another object, or what may stand in its place. */
  #reference(to: Reference, { clearable = false } = {}): JsonSchema {
    const orNull = clearable ? ['null'] : [];
    if (to.kinds) {
      const types = Object.values(to.kinds);
      const description = `One of: ${types.map((type) => `{ ${type}: name }`).join(', ')}`;
      return {
        type: ['object', ...orNull],
        description,
        errorMessage: description,
        properties: Object.fromEntries(types.map((type) => [type, this.#name()])),
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: false,
      };
    }
    const target = this.#known.get(to.type ?? '');
    const noun = to.noun ?? target?.noun ?? to.type ?? '';
    const marked = Object.keys(target?.marked ?? {});
    const other = [...(to.any ? ['"*" for all'] : []), ...marked.map((mark) => `{ ${mark}: true }`)];
    const beside = to.in === undefined ? '' : `; ${to.in} stands beside it`;
    const description = [`The name of ${withArticle(noun)}`, ...other].join(', or ') + beside;
    if (marked.length === 0) {
      const name = clearable
        ? this.#define('clearableName', { ...oneName, type: ['string', 'null'] })
        : this.#name();
      return { ...name, description };
    }
    return {
      ...(to.any ? objectName : oneName),
      type: ['string', 'object', ...orNull],
      description,
      properties: Object.fromEntries(marked.map((mark) => [mark, { const: true }])),
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
    };
  }

  #name(): JsonSchema {
    return this.#define('name', oneName);
  }

  #define(name: string, schema: JsonSchema): JsonSchema {
    this.defs[name] = schema;
    return { $ref: `#/$defs/${name}` };
  }
}

function verbs(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'object',
    properties,
    minProperties: 1,
    additionalProperties: false,
    errorMessage: `Say what happens to the others: one of ${Object.keys(properties).join(', ')} is expected here.`,
  };
}

function setSchema(element: JsonSchema): JsonSchema {
  const elements = { type: 'array', items: element };
  return verbs({
    add: { ...elements, description: 'Make these present; the others stay' },
    remove: { ...elements, description: 'Make these absent; the others stay' },
    exactly: { ...elements, description: 'These and no others' },
  });
}

function partSchema(part: Part, name: JsonSchema): JsonSchema {
  const attributes = Object.entries(part.attributes ?? {});
  const mustBeSaid = attributes.flatMap(([word, { initially }]) => (initially === undefined ? [word] : []));
  const attributesSchema = {
    type: ['object', 'null'],
    properties: Object.fromEntries(attributes.map(([word, attribute]) => [word, attribute.schema])),
    required: mustBeSaid,
    additionalProperties: false,
  };
  const said = mustBeSaid.map((word) => `${word}: …`).join(', ');
  const keyed = { propertyNames: part.type === undefined ? name : part.all ? objectName : oneName };
  const every = part.all ? '; "*" stands for all' : '';
  const elements =
    mustBeSaid.length > 0
      ? {
          type: 'object',
          ...keyed,
          additionalProperties: { ...attributesSchema, type: 'object' },
          errorMessage: `Write a map:  name: { ${said} }`,
        }
      : { type: ['array', 'object'], items: name, ...keyed, additionalProperties: attributesSchema };
  const change = {
    type: 'object',
    ...keyed,
    additionalProperties: { ...attributesSchema, type: 'object', required: [], minProperties: 1 },
    description: `Set attributes of ${part.noun}s that must be there`,
  };
  return verbs({
    add: { ...elements, description: `Make these ${part.noun}s present; the others stay${every}` },
    ...(attributes.length > 0 ? { change } : {}),
    remove: {
      type: 'array',
      items: name,
      description: `Make these ${part.noun}s absent; the others stay${every}`,
    },
    exactly: { ...elements, description: `These ${part.noun}s and no others${every}` },
  });
}

/** Rows: what columns there are stands in the object itself. */
function rowsSchema({ noun }: Part): JsonSchema {
  const row = {
    type: 'object',
    additionalProperties: {
      type: ['string', 'number', 'boolean'],
      errorMessage: 'A text, a number, true or false is expected here.',
    },
  };
  const keys = { type: ['string', 'number', 'boolean'] };
  const rows = { type: ['array', 'object'], items: keys, additionalProperties: row };
  return verbs({
    add: { ...rows, description: `Make these ${noun}s present, with these columns; the others stay` },
    change: {
      type: 'object',
      additionalProperties: { ...row, minProperties: 1 },
      description: `Set columns of ${noun}s that must be there`,
    },
    remove: { type: 'array', items: keys, description: `Make these ${noun}s absent; the others stay` },
    exactly: {
      ...rows,
      properties: {
        file: {
          type: ['string', 'object'],
          description: `A file with all ${noun}s (CSV), named relative to the changeset`,
          additionalProperties: row.additionalProperties,
        },
      },
      description: `These ${noun}s and no others, or  { file: … }`,
    },
  });
}

/** Elements that take a second object: a role, and the divisions in which it is granted. */
function pairSchema(part: Part, { attribute }: Pair, name: JsonSchema, other: JsonSchema): JsonSchema {
  const others = {
    type: 'object',
    properties: { [attribute]: { type: 'array', items: other, minItems: 1 } },
    required: [attribute],
    additionalProperties: false,
  };
  const elements = {
    type: 'object',
    propertyNames: oneName,
    additionalProperties: others,
    errorMessage: `Write a map:  name: { ${attribute}: [ … ] }`,
  };
  return verbs({
    add: { ...elements, description: `Make these ${part.noun}s present; the others stay` },
    remove: {
      type: ['array', 'object'],
      items: name,
      propertyNames: oneName,
      additionalProperties: others,
      description: `Make these ${part.noun}s absent; the others stay`,
    },
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
