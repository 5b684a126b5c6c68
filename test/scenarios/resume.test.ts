import { expect, test } from 'vitest';
import { idOf, paths, type Sandbox } from '../../src/sandbox/index.ts';
import type { TestProject } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

const PEAK = `name: peak
changes:
  - { type: routing_skill, name: Peak }
  - { type: routing_queue, name: Peak, set: { description: For the season } }
  - { type: routing_queue, name: Cards, action: update, set: { description: New, directRouting: { backupQueueId: Peak } } }
`;

const CREATE = '/api/v2/routing/queues';

/** Applies the changeset while every create of a queue is answered with an error, its effect taking place or not. */
async function stoppedAt(
  at: 'before' | 'after',
): Promise<{ sandbox: Sandbox; made: TestProject; id: string }> {
  const { sandbox, made } = await uat({ 'changesets/peak.yaml': PEAK });
  // The create has its effect or not; who asks then what became of it is not answered either.
  sandbox.inject({ when: { method: 'POST', path: CREATE, nth: 1 }, do: { reset: at } });
  sandbox.onRequest = ({ method, path, phase }) => {
    if (method === 'POST' && path === CREATE && phase === 'received')
      sandbox.inject({ when: { method: 'GET', path: CREATE }, do: { status: 403 } });
  };
  const { code, stderr } = await made.run('apply', 'uat', 'peak.yaml', '--yes');
  expect(code, stderr).toBe(8);
  expect(stderr).toMatch(/Next: {2}changeset resume uat-\S+ +to go on/);
  sandbox.onRequest = undefined;
  sandbox.clearFaults();
  const { result } = await made.json('deployments');
  return { sandbox, made, id: result.deployments[0]?.id ?? '' };
}

function queues(sandbox: Sandbox, name: string): unknown[] {
  return Object.values(sandbox.snapshot().collections[paths.QUEUES] ?? {}).filter(
    (queue) => queue['name'] === name,
  );
}

test.each([
  ['after', 'was done'],
  ['before', 'was not done'],
] as const)('a create whose answer was lost %s its effect is not made twice', async (at, words) => {
  const { sandbox, made, id } = await stoppedAt(at);
  expect(queues(sandbox, 'Peak')).toHaveLength(at === 'after' ? 1 : 0);
  const { code, stdout, stderr } = await made.run('resume', id, '--yes');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain(`The create of queue "Peak" had no answer on record: it ${words}.`);
  expect(stdout).toContain('peak succeeded: 3 of 3 operations');
  expect(queues(sandbox, 'Peak')).toHaveLength(1);
  expect((await made.json('simulate', 'uat', 'peak.yaml')).result.plan.operations).toEqual([]);

  expect((await made.run('resume', id, '--yes')).stdout).toBe(
    `Nothing to go on with: ${id} has succeeded.\n`,
  );
  expect((await made.run('rollback', id, '--yes')).code).toBe(0);
  expect(queues(sandbox, 'Peak')).toEqual([]);
  const again = await made.run('resume', id, '--yes');
  expect(again.stdout).toContain('Nothing to go on with');
  expect(sandbox.violations).toEqual([]);
});

test('a rollback finds out what became of a create without an answer, and takes it back', async () => {
  const { sandbox, made, id } = await stoppedAt('after');
  expect((await made.run('rollback', id, '--yes')).code).toBe(0);
  expect(queues(sandbox, 'Peak')).toEqual([]);
  const { code, stderr } = await made.run('resume', id, '--yes');
  expect(code).toBe(7);
  expect(stderr).toMatch(/was undone by uat-\S+ since/);
});

test('what somebody changed meanwhile, where the rest relies on it, is shown and left alone', async () => {
  const { sandbox, made, id } = await stoppedAt('after');
  sandbox.edit((org) => {
    const cards = org.collections[paths.QUEUES]?.[idOf(paths.QUEUES, 'Cards')];
    if (cards) cards['description'] = 'by somebody else';
  });
  const before = sandbox.snapshot().collections;
  const { code, stderr } = await made.run('resume', id, '--yes');
  expect(code).toBe(7);
  expect(stderr).toContain('in what the rest of its plan relies on. Nothing was written.');
  expect(stderr).toContain('queue "Cards" description: was');
  expect(stderr).toContain('is "by somebody else"');
  expect(stderr).toContain(`changeset rollback ${id}`);
  expect(sandbox.snapshot().collections).toEqual(before);
});

test('when nobody can tell whose an object is, a person decides', async () => {
  const { sandbox, made, id } = await stoppedAt('before');
  sandbox.edit((org) => {
    const all = org.collections[paths.QUEUES] ?? {};
    const cards = all[idOf(paths.QUEUES, 'Cards')];
    const theirs = '11111111-2222-4333-8444-555555555555';
    all[theirs] = { ...structuredClone(cards), id: theirs, name: 'Peak' };
  });
  const { code, stderr } = await made.run('resume', id, '--yes');
  expect(code).toBe(7);
  expect(stderr).toContain('whether the call made it or somebody else did cannot be told');
  expect(stderr).toContain(`changeset rollback ${id} --on-conflict keep`);
  expect((await made.run('rollback', id, '--on-conflict', 'keep', '--yes')).code).toBe(0);
  expect(queues(sandbox, 'Peak')).toHaveLength(1);
});
