import { expect, test } from 'vitest';
import { comparable, openWorkbench } from '../support/workbench.ts';

test('a queue is changed, nothing is left to change, and rollback gives the org back', async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const entries = [
    {
      type: 'routing_queue',
      name: 'Cards',
      action: 'update',
      set: { description: 'New', acwSettings: { timeoutMs: 15000 } },
    },
    {
      type: 'routing_queue',
      name: 'Brand new',
      set: { description: 'x', members: { add: { 'ada.lovelace@harbour.example': { ringNumber: 3 } } } },
    },
  ];
  const plan = await bench.simulate(entries);
  expect(plan.operations.map(({ key, action }) => `${action} ${key}`)).toEqual([
    'update routing_queue/Cards',
    'create routing_queue/Brand%20new',
  ]);
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect(deployment.state).toBe('succeeded');
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const undone = await bench.rollback(deployment);
  expect(undone.deployment.state).toBe('succeeded');
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('what is deleted is taken out of sets first; once it is gone, nothing is left to do', async () => {
  const bench = await openWorkbench();
  const queue = { type: 'routing_queue', name: 'Card fraud' };
  const code = { type: 'routing_wrapupcode', name: 'Fraud' };
  const role = { type: 'auth_role', name: 'Fraud desk' };
  const user = { type: 'user', name: 'ada.lovelace@harbour.example' };
  await bench.apply([
    { ...queue, set: { wrapupCodes: { add: ['Fraud'] } } },
    code,
    role,
    { ...user, set: { roles: { add: { 'Fraud desk': { divisions: ['Home'] } } } } },
  ]);
  const before = bench.sandbox.snapshot();
  const entries = [
    { ...code, action: 'delete' },
    { ...queue, set: { wrapupCodes: { remove: ['Fraud'] } } },
    { ...role, action: 'delete' },
    { ...user, set: { roles: { remove: ['Fraud desk'] } } },
  ];
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect(deployment.operations.map(({ operation: { action, name } }) => `${action} ${name}`).sort()).toEqual([
    'delete Fraud',
    'delete Fraud desk',
    'update Card fraud',
    'update ada.lovelace@harbour.example',
  ]);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});
