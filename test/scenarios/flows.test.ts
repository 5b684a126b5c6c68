import { describe, expect, test } from 'vitest';
import { paths, type Sandbox } from '../../src/sandbox/index.ts';
import { callFlow } from '../support/call-flow.ts';
import { refusal, shown } from '../support/refusal.ts';
import {
  comparable,
  environmentOf,
  openWorkbench,
  Workbench,
  type WorkbenchOptions,
} from '../support/workbench.ts';

const FILE = '../flows/cards.yaml';
const flow = { type: 'flow', name: 'Cards line', set: { file: FILE } };
const queue = { type: 'routing_queue', name: 'Card disputes' };
const cards = (greeting: string, named = 'Card disputes'): string => callFlow('Cards line', greeting, named);

/** A workbench with a file of a flow. */
async function benchWith(text: string, options: WorkbenchOptions = {}): Promise<Workbench> {
  const bench = await openWorkbench(options);
  bench.files = { [FILE]: text };
  return bench;
}

/** Another client works on a flow. */
function lock(sandbox: Sandbox, name: string): void {
  sandbox.edit(({ collections }) => {
    const found = Object.values(collections[paths.FLOWS] ?? {}).find((one) => one['name'] === name);
    if (found) found['lockedUser'] = { id: 'u1', name: 'Dana Admin' };
  });
}

const holidays = {
  type: 'architect_datatable',
  name: 'Cards holidays',
  set: {
    schema: {
      properties: { key: { title: 'Day', type: 'string' }, open: { title: 'Open', type: 'boolean' } },
    },
  },
};

/** The same that looks a day up first, with a prompt of the org. */
const withTable = (greeting: string): string =>
  `${cards(greeting)}  tasks:
    - task:
        name: Holiday
        actions:
          - dataTableLookup:
              dataTable:
                Cards holidays:
                  foundOutputs: {}
          - playAudio:
              audio:
                exp: Prompt.Closed_Today
`;

const entries = [
  queue,
  flow,
  holidays,
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
  const bench = await benchWith(withTable('Welcome'));
  const before = bench.sandbox.snapshot();
  const first = await bench.apply(entries);
  expect(first.error).toBeUndefined();
  expect(first.deployment.state).toBe('succeeded');
  const order = first.deployment.plan.operations.map(({ key }) => key);
  expect(order.indexOf('routing_queue/Card%20disputes')).toBeLessThan(order.indexOf('flow/Cards%20line'));
  expect(order.indexOf('architect_datatable/Cards%20holidays')).toBeLessThan(
    order.indexOf('flow/Cards%20line'),
  );
  expect(order.indexOf('flow/Cards%20line')).toBeLessThan(order.indexOf('architect_ivr/Cards%20number'));
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const between = bench.sandbox.snapshot();
  bench.files = { [FILE]: withTable('Good day') };
  const second = await bench.apply(entries);
  expect(second.error).toBeUndefined();
  expect(second.deployment.operations.map(({ operation, state }) => [operation.key, state])).toEqual([
    ['flow/Cards%20line', 'done'],
  ]);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const back = await bench.rollback(second.deployment);
  expect([back.error, back.deployment.state]).toEqual([undefined, 'succeeded']);
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(between));
  bench.files = { [FILE]: withTable('Welcome') };
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const gone = await bench.rollback(first.deployment);
  expect(gone.error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('variables are filled in and names translated; what was handed over is kept', async () => {
  const mapping = { names: { routing_queue: { Disputes: 'Cards' } }, variables: { hello: 'Kia ora' } };
  const bench = await benchWith(cards('{{ hello }}', 'Disputes'), { mapping });
  const { deployment, error } = await bench.apply([flow]);
  expect(error).toBeUndefined();
  const content = deployment.plan.operations[0]?.steps[0]?.content ?? '';
  const handed = Buffer.from((await bench.store.content(content)) ?? []).toString();
  expect(handed).toBe(cards('Kia ora', '"Cards"'));
  // The same flow in other words is the same flow.
  bench.files = { [FILE]: cards('Kia ora', 'Disputes') };
  expect((await bench.simulate([flow])).operations).toEqual([]);
});

test('a version that somebody else has published is written over knowingly, and comes back', async () => {
  const bench = await benchWith(callFlow('Main IVR', 'Hello', 'Cards'));
  const main = { ...flow, name: 'Main IVR' };
  const { operations } = await bench.simulate([main]);
  expect(operations[0]?.notes).toEqual([
    'the org has version 41.0, published 2026-10-20T09:30:00.000Z by M Lee, which is not from this tool',
  ]);
  const first = await bench.apply([main]);
  await bench.rollback(first.deployment);
  const versions = Object.values(bench.sandbox.snapshot().collections[paths.FLOWS] ?? {})
    .filter(({ name }) => name === 'Main IVR')
    .map(({ publishedVersion }) => publishedVersion);
  expect(versions).toMatchObject([{ id: '41.0' }]);
});

test('a deleted flow is made again of the file that it was made of; one that is not of this tool is not', async () => {
  const bench = await benchWith(cards('Welcome', 'Cards'));
  await bench.apply([flow]);
  const before = bench.sandbox.snapshot();
  const gone = await bench.apply([{ type: 'flow', name: 'Cards line', action: 'delete' }]);
  expect(gone.deployment.plan.operations[0]).toMatchObject({ action: 'delete', reversible: 'newId' });
  expect((await bench.rollback(gone.deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  const theirs = await bench.simulate([{ type: 'flow', name: 'Reminder calls', action: 'delete' }]);
  expect(theirs.operations[0]).toMatchObject({
    reversible: 'none',
    losses: ['it cannot be made again: the org has a version of the flow whose file this tool does not know'],
  });
});

test('the versions of a flow that was made again are gone: an earlier one comes back from its file', async () => {
  const bench = await benchWith(cards('Welcome', 'Cards'));
  const seed = bench.sandbox.snapshot();
  const made = await bench.apply([flow]);
  const first = bench.sandbox.snapshot();
  bench.files = { [FILE]: cards('Good day', 'Cards') };
  const changed = await bench.apply([flow]);
  const gone = await bench.apply([{ type: 'flow', name: 'Cards line', action: 'delete' }]);
  for (const { deployment } of [gone, changed]) {
    expect((await bench.rollback(deployment)).error).toBeUndefined();
  }
  expect(comparable(bench.sandbox.snapshot(), first)).toEqual(comparable(first));
  expect((await bench.rollback(made.deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(seed));
});

test('one that was renamed since comes back under the name that it had then, not under the one in its file', async () => {
  const bench = await benchWith(cards('Welcome', 'Cards'));
  await bench.apply([flow]);
  await bench.apply([{ type: 'flow', name: 'Cards hotline', was: 'Cards line' }]);
  const before = bench.sandbox.snapshot();
  const { deployment } = await bench.apply([{ type: 'flow', name: 'Cards hotline', action: 'delete' }]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
});

test('a version that names what comes back with a new ID is published again from its file', async () => {
  const bench = await benchWith(cards('Welcome'));
  await bench.apply([queue, flow]);
  const before = bench.sandbox.snapshot();
  bench.files = { '../flows/other.yaml': cards('Welcome', 'Cards') };
  const other = { ...flow, set: { file: '../flows/other.yaml' } };
  const { deployment } = await bench.apply([{ ...queue, action: 'delete' }, other]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  const { [paths.FLOWS]: flows = {}, [paths.QUEUES]: queues = {} } = bench.sandbox.snapshot().collections;
  const found = Object.values(flows).find(({ name }) => name === 'Cards line');
  const again = Object.values(queues).find(({ name }) => name === 'Card disputes');
  expect(found?.['uses']).toEqual([{ path: paths.QUEUES, id: again?.id }]);
});

test('what a flow of the org uses is not deleted, unless the changeset makes the flow let go of it', async () => {
  const bench = await benchWith(cards('Welcome'));
  await bench.apply([queue, flow]);
  const deletion = { ...queue, action: 'delete' };
  expect(await refusal(bench.simulate([deletion]))).toBe(
    [
      'test.yaml:4:11  error  delete.referenced',
      '   4 |     name: Card disputes',
      '     |           ^^^^^^^^^^^^^ the queue "Card disputes" is in use: inboundcall flow "Cards line" (version 1.0, published).',
      '     |   Take it out of them in this changeset, or add  force: true  to delete it all the same.',
      '',
    ].join('\n'),
  );
  const changed = [deletion, { ...flow, set: { file: '../flows/other.yaml' } }];
  bench.files = { '../flows/other.yaml': cards('Welcome', 'Cards') };
  const { operations } = await bench.simulate(changed);
  expect(operations.map(({ key }) => key)).toEqual(['flow/Cards%20line', 'routing_queue/Card%20disputes']);
});

test('a client that may begin jobs, but not publish, is told before anything is written', async () => {
  const { sandbox } = await openWorkbench();
  const permissions = ['architect:flow:view', 'architect:flow:add', 'architect:job:*', 'routing:*:*'];
  const client = sandbox.addClient({ grants: [{ role: 'Deployer', permissions, divisions: ['*'] }] });
  const bench = new Workbench(sandbox, environmentOf(sandbox, {}, client));
  bench.files = { [FILE]: cards('Welcome', 'Cards') };
  expect((await bench.simulate([flow])).rights).toMatchObject({
    refused: 1,
    missing: [{ permissions: ['architect:flow:publish'], operations: ['flow/Cards%20line'] }],
  });
});

describe('what a person reads', () => {
  test('of a flow that names a missing queue', async () => {
    const bench = await benchWith(cards('Welcome', 'Card dispute'));
    expect(await refusal(bench.simulate([queue, flow]))).toBe(
      [
        'flows/cards.yaml:17:25  error  reference.unknown',
        '  17 |                   name: Card dispute',
        '     |                         ^^^^^^^^^^^^ no queue of this name in test (Harbour Bank).',
        '     |   Nearest: "Card disputes"',
        '     |   Looked in: this changeset, mappings/test.yaml, 37 queues of the org. Nothing was written.',
        '',
      ].join('\n'),
    );
  });

  test('of a variable without a value, and of a file about another flow', async () => {
    const bench = await benchWith(cards('{{ greeting }}', 'Cards'));
    expect(await refusal(bench.simulate([flow]))).toBe(
      [
        'flows/cards.yaml:7:10  error  variable.unknown',
        '   7 |     tts: {{ greeting }}',
        '     |          ^^^^^^^^^^^^^^ mappings/test.yaml has no variable "greeting".',
        '     |   Add  variables: { greeting: … }  to mappings/test.yaml.',
        '',
      ].join('\n'),
    );
    bench.files = { [FILE]: callFlow('Card line', 'x', 'Cards') };
    expect(await refusal(bench.simulate([flow]))).toContain(
      'The file is about "Card line", the entry about "Cards line".',
    );
  });

  test('of a lock, when the plan is made and when it is carried out', async () => {
    const bench = await benchWith(callFlow('Main IVR', 'Hello', 'Cards'));
    const main = { ...flow, name: 'Main IVR' };
    lock(bench.sandbox, 'Main IVR');
    expect(await refusal(bench.simulate([main]))).toContain(
      [
        '     |           ^^^^^^^^ Dana Admin works on the flow "Main IVR" just now: Genesys Cloud takes no change of it by anybody else.',
        '     |   Ask Dana Admin to save and leave it, then run this again. Nothing was written.',
      ].join('\n'),
    );
    const late = await benchWith(callFlow('Main IVR', 'Hello', 'Cards'));
    late.sandbox.onRequest = ({ operationId, phase }) => {
      if (operationId === 'getAuthorizationSubjectsMe' && phase === 'done') lock(late.sandbox, 'Main IVR');
    };
    const { error, deployment } = await late.apply([main]);
    expect(shown(error)).toBe(
      [
        'error  object.held  Dana Admin works on flow "Main IVR" just now: Genesys Cloud takes no change of it by anybody else.',
        '  Ask Dana Admin to save and leave it. Nothing of it was written.',
        '',
      ].join('\n'),
    );
    expect(deployment.state).toBe('failed');
  });

  test('of a job that fails: what the platform says, and nothing was done', async () => {
    const bench = await benchWith(cards('Welcome', 'Storm'));
    bench.sandbox.onRequest = ({ operationId, phase }) => {
      if (operationId !== 'postFlowsJobs' || phase !== 'done') return;
      bench.sandbox.edit(({ collections }) => {
        for (const one of Object.values(collections[paths.QUEUES] ?? {}))
          if (one['name'] === 'Storm') one['name'] = 'Storms';
      });
    };
    const { error, deployment } = await bench.apply([{ ...queue, name: 'Storm' }, flow]);
    expect(shown(error)).toMatch(
      /^error {2}job\.failed {2}Genesys Cloud could not publish flow "Cards line":\n {2}find 'queue' by value of 'Storm' - no matches\n {2}setting the Archy exit code to 100\n {2}It was job [-0-9a-f]+\.\n$/,
    );
    expect(deployment.operations.map(({ state }) => state)).toEqual(['done', 'failed']);
  });

  test('of a job that fails without a word', async () => {
    const switches = { flowJobMessages: 'leftOut' } as const;
    const bench = await benchWith(cards('Welcome', 'Cards'), { switches });
    bench.sandbox.inject({
      when: { path: '/api/v2/flows/jobs/{jobId}' },
      do: { body: { id: 'x', status: 'Failure', messages: [] } },
    });
    const { error } = await bench.apply([flow]);
    expect(shown(error)).toContain('could not publish flow "Cards line", and gave no reason.');
  });

  test('of a job that never ends, which resume and rollback look at again', async () => {
    const bench = await benchWith(cards('Welcome', 'Cards'), { switches: { flowJobLooks: 1_000_000 } });
    const { error, deployment } = await bench.apply([flow]);
    expect(shown(error)).toContain(
      'Genesys Cloud has not said after 16 minutes that it could publish flow "Cards line", or could not.',
    );
    expect(deployment).toMatchObject({ state: 'partial', operations: [{ state: 'unknown', touched: true }] });
  });

  test('of an upload that the storage refuses', async () => {
    const bench = await benchWith(cards('Welcome', 'Cards'));
    bench.sandbox.inject({ when: { path: '/storage/*' }, do: { status: 403, body: 'text' } });
    const { error, deployment } = await bench.apply([flow]);
    expect(shown(error)).toMatch(
      /The upload to 127\.0\.0\.1:\d+, which Genesys Cloud named for it, failed\./,
    );
    expect(deployment.state).toBe('failed');
    expect(JSON.stringify(deployment)).not.toContain('X-Amz-Signature');
  });
});
