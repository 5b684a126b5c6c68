import { expect, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { renderRehearsal } from '../../src/render/rehearsal.ts';
import { styleFor } from '../../src/render/style.ts';

const plan = {
  environment: 'prod',
  organization: { id: 'o', name: 'Harbour Bank' },
  changeset: { name: 'night' },
  operations: [{ losses: ['it comes back with a new ID'] }],
} as unknown as Plan;

const run = { fault: undefined, ended: 'succeeded', reason: undefined, asWithout: false, problem: undefined };
const difference = {
  path: '/api/v2/routing/queues',
  name: 'Cards\u001b[2J',
  at: '/acwSettings/timeoutMs',
  before: 30_000,
  now: null,
};

test('what did not come back is shown with its object, its field and both values', () => {
  const stopped = {
    ...run,
    fault: { kind: 'out of order', write: 3 },
    ended: 'stopped',
    reason: 'queue "Cards": Genesys Cloud answered 500.',
    problem: {
      at: 'compare',
      message: 'After rollback the org is not as it was before.',
      differences: [difference],
    },
  } as const;
  const text = renderRehearsal(
    {
      plan,
      copied: [{ kind: 'queue', count: 37 }],
      named: 1,
      left: ['/api/v2/new'],
      writes: 3,
      runs: [run, stopped] as never,
      proven: false,
    },
    styleFor(false),
  );
  expect(text).toContain('37 × queue');
  expect(text).toContain('1 object by name only');
  expect(text).toContain('not copied: /api/v2/new');
  expect(text).toContain('✗ out of order at write 3: After rollback the org is not as it was before.');
  expect(text).toContain('apply had stopped: queue "Cards": Genesys Cloud answered 500.');
  expect(text).toContain('queues Cards\\u001b[2J acwSettings.timeoutMs: 30000 → (none)');
  expect(text).toContain('What the plan lists under Undo is lost all the same.');
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    'NOT proven: after 1 of 1 run with faults the org does not come back as it was; without a fault it does.',
  );
});

test('a run without a fault that goes wrong is the verdict', () => {
  const problem = { at: 'apply', message: 'Apply stopped: refused.', differences: [] };
  const runs = [{ ...run, ended: 'stopped', reason: 'refused.', problem }] as never;
  const text = renderRehearsal(
    { plan, copied: [], named: 0, left: [], writes: 1, runs, proven: false },
    styleFor(false),
  );
  expect(text).toContain('NOT proven: Apply stopped: refused.');
});
