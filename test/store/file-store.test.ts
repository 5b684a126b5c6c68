import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import type { DeploymentEvent } from '../../src/store/events.ts';
import { openFileStore } from '../../src/store/file-store.ts';
import { newId } from '../../src/store/ids.ts';
import type { Journal, Store } from '../../src/store/store.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function planOf(id: string, environment = 'prod', createdAt = '2026-11-21T09:00:00.000Z'): Plan {
  return {
    format: 1,
    id,
    environment,
    organization: { id: 'o', name: 'Org' },
    changeset: { name: 'release' },
    createdAt,
    files: [],
    artifact: 'sha256:a',
    environmentDigest: 'sha256:e',
    digest: 'sha256:d',
    saw: { names: [], objects: [] },
    operations: [],
    unchanged: [],
    skipped: [],
    labels: {},
    warnings: [],
    calls: { read: 0, write: 0 },
    estimatedSeconds: 0,
  };
}

const started = (deployment: string, at: string): DeploymentEvent => ({
  event: 'started',
  format: 1,
  at,
  deployment,
  plan: 'P-20261121-aaaa',
  who: { person: 'ada', where: 'here', oauthClient: undefined },
  tool: '0',
  gitCommit: undefined,
});

async function begun(store: Store, id: string, environment = 'prod', at = '1'): Promise<Journal> {
  const journal = await store.begin(id, planOf('P-20261121-aaaa', environment), new Map());
  await journal.append(started(id, at));
  return journal;
}

test('a saved plan comes back as it was, and is the last of its environment', async () => {
  const store = openFileStore(await temporaryFolder());
  const first = planOf('P-20261121-aaaa', 'uat', '2026-11-21T09:00:00.000Z');
  const second = planOf('P-20261121-bbbb', 'prod', '2026-11-21T09:30:00.000Z');
  await store.savePlan(first);
  await store.savePlan(second);
  expect(await store.plan(first.id)).toEqual(first);
  expect(await store.lastPlan()).toEqual(second);
  expect(await store.lastPlan('uat')).toEqual(first);
  expect(await store.lastPlan('dev')).toBeUndefined();
  expect(await store.plannedSince(Date.parse('2026-11-21T09:10:00.000Z'))).toEqual(['prod']);
});

test('an empty store knows nothing', async () => {
  const store = openFileStore(join(await temporaryFolder(), 'none', 'yet'));
  expect(await store.lastPlan()).toBeUndefined();
  expect(await store.deployments()).toEqual([]);
  expect(await store.deployment('prod-20261121-aaaa')).toBeUndefined();
});

test.each(['../plans/P-20261121-aaaa', 'P-20261121-aaaa/../x', '..', 'prod-20261121-aaaa/..', ''])(
  'the ID %j reads no file',
  async (id) => {
    const folder = await temporaryFolder();
    const store = openFileStore(join(folder, 'store'));
    await store.savePlan(planOf('P-20261121-aaaa'));
    await (await begun(store, 'prod-20261121-aaaa')).close();
    expect(await store.plan(id)).toBeUndefined();
    expect(await store.deployment(id)).toBeUndefined();
  },
);

test('every event is on the disk when append returns', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  const journal = await begun(store, 'prod-20261121-aaaa');
  const lines = await readFile(join(folder, 'deployments', 'prod-20261121-aaaa', 'events.jsonl'), 'utf8');
  expect(lines.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(lines)).toMatchObject({ event: 'started', who: { person: 'ada' } });
  await journal.close();
});

test('events keep the order in which they were handed over', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  const journal = await begun(store, 'prod-20261121-aaaa');
  const keys = Array.from({ length: 50 }, (_, index) => `routing_queue/Q${index}`);
  await Promise.all(keys.map((key) => journal.append({ event: 'finished', at: '2', key, state: 'done' })));
  await journal.close();
  const lines = await readFile(join(folder, 'deployments', 'prod-20261121-aaaa', 'events.jsonl'), 'utf8');
  const written = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { key?: string });
  expect(written.slice(1).map(({ key }) => key)).toEqual(keys);
});

test('a torn last line is passed over: the deployment counts as interrupted', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  await (await begun(store, 'prod-20261121-aaaa')).close();
  const journal = join(folder, 'deployments', 'prod-20261121-aaaa', 'events.jsonl');
  await appendFile(journal, '{"event":"ended","at":"2","state":"succ');
  expect(await store.deployment('prod-20261121-aaaa')).toMatchObject({
    id: 'prod-20261121-aaaa',
    state: 'interrupted',
  });
});

test('damage in the middle of a journal is said, with its line, and not guessed away', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  await (await begun(store, 'prod-20261121-aaaa')).close();
  const journal = join(folder, 'deployments', 'prod-20261121-aaaa', 'events.jsonl');
  await appendFile(journal, '{"event":"int\n{"event":"finished"}\n');
  await expect(store.deployment('prod-20261121-aaaa')).rejects.toMatchObject({
    diagnostics: [{ code: 'store.damaged', message: expect.stringContaining('Line 2 of') }],
  });
});

test('a damaged plan is said', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'plans'));
  await writeFile(join(folder, 'plans', 'P-20261121-aaaa.json'), '{"id":');
  await expect(openFileStore(folder).plan('P-20261121-aaaa')).rejects.toMatchObject({
    diagnostics: [{ code: 'store.damaged' }],
  });
});

test('a deployment whose first event a crash has torn is none: it sent nothing', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  for (const [id, text] of [
    ['prod-20261121-aaaa', ''],
    ['prod-20261121-bbbb', '{"event":"started","for'],
  ] as const) {
    await (await store.begin(id, planOf('P-20261121-aaaa'), new Map())).close();
    await appendFile(join(folder, 'deployments', id, 'events.jsonl'), text);
    expect(await store.deployment(id)).toBeUndefined();
    expect(await store.has(id)).toBe(true);
  }
  expect(await store.deployments()).toEqual([]);
});

test('deployments are listed from the oldest, of one environment or of all; other folders are no deployments', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  await (await begun(store, 'prod-20261121-zzzz', 'prod', '2026-11-21T08:00:00Z')).close();
  await (await begun(store, 'uat-20261121-bbbb', 'uat', '2026-11-21T09:00:00Z')).close();
  await (await begun(store, 'prod-20261121-aaaa', 'prod', '2026-11-21T10:00:00Z')).close();
  await mkdir(join(folder, 'deployments', 'notes'));
  await mkdir(join(folder, 'deployments', 'prod-20261121-cccc'));
  const ids = async (environment?: string): Promise<string[]> =>
    (await store.deployments(environment)).map(({ id }) => id);
  expect(await ids()).toEqual(['prod-20261121-zzzz', 'uat-20261121-bbbb', 'prod-20261121-aaaa']);
  expect(await ids('prod')).toEqual(['prod-20261121-zzzz', 'prod-20261121-aaaa']);
  expect(await store.has('prod-20261121-aaaa')).toBe(true);
  expect(await store.has('prod-20261121-cccc')).toBe(false);
});

test('no deployment is begun twice', async () => {
  const store = openFileStore(await temporaryFolder());
  await (await begun(store, 'prod-20261121-aaaa')).close();
  await expect(begun(store, 'prod-20261121-aaaa')).rejects.toMatchObject({
    diagnostics: [{ code: 'store.unwritable' }],
  });
});

test('what a plan was made from is kept beside it, and nothing half-written stays', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore(folder);
  const files = new Map([['sources/changesets/release.yaml', Buffer.from('name: release\n')]]);
  await (await store.begin('prod-20261121-aaaa', planOf('P-20261121-aaaa'), files)).close();
  const deployment = join(folder, 'deployments', 'prod-20261121-aaaa');
  expect((await readdir(deployment)).sort()).toEqual(['events.jsonl', 'plan.json', 'sources']);
  expect(await readFile(join(deployment, 'sources', 'changesets', 'release.yaml'), 'utf8')).toBe(
    'name: release\n',
  );
});

test('a store that cannot be written says so before anything is sent', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'plans'), 'a file, not a folder');
  await expect(openFileStore(folder).savePlan(planOf('P-20261121-aaaa'))).rejects.toMatchObject({
    exitCode: 1,
    diagnostics: [
      { code: 'store.unwritable', hint: expect.stringContaining('Nothing was written to Genesys Cloud') },
    ],
  });
});

test('IDs carry the day in UTC and four characters that nobody mixes up', () => {
  const late = new Date('2026-11-21T23:59:59-05:00');
  expect(newId('prod', late)).toMatch(/^prod-20261122-[a-hj-km-np-z2-9]{4}$/);
  const ids = new Set(Array.from({ length: 50 }, () => newId('P', late)));
  expect(ids.size).toBeGreaterThan(45);
});
