import { expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { styleFor } from '../../src/render/style.ts';
import { paths } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import { callingFlow } from '../support/call-flow.ts';
import { refusal } from '../support/refusal.ts';
import { comparable, openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';

const DAY = 'flow/Day%20line';
const NIGHT = 'flow/Night%20line';

const day = { type: 'flow', name: 'Day line', set: { file: '../flows/day.yaml' } };
const night = { type: 'flow', name: 'Night line', set: { file: '../flows/night.yaml' } };
const route = [
  {
    type: 'telephony_providers_edges_did_pool',
    name: '+61255500000',
    set: { endPhoneNumber: '+61255500009' },
  },
  {
    type: 'architect_ivr',
    name: 'Day and night',
    set: { openHoursFlow: 'Night line', dnis: { add: ['+61255500001'] } },
  },
];
const queue = { type: 'routing_queue', name: 'Card disputes' };

/** Two flows that transfer to each other. */
async function mutual(options: WorkbenchOptions = {}): Promise<Workbench> {
  const bench = await openWorkbench(options);
  bench.files = {
    '../flows/day.yaml': callingFlow('Day line', 'Card disputes', ['Night line']),
    '../flows/night.yaml': callingFlow('Night line', 'Cards', ['Day line']),
  };
  return bench;
}

function keysOf({ plan }: Deployment): string[] {
  return plan.operations.map(({ key }) => key);
}

/** The flows of an org by their names: what they use is published. */
function flowsOf({ sandbox }: Workbench): Map<unknown, Record<string, unknown>> {
  const flows = Object.values(sandbox.snapshot().collections[paths.FLOWS] ?? {});
  return new Map(flows.map((flow) => [flow['name'], flow]));
}

test('new flows that call each other go out in two rounds, before anybody can reach them, and back', async () => {
  const bench = await mutual();
  const before = bench.sandbox.snapshot();
  const entries = [...route, day, night, queue];
  const there = await bench.apply(entries);
  expect(there.error).toBeUndefined();
  const order = keysOf(there.deployment);
  expect(order.filter((key) => key.startsWith('flow/'))).toEqual([DAY, NIGHT, `${DAY}#link`]);
  expect(order.indexOf(`${DAY}#link`)).toBeLessThan(order.indexOf('architect_ivr/Day%20and%20night'));
  const [first] = there.deployment.plan.operations.filter(({ key }) => key === DAY);
  expect(first?.notes).toEqual([
    'goes out in two rounds, because flows name each other in a circle: in the first one "After hours" takes the place of "Night line"; what leads here waits for the second one',
  ]);
  const text = renderPlan(there.deployment.plan, { style: styleFor(false), full: true, next: [] });
  // What both rounds together make of it.
  expect(text).toMatch(
    /flow "Day line" {3}in two steps +test.yaml:15\n +type +"INBOUNDCALL"\n +file +"flows\/day.yaml \(/,
  );
  const content = await bench.store.content(first?.steps[0]?.content ?? '');
  expect(Buffer.from(content ?? []).toString()).toBe(
    callingFlow('Day line', 'Card disputes', ['"After hours"']),
  );
  const flows = flowsOf(bench);
  const [own, other] = [flows.get('Day line'), flows.get('Night line')];
  expect(own?.['uses']).toContainEqual({ path: paths.FLOWS, id: other?.['id'] });
  expect(other?.['uses']).toContainEqual({ path: paths.FLOWS, id: own?.['id'] });
  expect((await bench.simulate(entries)).operations).toEqual([]);
  const between = bench.sandbox.snapshot();

  const back = await bench.rollback(there.deployment);
  expect(back.error).toBeUndefined();
  const backwards = keysOf(back.deployment);
  expect(backwards.filter((key) => key.startsWith('flow/'))).toEqual([`${DAY}#unlink`, NIGHT, DAY]);
  expect(backwards.indexOf('architect_ivr/Day%20and%20night')).toBeLessThan(
    backwards.indexOf(`${DAY}#unlink`),
  );
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));

  const again = await bench.rollback(back.deployment);
  expect(again.error).toBeUndefined();
  expect(keysOf(again.deployment).filter((key) => key.startsWith('flow/'))).toEqual([
    DAY,
    NIGHT,
    `${DAY}#link`,
  ]);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect(comparable(bench.sandbox.snapshot(), between)).toEqual(comparable(between));
  expect(bench.sandbox.violations).toEqual([]);
});

test('circles of three, and two circles through one flow, are cut as often as is needed', async () => {
  const flow = (name: string) => ({ type: 'flow', name, set: { file: `../${name}.yaml` } });
  const calls: Record<string, string[]> = {
    Amber: ['Blue', 'Coral', 'Dove'],
    Blue: ['Coral'],
    Coral: ['Amber'],
    Dove: ['Amber', 'Main IVR'],
  };
  const bench = await openWorkbench();
  bench.files = Object.fromEntries(
    Object.entries(calls).map(([name, flows]) => [`../${name}.yaml`, callingFlow(name, 'Cards', flows)]),
  );
  const before = bench.sandbox.snapshot();
  const entries = Object.keys(calls).map(flow);
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect(bench.sandbox.violations).toEqual([]);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
});

test('one that names itself goes out in two rounds as well', async () => {
  const bench = await mutual();
  bench.files = { '../flows/day.yaml': callingFlow('Day line', 'Cards', ['Day line']) };
  const before = bench.sandbox.snapshot();
  const { deployment, error } = await bench.apply([day]);
  expect([error, keysOf(deployment)]).toEqual([undefined, [DAY, `${DAY}#link`]]);
  expect((await bench.simulate([day])).operations).toEqual([]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
});

test('a name that a variable brings, or that the mapping translates, gives way as well', async () => {
  const mapping = {
    names: { flow: { 'Night line': 'Nightly' } },
    variables: { day: 'Day line' },
  };
  const bench = await mutual({ mapping });
  bench.files = {
    ...bench.files,
    '../flows/night.yaml': callingFlow('Night line', 'Cards', ['"{{ day }}"']),
  };
  const { deployment, error } = await bench.apply([queue, night, day]);
  expect(error).toBeUndefined();
  expect(keysOf(deployment).slice(1)).toEqual([NIGHT, DAY, `${NIGHT}#link`]);
  expect((await bench.simulate([queue, night, day])).operations).toEqual([]);
  expect(bench.sandbox.violations).toEqual([]);
});

test('no flow that is used already leads to one that is not whole', async () => {
  const bench = await mutual();
  bench.files = { ...bench.files, '../flows/main.yaml': callingFlow('Main IVR', 'Cards', ['Day line']) };
  bench.files = { ...bench.files, '../flows/other.yaml': callingFlow('Cards IVR', 'Cards', ['Night line']) };
  const entries = [
    { type: 'flow', name: 'Cards IVR', set: { file: '../flows/other.yaml' } },
    { type: 'flow', name: 'Main IVR', set: { file: '../flows/main.yaml' } },
    day,
    night,
    queue,
  ];
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  const order = keysOf(deployment);
  expect(order.slice(-2).sort()).toEqual(['flow/Cards%20IVR', 'flow/Main%20IVR']);
  expect(order.at(-3)).toMatch(/#link$/);
  const back = await bench.rollback(deployment);
  expect(back.error).toBeUndefined();
  expect(keysOf(back.deployment).slice(0, 2).sort()).toEqual(['flow/Cards%20IVR', 'flow/Main%20IVR']);
  expect(bench.sandbox.violations).toEqual([]);
});

test('one that the other leads to only through a flow that is used already is refused', async () => {
  const bench = await mutual();
  // The night leads to the main flow under its new name, and that to the day: it would be whole too late for callers.
  bench.files = { ...bench.files, '../flows/main.yaml': callingFlow('Front', 'Cards', ['Day line']) };
  bench.files = { ...bench.files, '../flows/night.yaml': callingFlow('Night line', 'Cards', ['Front']) };
  const front = { type: 'flow', name: 'Front', was: 'Main IVR', set: { file: '../flows/main.yaml' } };
  const text = await refusal(bench.simulate([front, day, night]));
  expect(text).toContain('These wait for each other:');
  expect(text).toContain('Do it in two changesets');
});

test('without a flow of its kind that is published nothing can stand in for one', async () => {
  const bench = await openWorkbench();
  const calls = (name: string, other: string): string =>
    `emailSend:\n  name: ${name}\n  targetFlow:\n    name: ${other}\n`;
  bench.files = { '../a.yaml': calls('Ping', 'Pong'), '../b.yaml': calls('Pong', 'Ping') };
  const both = [
    { type: 'flow', name: 'Ping', set: { file: '../a.yaml' } },
    { type: 'flow', name: 'Pong', set: { file: '../b.yaml' } },
  ];
  const text = await refusal(bench.simulate(both));
  expect(text).toContain('These wait for each other: flow "Ping" → flow "Pong" → flow "Ping".');
  expect(text).toContain('Do it in two changesets');
});

test('a module takes its own inputs: no other one stands in for it', async () => {
  const bench = await openWorkbench();
  const module = (name: string, other: string): string =>
    `commonModule:\n  name: ${name}\n  callCommonModule:\n    commonModule:\n      ${other}:\n        ver_latestPublished: {}\n`;
  bench.files = { '../a.yaml': module('Ping', 'Pong'), '../b.yaml': module('Pong', 'Ping') };
  const both = ['Ping', 'Pong'].map((name, index) => ({
    type: 'flow',
    name,
    set: { file: index === 0 ? '../a.yaml' : '../b.yaml' },
  }));
  expect(await refusal(bench.simulate(both))).toContain('These wait for each other');
});

test('a second round that fails leaves what can be gone on with, and taken back', async () => {
  for (const end of ['resume', 'rollback'] as const) {
    const bench = await mutual();
    const before = bench.sandbox.snapshot();
    let published = 0;
    bench.sandbox.onRequest = ({ operationId, phase }) => {
      if (operationId !== 'postFlowsJobs' || phase !== 'received') return;
      published += 1;
      if (published === 3)
        bench.sandbox.edit(({ collections }) => {
          for (const one of Object.values(collections[paths.FLOWS] ?? {}))
            if (one['name'] === 'Day line') one['lockedUser'] = { id: 'u1', name: 'Dana Admin' };
        });
    };
    const { deployment, error } = await bench.apply([queue, day, night]);
    expect(error).toBeInstanceOf(ChangesetError);
    expect(deployment.state).toBe('partial');
    expect(await refusal(bench.simulate([queue, day, night]))).toContain('Dana Admin works on the flow');
    bench.sandbox.edit(({ collections }) => {
      for (const one of Object.values(collections[paths.FLOWS] ?? {})) delete one['lockedUser'];
    });
    if (end === 'resume') {
      const plan = await bench.simulate([queue, day, night]);
      expect(plan.operations.map(({ key, action }) => [key, action])).toEqual([[DAY, 'update']]);
      expect((await bench.apply([queue, day, night])).error).toBeUndefined();
      expect((await bench.simulate([queue, day, night])).operations).toEqual([]);
    } else {
      expect((await bench.rollback(deployment)).error).toBeUndefined();
      expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
    }
    expect(bench.sandbox.violations).toEqual([]);
  }
});

test('what somebody publishes in the meantime is not written over', async () => {
  const bench = await mutual();
  const { deployment } = await bench.apply([queue, day, night]);
  const theirs = await bench
    .apply([{ ...day, set: { file: '../flows/theirs.yaml' } }])
    .catch(() => undefined);
  expect(theirs).toBeUndefined();
  bench.files = { ...bench.files, '../flows/theirs.yaml': callingFlow('Day line', 'Cards', ['Night line']) };
  await bench.apply([{ ...day, set: { file: '../flows/theirs.yaml' } }]);
  const after = bench.sandbox.snapshot();
  const stopped = await bench.rollback(deployment).catch(String);
  expect(stopped).toMatch(/"key":"flow\/Day%20line".*"reason":"somebody changed it since"/);
  expect(stopped).toMatch(
    /"reason":"it is in use by inboundcall flow \\"Day line\\" \(version 3.0, published\)"/,
  );
  expect(bench.sandbox.snapshot()).toEqual(after);
});

test('flows of the org that call each other are not deleted one after the other', async () => {
  const bench = await mutual();
  await bench.apply([queue, day, night]);
  const deletions = [day, night].map(({ type, name }) => ({ type, name, action: 'delete' }));
  const text = await refusal(bench.simulate(deletions));
  expect(text).toContain('These wait for each other: flow "Day line" → flow "Night line" → flow "Day line".');
});

test('the way back goes by the record, not by an index that is still being built', async () => {
  const bench = await mutual({ switches: { dependencyIndex: 'building' } });
  const before = bench.sandbox.snapshot();
  const { deployment } = await bench.apply([queue, day, night]);
  const back = await bench.rollback(deployment);
  expect(back.error).toBeUndefined();
  expect(keysOf(back.deployment)).toEqual([`${DAY}#unlink`, NIGHT, DAY, 'routing_queue/Card%20disputes']);
  expect(comparable(bench.sandbox.snapshot())).toEqual(comparable(before));
});

test('what a file names comes back before it does', async () => {
  const bench = await mutual();
  // In the order of their names the day would come first.
  bench.files = { ...bench.files, '../flows/night.yaml': callingFlow('Night line', 'Cards', []) };
  await bench.apply([queue, day, night]);
  const before = bench.sandbox.snapshot();
  const deletions = [queue, day, night].map(({ type, name }) => ({ type, name, action: 'delete' }));
  const gone = await bench.apply(deletions);
  expect([gone.error, keysOf(gone.deployment)[0]]).toEqual([undefined, DAY]);
  const back = await bench.rollback(gone.deployment);
  expect([back.error, keysOf(back.deployment).at(-1)]).toEqual([undefined, DAY]);
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
});
