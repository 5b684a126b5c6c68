import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pRetry from 'p-retry';
import { writeWhole } from './file-store.ts';
import { HeldLock } from './held-lock.ts';
import { newId } from './ids.ts';
import { isGone, thisMachine } from './machine.ts';
import { unwritable } from './probe.ts';

/** Who has a lock. */
export interface LockOwner {
  readonly person?: string;
  readonly host: string;
  /** The number of the process. */
  readonly process: number;
  readonly ciRun?: string;
  /** Whose process number that is; only where it can be told for certain. */
  readonly machine?: string;
}

/** One generation of a lock, as it stands in its file. */
export interface LockRecord {
  readonly format: 1;
  readonly id: string;
  readonly environment: string;
  readonly owner: LockOwner;
  /** What it is held for: `apply P-…`, `rollback prod-…`. */
  readonly run: string;
  /** Once there is one. */
  readonly deployment?: string;
  readonly acquiredAt: string;
  readonly heartbeatAt: string;
  /** By the holder's clock, for people. What counts is when the file was written, by the clock of its folder. */
  readonly expiresAt: string;
  readonly releasedAt?: string;
}

/** The lock of an environment as it was found. */
export interface LockStanding {
  /** 0 when there never was one. */
  readonly generation: number;
  /** `dead`: whoever has it is gone, or has given no sign of life for too long. */
  readonly state: 'free' | 'held' | 'dead';
  /** Who has it, or had it; undefined when the file cannot be read, as while it is being written. */
  readonly record: LockRecord | undefined;
  /** Milliseconds since its holder's last sign of life. */
  readonly silentMs: number;
}

export interface LockTiming {
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs: number;
  /** Milliseconds without one after which a holder counts as dead. */
  readonly expiryMs: number;
}

const TIMING: LockTiming = { heartbeatMs: 10_000, expiryMs: 60_000 };
const GENERATION = /^(\d{1,15})\.json/;
const ENVIRONMENT = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Whether this can name an environment, and so a folder of locks: names come from command lines and files. */
export function isLockable(environment: string): boolean {
  return ENVIRONMENT.test(environment);
}

const FREE: LockStanding = { generation: 0, state: 'free', record: undefined, silentMs: 0 };

/**
 * The lock of one environment: files with rising numbers, of which the highest counts. It takes nothing of the file
 * system but that a file is created only once, and so works on Windows and in network folders.
 */
export class Locks {
  readonly #folder: string;
  readonly #environment: string;
  readonly #timing: LockTiming;

  /** @param store the folder of the store */
  constructor(store: string, environment: string, timing: LockTiming = TIMING) {
    if (!isLockable(environment)) throw new Error(`"${environment}" is no name of an environment`);
    this.#folder = join(store, 'locks', environment);
    this.#environment = environment;
    this.#timing = timing;
  }

  /** How the lock stands, by this machine's clock. Writes nothing. */
  async standing(): Promise<LockStanding> {
    return this.#look(Date.now());
  }

  /**
   * Takes the lock if it is free or its holder is dead; otherwise says how it stands. Of many that try at once, one
   * gets it.
   * @throws ChangesetError when the store cannot be written
   */
  async acquire(owner: LockOwner, run: string): Promise<HeldLock | LockStanding> {
    return this.#acquire(owner, run).catch((error: unknown) => {
      throw unwritable(this.#folder, error);
    });
  }

  async #acquire(owner: LockOwner, run: string): Promise<HeldLock | LockStanding> {
    const machine = await thisMachine();
    await mkdir(this.#folder, { recursive: true });
    for (;;) {
      const found = await this.#look(await this.#folderTime());
      if (found.state === 'held') return found;
      const record = this.#newRecord({ ...owner, ...(machine === undefined ? {} : { machine }) }, run);
      const generation = found.generation + 1;
      if (!(await this.#claim(generation, record))) continue;
      // A holder that was only slow writes a sign of life before it looks for us: one of the two sees the other.
      if (await this.#isSilentSince(found)) {
        await this.#forgetBefore(generation);
        return new HeldLock(this, generation, record, this.#timing);
      }
      await persistently(() => rm(this.#path(generation), { force: true }));
    }
  }

  /** Takes the lock away from whoever has it; false when that is not the lock with this ID any more. */
  async remove(id: string): Promise<boolean> {
    for (;;) {
      const { generation, record } = await this.standing();
      if (record?.id !== id || record.releasedAt !== undefined) return false;
      // A higher number, not a missing one: a holder that is alive must not bring its file back over the next one's.
      const removed = { ...record, releasedAt: new Date().toISOString() };
      if (await this.#claim(generation + 1, removed)) return true;
    }
  }

  /** The generation that counts, and what stands in it. */
  async current(): Promise<{ generation: number; record: LockRecord | undefined }> {
    const generation = Math.max(0, ...(await this.#generations()));
    return { generation, record: (await readRecord(this.#path(generation))) ?? undefined };
  }

  /** Writes a generation over what its file says. */
  async rewrite(generation: number, record: LockRecord): Promise<void> {
    await persistently(() => writeWhole(this.#path(generation), textOf(record)));
  }

  async #look(now: number): Promise<LockStanding> {
    const generation = Math.max(0, ...(await this.#generations()));
    if (generation === 0) return FREE;
    const path = this.#path(generation);
    const record = await readRecord(path);
    const written = await stat(path).catch(missing);
    if (record === null || !written) return this.#look(now); // forgotten meanwhile: there is a higher one
    const silentMs = Math.max(0, now - written.mtimeMs);
    if (record?.releasedAt !== undefined) return { generation, state: 'free', record, silentMs };
    const isDead = silentMs > this.#timing.expiryMs || (record !== undefined && (await isGone(record.owner)));
    return { generation, state: isDead ? 'dead' : 'held', record, silentMs };
  }

  /** The time by the clock that dates the files: in a network folder it is not this machine's. */
  async #folderTime(): Promise<number> {
    const path = join(this.#folder, `now-${newId('L', new Date())}.tmp`);
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile('now');
      return (await file.stat()).mtimeMs;
    } finally {
      await file.close();
      await persistently(() => rm(path, { force: true }));
    }
  }

  /** Creates a generation; false when it is there already, or one above it. */
  async #claim(generation: number, record: LockRecord): Promise<boolean> {
    const path = this.#path(generation);
    const file = await persistently(() => open(path, 'wx', 0o600)).catch(existing);
    if (!file) return false;
    try {
      await file.writeFile(textOf(record));
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    if (Math.max(...(await this.#generations())) <= generation) return true;
    await persistently(() => rm(path, { force: true }));
    return false;
  }

  async #isSilentSince({ generation, record }: LockStanding): Promise<boolean> {
    if (generation === 0) return true;
    const now = await readRecord(this.#path(generation));
    return now === null || now?.heartbeatAt === record?.heartbeatAt;
  }

  async #forgetBefore(generation: number): Promise<void> {
    const names = await readdir(this.#folder);
    const old = names.filter((name) => Number(GENERATION.exec(name)?.[1] ?? generation) < generation);
    await Promise.all(old.map((name) => rm(join(this.#folder, name), { force: true }).catch(() => {})));
  }

  async #generations(): Promise<number[]> {
    const names = (await readdir(this.#folder).catch(missing)) ?? [];
    return names
      .filter((name) => name.endsWith('.json'))
      .map((name) => Number(GENERATION.exec(name)?.[1] ?? 0));
  }

  #path(generation: number): string {
    return join(this.#folder, `${generation}.json`);
  }

  #newRecord(owner: LockOwner, run: string): LockRecord {
    const now = new Date();
    const at = now.toISOString();
    const expiresAt = new Date(now.getTime() + this.#timing.expiryMs).toISOString();
    const heading = { format: 1, id: newId('L', now), environment: this.#environment } as const;
    return { ...heading, owner, run, acquiredAt: at, heartbeatAt: at, expiresAt };
  }
}

/** Undefined when the file is there but not whole; null when it is not there. */
async function readRecord(path: string): Promise<LockRecord | undefined | null> {
  const text = await readFile(path, 'utf8').catch(missing);
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as LockRecord;
  } catch {
    return undefined;
  }
}

function textOf(record: LockRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Windows refuses for a moment what somebody else has open. */
function persistently<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: 4,
    minTimeout: 20,
    shouldRetry: ({ error }) =>
      ['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? ''),
  });
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

function existing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}
