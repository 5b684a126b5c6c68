import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { digestOfBytes } from '../plan/digest.ts';
import type { Plan } from '../plan/plan.ts';
import { type Deployment, type DeploymentEvent, fold } from './events.ts';
import { contentPath, type Journal, type Store } from './store.ts';

const PLAN_ID = /^P-\d{8}-[a-z0-9]{4}$/;
const DEPLOYMENT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]*-\d{8}-[a-z0-9]{4}$/;

/** A store in a folder: `plans/<id>.json` and `deployments/<id>/`. Formats are described in FORMATS.md. */
export function openFileStore(folder: string): Store {
  return new FileStore(folder);
}

class FileStore implements Store {
  readonly #plans: string;
  readonly #deployments: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#plans = join(folder, 'plans');
    this.#deployments = join(folder, 'deployments');
  }

  async savePlan(plan: Plan): Promise<void> {
    await this.#writable(async () => {
      await writeWhole(join(this.#plans, `${plan.id}.json`), textOf(plan));
      const last = { ...(await this.#last()), [plan.environment]: { id: plan.id, at: plan.createdAt } };
      await writeWhole(join(this.#plans, 'last.json'), textOf(last));
    });
  }

  async plan(id: string): Promise<Plan | undefined> {
    return PLAN_ID.test(id) ? readJson<Plan>(join(this.#plans, `${id}.json`)) : undefined;
  }

  async lastPlan(environment?: string): Promise<Plan | undefined> {
    const last = Object.entries(await this.#last()).filter(
      ([name]) => environment === undefined || name === environment,
    );
    const [newest] = last.map(([, entry]) => entry).sort((a, b) => (a.at < b.at ? 1 : -1));
    return newest && this.plan(newest.id);
  }

  async plannedSince(time: number): Promise<readonly string[]> {
    const last = Object.entries(await this.#last());
    return last.filter(([, { at }]) => Date.parse(at) >= time).map(([environment]) => environment);
  }

  /** The last plan of each environment. */
  async #last(): Promise<Record<string, { readonly id: string; readonly at: string }>> {
    return (await readJson(join(this.#plans, 'last.json'))) ?? {};
  }

  async begin(id: string, plan: Plan, files: ReadonlyMap<string, Uint8Array>): Promise<Journal> {
    const folder = join(this.#deployments, id);
    return this.#writable(async () => {
      await writeWhole(join(folder, 'plan.json'), textOf(plan));
      for (const [path, bytes] of files) await writeWhole(join(folder, path), bytes);
      return openJournal(join(folder, 'events.jsonl'), 'ax');
    });
  }

  async reopen(id: string): Promise<Journal> {
    const path = join(this.#deployments, id, 'events.jsonl');
    return this.#writable(async () => {
      await cutTornLine(path);
      return openJournal(path, 'a');
    });
  }

  async content(digest: string): Promise<Uint8Array | undefined> {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
    for (const id of (await readdir(this.#deployments).catch(missing)) ?? []) {
      const bytes = await readFile(join(this.#deployments, id, contentPath(digest))).catch(missing);
      if (bytes) return bytes;
    }
    return undefined;
  }

  async deployment(id: string): Promise<Deployment | undefined> {
    if (!DEPLOYMENT_ID.test(id)) return undefined;
    const folder = join(this.#deployments, id);
    const plan = await readJson<Plan>(join(folder, 'plan.json'));
    const journal = join(folder, 'events.jsonl');
    const text = await readText(journal);
    const events = text === undefined ? [] : eventsIn(text, journal);
    // A crash that came before the first event came before the first call.
    return plan && events.length > 0 ? fold(id, plan, events) : undefined;
  }

  async deployments(environment?: string): Promise<readonly Deployment[]> {
    const names = await readdir(this.#deployments).catch(missing);
    const all = await Promise.all((names ?? []).map((name) => this.deployment(name)));
    return all
      .filter((deployment) => deployment !== undefined)
      .filter((deployment) => environment === undefined || deployment.plan.environment === environment)
      .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  }

  async has(id: string): Promise<boolean> {
    const path = PLAN_ID.test(id)
      ? join(this.#plans, `${id}.json`)
      : join(this.#deployments, id, 'plan.json');
    return (await readText(path)) !== undefined;
  }

  async #writable<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw failure(
        exitCodes.failure,
        'store.unwritable',
        `The store ${this.#folder} cannot be written: ${reason}.`,
        {
          hint: 'Nothing was written to Genesys Cloud. Free space or mend the rights, or name another folder with --store.',
          cause,
        },
      );
    }
  }
}

function textOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes a file so that after a crash it is there whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`; // process numbers are the same in many containers
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** The name of a new file is on the disk once its folder is. Windows knows no such call. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Takes off what follows the last line break: a crash came while it was written. */
async function cutTornLine(path: string): Promise<void> {
  const bytes = await readFile(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) await truncate(path, end);
}

async function openJournal(path: string, flags: 'a' | 'ax'): Promise<Journal> {
  const file: FileHandle = await open(path, flags, 0o600);
  await syncFolder(dirname(path));
  let last: Promise<void> = Promise.resolve();
  let { size } = await file.stat();
  let isMissing = false;
  const append = async (line: Buffer): Promise<void> => {
    // A line after one that is missing would say that nothing is.
    if (isMissing) throw new Error('an earlier line could not be written');
    try {
      await file.appendFile(line);
      await file.datasync();
      size += line.length;
    } catch (error) {
      isMissing = true;
      // Half a line at the end is a crash that readers pass over.
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
  };
  return {
    append(event) {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      const write = last
        .then(() => append(line))
        .catch((cause: unknown) => {
          throw unrecordable(path, cause);
        });
      last = write.catch(() => undefined);
      return write;
    },
    async keep(bytes) {
      const digest = digestOfBytes(bytes);
      await writeWhole(join(dirname(path), contentPath(digest)), bytes).catch((cause: unknown) => {
        throw unrecordable(path, cause);
      });
      return digest;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

function unrecordable(path: string, cause: unknown): ChangesetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The record ${path} cannot be written: ${reason}.`;
  return failure(exitCodes.failure, 'store.unwritable', message, {
    hint: 'Nothing is sent that is not recorded first. Free space, or mend the rights of the folder.',
    cause,
  });
}

/**
 * The events of a journal; a last line that a crash has torn is passed over.
 * @throws ChangesetError for damage anywhere else, which no crash of the tool explains
 */
function eventsIn(text: string, path: string): DeploymentEvent[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as DeploymentEvent;
    } catch (cause) {
      throw failure(
        exitCodes.failure,
        'store.damaged',
        `Line ${index + 1} of ${path} is not JSON: the record of this deployment is damaged.`,
        {
          hint: 'Bring the file back from a backup, or move its folder away: then nobody can roll that deployment back.',
          cause,
        },
      );
    }
  });
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(missing);
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw failure(exitCodes.failure, 'store.damaged', `${path} is not JSON: the file is damaged.`, {
      hint: 'Bring it back from a backup, or take it away if it is not needed.',
      cause,
    });
  }
}

function missing(error: unknown): undefined {
  if (
    (error as NodeJS.ErrnoException).code === 'ENOENT' ||
    (error as NodeJS.ErrnoException).code === 'ENOTDIR'
  )
    return undefined;
  throw error;
}
