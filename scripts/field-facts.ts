import type { Field, OperationFacts, TypeFacts } from '../src/catalog/facts.ts';
import { isConfigurable } from '../src/catalog/index.ts';
import type { ResourceType } from '../src/catalog/vocabulary.ts';
import { answerOf, bodyOf, type Contract, type ContractSchema, operationOf, resolved } from './contract.ts';

/** Operations that the engine calls for no type in particular. */
const COMMON_OPERATIONS = ['getOrganizationsMe', 'getTokensMe', 'getAuthorizationSubjectsMe'];

/** Every operation that the catalog names, with method, path and permissions. */
export function operationFacts(
  contract: Contract,
  types: readonly ResourceType[],
): Record<string, OperationFacts> {
  const ids = new Set(COMMON_OPERATIONS);
  for (const type of types) {
    for (const id of operationsNamedBy(type)) ids.add(id);
  }
  return Object.fromEntries([...ids].sort().map((id) => [id, factsOfOperation(contract, id)]));
}

function operationsNamedBy(type: ResourceType): string[] {
  const parts = Object.values(type.parts ?? {}).flatMap((part) => [
    part.read.op,
    part.add.op,
    part.remove.op,
    ...(part.change ? [part.change.op] : []),
  ]);
  const moves = Object.values(type.moves ?? {}).map((move) => move.op);
  const restore = type.remove?.restore ? [type.remove.restore] : [];
  return [...Object.values(type.calls), ...parts, ...moves, ...restore];
}

function factsOfOperation(contract: Contract, id: string): OperationFacts {
  const operation = operationOf(contract, id);
  const needs = operation['x-inin-requires-permissions'];
  const method = operation.method as OperationFacts['method'];
  const base = { method, path: operation.path };
  if (!needs || needs.permissions.length === 0) return base;
  return needs.type === 'ALL' ? { ...base, all: needs.permissions } : { ...base, any: needs.permissions };
}

/** The writable and the read-only places of every type that a changeset can configure. */
export function typeFacts(contract: Contract, types: readonly ResourceType[]): Record<string, TypeFacts> {
  return Object.fromEntries(
    types.filter(isConfigurable).map((type) => [type.type, factsOfType(contract, type)]),
  );
}

function factsOfType(contract: Contract, type: ResourceType): TypeFacts {
  const create = type.calls.create && bodyOf(contract, operationOf(contract, type.calls.create));
  const update = type.calls.update && bodyOf(contract, operationOf(contract, type.calls.update));
  const bodies = [create, update].filter((body) => body !== undefined && body !== '');
  if (bodies.length === 0) return { fields: {}, required: [], readOnly: [] };
  const answer = answerOf(contract, operationOf(contract, type.calls.read));
  const renamed = new Map(Object.entries(type.createShape ?? {}).map(([read, sent]) => [sent, read]));
  const fields: Record<string, Field> = {};
  for (const body of bodies) {
    for (const [name, schema] of Object.entries(body.properties ?? {})) {
      const path = renamed.get(`/${name}`) ?? `/${name}`;
      if (isWritable(contract, type, path, schema)) {
        fields[path.slice(1)] ??= fieldOf(contract, type, path, schema, []);
      }
    }
  }
  const required = (create ? (create.required ?? []) : []).filter(
    (name) => Object.hasOwn(fields, name) && `/${name}` !== type.identity && !type.optional?.includes(name),
  );
  const readOnly = new Set<string>();
  for (const schema of [...bodies, ...(answer ? [answer] : [])]) {
    for (const path of readOnlyPlaces(contract, type, '', schema, [])) readOnly.add(path);
  }
  for (const name of Object.keys(answer?.properties ?? {})) {
    if (!Object.hasOwn(fields, name)) readOnly.add(`/${name}`);
  }
  for (const path of Object.keys(type.unsupported ?? {})) readOnly.delete(path);
  return { fields: sorted(fields), required: required.sort(), readOnly: [...readOnly].sort() };
}

function isWritable(contract: Contract, type: ResourceType, path: string, schema: ContractSchema): boolean {
  return !resolved(contract, schema).readOnly && !schema.readOnly && !(type.managed ?? []).includes(path);
}

function fieldOf(
  contract: Contract,
  type: ResourceType,
  path: string,
  schema: ContractSchema,
  outer: readonly ContractSchema[],
): Field {
  if (type.references?.[path] || type.unsupported?.[path]) return { is: 'reference' };
  const facts = resolved(contract, schema);
  if (outer.includes(facts)) return { is: 'any' };
  const inside = [...outer, facts];
  if (facts.items) {
    return { is: 'array', item: fieldOf(contract, type, `${path}/*`, facts.items, inside) };
  }
  if (facts.enum) return { is: 'choice', of: facts.enum };
  if (facts.properties) {
    const entries = Object.entries(facts.properties).filter(([name, inner]) =>
      isWritable(contract, type, `${path}/${name}`, inner),
    );
    return {
      is: 'object',
      fields: sorted(
        Object.fromEntries(
          entries.map(([name, inner]) => [name, fieldOf(contract, type, `${path}/${name}`, inner, inside)]),
        ),
      ),
    };
  }
  if (typeof facts.additionalProperties === 'object') {
    return { is: 'map', value: fieldOf(contract, type, `${path}/*`, facts.additionalProperties, inside) };
  }
  return { is: scalarOf(facts) };
}

function scalarOf(schema: ContractSchema): 'text' | 'boolean' | 'integer' | 'number' | 'date' | 'any' {
  if (schema.type === 'string') return schema.format === 'date-time' ? 'date' : 'text';
  if (schema.type === 'boolean' || schema.type === 'integer' || schema.type === 'number') return schema.type;
  return 'any';
}

function readOnlyPlaces(
  contract: Contract,
  type: ResourceType,
  path: string,
  schema: ContractSchema,
  outer: readonly ContractSchema[],
): string[] {
  const facts = resolved(contract, schema);
  if (facts.readOnly && path !== '' && !type.references?.[path]) return [path];
  if (type.references?.[path] || type.unsupported?.[path] || outer.includes(facts)) return [];
  const inside = [...outer, facts];
  if (facts.items) return readOnlyPlaces(contract, type, `${path}/*`, facts.items, inside);
  return Object.entries(facts.properties ?? {}).flatMap(([name, inner]) =>
    readOnlyPlaces(contract, type, `${path}/${name}`, inner, inside),
  );
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
