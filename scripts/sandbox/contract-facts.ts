/**
 * Turns an OpenAPI document into the facts that the sandbox works with: the operations of the paths it serves, the
 * component schemas these reach, and the bare list of all other paths. No prose, no examples.
 */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export interface OpenApi {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, JsonObject>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

function object(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Leaves out what is absent and sorts the keys, so that the same facts are always the same text. */
function facts(entries: { [key: string]: Json | undefined }): JsonObject {
  const known = Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(known.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function shapeOf(schema: JsonObject, where: string): JsonObject {
  const alternatives = list(schema['allOf']);
  if (alternatives.length === 1) {
    const only = shapeOf(object(alternatives[0]) ?? {}, where);
    return facts({ ...only, readOnly: schema['readOnly'] === true ? true : undefined });
  }
  if (alternatives.length > 1 || schema['properties'] !== undefined) {
    throw new Error(`${where}: inline objects and several alternatives are not understood here`);
  }
  const reference = schema['$ref'];
  return facts({
    ref: typeof reference === 'string' ? reference.split('/').at(-1) : undefined,
    type: typeOf(schema),
    format: schema['format'],
    enum: schema['enum'],
    items: itemsOf(schema, where),
    readOnly: schema['readOnly'] === true ? true : undefined,
  });
}

function typeOf(schema: JsonObject): Json | undefined {
  return schema['additionalProperties'] === undefined ? schema['type'] : 'map';
}

function itemsOf(schema: JsonObject, where: string): JsonObject | undefined {
  const items = schema['type'] === 'array' ? schema['items'] : schema['additionalProperties'];
  if (items === undefined) return undefined;
  return shapeOf(object(items) ?? {}, where);
}

function schemaFacts(name: string, schema: JsonObject): JsonObject {
  const properties = object(schema['properties']);
  const entries = Object.entries(properties ?? {});
  return facts({
    required: list(schema['required']).length > 0 ? [...list(schema['required'])].sort() : undefined,
    open: properties === undefined ? true : undefined,
    properties: facts(
      Object.fromEntries(
        entries.map(([key, value]) => [key, shapeOf(object(value) ?? {}, `${name}.${key}`)]),
      ),
    ),
  });
}

function contentShape(holder: Json | undefined, where: string): JsonObject | undefined {
  const content = Object.values(object(object(holder)?.['content']) ?? {})[0];
  const schema = object(object(content)?.['schema']);
  return schema && shapeOf(schema, where);
}

function parameterFacts(parameter: JsonObject, where: string): JsonObject {
  return facts({
    name: parameter['name'],
    in: parameter['in'],
    required: parameter['required'] === true ? true : undefined,
    shape: shapeOf(object(parameter['schema']) ?? {}, where),
  });
}

function operationFacts(path: string, method: string, operation: JsonObject): JsonObject {
  const id = String(operation['operationId']);
  const responses = Object.entries(object(operation['responses']) ?? {});
  const [code, response] = responses.find(([status]) => status.startsWith('2')) ?? ['2XX', {}];
  const permissions = object(operation['x-inin-requires-permissions']);
  const parameters = list(operation['parameters']).map((parameter) =>
    parameterFacts(object(parameter) ?? {}, id),
  );
  return facts({
    id,
    method,
    path,
    parameters,
    body: contentShape(operation['requestBody'], id),
    response: contentShape(response, id),
    success: /^\d+$/.test(code) ? Number(code) : null,
    permissions: permissions
      ? facts({ type: permissions['type'] ?? 'ALL', permissions: permissions['permissions'] })
      : null,
  });
}

function referencedSchemas(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencedSchemas);
  const entries = Object.entries(object(value) ?? {});
  return entries.flatMap(([key, inner]) =>
    key === 'ref' && typeof inner === 'string' ? [inner] : referencedSchemas(inner),
  );
}

/** The schemas that the roots reach, through any number of references. */
function closure(roots: readonly Json[], schemas: OpenApi['components']['schemas']): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const waiting = roots.flatMap(referencedSchemas);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (schema === undefined || found.has(name)) continue;
    const compact = schemaFacts(name, schema);
    found.set(name, compact);
    waiting.push(...referencedSchemas(compact['properties'] ?? null));
  }
  return found;
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

/** The lines of one path: its served operations, and `path METHODS` for what is not served. */
function pathFacts(
  path: string,
  item: JsonObject,
  served: string,
): { operations: JsonObject[]; other: string[] } {
  const methods = METHODS.filter((method) => object(item[method]) !== undefined).map((method) =>
    method.toUpperCase(),
  );
  const wanted = served.split(' ').filter((method) => method !== '');
  const missing = wanted.filter((method) => !methods.includes(method));
  if (missing.length > 0) throw new Error(`${path}: the contract has no ${missing.join(', ')}`);
  const operations = wanted.map((method) =>
    operationFacts(path, method, object(item[method.toLowerCase()]) ?? {}),
  );
  const rest = methods.filter((method) => !wanted.includes(method));
  return { operations, other: rest.length > 0 ? [[path, ...rest].join(' ')] : [] };
}

/**
 * The text of the generated module, one operation, schema or path a line, in an order that does not depend on the
 * input's. Throws when a served path or method is not in the document.
 */
export function renderContract(api: OpenApi, served: Readonly<Record<string, string>>): string {
  const unknown = Object.keys(served).filter((path) => api.paths[path] === undefined);
  if (unknown.length > 0) throw new Error(`Not in the contract: ${unknown.join(', ')}`);
  const paths = sorted(Object.keys(api.paths)).map((path) =>
    pathFacts(path, api.paths[path] ?? {}, served[path] ?? ''),
  );
  const operations = paths.flatMap((path) => path.operations);
  const schemas = closure(operations, api.components.schemas);
  const schemaLines = sorted(schemas.keys()).map(
    (name) => `  ${JSON.stringify(name)}: ${JSON.stringify(schemas.get(name))},`,
  );
  return [
    `// Generated by scripts/generate-sandbox.ts from contract ${api.info.version}; do not edit.`,
    "import type { Operation, Schema } from '../contract.ts';",
    '',
    'export const operations: readonly Operation[] = [',
    ...operations.map((operation) => `  ${JSON.stringify(operation)},`),
    '];',
    '',
    'export const schemas: Readonly<Record<string, Schema>> = {',
    ...schemaLines,
    '};',
    '',
    'export const otherPaths: readonly string[] = [',
    ...paths.flatMap((path) => path.other).map((line) => `  ${JSON.stringify(line)},`),
    '];',
    '',
  ].join('\n');
}
