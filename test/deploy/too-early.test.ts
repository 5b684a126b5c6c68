import { expect, test } from 'vitest';
import { idOf, paths, type RequestLog, type Sandbox, type Switches } from '../../src/sandbox/index.ts';
import { callFlow } from '../support/call-flow.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const isWrite = ({ method }: RequestLog): boolean => method !== 'GET';

/** Statuses of the writes to addresses that end so. */
function answersTo(sandbox: Sandbox, method: string, end: RegExp): number[] {
  return sandbox.requests
    .filter((request) => isWrite(request) && request.method === method && end.test(request.path))
    .map(({ status }) => status);
}

/** Milliseconds from the first request of this kind to the last. */
function spanOf(sandbox: Sandbox, method: string, end: RegExp): number {
  const times = sandbox.requests
    .filter((request) => request.method === method && end.test(request.path))
    .map(({ at }) => at);
  return Math.max(...times) - Math.min(...times);
}

test('a deletion waits until what referred to the object is known to be gone', async () => {
  const bench = await openWorkbench({ switches: { referenceReleaseMs: 4000 } });
  const { sandbox } = bench;
  const day = { start: '2026-12-01T07:00', end: '2026-12-01T23:00' };
  const { deployment } = await bench.apply([
    { type: 'architect_schedules', name: 'Peak days', set: day },
    {
      type: 'architect_schedulegroups',
      name: 'Peak season',
      set: { timeZone: 'Australia/Sydney', openSchedules: { add: ['Peak days'] } },
    },
  ]);
  const { error } = await bench.rollback(deployment);
  expect(error).toBeUndefined();
  expect(answersTo(sandbox, 'DELETE', /schedules\/[^/]+$/)).toEqual([409, 409, 409, 409, 200]);
});

test('a deletion that stays refused fails after half a minute, with what the platform says', async () => {
  const bench = await openWorkbench({ switches: { referenceReleaseMs: 600_000 } });
  const { sandbox } = bench;
  const day = { start: '2026-12-01T07:00', end: '2026-12-01T23:00' };
  const { deployment } = await bench.apply([
    { type: 'architect_schedules', name: 'Peak days', set: day },
    {
      type: 'architect_schedulegroups',
      name: 'Peak season',
      set: { timeZone: 'Australia/Sydney', openSchedules: { add: ['Peak days'] } },
    },
  ]);
  const { error } = await bench.rollback(deployment);
  expect(error).toMatchObject({ message: expect.stringContaining('is still referenced') });
  const seconds = spanOf(sandbox, 'DELETE', /schedules\/[^/]+$/) / 1000;
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThan(40);
});

test('a new member that is not found yet gets its ring a moment later', async () => {
  const bench = await openWorkbench({ switches: { newMemberPatch: 'missingOnce' } });
  const members = { add: { 'bob.noyce@harbour.example': { ringNumber: 2 } } };
  const { error } = await bench.apply([{ type: 'routing_queue', name: 'Cards', set: { members } }]);
  expect(error).toBeUndefined();
  expect(answersTo(bench.sandbox, 'PATCH', /members\/[^/]+$/)).toEqual([404, 202]);
});

test('numbers of a new pool are waited for, and no longer than a wrong body is worth', async () => {
  const entries = [
    {
      type: 'telephony_providers_edges_did_pool',
      name: '+64990001000',
      set: { endPhoneNumber: '+64990001199' },
    },
    {
      type: 'architect_ivr',
      name: 'Peak line',
      set: { dnis: { add: ['+64990001000'] }, openHoursFlow: 'Main IVR' },
    },
  ];
  const ready = await openWorkbench({ switches: { didPoolReadyMs: 3000 } });
  expect((await ready.apply(entries)).error).toBeUndefined();
  const never = await openWorkbench({ switches: { didPoolReadyMs: 600_000 } });
  expect((await never.apply(entries)).error).toMatchObject({
    message: expect.stringContaining('didPoolId'),
  });
  expect(answersTo(never.sandbox, 'POST', /ivrs$/)).toEqual([400, 400, 400, 400]);
  expect(spanOf(never.sandbox, 'POST', /ivrs$/)).toBeLessThan(5000);
});

test('a domain that was refused although it was made is taken for the one that was asked for', async () => {
  const bench = await openWorkbench({ switches: { emailDomainCreate: 'refusedButMade' } });
  const entries = [{ type: 'routing_email_domain', name: 'help.harbour.example' }];
  const { deployment, error } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect((await bench.simulate(entries)).operations).toEqual([]);
  await bench.rollback(deployment);
  const domains = bench.sandbox.snapshot().collections[paths.EMAIL_DOMAINS] ?? {};
  expect(domains).not.toHaveProperty(['help.harbour.example']);
});

test('a group that is still there after its deletion is deleted again', async () => {
  const bench = await openWorkbench({ switches: { groupDelete: 'failsOnce' } });
  await bench.apply([
    {
      type: 'group',
      name: 'Volunteers',
      set: { type: 'official', visibility: 'public', rulesVisible: true },
    },
  ]);
  const { error } = await bench.apply([{ type: 'group', name: 'Volunteers', action: 'delete' }]);
  expect(error).toBeUndefined();
  expect(answersTo(bench.sandbox, 'DELETE', /groups\/[^/]+$/)).toHaveLength(2);
  expect((await bench.get('group')).map(({ name }) => name)).not.toContain('Volunteers');
});

test('an address for text messages is kept as it is written', async () => {
  const bench = await openWorkbench({ switches: { smsAddresses: 'corrected' } });
  const set = {
    street: '1 Quay Street',
    city: 'Sydney',
    region: 'NSW',
    postalCode: '2000',
    countryCode: 'AU',
  };
  const entries = [{ type: 'routing_sms_address', name: 'Quay', set }];
  expect((await bench.apply(entries)).error).toBeUndefined();
  expect((await bench.simulate(entries)).operations).toEqual([]);
});

/** A bench whose org another client changes when everything is read and nothing written yet. */
async function overtaken(
  versionConflict: Switches['versionConflict'],
  change: (group: Record<string, unknown>) => void,
): Promise<Workbench> {
  const bench = await openWorkbench({ switches: { versionConflict } });
  const begin = bench.store.begin.bind(bench.store);
  bench.store.begin = (id, plan) => {
    bench.sandbox.edit(({ collections }) => change(collections[paths.GROUPS]?.[LEADS] ?? {}));
    return begin(id, plan);
  };
  return bench;
}

const LEADS = idOf(paths.GROUPS, 'Cards team leads');
const wordings = ['database', 'unexpected', 'directory'] as const;
const entries = [{ type: 'group', name: 'Cards team leads', set: { visibility: 'members' } }];

test.each(wordings)(
  'what another client changed beside it stays: version conflict in the words %s',
  async (words) => {
    const bench = await overtaken(words, (group) => {
      group['description'] = 'By another';
    });
    expect((await bench.apply(entries)).error).toBeUndefined();
    expect(bench.sandbox.snapshot().collections[paths.GROUPS]?.[LEADS]).toMatchObject({
      description: 'By another',
      visibility: 'members',
    });
    expect(answersTo(bench.sandbox, 'PUT', /groups/)).toHaveLength(2);
  },
);

test.each(wordings)('the same place is not written over: version conflict in the words %s', async (words) => {
  const bench = await overtaken(words, (group) => {
    group['visibility'] = 'owners';
  });
  const { error } = await bench.apply(entries);
  expect(error).toMatchObject({ diagnostics: [{ code: 'object.changed' }] });
  expect(bench.sandbox.snapshot().collections[paths.GROUPS]?.[LEADS]?.['visibility']).toBe('owners');
});

const queue = { type: 'routing_queue', name: 'Storm' };
const flow = { type: 'flow', name: 'Storm line', set: { file: '../storm.yaml' } };

async function naming(switches: Partial<Switches>): Promise<Workbench> {
  const bench = await openWorkbench({ switches });
  bench.files = { '../storm.yaml': callFlow('Storm line', 'Hello', 'Storm') };
  return bench;
}

const jobsOf = ({ sandbox }: Workbench): number =>
  sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/flows/jobs')).length;

test.each(['kept', 'leftOut'] as const)(
  'a job that does not find yet what is new is begun again: its messages %s',
  async (flowJobMessages) => {
    const bench = await naming({ flowJobNamesMs: 4000, flowJobMessages });
    const { error, deployment } = await bench.apply([queue, flow]);
    expect(error).toBeUndefined();
    expect(deployment.operations.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(jobsOf(bench)).toBe(2);
    expect(bench.sandbox.violations).toEqual([]);
  },
);

test('one that never finds it fails after half a minute, and one that does not say so at once', async () => {
  const bench = await naming({ flowJobNamesMs: 3_600_000 });
  const { error, deployment } = await bench.apply([queue, flow]);
  expect(error).toMatchObject({
    message: expect.stringContaining("find 'queue' by value of 'Storm' - no matches"),
  });
  expect(deployment.operations.map(({ state }) => state)).toEqual(['done', 'failed']);
  expect(jobsOf(bench)).toBe(4);
  const silent = await naming({ flowJobNamesMs: 3_600_000, flowJobMessages: 'leftOut' });
  await silent.apply([queue]);
  const again = await silent.apply([queue, flow]);
  expect(again.error).toMatchObject({ diagnostics: [{ code: 'job.failed' }] });
  expect(jobsOf(silent)).toBe(1);
});
