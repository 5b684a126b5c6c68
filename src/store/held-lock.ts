import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { LockRecord, Locks, LockTiming } from './locks.ts';

/** A lock that this process has. It gives signs of life by itself, and does not keep the process alive. */
export class HeldLock {
  readonly #locks: Locks;
  readonly #generation: number;
  readonly #timing: LockTiming;
  readonly #timer: NodeJS.Timeout;
  #record: LockRecord;
  #wroteAt = Date.now();
  /** Writes come one after the other: none may come after the one that gives the lock back. */
  #last: Promise<void> = Promise.resolve();
  #lost: Error | undefined;

  constructor(locks: Locks, generation: number, record: LockRecord, timing: LockTiming) {
    this.#locks = locks;
    this.#generation = generation;
    this.#record = record;
    this.#timing = timing;
    const beat = (): void => void this.#write({}).catch(() => {}); // the next one may come through; `held` says if not
    this.#timer = setInterval(beat, timing.heartbeatMs).unref();
  }

  get record(): LockRecord {
    return this.#record;
  }

  /**
   * Returns when this process still has the lock: to be called before each call that writes to the org.
   * @throws ChangesetError `lock.lost` with exit code 9 when somebody else has it, or nobody can tell
   */
  async held(): Promise<void> {
    try {
      // Whoever takes us for dead looks once more for a sign of life after it has taken over.
      if (Math.abs(Date.now() - this.#wroteAt) > this.#timing.expiryMs / 2) await this.#write({});
      await this.#check();
    } catch (error) {
      if (error === this.#lost) throw error;
      throw this.#lostError(
        `it cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** Says in the lock for which deployment it is held. */
  async names(deployment: string): Promise<void> {
    await this.#write({ deployment });
  }

  /** Gives the lock back. What keeps that from the disk is passed over: without signs of life the lock expires. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write({ releasedAt: new Date().toISOString() }).catch(() => {});
  }

  #write(more: Partial<LockRecord>): Promise<void> {
    const write = this.#last.then(async () => {
      await this.#check();
      const now = Date.now();
      const heartbeatAt = new Date(now).toISOString();
      const expiresAt = new Date(now + this.#timing.expiryMs).toISOString();
      const record = { ...this.#record, heartbeatAt, expiresAt, ...more };
      await this.#locks.rewrite(this.#generation, record);
      this.#record = record;
      this.#wroteAt = now;
    });
    this.#last = write.catch(() => {});
    return write;
  }

  async #check(): Promise<void> {
    if (this.#lost) throw this.#lost;
    const { generation, record } = await this.#locks.current();
    if (generation === this.#generation && record?.id === this.#record.id) return;
    clearInterval(this.#timer);
    this.#lost = this.#lostError(reasonIn(this.#record, record));
    throw this.#lost;
  }

  #lostError(reason: string): Error {
    const { environment } = this.#record;
    const message = `The lock on ${environment} was lost: ${reason}. No further call was started.`;
    return failure(exitCodes.locked, 'lock.lost', message, {
      hint: `changeset deployments ${environment}  says what was done, and who is at it now`,
    });
  }
}

function reasonIn({ id }: LockRecord, now: LockRecord | undefined): string {
  if (!now) return 'somebody took its file away';
  if (now.id === id) return 'somebody took it away with  changeset unlock';
  return `${now.owner.person ?? now.owner.host} took it over for  ${now.run}`;
}
