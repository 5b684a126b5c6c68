import { expect } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { withoutNew } from './lasting.ts';
import { comparable, type Workbench } from './workbench.ts';

/** A deployment, and the org as it was before it. */
export type Done = readonly [Deployment, OrgState];

/**
 * Takes deployments back, the last one first: each leaves the org as it was before it.
 * @param again whether each is done again and taken back once more
 * @param mayLast whether some of what they made can never be deleted, and stays
 */
export async function takeAllBack(
  bench: Workbench,
  done: readonly Done[],
  { again, mayLast = false }: { readonly again: boolean; readonly mayLast?: boolean },
): Promise<void> {
  const lasting: string[] = [];
  const takeBack = async (deployment: Deployment, then: OrgState, where: string): Promise<Deployment> => {
    const back = await bench.rollback(deployment);
    expect(back.error, where).toBeUndefined();
    if (mayLast) lasting.push(...back.deployment.plan.skipped.map(({ name }) => name));
    const left = withoutNew(bench.sandbox.snapshot(), then, lasting);
    expect(comparable(left, then), where).toEqual(comparable(then));
    return back.deployment;
  };
  for (const [index, [deployment, before]] of [...done.entries()].toReversed()) {
    const after = bench.sandbox.snapshot();
    const undone = await takeBack(deployment, before, `${index + 1} undone`);
    if (!again || (mayLast && undone.operations.length === 0)) continue;
    const redone = await takeBack(undone, after, `${index + 1} redone`);
    await takeBack(redone, before, `${index + 1} undone again`);
  }
}
