import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { HeldLock } from '../../src/store/held-lock.ts';
import { Locks } from '../../src/store/locks.ts';
import { type JsonResult, type Ran, run, type TestProject } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

/** So slow that two runs that start together meet. */
const SLOW = { latencyMs: 30, rateLimit: 1_000_000 };
const FAST = { rateLimit: 1_000_000 };

function skills(name: string, ...skillNames: string[]): string {
  return `name: ${name}\nchanges:\n${skillNames.map((skill) => `  - { type: routing_skill, name: ${skill} }\n`).join('')}`;
}

function created(sandbox: Sandbox): number {
  return sandbox.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v2/routing/skills')
    .length;
}

/** Simulates a changeset with these skills; the ID of its plan. */
async function planned(made: TestProject, name: string, ...skillNames: string[]): Promise<string> {
  await made.write(`changesets/${name}.yaml`, skills(name, ...skillNames));
  return (await made.json('simulate', 'uat', `${name}.yaml`)).result.plan.id;
}

function apply(made: TestProject, plan: string, ...more: string[]): Promise<Ran> {
  return made.spawn('apply', 'uat', '--plan', plan, '--yes', ...more);
}

/** The same, in a process of its own only now and then: that takes long. */
function applyIn(round: number, made: TestProject, plan: string, ...more: string[]): Promise<Ran> {
  if (round === 1) return apply(made, plan, ...more);
  return made.run('apply', 'uat', '--plan', plan, '--yes', ...more);
}

/** The lock on "uat", held by this process in the name of somebody else. */
async function lockedBy(person: string, made: TestProject): Promise<HeldLock> {
  const owner = { person, host: 'build-7', process: process.pid, ciRun: '4711' };
  const lock = await new Locks(join(made.folder, '.genesys-changeset'), 'uat').acquire(
    owner,
    'apply P-20261121-aaaa',
  );
  if (!(lock instanceof HeldLock)) throw new Error('somebody else has the lock');
  return lock;
}

describe('two applies at once', () => {
  const LANES = [0, 1];

  test('of one plan: one writes, the other refuses', { timeout: 120_000 }, async () => {
    await Promise.all(
      LANES.map(async () => {
        const { sandbox, made } = await uat({}, undefined, SLOW);
        for (let round = 1; round <= 8; round += 1) {
          const plan = await planned(made, 'first', `Skill ${round}`);
          const both = await Promise.all([applyIn(round, made, plan), applyIn(round, made, plan)]);
          const [done, refused] = both.sort((a, b) => Number(a.code) - Number(b.code));
          expect([done?.code, done?.stderr, created(sandbox)]).toEqual([0, expect.any(String), round]);
          expect(refused?.stderr).toMatch(/lock\.held .*uat is locked|plan\.applied .*carried out already/);
          expect([7, 9]).toContain(refused?.code);
        }
      }),
    );
  });

  test('of two plans: each waits for the other', { timeout: 120_000 }, async () => {
    await Promise.all(
      LANES.map(async () => {
        const { sandbox, made } = await uat({}, undefined, SLOW);
        for (let round = 1; round <= 2; round += 1) {
          const plans = [
            await planned(made, 'first', `First ${round}`),
            await planned(made, 'second', `Second ${round}`),
          ];
          const both = await Promise.all(
            plans.map((plan) => applyIn(round, made, plan, '--lock-timeout', '2m')),
          );
          expect(both.map(({ code, stderr }) => [code, stderr.includes('error')])).toEqual([
            [0, false],
            [0, false],
          ]);
          expect(created(sandbox)).toBe(2 * round);
          const { result } = await made.json('deployments', 'uat');
          const times = result.deployments.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
          expect(times).toEqual([...times].sort());
        }
      }),
    );
  });
});

test('a run that is killed: it was running, is interrupted, and the next one names it and writes nothing', {
  timeout: 60_000,
}, async () => {
  const { sandbox, made } = await uat({}, undefined, { latencyMs: 150, rateLimit: 1_000_000 });
  const plan = await planned(made, 'first', ...Array.from({ length: 12 }, (_, index) => `Skill ${index}`));
  const other = await planned(made, 'second', 'Other');
  let child: ChildProcess | undefined;
  const killed = run(['-C', made.folder, 'apply', 'uat', '--plan', plan, '--yes'], {
    env: made.env,
    started: (process) => {
      child = process;
    },
  });
  await vi.waitFor(() => expect(created(sandbox)).toBeGreaterThan(0), { timeout: 30_000, interval: 10 });
  const [running] = (await made.json('deployments')).result.deployments;
  expect(running?.state).toBe('running');
  child?.kill('SIGKILL');
  await killed;

  const written = created(sandbox);
  const refused = await made.json('apply', 'uat', '--plan', other, '--yes');
  expect(refused).toMatchObject({ exitCode: 9, diagnostics: [{ code: 'deployment.unfinished' }] });
  const { message = '', hint = '' } = refused.diagnostics[0] ?? {};
  expect(message).toContain(running?.id);
  expect(hint).toContain(`changeset resume ${running?.id}`);
  expect(hint).toContain(`changeset rollback ${running?.id}`);
  expect(created(sandbox)).toBe(written);
  const [interrupted] = (await made.json('deployments')).result.deployments;
  expect(interrupted).toMatchObject({ id: running?.id, state: 'interrupted' });

  // Going back from exactly that deployment is the way on.
  const back = await made.json('rollback', running?.id ?? '', '--yes');
  expect(back.exitCode).not.toBe(9);
});

test('of two rollbacks of one deployment that both wait, one undoes it and the other finds nothing to do', async () => {
  const { sandbox, made } = await uat({}, undefined, FAST);
  const { result } = await applied(made);
  const held = await lockedBy('ada', made);
  const words = ['rollback', result.deployment.id, '--yes', '--lock-timeout', '1m'];
  const both = Promise.all([made.run(...words), made.run(...words)]);
  await sleep(1000); // both have their plans by now
  await held.release();
  expect((await both).map(({ code, stderr }) => [code, stderr.includes('error') ? stderr : ''])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const said = (await both).map(({ stdout }) => stdout.split(/[: ]/).slice(0, 3).join(' ')).sort();
  expect(said).toEqual(['Nothing to undo', `rollback of ${result.deployment.id}`]);
  expect(sandbox.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
});

describe('a lock that somebody has', () => {
  test('refuses at once, and says who has it and what to do', async () => {
    const { sandbox, made } = await uat({}, undefined, FAST);
    const plan = await planned(made, 'first', 'Maori');
    const held = await lockedBy('ada@harbour.example', made);
    await held.names('uat-20261121-aaaa');
    const { code, stdout, stderr } = await made.run('apply', 'uat', '--plan', plan, '--yes');
    expect([code, stdout, created(sandbox)]).toEqual([9, '', 0]);
    expect(stderr).toMatch(
      /uat is locked: ada@harbour\.example on build-7 \(process \d+, CI run 4711\) runs {2}apply P-20261121-aaaa \(uat-20261121-aaaa\) {2}since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, last sign of life \d+ s ago\. Nothing was written\./,
    );
    expect(stderr).toContain('--lock-timeout 10m');
    expect(stderr).toContain(`changeset unlock uat ${held.record.id}`);
    const doctor = await made.json('doctor', 'uat');
    expect(doctor).toMatchObject({ exitCode: 9, diagnostics: [{ code: 'lock.held' }] });
    expect((await made.run('simulate', 'uat', 'first.yaml')).code).toBe(0);
    await held.release();
    expect((await made.run('apply', 'uat', '--plan', plan, '--yes')).code).toBe(0);
  });

  test('is waited for with --lock-timeout, by rollback too, and not for longer', async () => {
    const { made } = await uat({}, undefined, FAST);
    const { result } = await applied(made);
    const held = await lockedBy('ada', made);
    const words = ['rollback', result.deployment.id, '--yes', '--lock-timeout'];
    const late = await made.run(...words, '1s');
    expect(late.code).toBe(9);
    expect(late.stderr).toContain('Waiting for the lock on uat: ada on build-7');
    expect(late.stderr).toContain('uat is locked after a wait of 1 s: ada');
    const patient = made.run(...words, '1m');
    setTimeout(() => void held.release(), 300);
    expect((await patient).code).toBe(0);
  });

  test.each(['10', '10x', '1.5m', '-1s', '0s', ' 10m', '10 m', 'm'])(
    '--lock-timeout %j is no time',
    async (time) => {
      const { made } = await uat({});
      for (const words of [
        ['apply', 'uat'],
        ['rollback', 'uat-20261121-aaaa'],
      ]) {
        const { code, stderr } = await made.run(...words, `--lock-timeout=${time}`);
        expect([code, stderr]).toEqual([64, expect.stringContaining('as in 90s, 10m, 1h')]);
      }
    },
  );
});

describe('unlock', () => {
  test('takes exactly that lock away, after asking while it shows signs of life', async () => {
    const { made } = await uat({}, undefined, FAST);
    expect(await made.run('unlock', 'uat', 'L-20261121-aaaa')).toMatchObject({
      code: 0,
      stdout: 'uat is not locked.\n',
    });
    const held = await lockedBy('ada', made);
    const { id } = held.record;
    const other = await made.run('unlock', 'uat', 'L-20261121-aaaa', '--yes');
    expect([other.code, other.stderr]).toEqual([
      5,
      expect.stringContaining(`the lock on uat is ${id}; ada on build-7`),
    ]);
    const unasked = await made.run('unlock', 'uat', id);
    expect([unasked.code, unasked.stderr]).toEqual([64, expect.stringContaining('--yes')]);
    await held.held();
    const { code, stdout } = await made.run('unlock', 'uat', id, '--yes');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('uat is unlocked. It was locked by ada on build-7'),
    ]);
    await expect(held.held()).rejects.toMatchObject({ exitCode: 9, diagnostics: [{ code: 'lock.lost' }] });
    expect((await applied(made)).exitCode).toBe(0);
    expect((await made.run('unlock', '../uat', id)).code).toBe(5);
  });

  test('of a run that is alive after all: it starts no further call', { timeout: 60_000 }, async () => {
    const { sandbox, made } = await uat({}, undefined, { latencyMs: 100, rateLimit: 1_000_000 });
    const names = Array.from({ length: 12 }, (_, index) => `Skill ${index}`);
    const plan = await planned(made, 'first', ...names);
    const running = made.json('apply', 'uat', '--plan', plan, '--yes', '--on-failure', 'rollback');
    await vi.waitFor(() => expect(created(sandbox)).toBeGreaterThan(0), { timeout: 30_000, interval: 10 });
    const locks = new Locks(join(made.folder, '.genesys-changeset'), 'uat');
    const { record } = await locks.standing();
    await made.run('unlock', 'uat', record?.id ?? '', '--yes');
    const written = created(sandbox);
    const { exitCode, diagnostics, result } = await running;
    expect([exitCode, result.deployment.state]).toEqual([8, 'partial']);
    expect(diagnostics[0]).toMatchObject({ code: 'lock.lost' });
    expect(created(sandbox)).toBeLessThan(Math.min(written + 5, names.length));
    expect(sandbox.requests.some(({ method }) => method === 'DELETE')).toBe(false);
  });
});

/** Applies a first changeset. */
async function applied(made: TestProject): Promise<JsonResult> {
  await made.write('changesets/first.yaml', skills('first', 'Maori'));
  return made.json('apply', 'uat', 'first.yaml', '--yes');
}
