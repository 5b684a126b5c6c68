import { expect } from 'vitest';
import { RollbackConflict } from '../../src/deploy/rollback.ts';
import { differences, type OrgState } from '../../src/sandbox/index.ts';
import type { Ended, Scene } from './stage.ts';

/** That a run came to its end, and left the org as this one. */
export function expectSame({ sandbox }: Scene, then: OrgState, ended: Ended, where: string): void {
  expect(inWords(ended.error), where).toBeUndefined();
  expect(differences(then, sandbox.snapshot()), where).toEqual([]);
  expect(sandbox.violations, where).toEqual([]);
}

function inWords(error: unknown): string | undefined {
  if (error instanceof RollbackConflict) return JSON.stringify(error.conflicts, null, 2);
  return error === undefined ? undefined : String(error);
}
