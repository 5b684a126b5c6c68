import type { Position } from '../diagnostics.ts';
import type { MapNode } from '../yaml/node.ts';

export type Action = 'ensure' | 'create' | 'update' | 'delete' | 'switch';

/** A changeset as it was written, checked, with `names` expanded into one entry each. */
export interface Changeset {
  readonly file: string;
  /** The file as it was read, for programs that show it. */
  readonly text: string;
  readonly name: string;
  readonly description?: string;
  readonly owner?: string;
  readonly ticket?: string;
  readonly entries: readonly Entry[];
}

/** What one object should become. */
export interface Entry {
  readonly type: string;
  /** Empty for what the org has only one of. */
  readonly name: string;
  /** The name of what it belongs to. */
  readonly in?: { readonly name: string; readonly at: Position };
  readonly action: Action;
  /** Old names; the first one that exists is renamed. */
  readonly was: readonly { readonly name: string; readonly at: Position }[];
  readonly set: MapNode;
  readonly why?: string;
  /** The environments it is meant for; undefined means all. */
  readonly only?: readonly string[];
  readonly force: boolean;
  /** Where its name was written. */
  readonly at: Position;
}
