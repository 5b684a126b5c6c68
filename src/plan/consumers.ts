import type { JsonObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import type { Consumer, Inquiry } from './facts.ts';
import type { OperationKey } from './intent.ts';
import type { Change } from './operations.ts';

/** The flows that use an object after the changeset, as far as the platform's index of who uses what knows them. */
export interface Consuming {
  /** In words. */
  readonly holders: readonly string[];
  /** Why not all of them may be known. */
  readonly unchecked: readonly string[];
  /** The changes by which flows let go of it. */
  readonly releases: readonly OperationKey[];
}

const NOBODY: Consuming = { holders: [], unchecked: [], releases: [] };

/** Who uses an object that is deleted, renamed or changed. Undefined while that is not known. */
export function consumingOf(
  { type, id, before }: Change,
  changes: readonly Change[],
  inquiry: Inquiry,
): Consuming | undefined {
  const kind = type.tracked?.(before ?? ({} as JsonObject));
  if (kind === undefined || id === undefined) return NOBODY;
  const known = inquiry.consumers(kind, id);
  if (known === undefined) return undefined;
  if (known === 'hidden') {
    return { ...NOBODY, unchecked: ['flows, whose uses the client has no right to see,'] };
  }
  const holders: string[] = [];
  const releases: OperationKey[] = [];
  for (const flow of known.flows.filter((each) => each.id !== id)) {
    const change = changes.find((candidate) => candidate.id === flow.id);
    if (change && letsGo(change, id)) releases.push(change.key);
    else holders.push(inWords(flow));
  }
  const unchecked = known.isComplete
    ? []
    : ['flows, of which the index of Genesys Cloud is not complete now,'];
  return { holders, unchecked, releases };
}

/** Whether a flow does not use an object any more after a change: it is gone, or another file of it does not name it. */
function letsGo({ type, before, after, uses }: Change, id: string): boolean {
  if (!after) return true;
  const isOther = Object.keys(type.files ?? {}).some(
    (path) => valueAt(before, path) !== valueAt(after, path),
  );
  return isOther && !(uses ?? []).includes(id);
}

/** A flow with its version and whether that is the one that runs: `inboundcall flow "Cards" (version 3.0, published)`. */
function inWords({ name, kind, version, isPublished }: Consumer): string {
  const noun = kind.toLowerCase().replace(/(?<!work)flow$/, ' flow');
  return `${noun} "${name}" (version ${version}, ${isPublished ? 'published' : 'checked in'})`;
}
