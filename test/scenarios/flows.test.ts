import { expect, test } from 'vitest';
import { comparable, openWorkbench } from '../support/workbench.ts';

/** A flow that greets, and hands over to a queue. */
function cardsFlow(greeting: string, queue = 'Card disputes'): string {
  return `inboundCall:
  name: Cards line
  division: Home
  startUpRef: "/inboundCall/menus/menu[Main_1]"
  defaultLanguage: en-us
  initialGreeting:
    tts: ${greeting}
  menus:
    - menu:
        name: Main
        refId: Main_1
        choices:
          - menuTransferToAcd:
              name: Agent
              targetQueue:
                lit:
                  name: ${queue}
`;
}

const entries = [
  { type: 'routing_queue', name: 'Card disputes' },
  { type: 'flow', name: 'Cards line', set: { file: '../flows/cards.yaml' } },
  {
    type: 'telephony_providers_edges_did_pool',
    name: '+61255500000',
    set: { endPhoneNumber: '+61255500009' },
  },
  {
    type: 'architect_ivr',
    name: 'Cards number',
    set: { openHoursFlow: 'Cards line', dnis: { add: ['+61255500001'] } },
  },
];

test('a call route, its flow and the queue that it names: simulate, apply, nothing to do, change, two rollbacks', async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  bench.files = { '../flows/cards.yaml': cardsFlow('Welcome') };
  const first = await bench.apply(entries);
  expect(first.error).toBeUndefined();
  expect(first.deployment.state).toBe('succeeded');
  const order = first.deployment.plan.operations.map(({ key }) => key);
  expect(order.indexOf('routing_queue/Card%20disputes')).toBeLessThan(order.indexOf('flow/Cards%20line'));
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const between = bench.sandbox.snapshot();
  bench.files = { '../flows/cards.yaml': cardsFlow('Good day') };
  const second = await bench.apply(entries);
  expect(second.error).toBeUndefined();
  expect(second.deployment.operations.map(({ operation, state }) => [operation.key, state])).toEqual([
    ['flow/Cards%20line', 'done'],
  ]);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const back = await bench.rollback(second.deployment);
  expect(back.error).toBeUndefined();
  expect(back.deployment.state).toBe('succeeded');
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(between));
  bench.files = { '../flows/cards.yaml': cardsFlow('Welcome') };
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const gone = await bench.rollback(first.deployment);
  expect(gone.error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});
