/**
 * What the Platform API's contract says about the paths of the sandbox. The facts themselves are generated
 * (scripts/generate-sandbox.ts); this file gives them their types and the few ways of looking something up.
 */
import { operations, otherPaths, schemas } from './generated/contract.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The type of one value. No `type` and no `ref` means any JSON value. `items` also types the values of a map. */
export interface Shape {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'map';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly ref?: string;
  readonly items?: Shape;
  readonly readOnly?: true;
}

/** A component schema. `open` marks one without declared properties: every property is allowed. */
export interface Schema {
  readonly required?: readonly string[];
  readonly open?: true;
  readonly properties: Readonly<Record<string, Shape>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: true;
  readonly shape: Shape;
}

/** `permissions` is null where the contract does not know them, and lists none where none is needed. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Shape;
  readonly response?: Shape;
  readonly success: number | null;
  readonly permissions: { readonly type: 'ANY' | 'ALL'; readonly permissions: readonly string[] } | null;
}

/**
 * Required lists that cannot be meant for requests: a division is created by its name, and the description that the
 * contract demands may be absent (source: CX as Code 1.84.1, where the description of a division is optional).
 */
const REQUIRED_INSTEAD: Readonly<Record<string, readonly string[]>> = {
  AuthzDivision: ['name'],
  // Pools have no name (CX as Code 1.84.1, did_pool and extension_pool).
  DIDPool: ['endPhoneNumber', 'startPhoneNumber'],
  ExtensionPool: ['endNumber', 'startNumber'],
  // Edge groups are made without a trunk between edges (CX as Code 1.84.1, telephony_providers_edges_edge_group).
  EdgeGroup: ['name', 'phoneTrunkBases'],
  EmailSetting: ['name'],
  // A number has either an address or an extension (CX as Code 1.84.1, group).
  GroupContact: ['mediaType', 'type'],
};

/** Values that the platform takes, although the enum of the contract has another word for them (CX as Code 1.84.1). */
const ALSO_ALLOWED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  GroupUpdate: { visibility: ['owners'] },
};

const NO_SCHEMA: Schema = { open: true, properties: {} };

/** A component schema by name; one without declared properties for names that the contract does not have. */
export function schemaOf(name: string): Schema {
  const schema = schemas[name];
  if (!schema) return NO_SCHEMA;
  const known = corrected.get(name) ?? withCorrections(name, schema);
  corrected.set(name, known);
  return known;
}

const corrected = new Map<string, Schema>();

function withCorrections(name: string, schema: Schema): Schema {
  const required = REQUIRED_INSTEAD[name];
  const properties = widened(schema, ALSO_ALLOWED[name] ?? {});
  return { ...schema, properties, ...(required === undefined ? {} : { required }) };
}

function widened(
  { properties }: Schema,
  more: Readonly<Record<string, readonly string[]>>,
): Schema['properties'] {
  const wider = Object.entries(more).map(([key, values]): [string, Shape] => {
    const shape = properties[key] ?? {};
    return [key, { ...shape, enum: [...(shape.enum ?? []), ...values] }];
  });
  return wider.length === 0 ? properties : { ...properties, ...Object.fromEntries(wider) };
}

/** A path template with its parameters unnamed: `/a/{queueId}/b` and `/a/{id}/b` are the same place. */
export function placeOf(template: string): string {
  return template.replaceAll(/\{[^}]+\}/g, '{}');
}

const byPlace = new Map(
  operations.map((operation) => [`${operation.method} ${placeOf(operation.path)}`, operation]),
);

/** The operation of a method and a path template, whatever the template's parameters are called. */
export function operationAt(method: Method, template: string): Operation | undefined {
  return byPlace.get(`${method} ${placeOf(template)}`);
}

/** The operations of the served paths, in the order of their paths. */
export function servedOperations(): readonly Operation[] {
  return operations;
}

/** The ids of the operations that the sandbox serves. */
export function operationIds(): string[] {
  return operations.map(({ id }) => id);
}

/** Methods that the contract has for a concrete path, served here or not; none for a path that it does not have. */
export function contractMethods(path: string): string[] {
  const methods = new Set<string>();
  for (const operation of operations) if (fits(operation.path, path)) methods.add(operation.method);
  for (const line of otherPaths) {
    const [template = '', ...others] = line.split(' ');
    if (fits(template, path)) for (const method of others) methods.add(method);
  }
  return [...methods].sort();
}

function fits(template: string, path: string): boolean {
  const pattern = placeOf(template).split('/');
  const parts = path.split('/');
  return pattern.length === parts.length && pattern.every((part, at) => part === '{}' || part === parts[at]);
}
