import type { OperationKey } from './intent.ts';

/** Keys and what each waits for. */
export type Dependencies = ReadonlyMap<OperationKey, ReadonlySet<OperationKey>>;

/**
 * The keys in an order in which each comes after what it waits for; among those that are free, the order given.
 * Returns a cycle instead when there is one.
 */
export function ordered(
  dependencies: Dependencies,
): { readonly order: OperationKey[] } | { readonly cycle: OperationKey[] } {
  const order: OperationKey[] = [];
  const state = new Map<OperationKey, 'open' | 'done'>();
  const path: OperationKey[] = [];
  const visit = (key: OperationKey): OperationKey[] | undefined => {
    if (state.get(key) === 'done') return undefined;
    if (state.get(key) === 'open') return path.slice(path.indexOf(key));
    state.set(key, 'open');
    path.push(key);
    for (const other of [...(dependencies.get(key) ?? [])].sort()) {
      const cycle = visit(other);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(key, 'done');
    order.push(key);
    return undefined;
  };
  for (const key of dependencies.keys()) {
    const cycle = visit(key);
    if (cycle) return { cycle };
  }
  return { order };
}
