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

/** A flow that hands over to both queues, in the place of the one that is published with it. */
const FLOW = `inboundCall:
  name: SimpleFinancialIvr
  description: SimpleFinancialIvr
  division: Home
  startUpRef: "/inboundCall/menus/menu[Main Menu_10]"
  defaultLanguage: en-us
  menus:
    - menu:
        name: Main Menu
        refId: Main Menu_10
        choices:
          - menuTransferToAcd:
              name: SimpleFinancial401K
              dtmf: digit_1
              targetQueue:
                lit:
                  name: Simple Financial 401K queue
          - menuTransferToAcd:
              name: SimpleFinancialIRA
              dtmf: digit_2
              targetQueue:
                lit:
                  name: Simple Financial IRA queue
`;

/** The whole deployment. */
function deployment(): EntryFields[] {
  const person = (email: string, name: string, employeeId: string): EntryFields => ({
    type: 'user',
    name: email,
    set: {
      name,
      department: 'IRA',
      title: 'Agent',
      acdAutoAnswer: true,
      addresses: [{ address: '+19205551212', mediaType: 'PHONE', type: 'MOBILE' }],
      employerInfo: { officialName: name, employeeId, employeeType: 'Full-time', dateHire: '2021-03-18' },
    },
  });
  const number = '+19205422729';
  return [
    person('john.smith@simplefinancial.com', 'John Smith', '12345'),
    person('jane.smith@simplefinancial.com', 'Jane Smith', '67890'),
    ...queues(300_000),
    { type: 'flow', name: 'SimpleFinancialIvr', set: { file: '../flows/ivr.yaml' } },
    {
      type: 'telephony_providers_edges_did_pool',
      name: number,
      set: { description: 'GCV Number for inbound calls', comments: 'Additional comments' },
    },
    {
      type: 'architect_ivr',
      name: 'A simple IVR',
      set: {
        description: 'A sample IVR configuration',
        dnis: { add: [number] },
        openHoursFlow: 'SimpleFinancialIvr',
      },
    },
  ];
}

test('the whole deployment is made, found done, and taken back', async () => {
  const bench = await openWorkbench();
  bench.files = { '../flows/ivr.yaml': FLOW };
  const before = bench.sandbox.snapshot();
  const plan = await bench.simulate(deployment());
  const order = plan.operations.map(({ type }) => type);
  expect(order.indexOf('telephony_providers_edges_did_pool')).toBeLessThan(order.indexOf('architect_ivr'));

  const made = await bench.apply(deployment());
  expect(made.error).toBeUndefined();
  expect(made.deployment.operations.map(({ state }) => state)).toEqual(plan.operations.map(() => 'done'));
  expect((await bench.simulate(deployment())).operations).toEqual([]);

  const between = bench.sandbox.snapshot();
  bench.files = { '../flows/ivr.yaml': FLOW.replace('digit_1', 'digit_3') };
  const edited = await bench.apply(deployment());
  expect(edited.deployment.operations.map(({ operation: { key }, state }) => [key, state])).toEqual([
    ['flow/SimpleFinancialIvr', 'done'],
  ]);
  await bench.rollback(edited.deployment);
  expect(comparable(bench.sandbox.snapshot(), between)).toEqual(comparable(between));

  const undone = await bench.rollback(made.deployment);
  expect(undone.deployment.state).toBe('succeeded');
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('people who are new to the org are made, and deleted again by the rollback', async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const entries: EntryFields[] = [
    {
      type: 'user',
      name: 'new.person@simplefinancial.com',
      set: { name: 'New Person', division: { home: true } },
    },
  ];
  const made = await bench.apply(entries);
  expect(made.deployment.state).toBe('succeeded');
  await bench.rollback(made.deployment);
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
  const again = await bench.apply(entries);
  expect(again.deployment.operations.map(({ operation }) => operation.action)).toEqual(['restore']);
  expect(bench.sandbox.violations).toEqual([]);
});
