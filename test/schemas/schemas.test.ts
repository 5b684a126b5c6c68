import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typeFacts } from '../../src/catalog/generated/types.ts';
import { catalog, isConfigurable, typeNamed } from '../../src/catalog/index.ts';
import { type Shape, shapeOf } from '../../src/catalog/shape.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../src/json/json.ts';
import { segmentsOf, valueAt } from '../../src/json/pointer.ts';
import { schemaFile } from '../../src/yaml/schema-check.ts';
import { changeset } from '../support/reading.ts';

const folder = new URL('../../schemas/', import.meta.url);
const typeFiles = readdirSync(new URL('types/', folder)).map((name) => `types/${name}`);
const files = [
  'changeset.schema.json',
  'mapping.schema.json',
  'plan.schema.json',
  'faults.schema.json',
  'events.schema.json',
  ...typeFiles,
];
const configurable = [...catalog.values()].filter(isConfigurable);

/** The schemas as an editor sees them: whole files, found by their relative references. */
const ajv = new Ajv2020({ allErrors: true, strict: false });
for (const file of files) ajv.addSchema(schemaFile(file), file);

test.each(files)('%s is a JSON Schema of draft 2020-12', (file) => {
  const schema = schemaFile(file);
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
});

test.each(files)('every keyword of %s is one of the draft or one that editors know', (file) => {
  const words = ['errorMessage', 'patternErrorMessage'];
  expect(() =>
    new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, keywords: words })
      .addSchema(typeFiles.map((path) => ({ ...schemaFile(path), $id: path })))
      .compile({ ...schemaFile(file), $id: 'root' }),
  ).not.toThrow();
});

test('there is a schema for each type that a changeset can change, and no other', () => {
  expect(typeFiles.sort()).toEqual(configurable.map(({ type }) => `types/${type}.schema.json`).sort());
});

/** What the schema says about the field at that path. */
function fieldSchema(type: string, path: readonly string[]): Json | undefined {
  const file = schemaFile(`types/${type}.schema.json`);
  const follow = (schema: Json | undefined): Json | undefined => {
    const reference = isObject(schema) ? schema['$ref'] : undefined;
    return typeof reference === 'string' ? follow(valueAt(file, reference.slice(1))) : schema;
  };
  return path.reduce<Json | undefined>(
    (schema, key) => {
      const inside = follow(schema);
      if (!isObject(inside)) return undefined;
      const items = valueAt(inside, '/properties/exactly/items') ?? inside['items'];
      if (key === '*') return items ?? inside['additionalProperties'];
      return valueAt(inside, '/properties') === undefined ? undefined : Object(inside['properties'])[key];
    },
    valueAt(file, typeNamed(type).operational?.includes(`/${path[0]}`) ? '/$defs/switch' : '/$defs/set'),
  );
}

const readOnly = configurable.flatMap(({ type }) =>
  (typeFacts[type]?.readOnly ?? [])
    .filter((path) => shapeOf(typeNamed(type)).root.fields.get(path.slice(1))?.kind !== 'part')
    .map((path) => [type, path] as const),
);

test.each(readOnly)('of a %s, %s is read-only, and no schema offers it', (type, path) => {
  expect(fieldSchema(type, segmentsOf(path))).toBeUndefined();
});

/** Every field of a type, with its form. */
function fieldsOf(shape: Shape, path: readonly string[]): [path: readonly string[], shape: Shape][] {
  const own: [readonly string[], Shape] = [path, shape];
  if (shape.kind === 'object') {
    return [own, ...[...shape.fields].flatMap(([name, field]) => fieldsOf(field, [...path, name]))];
  }
  if (shape.kind === 'map') return [own, ...fieldsOf(shape.value, [...path, '*'])];
  if (shape.kind === 'array' || shape.kind === 'list') return [own, ...fieldsOf(shape.item, [...path, '*'])];
  return [own];
}

const fields = configurable.flatMap((type) =>
  fieldsOf(shapeOf(type).root, [])
    .filter(([path]) => path.length > 0 && `/${path.join('/')}` !== type.identity)
    .map(([path, shape]) => ({ type: type.type, name: path.join('.'), path, shape })),
);

test('every field that the engine knows is in a schema', () => {
  expect(fields.length).toBeGreaterThan(80);
  expect(fields.filter(({ type, path }) => fieldSchema(type, path) === undefined)).toEqual([]);
});

test.each(fields.filter(({ shape }) => shape.kind === 'reference'))(
  'the reference $name of a $type takes a name, and no ID',
  ({ type, path, shape }) => {
    const schema = fieldSchema(type, path);
    const validate = new Ajv2020({ strict: false }).compile({
      $defs: schemaFile(`types/${type}.schema.json`)['$defs'],
      ...(isObject(schema) ? schema : {}),
    });
    const kinds = shape.kind === 'reference' ? Object.values(shape.to.kinds ?? {}) : [];
    const written = (name: Json): Json => (kinds[0] === undefined ? name : { [kinds[0]]: name });
    expect(validate(written('Cards'))).toBe(true);
    expect(validate(written('5d1fa0b7-0000-4000-8000-c0ffee000001'))).toBe(false);
    expect(validate({ id: '5d1fa0b7-0000-4000-8000-c0ffee000001' })).toBe(false);
    expect(validate(written(''))).toBe(false);
    expect(validate(written(5))).toBe(false);
  },
);

const wholeValues = (path: readonly string[]): boolean => path.includes('*');

test.each(
  fields.filter(({ shape, path }) => ['set', 'part', 'list'].includes(shape.kind) && !wholeValues(path)),
)('the list $name of a $type takes verbs, and is no bare list', ({ type, path, shape }) => {
  const verbs = Object.keys(Object(valueAt(fieldSchema(type, path), '/properties')));
  const isRow = shape.kind === 'part' && shape.part.rows === true;
  const hasAttributes = shape.kind === 'part' && shape.part.attributes !== undefined;
  const hasChange = shape.kind === 'list' || isRow || hasAttributes;
  expect(verbs).toEqual(hasChange ? ['add', 'change', 'remove', 'exactly'] : ['add', 'remove', 'exactly']);
  expect(valueAt(fieldSchema(type, path), '/type')).not.toContain('array');
});

/** What ajv says of a changeset with this entry, with the schemas as they are on disk. */
function schemaTakes(entry: Json): boolean {
  return ajv.validate('changeset.schema.json', { name: 'release-42', changes: [entry] });
}

/** What the tool says of the same, written in JSON, which is YAML without any doubt about text. */
function readerTakes(entry: Json): boolean {
  return changeset(JSON.stringify({ name: 'release-42', changes: [entry] })).changeset !== undefined;
}

const TRUNK = 'telephony_providers_edges_trunkbasesettings';
const user = (set: JsonObject): JsonObject => ({ type: 'user', name: 'a@b.example', set });
const emergency = (entry: JsonObject): JsonObject => ({
  type: 'architect_emergencygroup',
  name: 'Flood',
  ...entry,
});
const queue = (set: JsonObject): JsonObject => ({ type: 'routing_queue', name: 'Cards', set });

const valid: readonly JsonObject[] = [
  { type: 'routing_skill', name: 'Spanish' },
  { type: 'routing_skill', names: ['Spanish', 'French'], action: 'create', why: 'x', only: ['dev'] },
  { type: 'routing_skill', names: { Spanish: {}, French: null, Dutch: { division: 'A' } } },
  { type: 'routing_skill', name: 'Spanish', set: { division: { home: true } } },
  { type: 'routing_queue', name: 'Billing', was: ['Old', 'Older'] },
  { type: 'routing_queue', name: 'Chat', action: 'delete', force: true },
  { type: 'auth_division', name: 'Sales', set: { description: null } },
  { type: 'user', name: 'a@b.example', set: { skills: { add: { Spanish: { proficiency: 4 } } } } },
  {
    type: 'user',
    name: 'a@b.example',
    set: { skills: { change: { Spanish: { proficiency: 5 } }, remove: ['A'] } },
  },
  { type: 'user', name: 'a@b.example', action: 'delete' },
  { type: 'routing_utilization', set: { utilization: { call: { maximumCapacity: 2 } } } },
  { type: 'routing_email_route', in: 'a.example', names: ['a', 'b'], set: { fromName: 'x' } },
  { type: 'architect_emergencygroup', name: 'a', action: 'switch', set: { enabled: true } },
  { type: 'architect_schedules', name: 'a', set: { start: '2026-12-25T00:00', end: '${var.end}' } },
  { type: 'architect_ivr', name: 'a', set: { dnis: { add: ['+61290001000'], remove: ['${var.old}'] } } },
  { type: 'group', name: 'a', set: { roles: { add: { Agent: { divisions: ['*', 'Cards'] } } } } },
  { type: 'group', name: 'a', set: { roles: { remove: ['Agent'] } } },
  queue({}),
  queue({ description: null, acwSettings: null, queueFlow: null }),
  queue({ acwSettings: { timeoutMs: 5, wrapupPrompt: 'OPTIONAL' } }),
  queue({
    acwSettings: { timeoutMs: '${var.ms}', wrapupPrompt: '${var.prompt}' },
    autoAnswerOnly: '${var.on}',
  }),
  queue({ members: { add: ['a@b.example'], remove: ['c@d.example'] } }),
  queue({ members: { exactly: { 'a@b.example': { ringNumber: 6 }, 'c@d.example': null } } }),
  queue({ memberGroups: { exactly: [{ group: 'A' }, { team: 'B' }] } }),
  queue({ conditionalGroupRouting: { rules: { change: [{ where: { queue: 'A' }, set: { queue: 'B' } }] } } }),
  queue({ conditionalGroupRouting: { rules: null } }),
  queue({ bullseye: { rings: [{ memberGroups: [{ routing_skill_group: 'A' }] }] } }),
  queue({ defaultScripts: { CALL: 'A', CHAT: null } }),
  { type: 'routing_email_route', in: '${var.domain}', names: ['claims', '${var.route}'] },
  { type: 'routing_email_route', in: 'harbour.example', name: 'claims', action: 'delete' },
  { type: 'routing_settings', set: { contactcenter: { removeSkillsFromBlindTransfer: true } } },
  {
    type: 'routing_utilization',
    action: 'update',
    set: { labelUtilizations: { VIP: { interruptingLabelIds: { add: ['Chat'] } } } },
  },
  { type: 'architect_emergencygroup', name: 'Flood', action: 'switch', set: { enabled: true } },
  { type: 'architect_emergencygroup', names: { Flood: { enabled: true } }, action: 'switch' },
  {
    type: 'architect_schedules',
    name: 'Christmas',
    set: { start: '2026-12-25T00:00', end: '2026-12-26T00:00:00.000000', rrule: null },
  },
  { type: 'architect_schedules', name: 'Christmas', set: { start: '${var.start}' } },
  { type: 'architect_ivr', name: 'Cards', set: { dnis: { add: ['+61290001042'], remove: ['${var.old}'] } } },
  user({ roles: { add: { Agent: { divisions: ['Cards', '*', { home: true }] } }, remove: ['Leader'] } }),
  user({ roles: { remove: { Leader: { divisions: ['Cards'] } } } }),
  user({ roles: { exactly: {} } }),
  { type: 'routing_skill_group', name: 'Spanish', set: { memberDivisions: { exactly: ['*'] } } },
  { type: TRUNK, name: 'Main', set: { properties: { trunk_label: { value: { instance: 'x' } } } } },
];

const invalid: readonly Json[] = [
  null,
  'Spanish',
  [],
  {},
  { name: 'Spanish' },
  { type: 'auth_permission', name: 'x' },
  { type: 'routing_skill' },
  { type: 'routing_skill', name: '' },
  { type: 'routing_skill', name: 'a', names: ['b'] },
  { type: 'routing_skill', names: [] },
  { type: 'routing_skill', names: { a: [] } },
  { type: 'routing_skill', name: 'a', was: 'b' },
  { type: 'routing_skill', name: 'a', set: null },
  { type: 'routing_skill', name: 'a', set: { name: 'b' } },
  { type: 'routing_skill', name: 'a', force: true },
  { type: 'routing_skill', name: 'a', action: 'switch' },
  { type: 'routing_skill', name: 'a', why: '' },
  { type: 'routing_skill', name: 'a', id: 'b' },
  { type: 'routing_skill', name: '5d1fa0b7-0000-4000-8000-c0ffee000001' },
  { type: 'routing_queue', names: ['a'], was: 'b' },
  { type: 'routing_queue', name: 'a', was: [] },
  { type: 'routing_queue', name: 'a', action: 'create', was: 'b' },
  { type: 'routing_queue', name: 'a', action: 'delete', set: {} },
  { type: 'user', name: 'a@b.example', set: { password: 'x' } },
  { type: 'routing_utilization', name: 'a' },
  { type: 'routing_utilization', action: 'delete' },
  { type: 'routing_email_route', name: 'a' },
  { type: 'routing_skill', name: 'a', in: 'b' },
  { type: 'architect_emergencygroup', name: 'a', set: { enabled: true } },
  { type: 'architect_emergencygroup', name: 'a', action: 'switch', set: { description: 'b' } },
  { type: 'architect_schedules', name: 'a', set: { start: '2026-12-25' } },
  { type: 'architect_schedules', name: 'a', set: { start: '2026-12-25T00:00Z' } },
  { type: 'architect_ivr', name: 'a', set: { dnis: ['+61290001000'] } },
  { type: 'group', name: 'a', set: { roles: { add: ['Agent'] } } },
  { type: 'group', name: 'a', set: { roles: { add: { Agent: {} } } } },
  { type: 'user', name: 'a@b.example', set: { skills: { add: ['Spanish'] } } },
  { type: 'user', name: 'a@b.example', set: { skills: { add: { Spanish: {} } } } },
  { type: 'user', name: 'a@b.example', set: { skills: { add: { Spanish: { proficiency: 6 } } } } },
  queue({ id: 'x' }),
  queue({ memberCount: 5 }),
  queue({ peerId: 'x' }),
  queue({ description: 5 }),
  queue({ members: ['a'] }),
  queue({ members: null }),
  queue({ members: {} }),
  queue({ members: { append: ['a'] } }),
  queue({ members: { add: { a: { ringNumber: 0 } } } }),
  queue({ members: { add: { '': {} } } }),
  queue({ members: { add: { '5d1fa0b7-0000-4000-8000-c0ffee000001': {} } } }),
  queue({ memberGroups: { change: [] } }),
  queue({ memberGroups: { add: ['A'] } }),
  queue({ memberGroups: { add: [{ group: 'A', team: 'B' }] } }),
  queue({ acwSettings: { timeoutMs: '5' } }),
  queue({ acwSettings: { timeoutMs: 1.5 } }),
  queue({ acwSettings: { wrapupPrompt: 'optional' } }),
  queue({ autoAnswerOnly: 'yes' }),
  queue({ queueFlow: '' }),
  queue({ queueFlow: { id: 'x' } }),
  queue({ division: { home: false } }),
  queue({ conditionalGroupRouting: { rules: [] } }),
  queue({ conditionalGroupRouting: { rules: { change: [{ where: { queue: 'A' } }] } } }),
  queue({ conditionalGroupRouting: { rules: { change: [{ where: {}, set: { queue: 'A' } }] } } }),
  { type: 'routing_email_route', name: 'claims' },
  { type: 'routing_email_route', in: 'harbour.example' },
  { type: 'routing_email_route', in: ['harbour.example'], name: 'claims' },
  { type: 'routing_email_route', in: '5d1fa0b7-0000-4000-8000-c0ffee000001', name: 'claims' },
  { type: 'routing_skill', in: 'Cards', name: 'Spanish' },
  { type: 'routing_settings', name: 'Main' },
  { type: 'routing_settings', names: ['Main'] },
  { type: 'routing_settings', was: 'Main' },
  { type: 'routing_settings', in: 'Main' },
  { type: 'routing_settings', action: 'create' },
  { type: 'routing_settings', action: 'delete' },
  { type: 'routing_settings', action: 'switch' },
  { type: 'routing_utilization', set: { labelUtilizations: { VIP: { interruptingLabelIds: ['Chat'] } } } },
  {
    type: 'routing_utilization',
    set: { labelUtilizations: { '5d1fa0b7-0000-4000-8000-c0ffee000001': { maximumCapacity: 1 } } },
  },
  emergency({ set: { enabled: true } }),
  emergency({ action: 'create', set: { enabled: true } }),
  emergency({ action: 'switch' }),
  emergency({ action: 'switch', set: {} }),
  emergency({ action: 'switch', set: { description: 'x' } }),
  emergency({ action: 'switch', set: { enabled: 'yes' } }),
  emergency({ action: 'switch', was: 'Water', set: { enabled: true } }),
  { type: 'architect_schedules', name: 'Christmas', set: { start: '2026-12-25' } },
  { type: 'architect_schedules', name: 'Christmas', set: { start: '2026-12-25T00:00Z' } },
  { type: 'architect_schedules', name: 'Christmas', set: { start: '2026-12-25T00:00+11:00' } },
  { type: 'architect_schedules', name: 'Christmas', set: { start: 20261225 } },
  { type: 'architect_ivr', name: 'Cards', set: { dnis: ['+61290001042'] } },
  { type: 'architect_ivr', name: 'Cards', set: { dnis: { add: [61290001042] } } },
  { type: 'architect_ivr', name: 'Cards', set: { dnis: { change: ['+61290001042'] } } },
  user({ roles: ['Agent'] }),
  user({ roles: { add: ['Agent'] } }),
  user({ roles: { add: { Agent: {} } } }),
  user({ roles: { add: { Agent: { divisions: [] } } } }),
  user({ roles: { add: { Agent: { divisions: 'Cards' } } } }),
  user({ roles: { add: { Agent: { divisions: [{ hom: true }] } } } }),
  user({ roles: { add: { Agent: { divisions: [{}] } } } }),
  user({ roles: { change: { Agent: { divisions: ['Cards'] } } } }),
  user({ roles: { remove: { Agent: null } } }),
  { type: 'routing_skill_group', name: 'Spanish', set: { memberDivisions: { exactly: '*' } } },
  { type: TRUNK, name: 'Main', set: { properties: ['trunk_label'] } },
];

test.each(valid)('schema and tool take %j', (entry) => {
  expect([schemaTakes(entry), readerTakes(entry)]).toEqual([true, true]);
});

test.each(invalid.map((entry) => [JSON.stringify(entry), entry] as const))(
  'schema and tool refuse %s',
  (_, entry) => {
    expect([schemaTakes(entry), readerTakes(entry)]).toEqual([false, false]);
  },
);

/** The entry with one value, somewhere in it, replaced or taken out. */
function mutated(entry: Json, choose: (most: number) => number, value: Json): Json {
  if (isArray(entry)) {
    const index = choose(entry.length + 1);
    if (index === entry.length) return choose(2) === 0 ? value : [...entry, value];
    return entry.map((item, i) => (i === index ? mutated(item, choose, value) : item));
  }
  if (!isObject(entry)) return value;
  const keys = Object.keys(entry);
  const key = keys[choose(keys.length + 2)];
  if (key === undefined)
    return choose(2) === 0 ? value : { ...entry, [WORDS[choose(WORDS.length)] ?? 'x']: value };
  if (choose(5) === 0) return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
  return { ...entry, [key]: mutated(entry[key] ?? null, choose, value) };
}

const WORDS = [
  'add',
  'remove',
  'set',
  'was',
  'names',
  'name',
  'force',
  'action',
  'description',
  'constructor',
  'queue',
];
const VALUES: readonly Json[] = [
  null,
  true,
  0,
  3,
  2.5,
  '',
  'Loans',
  'delete',
  'create',
  'ensure',
  'OPTIONAL',
  '${var.x}',
  [],
  {},
  ['Loans'],
  { Loans: {} },
  { Loans: { ringNumber: 2 } },
  { home: true },
  { group: 'A' },
  [{ group: 'A' }],
  { add: ['Loans'] },
  { queue: 'A' },
  'routing_skill',
  'routing_queue',
  'user',
  '5d1fa0b7-0000-4000-8000-c0ffee000001',
];

test('whatever else is written, schema and tool agree', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...valid),
      fc.constantFrom(...VALUES),
      fc.infiniteStream(fc.nat()),
      (entry, value, numbers) => {
        const choose = (most: number): number => numbers.next().value % most;
        const changed = mutated(entry, choose, value);
        fc.pre(isObject(changed) ? changed['name'] !== changed['was'] : true);
        expect(readerTakes(changed)).toBe(schemaTakes(changed));
      },
    ),
    { numRuns: 800 },
  );
});
