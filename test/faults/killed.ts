import { expect } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import type { Wreck, Wrecks } from './crash.ts';
import { expectSame } from './outcome.ts';
import type { Scene, Stage } from './stage.ts';

/** What an apply leaves behind wherever it is killed, and the org as an undisturbed one leaves it. */
export interface Killed {
  readonly stage: Stage;
  readonly wrecks: Wrecks;
  readonly after: OrgState;
}

/** Applies once, and keeps what a kill at each point would have left. */
export async function killed(stage: Stage): Promise<Killed> {
  return stage.scene(async (scene) => {
    const { wrecks, ended } = await scene.wrecksOf((fate) => scene.apply(fate));
    expect(ended.error).toBeUndefined();
    return { stage, wrecks, after: scene.sandbox.snapshot() };
  });
}

/** Whatever is left behind, resume ends as an undisturbed apply does. */
export async function expectResumed({ stage, wrecks, after }: Killed): Promise<void> {
  for (const wreck of wrecks.all) {
    const play = async (scene: Scene): Promise<void> => {
      const ended = await scene.resume();
      expectSame(scene, after, ended, wreck.point);
      expect(ended.deployment?.state, wreck.point).toBe('succeeded');
    };
    if (wreck.disk.length > 0) await stage.scene(play, { wreck });
  }
}

/** Whatever is left behind, rollback ends in the org as it was. */
export async function expectRolledBack(stage: Stage, all: readonly Wreck[]): Promise<void> {
  for (const wreck of all) {
    const play = async (scene: Scene) => expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
    await stage.scene(play, { wreck });
  }
}

/** How many points and states there were, for people. */
export function countOf({ stage, wrecks }: Killed): string {
  const { operations, calls } = stage.planned.plan;
  return `${wrecks.points} points in ${operations.length} operations with ${calls.write} write calls leave ${wrecks.all.length} different states behind`;
}
