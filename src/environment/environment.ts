import type { Json } from '../json/json.ts';
import { fromLive, type NameTable, toLive } from './names.ts';

/** One org as a mapping file describes it. */
export interface Environment {
  readonly name: string;
  readonly file: string;
  /** Undefined when the mapping does not say it: then nothing is done before the user has pasted it. */
  readonly organizationId: string | undefined;
  /** Undefined for a sandbox, which starts inside the process. */
  readonly access: Access | undefined;
  readonly sandbox: boolean;
  /** The variables of the process that hold the credentials; none for a sandbox. */
  readonly credentialVariables?: readonly string[];
  readonly region: string | undefined;
  readonly names: ReadonlyMap<string, NameTable>;
  /** Objects that this org lacks on purpose, by type, in the changeset's names. */
  readonly absent: ReadonlyMap<string, ReadonlySet<string>>;
  /** Literal IDs, by type and changeset name. */
  readonly ids: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly variables: ReadonlyMap<string, Json>;
  /** Where the values of secrets come from. They are fetched only when a run needs them. [none] */
  readonly secrets?: ReadonlyMap<string, SecretSource>;
  /** Who is given what the platform says only once of a new object, by type and changeset name. [nobody] */
  readonly handOver?: ReadonlyMap<string, ReadonlyMap<string, Receiver>>;
  /** The folder of plans and deployments, where the mapping moves it. */
  readonly store: string | undefined;
}

/** Where the value of one secret comes from. */
export type SecretSource =
  | { readonly env: string }
  /** Relative to the folder of the project. */
  | { readonly file: string }
  /** All of the standard input: for one secret of a run. */
  | { readonly stdin: true }
  /** A program with its arguments, started without a shell. */
  | { readonly command: readonly string[] };
/** Who is given what the platform says only once. Files are relative to the folder, and programs start in it. */
export type Receiver = { readonly folder: string } & (
  | { readonly file: string }
  /** A program with its arguments, started without a shell, that reads it from its standard input. */
  | { readonly command: readonly string[] }
);

/** How to reach and enter an org. */
export interface Access {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** This org's name of an object. */
export function liveName(environment: Environment, type: string, name: string): string {
  return toLive(environment.names.get(type) ?? [], name);
}

/** The changeset's name of an object of this org. */
export function changesetName(environment: Environment, type: string, live: string): string {
  return fromLive(environment.names.get(type) ?? [], live);
}
