import { expect, test } from 'vitest';
import { type OpenApi, renderContract } from '../../scripts/sandbox/contract-facts.ts';
import { COLLECTIONS } from '../../src/sandbox/collections.ts';
import {
  type Operation,
  operationAt,
  type Shape,
  schemaOf,
  servedOperations,
} from '../../src/sandbox/contract.ts';
import { idOf } from '../../src/sandbox/ids.ts';
import { isObject, type Json } from '../../src/sandbox/json.ts';
import { judge } from '../../src/sandbox/judge.ts';
import { LIBRARIES } from '../../src/sandbox/paths.ts';
import { SERVED } from '../../src/sandbox/served.ts';
import { connect } from './support.ts';

test('the generated facts are those of the served paths', () => {
  const wanted = Object.entries(SERVED).flatMap(([path, methods]) =>
    methods.split(' ').map((method) => `${method} ${path}`),
  );
  expect(
    servedOperations()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual(wanted.sort());
});

/** Properties of an answer that its schema does not have, or not with this type. */
function misfits(operation: Operation, body: Json): string[] {
  const { findings } = judge(body, {
    shape: operation.response ?? {},
    mode: 'create',
    seen: undefined,
    references: {},
    managed: [],
  });
  const grave = findings.filter(({ kind }) => ['unknown-property', 'wrong-type', 'bad-enum'].includes(kind));
  return grave
    .filter(({ at }) => !at.endsWith('x-future'))
    .map(({ at, text }) => `${operation.id} ${at}: ${text}`);
}

const READS = servedOperations().filter(({ method, path }) => method === 'GET' && !/\{|users\/me/.test(path));

/** What a read cannot do without. */
const NEEDED: readonly (readonly [string, string])[] = [
  ['divisionspermitted', '?permission=routing:queue:edit'],
  ['/consumingresources', '?id=x&objectType=QUEUE'],
  ['/responsemanagement/responses', `?libraryId=${idOf(LIBRARIES, 'Everyday answers')}`],
  ['/didpools/dids', '?type=ASSIGNED_AND_UNASSIGNED'],
  ['/trunkbasesettings/template', '?trunkMetabaseId=external_sip.json'],
  ['/search', `?q64=${Buffer.from('{"query":[]}').toString('base64url')}`],
];

test.each(READS.map((operation) => [operation.path, operation] as const))(
  '%s answers what its schema says, each entry by id too',
  async (path, operation) => {
    const { get } = await connect();
    const query = NEEDED.find(([part]) => path.includes(part))?.[1] ?? '';
    const { body } = await get(`${path}${query}`);
    const own = JSON.parse(JSON.stringify({ ...body, authenticatedUser: undefined }));
    expect(misfits(operation, own)).toEqual([]);
    const single = operationAt('GET', `${path}/{}`);
    for (const entity of single ? body.entities : []) {
      expect(
        misfits(single ?? operation, JSON.parse(JSON.stringify((await get(`${path}/${entity.id}`)).body))),
      ).toEqual([]);
    }
  },
);

const REFERENCE_SCHEMAS = [
  'Division',
  'DomainEntityRef',
  'InboundRoute',
  'MemberGroup',
  'QueueFullReference',
  'Script',
  'SkillsToRemove',
  'TeamFullReference',
  'UserFullReference',
  'WebDeploymentFlowEntityRef',
  'WritableDivision',
  'WritableStarrableDivision',
];

/** Places of OAuth clients, which are in no collection here. */
const CLIENTS = ['/currentOperation/client', '/lockedClient'];

/** Types of which a body holds only the reference, although the contract has all of their fields there. */
const WHOLE_OBJECTS = [
  'Edge',
  'FlowVersion',
  'Group',
  'LocationDefinition',
  'SiteConnection',
  'TrunkBase',
  'User',
];

/** Where a body holds references, as pointers with `*` for elements. */
function referencePlaces(shape: Shape, pointer: string): string[] {
  const isReference = pointer !== '' && shape.ref !== undefined && REFERENCE_SCHEMAS.includes(shape.ref);
  if (isReference) return [pointer];
  if (shape.items) return referencePlaces(shape.items, `${pointer}/*`);
  const properties = Object.entries(shape.ref ? schemaOf(shape.ref).properties : {});
  const inner = properties.filter(
    ([, property]) =>
      !property.readOnly && !WHOLE_OBJECTS.includes(property.items?.ref ?? property.ref ?? ''),
  );
  return pointer.split('/').length > 9
    ? []
    : inner.flatMap(([key, property]) => referencePlaces(property, `${pointer}/${key}`));
}

test('every reference in a body has a collection that it points at', () => {
  const missing = COLLECTIONS.flatMap(({ path, references }) =>
    (['POST', 'PUT', 'PATCH'] as const).flatMap((method) => {
      const operation = operationAt(method, method === 'POST' ? path : `${path}/{}`);
      const places = operation?.body ? referencePlaces(operation.body, '') : [];
      return places
        .filter((place) => references[place] === undefined && !CLIENTS.includes(place))
        .map((place) => `${operation?.id} ${place}`);
    }),
  );
  expect(missing).toEqual([]);
});

test('every seeded reference points at something', async () => {
  const { sandbox, get } = await connect();
  for (const { path } of COLLECTIONS.filter((one) => SERVED[one.path]?.includes('GET'))) {
    const { parameters = [] } = operationAt('GET', path) ?? {};
    const paging = parameters.some(({ name }) => name === 'pageSize') ? 'pageSize=100' : '';
    // What is listed of a library is asked for once for each.
    const isWithin = parameters.some(({ name, required }) => name === 'libraryId' && required);
    const { body: listed } = await get('/api/v2/responsemanagement/libraries');
    const filters = isWithin ? listed.entities.map(({ id }) => `&libraryId=${id}`) : [''];
    for (const filter of filters) {
      const { body } = await get(`${path}?${paging}${filter}`);
      for (const entity of body.entities)
        expect(namelessReferences(JSON.parse(JSON.stringify(Object.values(entity))))).toEqual([]);
    }
  }
  expect(sandbox.violations).toEqual([]);
});

/** References without a name, which is how a dangling one reads. */
function namelessReferences(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(namelessReferences);
  if (!isObject(value)) return [];
  const dangling = value.selfUri !== undefined && value.name === undefined;
  return dangling ? [value] : Object.values(value).flatMap(namelessReferences);
}

const API: OpenApi = {
  info: { version: '1.2' },
  paths: {
    '/b/{bId}': {
      get: {
        operationId: 'getB',
        tags: ['Prose'],
        parameters: [{ in: 'path', name: 'bId', required: true, schema: { type: 'string' } }],
        responses: { '2XX': { description: 'words' } },
      },
      delete: { operationId: 'deleteB', responses: { 204: {} } },
    },
    '/a': {
      post: {
        operationId: 'postA',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
        responses: {
          200: {
            content: {
              'application/json': { schema: { items: { $ref: '#/components/schemas/A' }, type: 'array' } },
            },
          },
        },
        'x-inin-requires-permissions': { permissions: ['a:b:add'], type: 'ANY' },
      },
    },
    '/c': { get: { operationId: 'getC', responses: { 200: {} } } },
  },
  components: {
    schemas: {
      A: {
        description: 'words',
        required: ['name'],
        properties: {
          name: { type: 'string', description: 'words' },
          link: { allOf: [{ $ref: '#/components/schemas/B' }], readOnly: true },
          map: { type: 'object', additionalProperties: { type: 'integer', format: 'int32' } },
          any: {},
        },
      },
      B: {
        properties: { kind: { type: 'string', enum: ['X', 'Y'] }, self: { $ref: '#/components/schemas/A' } },
      },
      Unreached: { properties: {} },
    },
  },
};

test('the facts of the served paths are rendered one a line, schemas by closure, other paths by name', () => {
  const lines = renderContract(API, { '/a': 'POST', '/b/{bId}': 'GET' }).split('\n');
  expect(lines.filter((line) => line.startsWith('  '))).toEqual([
    '  {"body":{"ref":"A"},"id":"postA","method":"POST","parameters":[],"path":"/a","permissions":{"permissions":["a:b:add"],"type":"ANY"},"response":{"items":{"ref":"A"},"type":"array"},"success":200},',
    '  {"id":"getB","method":"GET","parameters":[{"in":"path","name":"bId","required":true,"shape":{"type":"string"}}],"path":"/b/{bId}","permissions":null,"success":null},',
    '  "A": {"properties":{"any":{},"link":{"readOnly":true,"ref":"B"},"map":{"items":{"format":"int32","type":"integer"},"type":"map"},"name":{"type":"string"}},"required":["name"]},',
    '  "B": {"properties":{"kind":{"enum":["X","Y"],"type":"string"},"self":{"ref":"A"}}},',
    '  "/b/{bId} DELETE",',
    '  "/c GET",',
  ]);
});

test('the order of the input does not matter, and no prose comes along', () => {
  const served = { '/a': 'POST', '/b/{bId}': 'GET' };
  const turned = { ...API, paths: Object.fromEntries(Object.entries(API.paths).reverse()) };
  expect(renderContract(turned, served)).toBe(renderContract(API, served));
  expect(renderContract(API, served)).not.toContain('words');
});

test('a served path or method that the contract lacks is an error', () => {
  expect(() => renderContract(API, { '/nowhere': 'GET' })).toThrow('Not in the contract: /nowhere');
  expect(() => renderContract(API, { '/a': 'POST PUT' })).toThrow('/a: the contract has no PUT');
});
