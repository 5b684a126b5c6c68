import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { EntryFields } from '../support/workbench.ts';

function file<T>(path: string): T {
  return parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}

const release = file<{ changes: EntryFields[] }>('changesets/release-42.yaml').changes;

/** More of the mapping that the entries need. */
export const MAPPING = { variables: file<{ variables: object }>('mappings/sandbox.yaml').variables };

/** Operations of every kind: create, update, rename, move, delete, in two steps, of children, parts and singletons. */
export const MANY: readonly EntryFields[] = [
  ...release.map(({ only: _, ...entry }) => entry),
  {
    type: 'routing_queue',
    name: 'General Overflow',
    action: 'update',
    set: { division: 'Seasonal Support' },
  },
  { type: 'user', name: 'mary.jackson@harbour.example', action: 'delete' },
];
