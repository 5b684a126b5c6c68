import { expect, test } from 'vitest';
import { openWorkbench } from '../support/workbench.ts';

test('a name that an object gives up is not taken for that object, although the record knows it by it', async () => {
  const bench = await openWorkbench();
  const type = 'routing_queue';
  await bench.apply([{ type, name: 'Desk' }]);
  const entries = [
    { type, name: 'Desk', set: { description: 'New' } },
    { type, name: 'Front desk', was: 'Desk' },
  ];
  const plan = await bench.simulate(entries);
  expect(plan.operations.map(({ action, name }) => [action, name])).toEqual([
    ['update', 'Front desk'],
    ['create', 'Desk'],
  ]);
  const { deployment, error } = await bench.apply(entries);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect((await bench.simulate(entries)).operations).toEqual([]);
});
