import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { HeldLock } from '../../src/store/held-lock.ts';
import { type LockRecord, Locks, type LockTiming } from '../../src/store/locks.ts';

const owner = { person: 'ada', host: 'here', process: process.pid };
/** Signs of life come when the test wants them. */
const still: LockTiming = { heartbeatMs: 3_600_000, expiryMs: 60_000 };

async function temporaryStore(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-locks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function taken(store: string, environment = 'prod', run = 'apply P-1'): Promise<HeldLock> {
  const lock = await new Locks(store, environment, still).acquire(owner, run);
  if (!(lock instanceof HeldLock)) throw new Error(`the lock is ${lock.state}`);
  return lock;
}

/** Many that try at once; those that got it. */
async function contend(store: string, count: number): Promise<HeldLock[]> {
  const got = await Promise.all(
    Array.from({ length: count }, () => new Locks(store, 'prod', still).acquire(owner, 'apply P-2')),
  );
  return got.filter((lock) => lock instanceof HeldLock);
}

async function fileIn(store: string): Promise<string> {
  const folder = join(store, 'locks', 'prod');
  const numbers = (await readdir(folder)).filter((name) => name.endsWith('.json')).map(Number.parseFloat);
  return join(folder, `${Math.max(...numbers)}.json`);
}

async function recordIn(store: string): Promise<LockRecord> {
  return JSON.parse(await readFile(await fileIn(store), 'utf8')) as LockRecord;
}

/** As if the last sign of life had been two minutes ago. */
async function silence(store: string): Promise<void> {
  const then = new Date(Date.now() - 120_000);
  await utimes(await fileIn(store), then, then);
}

const lost = { exitCode: 9, diagnostics: [{ code: 'lock.lost' }] };

describe('of many at once, exactly one gets', () => {
  test('a lock that nobody ever had, and the next one after it is given back', async () => {
    const store = await temporaryStore();
    const first = await contend(store, 40);
    expect(first).toHaveLength(1);
    expect(await contend(store, 10)).toEqual([]);
    await first[0]?.release();
    expect(await contend(store, 40)).toHaveLength(1);
    expect(await readdir(join(store, 'locks', 'prod'))).toEqual(['2.json']);
  });

  test('the lock of a holder that gives no sign of life', async () => {
    for (let round = 0; round < 10; round += 1) {
      const store = await temporaryStore();
      const slow = await taken(store);
      await silence(store);
      const [next, ...more] = await contend(store, 20);
      expect(more).toEqual([]);
      await next?.held();
      await expect(slow.held()).rejects.toMatchObject(lost);
    }
  });

  test('a lock whose file a crash left empty, once it is old', async () => {
    const store = await temporaryStore();
    await mkdir(join(store, 'locks', 'prod'), { recursive: true });
    await writeFile(join(store, 'locks', 'prod', '7.json'), '');
    expect(await contend(store, 5)).toEqual([]);
    await silence(store);
    expect(await contend(store, 20)).toHaveLength(1);
    expect(await fileIn(store)).toMatch(/8\.json$/);
  });
});

describe('one that is slow between looking and taking leaves the lock alone', () => {
  /** An owner that is asked for its name just then; what others do meanwhile. */
  function ownerAfter(others: () => void): typeof owner {
    let isOver = false;
    return {
      ...owner,
      get person() {
        if (!isOver) others();
        isOver = true;
        return 'grace';
      },
    };
  }

  test('when the holder gave a sign of life after all', async () => {
    const store = await temporaryStore();
    const slow = await taken(store);
    const path = await fileIn(store);
    await silence(store);
    const late = ownerAfter(() =>
      writeFileSync(path, JSON.stringify({ ...slow.record, heartbeatAt: new Date().toISOString() })),
    );
    const found = await new Locks(store, 'prod', still).acquire(late, 'apply P-2');
    expect(found).toMatchObject({ state: 'held', record: { id: slow.record.id } });
    await slow.held();
  });

  test('when others had it and one has it since', async () => {
    const store = await temporaryStore();
    const first = await taken(store);
    const { record } = first;
    await first.release();
    const folder = join(store, 'locks', 'prod');
    const late = ownerAfter(() => {
      writeFileSync(join(folder, '3.json'), JSON.stringify({ ...record, id: 'L-20261121-next' }));
      rmSync(join(folder, '1.json'));
    });
    const found = await new Locks(store, 'prod', still).acquire(late, 'apply P-2');
    expect(found).toMatchObject({ state: 'held', record: { id: 'L-20261121-next' } });
    expect(await readdir(folder)).toEqual(['3.json']);
  });
});

test.runIf(existsSync('/proc/self/ns/pid'))(
  'a process of this machine that is gone is dead at once',
  async () => {
    const store = await temporaryStore();
    const { record } = await taken(store);
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(
      await fileIn(store),
      JSON.stringify({ ...record, owner: { ...record.owner, process: pid } }),
    );
    expect(await contend(store, 20)).toHaveLength(1);
  },
);

test.each([{ machine: 'another' }, { machine: undefined }])(
  'a process of a machine that cannot be told is waited for: %j',
  async (where) => {
    const store = await temporaryStore();
    const { record } = await taken(store);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const gone = { ...record.owner, process: pid, ...where };
    await writeFile(await fileIn(store), JSON.stringify({ ...record, owner: gone }));
    expect(await contend(store, 5)).toEqual([]);
  },
);

test('environments do not disturb each other, and no name leads out of the store', async () => {
  const store = await temporaryStore();
  const prod = await taken(store, 'prod');
  const uat = await taken(store, 'uat');
  await uat.release();
  await prod.held();
  expect((await new Locks(store, 'prod').standing()).state).toBe('held');
  expect((await new Locks(store, 'uat').standing()).state).toBe('free');
  for (const name of ['..', '../other', 'a/b', '', 'a\\b', '.x'])
    expect(() => new Locks(store, name)).toThrow('is no name of an environment');
});

describe('a holder', () => {
  afterEach(() => vi.useRealTimers());

  test('says for which deployment, gives signs of life, and gives the lock back after all of them', async () => {
    const store = await temporaryStore();
    const lock = await new Locks(store, 'prod', { heartbeatMs: 10, expiryMs: 60_000 }).acquire(
      owner,
      'apply',
    );
    if (!(lock instanceof HeldLock)) throw new Error('not taken');
    await lock.names('prod-20261121-aaaa');
    const { heartbeatAt, deployment } = await recordIn(store);
    expect(deployment).toBe('prod-20261121-aaaa');
    await vi.waitFor(async () => expect((await recordIn(store)).heartbeatAt > heartbeatAt).toBe(true));
    await lock.held();
    await Promise.all([lock.names('prod-20261121-bbbb'), lock.release()]);
    await sleep(50);
    expect(await recordIn(store)).toMatchObject({
      deployment: 'prod-20261121-bbbb',
      releasedAt: expect.any(String),
    });
    expect((await new Locks(store, 'prod').standing()).state).toBe('free');
  });

  test('whose lock somebody took away has lost it, and cannot bring it back', async () => {
    const store = await temporaryStore();
    const lock = await taken(store);
    expect(await new Locks(store, 'prod').remove('L-20261121-none')).toBe(false);
    await lock.held();
    expect(await new Locks(store, 'prod').remove(lock.record.id)).toBe(true);
    await expect(lock.held()).rejects.toMatchObject(lost);
    const next = await taken(store, 'prod', 'apply P-3');
    await lock.release();
    await expect(lock.names('prod-20261121-aaaa')).rejects.toMatchObject(lost);
    await next.held();
    expect((await recordIn(store)).run).toBe('apply P-3');
    expect(await new Locks(store, 'prod').remove(lock.record.id)).toBe(false);
  });

  test('whose file is gone has lost it', async () => {
    const store = await temporaryStore();
    const lock = await taken(store);
    await rm(join(store, 'locks'), { recursive: true });
    await expect(lock.held()).rejects.toMatchObject(lost);
  });

  test('that slept while it was taken for dead never goes on beside the one that took over', async () => {
    const ends = { slow: 0, next: 0 };
    for (let round = 0; round < 36; round += 1) {
      const store = await temporaryStore();
      const slow = await taken(store);
      await silence(store);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 45_000 });
      const [goesOn, next] = await Promise.all([
        sleep(round % 6).then(() =>
          slow.held().then(
            () => true,
            () => false,
          ),
        ),
        new Locks(store, 'prod', still).acquire(owner, 'apply P-2'),
      ]);
      vi.useRealTimers();
      expect(goesOn && next instanceof HeldLock).toBe(false);
      ends.slow += goesOn ? 1 : 0;
      ends.next += next instanceof HeldLock ? 1 : 0;
    }
    expect(Math.min(ends.slow, ends.next)).toBeGreaterThan(0);
  });
});
