import type { OrgState } from '../../src/sandbox/index.ts';

/** The org without the objects of these names that were not there before. */
export function withoutNew(state: OrgState, before: OrgState, names: readonly string[]): OrgState {
  const collections = Object.entries(state.collections).map(([path, documents]) => {
    const kept = Object.entries(documents).filter(
      ([id, { name }]) => before.collections[path]?.[id] !== undefined || !names.includes(String(name)),
    );
    return [path, Object.fromEntries(kept)] as const;
  });
  return { ...state, collections: Object.fromEntries(collections) };
}
