import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { openWorkbench } from '../support/workbench.ts';

const type = 'responsemanagement_response';
const library = 'responsemanagement_library';

test('a response stays in the library that its entry is in', async () => {
  const bench = await openWorkbench();
  const leave = { type, in: 'Letters', name: 'Thanks', set: { libraries: { remove: ['Letters'] } } };
  await expect(bench.simulate([leave])).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'child.leaves',
        message: 'The entry is about what is in the response library "Letters", and takes it out of there.',
      },
    ],
  });
  const plan = await bench.simulate([{ ...leave, in: 'Everyday answers' }]);
  expect(plan.operations.map(({ key }) => key)).toEqual([`${type}/Everyday%20answers/Thanks`]);
});

test('a library with responses is deleted only with them', async () => {
  const bench = await openWorkbench();
  const remove = { type: library, name: 'Private client answers', action: 'delete' };
  await expect(bench.simulate([remove])).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('canned response "Welcome"') }],
  });
  const all = [{ type, in: remove.name, name: 'Welcome', action: 'delete' }, remove];
  const { deployment } = await bench.apply(all);
  expect(deployment.state).toBe('succeeded');
  const left = bench.sandbox.snapshot().collections;
  expect(left[paths.RESPONSES]).not.toHaveProperty(idOf(paths.RESPONSES, 'Welcome'));
  expect(bench.sandbox.violations).toEqual([]);
});

test('a response that was taken for lost is found in its library, not made twice', async () => {
  const fault = { when: { writes: true, nth: 1 }, do: { reset: 'after' } } as const;
  const bench = await openWorkbench({ faults: [fault] });
  const entry = { type, in: 'Letters', name: 'New', set: { texts: { add: [{ content: 'Dear' }] } } };
  const { deployment, error } = await bench.apply([entry]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect(bench.sandbox.struck).toHaveLength(1);
  const all = Object.values(bench.sandbox.snapshot().collections[paths.RESPONSES] ?? {});
  expect(all.filter(({ name }) => name === 'New')).toHaveLength(1);
});
