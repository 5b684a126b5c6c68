import type { Transport } from '../../src/org/sdk.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { DeploymentEvent } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Journal } from '../../src/store/store.ts';

/** Where a run dies: before or after an event is written. */
export interface CrashPoint {
  readonly event: number;
  readonly moment: 'before' | 'after';
}

/**
 * A process that dies at a point of its journal: nothing is written or sent by it from then on, and nobody hears of
 * what was under way. Its store outlives it.
 */
export class Mortal {
  readonly store: MemoryStore;
  /** Events that it has written. */
  written = 0;
  /** Resolves when it is dead. */
  readonly died: Promise<void>;
  #die: () => void = () => {};
  #isDead = false;
  readonly #point: CrashPoint | undefined;

  constructor(store: MemoryStore, point?: CrashPoint) {
    this.#point = point;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
    this.store = new MortalStore(store, (journal) => this.#mortal(journal));
  }

  /** Requests of a dead process are not sent, and answers do not reach it. */
  transport(inner: Transport): Transport {
    return {
      send: (request) => this.#alive(() => inner.send(request)),
      logIn: () => this.#alive(() => inner.logIn()),
    };
  }

  async #alive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDead) return never();
    const result = await work();
    return this.#isDead ? never() : result;
  }

  #mortal(journal: Journal): Journal {
    return {
      append: async (event: DeploymentEvent) => {
        this.#dieAt('before');
        if (this.#isDead) return never();
        await journal.append(event);
        this.#dieAt('after');
        this.written += 1;
        return this.#isDead ? never() : undefined;
      },
      close: () => journal.close(),
    };
  }

  #dieAt(moment: CrashPoint['moment']): void {
    if (this.#isDead || this.#point?.event !== this.written || this.#point.moment !== moment) return;
    this.#isDead = true;
    this.#die();
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}

/** A store whose journals can die, over the records of another one. */
class MortalStore extends MemoryStore {
  readonly #inner: MemoryStore;
  readonly #mortal: (journal: Journal) => Journal;

  constructor(inner: MemoryStore, mortal: (journal: Journal) => Journal) {
    super();
    this.#inner = inner;
    this.#mortal = mortal;
  }

  override async begin(id: string, plan: Plan): Promise<Journal> {
    return this.#mortal(await this.#inner.begin(id, plan));
  }

  override async reopen(id: string): Promise<Journal> {
    return this.#mortal(await this.#inner.reopen(id));
  }

  override deployment(id: string) {
    return this.#inner.deployment(id);
  }

  override deployments(environment?: string) {
    return this.#inner.deployments(environment);
  }

  override has(id: string) {
    return this.#inner.has(id);
  }
}
