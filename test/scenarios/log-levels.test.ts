import { expect, test } from 'vitest';
import { readMapping } from '../../src/environment/read.ts';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { comparable, openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'flow_loglevel';
const level = (name: string, word: string) => ({
  type,
  name,
  set: { logLevelCharacteristics: { level: word } },
});

const levelOf = ({ sandbox }: Workbench, flow: string) =>
  sandbox.snapshot().collections[paths.FLOW_LOG_LEVELS]?.[idOf(paths.FLOWS, flow)]?.[
    'logLevelCharacteristics'
  ];

test('a log level goes by the name of its flow, which the mapping may change', async () => {
  const bench = await openWorkbench({ mapping: { names: { flow: { Hauptmenü: 'Main IVR' } } } });
  const before = bench.sandbox.snapshot();
  const entries = [level('Hauptmenü', 'All'), level('Cards IVR', 'Base')];
  const plan = await bench.simulate(entries);
  expect(plan.operations.map(({ key, action }) => [action, key])).toEqual([
    ['create', 'flow_loglevel/Hauptmen%C3%BC'],
    ['update', 'flow_loglevel/Cards%20IVR'],
  ]);
  // Of the flows one, and of the log levels all at once.
  const listed = bench.sandbox.requests.filter(({ path }) => path === paths.FLOW_LOG_LEVELS);
  expect(listed).toHaveLength(1);
  const { deployment, error } = await bench.apply(entries);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect(levelOf(bench, 'Main IVR')).toEqual({ level: 'All' });
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect((await bench.get(type)).map(({ name, in: inside, set }) => [name, inside, set])).toEqual([
    ['Cards IVR', undefined, { logLevelCharacteristics: { level: 'Base' } }],
    ['E-mail triage', undefined, { logLevelCharacteristics: { level: 'Base' } }],
    ['Hauptmenü', undefined, { logLevelCharacteristics: { level: 'All' } }],
  ]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('a flow that does not exist has none, and `in` has no place', async () => {
  const bench = await openWorkbench();
  await expect(bench.simulate([level('Card IVR', 'All')])).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'reference.unknown',
        message: expect.stringContaining('no flow of this name'),
        hint: expect.stringContaining('Nearest: "Cards IVR"'),
      },
    ],
  });
  await expect(bench.simulate([{ ...level('Cards IVR', 'All'), in: 'Cards IVR' }])).rejects.toThrow(
    'A flow log level goes by the name of its flow.',
  );
});

test('a flow is deleted only with its log level', async () => {
  const file = 'workflow:\n  name: Sweep\n  division: Home\n  defaultLanguage: en-us\n';
  const bench = await openWorkbench({ files: { '../flows/sweep.yaml': file } });
  await bench.apply([
    { type: 'flow', name: 'Sweep', set: { file: '../flows/sweep.yaml' } },
    level('Sweep', 'Notes'),
  ]);
  const remove = { type: 'flow', name: 'Sweep', action: 'delete' };
  await expect(bench.simulate([remove])).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('its flow log level "Sweep"') }],
  });
  const before = bench.sandbox.snapshot();
  const both = [remove, { type, name: 'Sweep', action: 'delete' }];
  const plan = await bench.simulate(both);
  expect(plan.operations.map(({ key, reversible }) => [key, reversible])).toEqual([
    ['flow_loglevel/Sweep', 'full'],
    ['flow/Sweep', 'newId'],
  ]);
  const { deployment, error } = await bench.apply(both);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  // With the flow comes its level, under the ID that the flow has now.
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('a level that was taken for lost is found by its flow, not by a name', async () => {
  const fault = { when: { writes: true, nth: 1 }, do: { reset: 'after' } } as const;
  const bench = await openWorkbench({ faults: [fault] });
  const { deployment, error } = await bench.apply([level('Main IVR', 'All')]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect(bench.sandbox.struck).toHaveLength(1);
  expect(levelOf(bench, 'Main IVR')).toEqual({ level: 'All' });
});

test('a level that is not listed yet is known from the record', async () => {
  const bench = await openWorkbench({ listDelayMs: 600_000 });
  const entries = [level('Main IVR', 'All')];
  expect((await bench.apply(entries)).error).toBeUndefined();
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const plan = await bench.simulate([level('Main IVR', 'Base')]);
  expect(plan.operations.map(({ action, identifiedBy }) => [action, identifiedBy])).toEqual([
    ['update', 'record'],
  ]);
});

test('a mapping says nothing of log levels by themselves', () => {
  const mapping = 'environment: test\nnames: { flow_loglevel: { A: B } }\n';
  const { diagnostics } = readMapping('mappings/test.yaml', Buffer.from(mapping), {});
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'A flow log level goes by the name of its flow: say it there.',
  ]);
});
