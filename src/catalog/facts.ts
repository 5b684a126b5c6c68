/**
 * What the Platform API's contract says about the fields of a type: the form of `generated/fields.ts`. Only facts;
 * what they mean for a changeset (references, sets, parts) is said by the type's own file.
 */
export type Field =
  | { readonly is: 'text' | 'boolean' | 'integer' | 'number' | 'date' | 'localTime' | 'reference' | 'any' }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Field>> }
  | { readonly is: 'map'; readonly value: Field }
  | { readonly is: 'array'; readonly item: Field };

export interface TypeFacts {
  /** The writable fields, at the places where reading answers them. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that a create must say, besides the identity. */
  readonly required: readonly string[];
  /** Fields that only the body of the create has: an update cannot change them. */
  readonly createOnly: readonly string[];
  /** Fields that only the body of the update has: they are set after the create. */
  readonly later: readonly string[];
  /** Fields that every update must say, whether they change or not. */
  readonly always: readonly string[];
  /** Places that the platform manages: answered, never taken. */
  readonly readOnly: readonly string[];
}

/** One operation of the contract. */
export interface OperationFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The permissions it needs: all of them or any one; both absent where the contract does not know. */
  readonly all?: readonly string[];
  readonly any?: readonly string[];
}
