import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { styleFor } from '../../src/render/style.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist', 'cli', 'main.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface DeploymentResult {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly operations: readonly { readonly key: string; readonly state: string }[];
}

/** What `result` holds, each field where the command gives it: those that tests look into. */
export interface CommandResult {
  readonly plan: {
    readonly id: string;
    readonly digest: string;
    readonly rights: object;
    readonly summary: Readonly<Record<string, number>>;
    readonly operations: readonly { readonly key: string }[];
  };
  readonly deployment: DeploymentResult;
  readonly deployments: readonly DeploymentResult[];
  readonly conflicts: readonly object[];
  readonly types: readonly object[];
  readonly exitCodes: Readonly<Record<string, string>>;
  readonly checks: readonly { readonly check: string; readonly state: string }[];
  readonly rights: readonly { readonly type: string }[];
}

/** What `--json` printed; the fields that tests look into have their types. */
export interface JsonResult {
  readonly schemaVersion: number;
  readonly command: string;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly diagnostics: readonly {
    severity: string;
    code: string;
    message: string;
    file?: string;
    line?: number;
    column?: number;
    hint?: string;
  }[];
  readonly result: CommandResult;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  /** What the process reads. */
  readonly input?: string;
  /** What it writes to stderr before it gets the input; otherwise it gets it at once. */
  readonly prompt?: string;
  /** Gets the process, to stop it in the middle. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the command line as a person's shell does: a process of its own, no terminal. */
export function run(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...words], { env: { PATH, HOME, ...options.env } });
  options.started?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const { prompt, input = '' } = options;
  let asked = prompt === undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!asked && stderr.includes(prompt ?? '')) {
      asked = true;
      child.stdin.end(input);
    }
  });
  if (asked) child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the command line within this process: the same words, texts and exit codes, in a fraction of the time. */
export async function runHere(words: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const plain = styleFor(false);
  const code = await main(words, {
    env,
    canAsk: false,
    outStyle: plain,
    errStyle: plain,
    errColumns: () => 0,
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
}

/** A project folder of its own, gone when the test ends. */
export class TestProject {
  readonly folder: string;
  readonly env: Record<string, string>;

  constructor(folder: string, env: Record<string, string>) {
    this.folder = folder;
    this.env = env;
  }

  run(...words: string[]): Promise<Ran> {
    return runHere(['-C', this.folder, ...words], this.env);
  }

  /** The same as a process of its own. */
  spawn(...words: string[]): Promise<Ran> {
    return run(['-C', this.folder, ...words], { env: this.env });
  }

  /** Runs with `--json` and checks that exactly one document was printed. */
  async json(...words: string[]): Promise<JsonResult> {
    const ran = await this.run(...words, '--json');
    const document = JSON.parse(ran.stdout) as JsonResult;
    if (document.exitCode !== ran.code)
      throw new Error(`exit code ${ran.code}, but ${document.exitCode} in the document`);
    return document;
  }

  async write(path: string, text: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }
}

/** Makes a project with these files and a sandbox environment called "sandbox". */
export async function project(
  files: Readonly<Record<string, string>> = {},
  env: Record<string, string> = {},
): Promise<TestProject> {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const made = new TestProject(folder, env);
  await made.write('mappings/sandbox.yaml', SANDBOX_MAPPING);
  for (const [path, text] of Object.entries(files)) await made.write(path, text);
  return made;
}

export const SANDBOX_MAPPING = `environment: sandbox
sandbox: true
organizationId: 7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6
`;
