import { setImmediate } from 'node:timers/promises';
import type { Transport } from '../../src/org/sdk.ts';
import type { OrgState, Sandbox } from '../../src/sandbox/index.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Journal } from '../../src/store/store.ts';
import type { Disk, Written } from './disk.ts';

/** Org and disk at a point at which a process was killed. */
export interface Wreck {
  readonly point: string;
  readonly org: OrgState;
  readonly disk: readonly Written[];
}

/** Whether a process lives on after a point: before or after a line of its journal, or the effect of a write call. */
export type Fate = (point: string) => Promise<boolean>;

/**
 * A process that may be killed: from then on nothing is written or sent by it, and nobody hears of what was under way.
 * While a point is passed everything else of the process stands still.
 */
export class Mortal {
  readonly store: MemoryStore;
  /** Resolves when it is dead. */
  readonly died: Promise<void>;
  readonly #fate: Fate;
  #lines = 0;
  #calls = 0;
  #die: () => void = () => {};
  #isDead = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(disk: Disk, sandbox: Sandbox, fate: Fate) {
    this.#fate = fate;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
    this.store = new StoreOf(disk, (journal) => this.#mortal(journal));
    sandbox.onRequest = async ({ writes, phase }) => {
      if (!writes) return;
      if (phase === 'received') this.#calls += 1;
      await this.#pass(`${phase === 'received' ? 'before' : 'after'} the effect of call ${this.#calls}`);
    };
  }

  transport(inner: Transport): Transport {
    return {
      send: (request) => this.#alive(() => inner.send(request)),
      upload: (file) => this.#alive(() => inner.upload(file)),
      download: (address) => this.#alive(() => inner.download(address)),
      logIn: () => this.#alive(() => inner.logIn()),
    };
  }

  async #alive<T>(work: () => Promise<T>): Promise<T> {
    await this.#moves();
    const result = await work();
    await this.#moves();
    return result;
  }

  #mortal(journal: Journal): Journal {
    return {
      append: async (event) => {
        this.#lines += 1;
        const line = `line ${this.#lines}, ${event.event}${'key' in event ? ` of ${event.key}` : ''}`;
        await this.#pass(`before ${line}`);
        await journal.append(event);
        await this.#pass(`after ${line}`);
      },
      keep: async (bytes) => {
        await this.#pass('before a file is kept');
        const digest = await journal.keep(bytes);
        await this.#pass('after a file is kept');
        return digest;
      },
      close: () => journal.close(),
    };
  }

  async #pass(point: string): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#isDead || (await this.#fate(point))) return;
      this.#isDead = true;
      this.#die();
    });
    this.#turn = turn;
    await turn;
    if (this.#isDead) await never();
  }

  /** Returns when no point is being passed; never when the process is dead. */
  async #moves(): Promise<void> {
    let turn: Promise<void> | undefined;
    while (turn !== this.#turn) {
      turn = this.#turn;
      await turn;
    }
    if (this.#isDead) await never();
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}

/**
 * What a process leaves behind wherever it is killed, found in one run of it: at each point the run stands still while
 * org and disk are copied, once before and once after what is under way has arrived. Of those that are the same, one is kept.
 */
export class Wrecks {
  readonly all: Wreck[] = [];
  /** At how many points a process can be killed. */
  points = 0;
  readonly #disk: Disk;
  readonly #sandbox: Sandbox;

  constructor(disk: Disk, sandbox: Sandbox) {
    this.#disk = disk;
    this.#sandbox = sandbox;
  }

  readonly fate: Fate = async (point) => {
    this.points += 1;
    this.#keep(point);
    await setImmediate();
    this.#keep(`${point}, what was under way having arrived`);
    return true;
  };

  #keep(point: string): void {
    const wreck = { point, org: this.#sandbox.snapshot(), disk: this.#disk.copy() };
    if (!this.all.some((other) => isSame(other, wreck))) this.all.push(wreck);
  }
}

/** Snapshots share what did not change, journals only grow. */
function isSame(one: Wreck, other: Wreck): boolean {
  const isAsLong = ({ id, events, files }: Written) => {
    const same = one.disk.find((written) => written.id === id);
    return same?.events.length === events.length && same.files.size === files.size;
  };
  const paths = Object.keys(one.org.collections);
  return (
    one.disk.length === other.disk.length &&
    other.disk.every(isAsLong) &&
    paths.length === Object.keys(other.org.collections).length &&
    paths.every((path) => one.org.collections[path] === other.org.collections[path])
  );
}

/** A store whose journals are those of a process, over the records of the disk. */
class StoreOf extends MemoryStore {
  readonly #disk: Disk;
  readonly #journalOf: (journal: Journal) => Journal;

  constructor(disk: Disk, journalOf: (journal: Journal) => Journal) {
    super();
    this.#disk = disk;
    this.#journalOf = journalOf;
  }

  override async begin(...[id, plan, files]: Parameters<MemoryStore['begin']>): Promise<Journal> {
    return this.#journalOf(await this.#disk.begin(id, plan, files));
  }

  override async reopen(id: string): Promise<Journal> {
    return this.#journalOf(await this.#disk.reopen(id));
  }

  override content(digest: string) {
    return this.#disk.content(digest);
  }

  override deployment(id: string) {
    return this.#disk.deployment(id);
  }

  override deployments(environment?: string) {
    return this.#disk.deployments(environment);
  }

  override has(id: string) {
    return this.#disk.has(id);
  }
}
