import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/deploy/connect.ts';
import { type RunEvent, speaker, versionEvent } from '../../src/deploy/run-events.ts';
import { apply, simulate } from '../../src/index.ts';
import type { Json } from '../../src/json/json.ts';
import { schemaFile } from '../../src/yaml/schema-check.ts';
import { uat } from '../support/uat.ts';
import { environmentOf, openWorkbench } from '../support/workbench.ts';

const validate = new Ajv2020({ allErrors: true }).compile(schemaFile('events.schema.json'));

const FILE = `name: some
changes:
  - { type: routing_skill, name: Card disputes }
  - { type: routing_queue, name: Cards, set: { description: New, members: { remove: [eve.harris@harbour.example] } } }
  - { type: routing_queue, name: Legacy Chat, action: delete }
`;

async function applied(onEvent: (event: RunEvent) => void, file = FILE) {
  const { made } = await uat({ 'changesets/some.yaml': file });
  const project = { folder: made.folder, store: undefined, env: made.env };
  const { plan } = await simulate(project, 'uat', 'some.yaml');
  const given = {
    environment: undefined,
    onFailure: 'stop',
    unattended: false,
    confirm: async () => {},
  } as const;
  return apply(project, { ...given, planId: plan.id, onEvent });
}

test('a run tells what it will do, does and did, as the schema says', async () => {
  const events: RunEvent[] = [];
  const { plan, deployment } = await applied((event) => events.push(event));
  expect(events[0]).toEqual(versionEvent());
  expect(events[1]).toMatchObject({
    event: 'planned',
    plan: plan.id,
    operations: plan.operations.map(({ key, action }) => ({ key, action })),
    calls: plan.calls,
  });
  expect(events[2]).toMatchObject({ event: 'started', deployment: deployment?.id });
  expect(events.at(-1)).toMatchObject({ event: 'ended', state: 'succeeded', calls: deployment?.calls });
  for (const event of events) {
    validate(JSON.parse(JSON.stringify(event)));
    expect(validate.errors, JSON.stringify(event)).toBeNull();
  }
  const count = (kind: string): number => events.filter(({ event }) => event === kind).length;
  expect([count('intent'), count('outcome'), count('finished')]).toEqual([4, 4, 3]);
  const left = events.flatMap((event) => (event.event === 'pace' ? [event.callsLeft] : []));
  expect(left).toEqual([3, 2, 1, 0]);
});

test('an outcome says the version that the object has since, where its type has one', async () => {
  const events: RunEvent[] = [];
  const named = '{ type: user, name: ada.lovelace@harbour.example, set: { title: Engineer } }';
  await applied((event) => events.push(event), `name: some\nchanges:\n  - ${named}\n`);
  const outcomes = events.filter(({ event }) => event === 'outcome');
  expect(outcomes).toEqual([expect.objectContaining({ version: expect.any(Number) })]);
});

test('the way back stays in the record', async () => {
  const events: RunEvent[] = [];
  await applied((event) => events.push(event));
  expect(JSON.stringify(events)).not.toContain('"undo"');
});

describe('whoever listens cannot harm the run', () => {
  const harms: readonly (readonly [string, (event: RunEvent) => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error('of the listener');
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the listener'))],
    [
      'changes what it hears',
      (event) => {
        for (const key of Object.keys(event)) Object.assign(event, { [key]: null });
      },
    ],
  ];
  test.each(harms)('one that %s', async (_, harm) => {
    const { deployment, error } = await applied(harm as (event: RunEvent) => void);
    expect(error).toBeUndefined();
    expect(deployment?.state).toBe('succeeded');
    expect(deployment?.operations.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });
});

test('a wait is told once, however many calls it holds up', async () => {
  const { sandbox } = await openWorkbench({ rateLimit: 5 });
  const events: RunEvent[] = [];
  let now = Date.now();
  const clock = {
    now: () => now,
    sleep: async (ms: number): Promise<void> => {
      now += ms;
    },
  };
  const { org } = await connect(
    environmentOf(sandbox, {}),
    '',
    { clock },
    { tell: speaker((event) => events.push(event)) },
  );
  await Promise.all(
    Array.from({ length: 8 }, () => org.session.call({ op: 'getOrganizationsMe' })).map((call) =>
      call.catch(() => {}),
    ),
  );
  const waits = events.filter((event) => event.event === 'waiting');
  expect(waits.length).toBeGreaterThan(0);
  expect(new Set(waits.map(({ until }) => until.slice(0, 19))).size).toBe(waits.length);
  for (const wait of waits) expect(validate(wait)).toBe(true);
});

test.each<[string, Json]>([
  ['an unknown kind', { event: 'thought', at: '2026-11-21T10:00:00.000Z' }],
  [
    'an intent with its way back',
    { event: 'intent', at: '2026-11-21T10:00:00.000Z', key: 'a/b', step: 0, op: 'x', asked: {}, undo: {} },
  ],
  ['no time', { event: 'finished', key: 'a/b', state: 'done' }],
])('%s is not as the schema says', (_, event) => {
  expect(validate(event)).toBe(false);
});
