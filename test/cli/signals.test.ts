import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/deploy/run-events.ts';
import { type FaultRule, paths, type Sandbox } from '../../src/sandbox/index.ts';
import { type JsonResult, project, type Ran, ROOT, type TestProject } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

const NAMES = Array.from({ length: 12 }, (_, index) => `Signal ${index}`);
const FILE = `name: many\nchanges:\n  - { type: routing_queue, names: [${NAMES.join(', ')}] }\n`;
const PROGRAM = join(ROOT, 'dist', 'cli', 'main.js');

interface Pressing {
  /** Given as soon as the org got this many requests of the kind from the command. */
  readonly after: number;
  /** [write] */
  readonly kind?: 'any';
  readonly signal: NodeJS.Signals;
  /** Given again so many milliseconds later. */
  readonly again?: number;
}

/** Runs a command as a shell does, and gives it signals on the way. */
async function signalled(
  made: TestProject,
  sandbox: Sandbox,
  words: readonly string[],
  { after, kind, signal, again }: Pressing,
): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [PROGRAM, '-C', made.folder, ...words], {
    env: { PATH, HOME: made.folder, ...made.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const count = (): number => (kind === 'any' ? sandbox.requests.length : writes(sandbox));
  const already = count();
  const watch = setInterval(() => {
    if (count() - already < after) return;
    clearInterval(watch);
    child.kill(signal);
    if (again !== undefined) setTimeout(() => child.kill(signal), again);
  }, 5);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { code, stdout, stderr };
}

function writes({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/')).length;
}

function made(sandbox: Sandbox): number {
  const queues = Object.values(sandbox.snapshot().collections[paths.QUEUES] ?? {});
  return queues.filter(({ name }) => String(name).startsWith('Signal ')).length;
}

/** A project with a plan, before an org in which each write, or each read, takes so long. */
async function prepared(delayMs: number, when: FaultRule['when'] = { writes: true }) {
  const ready = await uat({ 'changesets/many.yaml': FILE });
  await ready.made.run('simulate', 'uat', 'many.yaml');
  if (delayMs > 0) ready.sandbox.inject({ when, do: { delayMs, at: 'after' } });
  return { project: ready.made, sandbox: ready.sandbox };
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, exitCode) => {
  test('once: what runs is finished, and what to run next is said', { timeout: 60_000 }, async () => {
    const { project, sandbox } = await prepared(300);
    const { code, stdout, stderr } = await signalled(project, sandbox, ['apply', '--yes'], {
      after: 1,
      signal,
    });
    expect(code).toBe(exitCode);
    expect(stdout).toBe('');
    expect(stderr).toContain('Stopping: nothing new is sent, what runs is finished.');
    const done = /many was interrupted: (\d+) of 12 operations/.exec(stderr)?.[1];
    expect(Number(done)).toBe(made(sandbox));
    expect(Number(done)).toBeGreaterThan(0);
    expect(Number(done)).toBeLessThan(12);
    expect(stderr).toMatch(/Next: {2}changeset resume (uat-\S+) +to go on\n +changeset rollback \1 /);
    expect(stderr).not.toContain('failed');
    expect(stderr).not.toMatch(/\n\s+at /);
    sandbox.clearFaults();
    const { result } = await project.json('deployments');
    const [deployment] = result.deployments;
    expect(deployment?.state).toBe('interrupted');
    expect((await project.run('rollback', deployment?.id ?? '', '--yes')).code).toBe(0);
    expect(made(sandbox)).toBe(0);
  });
});

test('twice: the process ends at once, and says what that means', { timeout: 60_000 }, async () => {
  const { project, sandbox } = await prepared(1500);
  const pressing = { after: 1, signal: 'SIGINT', again: 500 } as const;
  const { code, stderr } = await signalled(project, sandbox, ['apply', '--yes'], pressing);
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /\nStopped at once: the record of (uat-\S+) may have no end\. changeset resume \1 goes on, changeset rollback \1 goes back\.\n$/,
  );
  const { result } = await project.json('deployments');
  expect(result.deployments[0]).toMatchObject({ state: 'interrupted' });
});

test('a key that is passed on twice counts once', { timeout: 60_000 }, async () => {
  const { project, sandbox } = await prepared(600);
  const pressing = { after: 1, signal: 'SIGINT', again: 20 } as const;
  const { code, stderr } = await signalled(project, sandbox, ['apply', '--yes'], pressing);
  expect(code).toBe(130);
  expect(stderr).not.toContain('Stopped at once');
  expect((await project.json('deployments')).result.deployments[0]?.operations).not.toContainEqual(
    expect.objectContaining({ state: 'unknown' }),
  );
});

test('with --json there is one document, and nothing else', { timeout: 60_000 }, async () => {
  const { project, sandbox } = await prepared(300);
  const words = ['apply', '--yes', '--json'];
  const { code, stdout, stderr } = await signalled(project, sandbox, words, { after: 1, signal: 'SIGINT' });
  expect(stderr).toBe('');
  expect(code).toBe(130);
  const document = JSON.parse(stdout) as JsonResult;
  expect(document).toMatchObject({ ok: false, exitCode: 130, diagnostics: [{ code: 'interrupted' }] });
  expect(document.result.deployment.state).toBe('interrupted');
});

test('with --json the second signal brings one document, too', { timeout: 60_000 }, async () => {
  const { project, sandbox } = await prepared(1500);
  const pressing = { after: 1, signal: 'SIGTERM', again: 500 } as const;
  const { code, stdout } = await signalled(project, sandbox, ['apply', '--yes', '--json'], pressing);
  expect(code).toBe(143);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 143, diagnostics: [{ code: 'interrupted.atOnce' }] });
});

test('before anything is written it just ends', { timeout: 60_000 }, async () => {
  const { project, sandbox } = await prepared(300, { reads: true });
  const pressing = { after: 2, kind: 'any', signal: 'SIGINT' } as const;
  const { code, stderr } = await signalled(project, sandbox, ['apply', '--yes'], pressing);
  expect(code).toBe(130);
  expect(stderr).toBe('error  interrupted  Interrupted; nothing was written.\n');
  expect(writes(sandbox)).toBe(0);
  expect((await project.json('deployments')).result.deployments).toEqual([]);
});

describe('--events', () => {
  const events = async (path: string): Promise<RunEvent[]> =>
    (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);

  test('writes what happens, the version first, and leaves a file alone that is there', async () => {
    const { project, sandbox } = await prepared(0);
    const file = join(project.folder, 'events.jsonl');
    const { result } = await project.json('apply', '--yes', '--events', file);
    const applied = await events(file);
    expect(applied[0]).toMatchObject({ event: 'version', format: 1 });
    expect(applied.find(({ event }) => event === 'started')).toMatchObject({
      deployment: result.deployment.id,
    });
    expect(applied.at(-1)).toMatchObject({ event: 'ended', state: 'succeeded' });

    const asked = sandbox.requests.length;
    const again = await project.run('rollback', result.deployment.id, '--yes', '--events', file);
    expect(again.code).toBe(64);
    expect(again.stderr).toContain(`the file ${file} is there already. Nothing was sent.`);
    expect(sandbox.requests).toHaveLength(asked);
    expect(await events(file)).toEqual(applied);

    const other = join(project.folder, 'back.jsonl');
    expect((await project.run('rollback', result.deployment.id, '--yes', '--events', other)).code).toBe(0);
    expect((await events(other)).at(-1)).toMatchObject({ event: 'ended', state: 'succeeded' });
  });

  test('a file that cannot be made stops the command before anything is sent', async () => {
    const { project, sandbox } = await prepared(0);
    const asked = sandbox.requests.length;
    const file = join(project.folder, 'nowhere', 'events.jsonl');
    const { code, stderr } = await project.run('apply', '--yes', '--events', file);
    expect(code).toBe(64);
    expect(stderr).toContain('cannot be made: ENOENT');
    expect(sandbox.requests).toHaveLength(asked);
  });
});

/** Runs a command whose files cannot grow beyond so many bytes. */
function limited(made: TestProject, bytes: number, words: readonly string[]): Promise<Ran> {
  return limitedProcess(bytes, [PROGRAM, '-C', made.folder, ...words], made.env);
}

function limitedProcess(
  bytes: number,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  const script = `ulimit -f ${Math.floor(bytes / 512)}; exec "$@"`;
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, ...words], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

describe.skipIf(process.platform === 'win32')('a disk that takes no more', () => {
  test('in the middle of a run: it stops before the next call, and the record says how far it came', {
    timeout: 60_000,
  }, async () => {
    const { project, sandbox } = await prepared(0);
    const { result: simulated } = await project.json('simulate', 'uat', 'many.yaml');
    const { size } = await stat(
      join(project.folder, '.genesys-changeset/plans', `${simulated.plan.id}.json`),
    );
    const { code, stderr } = await limited(project, size + 1024, ['apply', '--yes']);
    expect(stderr).toMatch(/events\.jsonl cannot be written: EFBIG/);
    expect(stderr).toMatch(/Next: {2}changeset resume (uat-\S+) +to go on\n +changeset rollback \1 /);
    expect(stderr).not.toContain('a mistake of changeset itself');
    expect(code).toBe(8);
    const { result } = await project.json('deployments');
    const { id = '', state } = result.deployments[0] ?? {};
    expect(state).toBe('interrupted');
    const record = join(project.folder, '.genesys-changeset/deployments', id, 'events.jsonl');
    const intents = (await readFile(record, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"event":"intent"'));
    expect(writes(sandbox)).toBe(intents.length);
    const shown = await project.run('show', id);
    expect(shown.stdout).toContain('was interrupted');
    expect(shown.stdout).toContain('(not ended)');
  });

  test('from the start: nothing is sent', { timeout: 60_000 }, async () => {
    const { project, sandbox } = await prepared(0);
    const { code, stderr } = await limited(project, 2048, ['apply', '--yes']);
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing was written to Genesys Cloud.');
    expect(writes(sandbox)).toBe(0);
    expect((await project.json('deployments')).result.deployments).toEqual([]);
  });

  test('for the events alone is a warning, given once', async () => {
    const { folder } = await project();
    const module = JSON.stringify(join(ROOT, 'dist', 'cli', 'events-file.js'));
    const code = `import { openEventsFile } from ${module};
      const file = openEventsFile(process.argv[1], (text) => console.log(text));
      for (let n = 0; n < 40; n += 1) file.write({ event: 'version', format: 1, tool: 'x'.repeat(60) });
      file.close();`;
    const path = join(folder, 'events.jsonl');
    const { stdout } = await limitedProcess(1024, ['--input-type=module', '-e', code, path]);
    expect(stdout).toMatch(
      /^The events cannot be written to \S+ any more: EFBIG[^\n]*\. The run goes on\.\n$/,
    );
  });
});
