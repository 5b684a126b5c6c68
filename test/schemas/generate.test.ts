import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Contract } from '../../scripts/contract.ts';
import { operationFacts, typeFacts } from '../../scripts/field-facts.ts';
import { generatedFiles, staleFiles, writeFiles } from '../../scripts/generated-files.ts';
import { schemaFiles } from '../../scripts/json-schemas.ts';
import type { ResourceType } from '../../src/catalog/vocabulary.ts';

const contract = JSON.parse(readFileSync(new URL('small-openapi.json', import.meta.url), 'utf8')) as Contract;

const room: ResourceType = {
  type: 'room',
  noun: 'room',
  calls: { list: 'getRooms', read: 'getRoom' },
  identity: '/name',
  marked: { hall: { isHall: true } },
  list: { size: 100 },
};

const lamp: ResourceType = {
  type: 'lamp',
  noun: 'electric lamp',
  calls: { list: 'getLamps', read: 'getLamp', create: 'postLamps', update: 'putLamp', remove: 'deleteLamp' },
  identity: '/name',
  list: { size: 100 },
  shape: { '/room': { create: '/roomId' } },
  optional: ['colour'],
  references: {
    '/room': { type: 'room' },
    '/levels/*/room': { type: 'room' },
    '/steps/*/room': { type: 'room' },
    '/neighbours/*': { type: 'lamp' },
  },
  sets: ['/neighbours'],
  lists: { '/steps': {} },
  managed: ['/version'],
  unsupported: { '/wallId': 'names a wall' },
  parts: {
    fans: {
      type: 'lamp',
      noun: 'fan',
      attributes: { speed: { schema: { type: 'integer' } } },
      read: { op: 'getLampFans', size: 100 },
      add: { op: 'postLampFans', params: { lampId: '$id' }, body: '$elements' },
      remove: { op: 'deleteLampFans', params: { lampId: '$id' } },
    },
  },
};

const types = [room, lamp];

test('of a type the writable fields are kept, where reading answers them, and what is managed', () => {
  expect(typeFacts(contract, types)).toEqual({
    lamp: {
      fields: {
        angle: { is: 'number' },
        colour: { is: 'choice', of: ['WARM', 'COLD'] },
        description: { is: 'text' },
        extra: { is: 'any' },
        isLit: { is: 'boolean' },
        labels: { is: 'map', value: { is: 'text' } },
        levels: {
          is: 'array',
          item: { is: 'object', fields: { percent: { is: 'integer' }, room: { is: 'reference' } } },
        },
        litSince: { is: 'date' },
        name: { is: 'text' },
        neighbours: { is: 'array', item: { is: 'reference' } },
        room: { is: 'reference' },
        socket: {
          is: 'object',
          fields: {
            inside: { is: 'object', fields: { inside: { is: 'any' }, kind: { is: 'text' } } },
            kind: { is: 'text' },
          },
        },
        steps: {
          is: 'array',
          item: { is: 'object', fields: { percent: { is: 'integer' }, room: { is: 'reference' } } },
        },
        wallId: { is: 'reference' },
        watts: { is: 'integer' },
      },
      required: ['room'],
      createOnly: [],
      later: [
        'angle',
        'extra',
        'isLit',
        'labels',
        'levels',
        'litSince',
        'neighbours',
        'socket',
        'steps',
        'wallId',
        'watts',
      ],
      always: ['name'],
      readOnly: [
        '/createdBy',
        '/dateCreated',
        '/id',
        '/levels/*/measured',
        '/selfUri',
        '/socket/inside/serial',
        '/socket/serial',
        '/steps/*/measured',
        '/version',
      ],
    },
  });
});

test('operations have their method, path and permissions', () => {
  const facts = operationFacts(contract, types);
  expect(facts['getLamps']).toEqual({ method: 'GET', path: '/api/v2/lamps', any: ['lighting:lamp:view'] });
  expect(facts['postLamps']).toMatchObject({ all: ['lighting:lamp:add', 'lighting:lamp:view'] });
  expect(facts['deleteLamp']).toEqual({ method: 'DELETE', path: '/api/v2/lamps/{lampId}' });
  expect(Object.keys(facts)).toContain('getOrganizationsMe');
});

test('an operation that the contract does not have is named', () => {
  const wrong = { ...room, calls: { list: 'getRooms', read: 'getChamber' } };
  expect(() => operationFacts(contract, [wrong])).toThrow('the contract has no operation getChamber');
});

const schema = schemaFiles(types, typeFacts(contract, types)).get('types/lamp.schema.json');

/** The schema at these keys. */
function at(...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined,
    schema,
  );
}

test('the schema of a type has its fields and parts, without identity, read-only and unsupported ones', () => {
  expect(Object.keys(Object(at('$defs', 'set', 'properties')))).toEqual([
    'angle',
    'colour',
    'description',
    'extra',
    'isLit',
    'labels',
    'levels',
    'litSince',
    'neighbours',
    'room',
    'socket',
    'steps',
    'watts',
    'fans',
  ]);
  expect(Object.keys(Object(at('$defs', 'set', 'properties', 'socket', 'properties')))).toEqual([
    'inside',
    'kind',
  ]);
});

test('references take names', () => {
  expect(at('$defs', 'set', 'properties', 'room')).toMatchObject({
    type: ['string', 'object', 'null'],
    properties: { hall: { const: true } },
    description: 'The name of a room, or { hall: true }',
  });
  expect(at('$defs', 'set', 'properties', 'neighbours', 'properties', 'add', 'items')).toMatchObject({
    description: 'The name of an electric lamp',
  });
});

test('sets, parts and lists take verbs; a list that is one value is written whole', () => {
  const verbsOf = (field: string) =>
    Object.keys(Object(at('$defs', 'set', 'properties', field, 'properties')));
  expect(verbsOf('neighbours')).toEqual(['add', 'remove', 'exactly']);
  expect(verbsOf('fans')).toEqual(['add', 'change', 'remove', 'exactly']);
  expect(verbsOf('steps')).toEqual(['add', 'change', 'remove', 'exactly']);
  expect(at('$defs', 'set', 'properties', 'levels')).toMatchObject({ type: ['array', 'null'] });
  expect(at('$defs', 'set', 'properties', 'fans', 'properties', 'add', 'additionalProperties')).toMatchObject(
    {
      required: ['speed'],
    },
  );
});

test('a changeset knows the types that can be changed, a mapping all of them', () => {
  const files = schemaFiles(types, typeFacts(contract, types));
  expect(files.get('changeset.schema.json')).toMatchObject({
    $defs: { entry: { properties: { type: { enum: ['lamp'] } } } },
  });
  expect(files.get('mapping.schema.json')).toMatchObject({
    properties: { names: { properties: { room: {}, lamp: {} } } },
  });
  expect([...files.keys()]).toEqual([
    'changeset.schema.json',
    'mapping.schema.json',
    'plan.schema.json',
    'faults.schema.json',
    'events.schema.json',
    'types/lamp.schema.json',
  ]);
});

test('files are stale until they are written, and when they are changed, missing or too many', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'generated-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = generatedFiles(contract, types);
  expect(await staleFiles(folder, files)).toEqual([...files.keys()]);
  await writeFiles(folder, files);
  expect(await staleFiles(folder, files)).toEqual([]);
  const facts = await readFile(join(folder, 'src/catalog/generated/types.ts'), 'utf8');
  expect(facts).toContain('export const typeFacts: Readonly<Record<string, TypeFacts>> = {\n  "lamp": {');
  await writeFile(join(folder, 'schemas/changeset.schema.json'), '{}\n');
  await rm(join(folder, 'src/catalog/generated/types.ts'));
  await writeFile(join(folder, 'schemas/types/door.schema.json'), '{}\n');
  expect(await staleFiles(folder, files)).toEqual([
    'src/catalog/generated/types.ts',
    'schemas/changeset.schema.json',
    'schemas/types/door.schema.json',
  ]);
  await writeFiles(folder, files);
  expect(await staleFiles(folder, files)).toEqual([]);
});

test('writing twice gives the same bytes', () => {
  expect(generatedFiles(contract, types)).toEqual(generatedFiles(contract, types.toReversed().toReversed()));
});
