import type { Field, OperationFacts, TypeFacts } from '../src/catalog/facts.ts';
import { isConfigurable } from '../src/catalog/index.ts';
import { UNDOCUMENTED } from '../src/catalog/undocumented.ts';
import type { ResourceType } from '../src/catalog/vocabulary.ts';
import { answerOf, bodyOf, type Contract, type ContractSchema, operationOf, resolved } from './contract.ts';

/** Operations that the engine calls for no type in particular. */
const COMMON_OPERATIONS = ['getOrganizationsMe', 'getTokensMe', 'getAuthorizationSubjectsMe'];

/** Operations that tell which flows use an object. */
const TRACKING = ['getArchitectDependencytrackingBuild', 'getArchitectDependencytrackingConsumingresources'];

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
    ...(part.read.one ? [part.read.one.op] : []),
    ...Object.values(part.read.holders ?? {}).map(({ op }) => op),
    part.add.op,
    part.remove.op,
    ...(part.change ? [part.change.op, ...(part.change.over ? [part.change.over.op] : [])] : []),
    ...(part.holds ?? []).map(({ drop }) => drop.op),
  ]);
  const sections = Object.values(type.sections ?? {}).flatMap(({ read, update }) => [read, update]);
  const moves = Object.values(type.moves ?? {}).map((move) => move.op);
  const jobs = Object.values(type.jobs ?? {}).flatMap(({ begin, watch }) => [
    ...(begin ? [begin.op] : []),
    ...(watch ? [watch.op] : []),
  ]);
  const files = Object.values(type.files ?? {}).flatMap(({ fetch, then }) => [
    ...(fetch ? [fetch.call.op] : []),
    ...(then ? [then.op] : []),
  ]);
  const versions = type.versions ? [type.versions.draft, type.versions.publish] : [];
  const { restore } = type.remove ?? {};
  const back = restore ? [restore.op, ...(restore.find ? [restore.find.op] : [])] : [];
  const search = type.list?.search ? [type.list.search.op] : [];
  const texts = Object.values(type.texts ?? {}).map(({ op }) => op);
  const { read, begin, change, publish, discard } = type.draft ?? {};
  const draft = [read, begin, change, publish, discard].filter((op) => op !== undefined);
  const tracking = type.tracked ? TRACKING : [];
  return [
    ...Object.values(type.calls),
    ...parts,
    ...sections,
    ...moves,
    ...jobs,
    ...files,
    ...versions,
    ...back,
    ...search,
    ...texts,
    ...draft,
    ...tracking,
  ];
}

function factsOfOperation(contract: Contract, id: string): OperationFacts {
  const other = UNDOCUMENTED[id];
  if (other) return other;
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
  // Of what an import makes, no body says what it has.
  const isImported = Object.values(type.jobs ?? {}).some((job) => job.import !== undefined);
  const create = isImported
    ? answerOf(contract, operationOf(contract, type.calls.read))
    : type.calls.create && bodyOf(contract, operationOf(contract, type.calls.create));
  const update = type.calls.update && bodyOf(contract, operationOf(contract, type.calls.update));
  // Where a read answers versions, the body says what one of them has.
  const answer = type.versions
    ? update || undefined
    : answerOf(contract, operationOf(contract, type.calls.read));
  const created = create ? fieldsOfBody(contract, type, create, 'create') : {};
  const updated = update ? fieldsOfBody(contract, type, update, 'update') : {};
  const fields = { ...updated, ...created, ...sectionFields(contract, type) };
  const names = Object.keys(fields);
  const readOnly = new Set<string>();
  for (const schema of [create, update, answer]) {
    for (const path of schema ? readOnlyPlaces(contract, type, '', schema, []) : []) readOnly.add(path);
  }
  for (const [name, schema] of sectionSchemas(contract, type)) {
    for (const path of readOnlyPlaces(contract, type, `/${name}`, schema, [])) readOnly.add(path);
  }
  for (const name of Object.keys(answer?.properties ?? {})) readOnly.add(`/${name}`);
  for (const path of [...names.map((name) => `/${name}`), ...Object.keys(type.unsupported ?? {})]) {
    readOnly.delete(path);
  }
  if (create || update) {
    for (const path of identityBySelf(type)) readOnly.delete(path);
  }
  const required = requiredIn(type, create, 'create').filter((name) => Object.hasOwn(fields, name));
  const only = (own: object, other: object): string[] =>
    create && update ? names.filter((name) => Object.hasOwn(own, name) && !Object.hasOwn(other, name)) : [];
  return {
    fields: sorted(fields),
    required: required
      .filter((name) => `/${name}` !== type.identity && !type.optional?.includes(name))
      .sort(),
    createOnly: only(created, updated)
      .filter((name) => !type.moves?.[`/${name}`])
      .sort(),
    later: only(updated, created).sort(),
    always: requiredIn(type, update, 'update')
      .filter((name) => Object.hasOwn(updated, name))
      .sort(),
    readOnly: [...readOnly].sort(),
  };
}

/** A schema may hold itself once: conditions within conditions. What is deeper is any value. */
function isTooDeep(schema: ContractSchema, outer: readonly ContractSchema[]): boolean {
  return outer.filter((other) => other === schema).length > 1;
}

/** The identity is never read-only, even where only the platform can say it. */
function identityBySelf(type: ResourceType): string[] {
  return type.identity === '/id' ? ['/id'] : [];
}

function requiredIn(
  type: ResourceType,
  body: ContractSchema | undefined | '',
  when: 'create' | 'update',
): string[] {
  const places = readPlaces(type, when);
  return (body ? (body.required ?? []) : []).map((name) => (places.get(`/${name}`) ?? `/${name}`).slice(1));
}

/** From what a body calls a place to what reading calls it. */
function readPlaces(type: ResourceType, when: 'create' | 'update'): Map<string, string> {
  return new Map(
    Object.entries(type.shape ?? {}).flatMap(([read, sent]) => {
      const place = sent[when];
      return place === undefined ? [] : [[place, read] as const];
    }),
  );
}

function fieldsOfBody(
  contract: Contract,
  type: ResourceType,
  body: ContractSchema,
  when: 'create' | 'update',
): Record<string, Field> {
  const places = readPlaces(type, when);
  const fields: Record<string, Field> = {};
  for (const [name, schema] of Object.entries(body.properties ?? {})) {
    const path = places.get(`/${name}`) ?? `/${name}`;
    const field = path.slice(1);
    const isElsewhere = Object.hasOwn(type.parts ?? {}, field) || Object.hasOwn(type.sections ?? {}, field);
    const isVersion = field === 'version' && type.update?.version;
    if (isElsewhere || isVersion || !isWritable(contract, type, path, schema)) continue;
    fields[field] = fieldOf(contract, type, path, schema, []);
  }
  return fields;
}

function sectionFields(contract: Contract, type: ResourceType): Record<string, Field> {
  return Object.fromEntries(
    sectionSchemas(contract, type).map(([name, schema]) => [
      name,
      fieldOf(contract, type, `/${name}`, schema, []),
    ]),
  );
}

function sectionSchemas(contract: Contract, type: ResourceType): [string, ContractSchema][] {
  return Object.entries(type.sections ?? {}).map(([name, { update }]) => {
    const schema = operationOf(contract, update).requestBody?.content['application/json']?.schema;
    if (!schema) throw new Error(`${update} has no body`);
    return [name, schema];
  });
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
  if (isTooDeep(facts, outer)) return { is: 'any' };
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

function scalarOf(
  schema: ContractSchema,
): 'text' | 'boolean' | 'integer' | 'number' | 'date' | 'localTime' | 'any' {
  if (schema.format === 'local-date-time') return 'localTime';
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
  if (type.managed?.includes(path)) return [path];
  if (facts.readOnly && path !== '' && !type.references?.[path]) return [path];
  if (type.references?.[path] || type.unsupported?.[path] || isTooDeep(facts, outer)) return [];
  const inside = [...outer, facts];
  if (facts.items) return readOnlyPlaces(contract, type, `${path}/*`, facts.items, inside);
  return Object.entries(facts.properties ?? {}).flatMap(([name, inner]) =>
    readOnlyPlaces(contract, type, `${path}/${name}`, inner, inside),
  );
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
