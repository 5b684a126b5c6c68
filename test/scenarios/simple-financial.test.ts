import { expect, test } from 'vitest';
import { comparable, type EntryFields, openWorkbench } from '../support/workbench.ts';

/** The two queues of the first blueprint that Genesys publishes, with the settings and members given there. */
function queues(timeoutMs: number): EntryFields[] {
  const set = {
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs },
    skillEvaluationMethod: 'BEST',
    autoAnswerOnly: true,
    enableTranscription: true,
    enableManualAssignment: true,
  };
  const john = 'john.smith@simplefinancial.com';
  const jane = 'jane.smith@simplefinancial.com';
  return [
    {
      type: 'routing_queue',
      name: 'Simple Financial IRA queue',
      set: {
        ...set,
        description: 'Simple Financial IRA questions and answers',
        members: { exactly: { [john]: { ringNumber: 1 } } },
      },
    },
    {
      type: 'routing_queue',
      name: 'Simple Financial 401K queue',
      set: {
        ...set,
        description: 'Simple Financial 401K questions and answers',
        members: { exactly: { [john]: { ringNumber: 1 }, [jane]: { ringNumber: 1 } } },
      },
    },
  ];
}

test('the queues are made, edited, and taken back in two rollbacks', async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const made = await bench.apply(queues(300_000));
  expect(made.error).toBeUndefined();
  expect(made.deployment.operations.map(({ state }) => state)).toEqual(['done', 'done']);
  expect((await bench.simulate(queues(300_000))).operations).toEqual([]);
  const between = bench.sandbox.snapshot();

  const edited = await bench.apply(queues(120_000));
  expect(edited.deployment.operations.map(({ operation }) => operation.after)).toEqual([
    { '/acwSettings/timeoutMs': 120_000 },
    { '/acwSettings/timeoutMs': 120_000 },
  ]);

  await bench.rollback(edited.deployment);
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(between));
  const undone = await bench.rollback(made.deployment);
  expect(undone.deployment.state).toBe('succeeded');
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});
