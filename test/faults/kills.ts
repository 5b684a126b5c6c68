import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { differences, type OrgState, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { openFileStore } from '../../src/store/file-store.ts';
import { run, TestProject } from '../support/cli.ts';
import { smallBank } from '../support/small-bank.ts';
import { MANY, MAPPING } from './many-operations.ts';

const PRELOAD = fileURLToPath(new URL('./kill-at-line.mjs', import.meta.url));
/** What a killed process had sent arrives within that. */
const ARRIVAL_MS = 30;

/** Where a process is killed: at the n-th line of its journal, or the n-th write call, whose effect takes place or not. */
export interface Point {
  readonly at: 'line' | 'call';
  readonly moment: 'before' | 'torn' | 'after';
  readonly n: number;
}

/** A sandbox with a project before it, from which real processes are started and killed. */
interface Yard {
  readonly sandbox: Sandbox;
  readonly made: TestProject;
}

/** The same org and project for every kill, and how an apply of the changeset ends that nobody kills. */
export class Kills {
  readonly before: OrgState;
  readonly after: OrgState;
  readonly lines: number;
  readonly calls: number;

  private constructor(before: OrgState, after: OrgState, counts: { lines: number; calls: number }) {
    this.before = before;
    this.after = after;
    this.lines = counts.lines;
    this.calls = counts.calls;
  }

  static async prepared(): Promise<Kills> {
    const before = smallBank(JSON.stringify([MANY, MAPPING]));
    return inYard(before, async ({ sandbox, made }) => {
      const { code, stderr } = await made.run('apply', 'uat', 'many.yaml', '--yes');
      if (code !== 0) throw new Error(stderr);
      const [deployment] = await openFileStore(join(made.folder, '.genesys-changeset')).deployments();
      if (!deployment) throw new Error('nothing is recorded');
      const journal = join(made.folder, '.genesys-changeset', 'deployments', deployment.id, 'events.jsonl');
      const lines = (await readFile(journal, 'utf8')).split('\n').length - 1;
      return new Kills(before, sandbox.snapshot(), { lines, calls: writesOf(sandbox) });
    });
  }

  /** Every point at which a run can be killed. */
  points(): Point[] {
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    return [
      ...numbers(this.lines).flatMap((n) =>
        (['before', 'torn', 'after'] as const).map((moment): Point => ({ at: 'line', moment, n })),
      ),
      ...numbers(this.calls).flatMap((n) =>
        (['before', 'after'] as const).map((moment): Point => ({ at: 'call', moment, n })),
      ),
    ];
  }

  /** Kills an apply there, goes on with it, and in a second pass takes it back. Returns what should not have come of it. */
  async killedAt(point: Point): Promise<string[]> {
    return inYard(this.before, async ({ sandbox, made }) => {
      const signal = await killed(sandbox, made, point);
      if (signal !== 'SIGKILL') return [`the run was not killed: ${signal}`];
      const left = sandbox.snapshot();
      const copy = await mkdtemp(join(tmpdir(), 'changeset-killed-'));
      await cp(made.folder, copy, { recursive: true });
      const [id] = await idsIn(made);
      const problems: string[] = [];
      const goOn = async (yard: Yard, command: 'resume' | 'rollback', then: OrgState): Promise<void> => {
        // A process that was killed before its first line has sent nothing.
        const ran = id ? await yard.made.run(command, id, '--yes') : { code: 0, stderr: '' };
        const found = id || command === 'rollback' ? differences(then, yard.sandbox.snapshot()) : [];
        if (ran.code !== 0) problems.push(`${command} ended with ${ran.code}: ${ran.stderr}`);
        if (found.length > 0) problems.push(`after ${command}: ${JSON.stringify(found).slice(0, 600)}`);
        problems.push(...yard.sandbox.violations.map((violation) => JSON.stringify(violation)));
      };
      await goOn({ sandbox, made }, 'resume', this.after);
      const port = Number(new URL(sandbox.url).port);
      await sandbox.close();
      const again = await startSandbox({ seed: left, port, rateLimit: 1_000_000 });
      try {
        const back = { sandbox: again, made: new TestProject(copy, made.env) };
        await goOn(back, 'rollback', this.before);
      } finally {
        await again.close();
        await rm(copy, { recursive: true, force: true });
      }
      return problems;
    });
  }
}

export function inWords({ at, moment, n }: Point): string {
  return `${moment} ${at === 'line' ? `line ${n} of the journal` : `the effect of write call ${n}`}`;
}

async function inYard<T>(seed: OrgState, work: (yard: Yard) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ seed, rateLimit: 1_000_000 });
  const { id, secret } = sandbox.client;
  const folder = await mkdtemp(join(tmpdir(), 'changeset-kills-'));
  const made = new TestProject(folder, { UAT_CLIENT_ID: id, UAT_CLIENT_SECRET: secret });
  const access = { apiUrl: sandbox.url, loginUrl: sandbox.url, credentials: { env: 'UAT' } };
  const { organizationId } = sandbox;
  await made.write(
    'mappings/uat.yaml',
    stringify({ environment: 'uat', organizationId, ...access, ...MAPPING }),
  );
  await made.write('changesets/many.yaml', stringify({ name: 'many', changes: MANY }));
  try {
    return await work({ sandbox, made });
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Applies the changeset in a process of its own until it is killed. Returns the signal that ended it. */
async function killed(sandbox: Sandbox, made: TestProject, { at, moment, n }: Point): Promise<string | null> {
  let signal: string | null = null;
  const atLine = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: `${moment} ${n}` };
  const env = at === 'line' ? { ...made.env, ...atLine } : made.env;
  await run(['-C', made.folder, 'apply', 'uat', 'many.yaml', '--yes'], {
    env,
    started: (child) => {
      const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.once('exit', (_, by) => {
        signal = by;
      });
      if (at === 'line') return;
      if (moment === 'before') sandbox.inject({ when: { writes: true, nth: n }, do: { reset: 'before' } });
      let calls = 0;
      let own: number | undefined;
      sandbox.onRequest = async ({ writes, phase, index }) => {
        if (!writes) return;
        if (phase === 'received') calls += 1;
        if (phase === 'received' && calls === n) own = index;
        if (index !== own || phase !== (moment === 'before' ? 'received' : 'done')) return;
        child.kill('SIGKILL');
        await over;
      };
    },
  });
  await sleep(ARRIVAL_MS);
  sandbox.onRequest = undefined;
  sandbox.clearFaults();
  return signal;
}

async function idsIn({ folder }: TestProject): Promise<string[]> {
  const deployments = await openFileStore(join(folder, '.genesys-changeset')).deployments();
  return deployments.map(({ id }) => id);
}

function writesOf({ requests }: Sandbox): number {
  return requests.filter(({ writes }) => writes).length;
}
