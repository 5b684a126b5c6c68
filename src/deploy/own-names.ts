import { valueAt } from '../json/pointer.ts';
import { digestOfBytes } from '../plan/digest.ts';
import { objectKey } from '../plan/intent.ts';
import type { Change } from '../plan/operations.ts';
import type { Operation, Step } from '../plan/plan.ts';
import { renamed } from '../plan/project-files.ts';
import type { Contents } from './job-steps.ts';

/**
 * Files that are kept give an object the name that it had once. Handed over like that, one would make another object, where
 * the object has another name by then: it is handed over with that one.
 * @param kept finds a file by its digest
 * @returns the operations, and the files that differ from those that are kept, by their digests
 */
export async function inOwnNames(
  operations: readonly Operation[],
  changes: readonly Change[],
  kept: Contents,
): Promise<{ readonly operations: readonly Operation[]; readonly contents: Map<string, Uint8Array> }> {
  const contents = new Map<string, Uint8Array>();
  const told = operations.map(async (operation): Promise<Operation> => {
    const change = changes.find(({ key }) => key === objectKey(operation.key));
    const facts = Object.values(change?.type.files ?? {}).find(({ read }) => read !== undefined);
    const name = change && valueAt(change.after ?? change.before ?? null, change.type.identity);
    if (!facts || typeof name !== 'string') return operation;
    const step = async (each: Step): Promise<Step> => {
      const bytes = each.content === undefined ? undefined : await kept(each.content);
      const other = bytes && renamed(facts, bytes, name);
      const content = other && digestOfBytes(other);
      if (!other || content === undefined || content === each.content) return each;
      contents.set(content, other);
      return { ...each, content };
    };
    return { ...operation, steps: await Promise.all(operation.steps.map(step)) };
  });
  return { operations: await Promise.all(told), contents };
}
