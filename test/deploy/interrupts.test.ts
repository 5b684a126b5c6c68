import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/deploy/run-events.ts';
import { apply, openFileStore, rollback, simulate } from '../../src/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { uat } from '../support/uat.ts';
import { comparable, openWorkbench, type Workbench } from '../support/workbench.ts';

/** A queue in several calls, what waits for another one, and what waits for nothing. */
const ENTRIES = [
  { type: 'routing_wrapupcode', name: 'Escalated' },
  {
    type: 'routing_queue',
    name: 'Cards',
    set: {
      description: 'New',
      wrapupCodes: { add: ['Escalated'] },
      members: { remove: ['eve.harris@harbour.example'] },
    },
  },
  { type: 'routing_queue', name: 'General Overflow', set: { directRouting: { backupQueueId: 'Cards' } } },
  { type: 'routing_queue', name: 'Private Banking', set: { description: 'New' } },
];

function writes({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2/')).length;
}

/** Applies the entries, with a signal at the event of that number. */
async function stoppedAt(number: number, reason?: string, bench?: Workbench) {
  bench ??= await openWorkbench();
  const before = bench.sandbox.snapshot();
  const asked = writes(bench.sandbox);
  const stop = new AbortController();
  const events: RunEvent[] = [];
  bench.signal = stop.signal;
  bench.tell = (event) => {
    events.push(event);
    if (events.length === number) stop.abort(reason);
  };
  const ran = await bench.apply(ENTRIES);
  bench.signal = undefined;
  bench.tell = () => {};
  return { ...ran, bench, before, events, written: writes(bench.sandbox) - asked };
}

function kinds(events: readonly RunEvent[], kind: RunEvent['event']): RunEvent[] {
  return events.filter(({ event }) => event === kind);
}

describe('a signal during a run', () => {
  test('before the first call: nothing is written, and that is said', async () => {
    const { deployment, error, written } = await stoppedAt(1);
    expect(written).toBe(0);
    expect(deployment.state).toBe('failed');
    expect(error).toMatchObject({
      exitCode: 130,
      diagnostics: [{ code: 'interrupted', message: 'Interrupted; nothing was written.' }],
    });
  });

  test('its name is the exit code', async () => {
    expect((await stoppedAt(1, 'SIGTERM')).error).toMatchObject({ exitCode: 143 });
  });

  test('at any moment: what runs is finished and recorded, nothing else is sent, and it can be taken back', async () => {
    const { events: all, bench, deployment: whole } = await stoppedAt(Number.POSITIVE_INFINITY);
    await bench.rollback(whole);
    const seen = new Set<string>();
    for (let number = 3; number < all.length; number += 3) {
      const { before, deployment, error, events, written } = await stoppedAt(number, 'SIGINT', bench);
      seen.add(deployment.state);
      // The calls that run are those whose intent was on the disk, and one more for each task that is at that.
      const intents = kinds(events, 'intent').length;
      expect(intents - kinds(events.slice(0, number), 'intent').length).toBeLessThanOrEqual(4);
      expect(kinds(events, 'outcome')).toHaveLength(intents);
      expect(written).toBeLessThanOrEqual(intents);
      expect(events.at(-1)).toMatchObject({ event: 'ended', state: deployment.state });
      if (deployment.state !== 'succeeded') expect(error).toMatchObject({ exitCode: 130 });
      for (const { state, error: reason } of deployment.operations) {
        expect(['pending', 'running', 'done', 'skipped']).toContain(state);
        expect(reason).toBeUndefined();
      }
      await bench.rollback(deployment);
      expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
    }
    expect(seen).toContain('interrupted');
  });

  test('stops between the calls of one operation', async () => {
    const { events: all } = await stoppedAt(Number.POSITIVE_INFINITY);
    const key = 'routing_queue/Cards';
    const first = all.findIndex((event) => event.event === 'intent' && event.key === key) + 1;
    const { deployment, events } = await stoppedAt(first);
    const own = events.filter((event) => 'key' in event && event.key === key);
    expect(own.map(({ event }) => event)).toEqual(['intent', 'outcome']);
    expect(deployment.operations.find(({ operation }) => operation.key === key)).toMatchObject({
      state: 'running',
      touched: true,
    });
  });

  test('when all is done already: it succeeded', async () => {
    const { events: all } = await stoppedAt(Number.POSITIVE_INFINITY);
    const { deployment, error } = await stoppedAt(all.length - 1);
    expect(deployment.state).toBe('succeeded');
    expect(error).toBeUndefined();
  });
});

describe('a signal before a run', () => {
  const FILE = 'name: one\nchanges:\n  - { type: routing_queue, name: Cards, set: { description: New } }\n';

  async function prepared() {
    const { made, sandbox } = await uat({ 'changesets/one.yaml': FILE }, undefined, { latencyMs: 50 });
    const project = { folder: made.folder, store: undefined, env: made.env };
    const { plan } = await simulate(project, 'uat', 'one.yaml');
    const stop = new AbortController();
    const events: RunEvent[] = [];
    const given = {
      signal: stop.signal,
      onEvent: (event: RunEvent) => void events.push(event),
      confirm: async () => {},
    };
    const options = {
      ...given,
      planId: plan.id,
      environment: 'uat',
      onFailure: 'stop',
      unattended: false,
    } as const;
    const store = openFileStore(`${made.folder}/.genesys-changeset`);
    return { project, options, given, sandbox, stop, events, store };
  }

  const NOTHING = { exitCode: 130, diagnostics: [{ message: 'Interrupted; nothing was written.' }] };

  test('while a person is asked', async () => {
    const { project, options, sandbox, stop, events } = await prepared();
    const asked = sandbox.requests.length;
    const confirm = async (): Promise<void> => {
      stop.abort();
      await new Promise(() => {});
    };
    await expect(apply(project, { ...options, confirm })).rejects.toMatchObject(NOTHING);
    expect(sandbox.requests).toHaveLength(asked);
    expect(events.map(({ event }) => event)).toEqual(['version']);
  });

  test.each([10, 120])('while the org is read, after %i ms', async (ms) => {
    const { project, options, sandbox, stop, store } = await prepared();
    setTimeout(() => stop.abort(), ms);
    await expect(apply(project, options)).rejects.toMatchObject(NOTHING);
    expect(sandbox.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(await store.deployments()).toEqual([]);
  });

  test('while a rollback is planned, or a person is asked about it', async () => {
    const { project, options, given, stop, store } = await prepared();
    const { deployment } = await apply(project, { ...options, signal: undefined });
    const back = { ...given, deploymentId: deployment?.id ?? '', onConflict: 'stop' } as const;
    const confirm = async (): Promise<void> => stop.abort();
    await expect(rollback(project, { ...back, confirm })).rejects.toMatchObject(NOTHING);
    await expect(rollback(project, back)).rejects.toMatchObject(NOTHING);
    expect(await store.deployments()).toHaveLength(1);
  });
});
