import type { Json, JsonObject } from '../json/json.ts';

/** A stretch of a text: where it begins, and how many characters it has. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
}

/** Another object that a file names. */
export interface Mention {
  /** A type that the catalog may have or not. */
  readonly type: string;
  readonly name: string;
  /** Fields that the object must have. [any] */
  readonly where?: JsonObject;
  /** What messages call it, where `where` makes it something narrower. [the type's own noun] */
  readonly noun?: string;
  /** Where the name stands in the file. */
  readonly at: Stretch;
  /** Where it stands in the text that is handed over, and how another name is written there. */
  readonly written: { readonly at: Stretch; readonly as: (name: string) => string };
  /** Whether a variable of the environment has brought the name: it is the org's own. [no] */
  readonly byVariable?: boolean;
  /** Whether the file makes sense with any other object of that type in its place. [no] */
  readonly exchangeable?: boolean;
}

/** What a file of the project means. */
export interface FileReading {
  /** What is handed over: the file with its variables filled in. */
  readonly text: string;
  /** The name that the file itself gives the object. */
  readonly own: Mention | undefined;
  /** Further fields of the object that stand in the file. */
  readonly says: JsonObject;
  readonly mentions: readonly Mention[];
  /** Variables that have no value. */
  readonly missing: readonly { readonly name: string; readonly at: Stretch }[];
  /** What is wrong with it, as sentences. */
  readonly complaints: readonly { readonly message: string; readonly hint?: string; readonly at: Stretch }[];
  /** What is looked up only when it runs, in a few words each. */
  readonly unchecked: readonly { readonly what: string; readonly at: Stretch }[];
}

/** Reads a file. @param valueFor the value of a variable of the environment */
export type FileReader = (text: string, valueFor: (variable: string) => Json | undefined) => FileReading;
