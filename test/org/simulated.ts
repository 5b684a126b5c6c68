import type { Answer, Transport } from '../../src/org/sdk.ts';
import type { Clock } from '../../src/org/throttle.ts';

/** A clock that jumps to the next thing that somebody waits for, as soon as nothing else is left to do. */
export class SimulatedClock implements Clock {
  #time = Date.parse('2026-11-21T10:00:00Z');
  #sleepers: { at: number; order: number; wake: () => void }[] = [];
  #order = 0;

  readonly now = (): number => this.#time;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      this.#order += 1;
      const sleeper = { at: this.#time + Math.max(ms, 0), order: this.#order, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });

  /** Runs until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      const [next] = this.#sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
      if (!next) throw new Error('everybody waits for ever');
      this.#sleepers = this.#sleepers.slice(1);
      this.#time = next.at;
      next.wake();
    }
  }
}

export interface Habits {
  readonly allowed: number;
  /** Lower limits of single paths. */
  readonly own?: Readonly<Record<string, number>>;
  readonly throttledCount: boolean;
  /** How the seconds until the end of the minute are made whole. */
  readonly rounding: 'ceil' | 'floor' | 'round' | 'one more';
  /** Milliseconds on each way. */
  readonly latency: (random: number) => number;
  /** The share of answers that are lost on their way. */
  readonly lost?: number;
  /** Calls of others on the same token, a minute. */
  readonly others?: number;
}

/** The platform as far as limits go: fixed minutes by token, each from its first call. */
export class LimitedPlatform implements Transport {
  readonly #clock: SimulatedClock;
  readonly #habits: Habits;
  readonly #minutes = new Map<string, { from: number; count: number }>();
  #seed = 42;
  #token = 0;
  calls = 0;
  throttled = 0;
  lastAt = 0;
  /** When each call was accepted that was. */
  readonly accepted: number[] = [];

  constructor(clock: SimulatedClock, habits: Habits) {
    this.#clock = clock;
    this.#habits = habits;
  }

  async download(): Promise<Answer> {
    return this.upload();
  }

  async upload(): Promise<Answer> {
    return { status: 200, headers: {}, body: undefined };
  }

  async logIn(): Promise<Answer> {
    this.#token += 1;
    return { status: 200, headers: {}, body: {} };
  }

  async send({ path }: { path: string }): Promise<Answer> {
    await this.#clock.sleep(this.#habits.latency(this.#random()));
    this.calls += 1;
    const answer = this.#answer(path);
    await this.#clock.sleep(this.#habits.latency(this.#random()));
    this.lastAt = this.#clock.now();
    if (this.#random() < (this.#habits.lost ?? 0)) throw new Error('socket hang up');
    return answer;
  }

  #answer(path: string): Answer {
    const { own = {}, throttledCount } = this.#habits;
    const allowed = own[path] ?? this.#habits.allowed;
    const minutes = own[path] === undefined ? [this.#minute('*')] : [this.#minute(path), this.#minute('*')];
    const [minute] = minutes;
    if (!minute) throw new Error('no minute');
    const isOver = minute.count + this.#othersIn(minute) >= allowed;
    if (!isOver || throttledCount) for (const each of minutes) each.count += 1;
    const left = this.#wholeSeconds((minute.from + 60_000 - this.#clock.now()) / 1000);
    const headers: Record<string, string> = {
      'inin-ratelimit-count': String(minute.count + this.#othersIn(minute)),
      'inin-ratelimit-allowed': String(allowed),
      'inin-ratelimit-reset': String(left),
    };
    if (!isOver) {
      this.accepted.push(this.#clock.now());
      return { status: 200, headers, body: {} };
    }
    this.throttled += 1;
    headers['retry-after'] = String(left);
    return { status: 429, headers, body: { status: 429, message: 'Rate limit exceeded the maximum.' } };
  }

  /** Others come in evenly. */
  #othersIn({ from }: { from: number }): number {
    return Math.floor(((this.#habits.others ?? 0) * (this.#clock.now() - from)) / 60_000);
  }

  #minute(path: string): { from: number; count: number } {
    const key = `${this.#token} ${path}`;
    const known = this.#minutes.get(key);
    if (known && this.#clock.now() - known.from < 60_000) return known;
    const fresh = { from: this.#clock.now(), count: 0 };
    this.#minutes.set(key, fresh);
    return fresh;
  }

  #wholeSeconds(seconds: number): number {
    const { rounding } = this.#habits;
    if (rounding === 'one more') return Math.floor(seconds) + 1;
    return Math[rounding](seconds);
  }

  #random(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#seed / 2 ** 31;
  }
}
