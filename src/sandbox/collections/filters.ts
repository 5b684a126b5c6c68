/** How the filters of listings match; the platform has a way of its own for nearly every type. */
import type { Switches } from '../switches.ts';

/** Compares a document's value with a filter's. */
type Match = (value: string, wanted: string, switches: Switches) => boolean;

export interface Filter {
  readonly field: readonly string[];
  readonly matches: Match;
}

const fold = (text: string): string => text.toLowerCase();
export const same: Match = (value, wanted) => value === wanted;
export const caseless: Match = (value, wanted) => fold(value) === fold(wanted);
export const prefix: Match = (value, wanted) => fold(value).startsWith(fold(wanted));
export const contains: Match = (value, wanted) => fold(value).includes(fold(wanted));
/** `*` stands for any text, anywhere in the wanted value. */
export const wildcard: Match = (value, wanted) => {
  const parts = wanted.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(value);
};
/** `*` only counts at the start or the end of the wanted value. */
export const starredEnds: Match = (value, wanted, switches) => {
  const inner = wanted.replace(/^\*|\*$/g, '');
  return inner.includes('*') ? fold(value) === fold(wanted) : wildcard(value, wanted, switches);
};

/** A filter on the name. */
export const name = (matches: Match): Filter => ({ field: ['name'], matches });
export const BY_ID: Filter = { field: ['id'], matches: same };
export const BY_DIVISION: Filter = { field: ['division', 'id'], matches: same };
