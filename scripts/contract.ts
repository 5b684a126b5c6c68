/** The parts of an OpenAPI 3.0 document that the generators read. */
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ContractSchema>> };
}

export interface ContractOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: ContractSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: ContractSchema }>> }>
  >;
  readonly 'x-inin-requires-permissions'?: {
    readonly type?: 'ANY' | 'ALL';
    readonly permissions: readonly string[];
  };
}

export interface ContractSchema {
  readonly $ref?: string;
  readonly allOf?: readonly ContractSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly readOnly?: boolean;
  readonly required?: readonly string[];
  readonly items?: ContractSchema;
  readonly properties?: Readonly<Record<string, ContractSchema>>;
  readonly additionalProperties?: boolean | ContractSchema;
}

export interface NamedOperation extends ContractOperation {
  readonly method: string;
  readonly path: string;
}

/** The operation of that ID. @throws Error when the contract has none: the catalog then names a wrong one */
export function operationOf(contract: Contract, id: string): NamedOperation {
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === id) return { ...operation, method: method.toUpperCase(), path };
    }
  }
  throw new Error(`the contract has no operation ${id}`);
}

/** The schema itself where it is a reference to one; `readOnly` beside the reference stays. */
export function resolved(contract: Contract, schema: ContractSchema): ContractSchema {
  const target = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (!target) return schema;
  const found = contract.components.schemas[target.split('/').at(-1) ?? ''];
  if (!found) throw new Error(`the contract has no schema ${target}`);
  return schema.readOnly ? { ...found, readOnly: true } : found;
}

export function bodyOf(contract: Contract, operation: ContractOperation): ContractSchema | undefined {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema && resolved(contract, schema);
}

export function answerOf(contract: Contract, operation: ContractOperation): ContractSchema | undefined {
  const schema = operation.responses['200']?.content?.['application/json']?.schema;
  return schema && resolved(contract, schema);
}
