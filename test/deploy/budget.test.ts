import { expect, test } from 'vitest';
import { apply } from '../../src/deploy/apply.ts';
import { rollback, simulateRollback } from '../../src/deploy/rollback.ts';
import { simulate } from '../../src/deploy/simulate.ts';
import type { SessionOptions } from '../../src/org/session.ts';
import { project, SANDBOX_MAPPING } from '../support/cli.ts';

const FIRST = `name: first
changes:
  - { type: routing_queue, name: Cards, action: update, set: { description: Changed } }
`;

/** A hundredth of 300 calls a minute, on a clock that does not really wait; and what it waited for. */
function frugal(): { session: SessionOptions; words: string[] } {
  const words: string[] = [];
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    sleep: async (ms: number) => {
      ahead += ms;
    },
  };
  return { session: { budget: 0.01, clock, onWait: (wait) => words.push(wait.words) }, words };
}

const USED_UP = 'the next minute: this run may use 3 of 300 calls a minute, and has';

test('simulate, apply and rollback keep to the budget that they are given', async () => {
  const made = await project({ 'changesets/first.yaml': FIRST, 'mappings/sandbox.yaml': SANDBOX_MAPPING });
  const here = { folder: made.folder, store: undefined, env: {} };
  const waited = async <T>(work: (session: SessionOptions) => Promise<T>): Promise<T> => {
    const { session, words } = frugal();
    const result = await work(session);
    expect(words).toContain(USED_UP);
    return result;
  };
  const { plan } = await waited((session) => simulate(here, 'sandbox', 'first.yaml', session));
  const given = { confirm: async () => {}, onProgress: () => {} };
  const { deployment } = await waited((session) =>
    apply(here, {
      planId: plan.id,
      environment: 'sandbox',
      onFailure: 'stop',
      unattended: true,
      session,
      ...given,
    }),
  );
  expect(deployment?.state).toBe('succeeded');
  const undone = { deploymentId: deployment?.id ?? '', onConflict: 'stop' } as const;
  await waited((session) => simulateRollback(here, { ...undone, session }));
  const { deployment: back } = await waited((session) => rollback(here, { ...undone, session, ...given }));
  expect(back?.state).toBe('succeeded');
});
