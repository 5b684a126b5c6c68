/** The limit that is assumed before the platform has named one. Source: `token.rate.per.minute` of `platform.api`. */
const ASSUMED_LIMIT = 300;

interface Window {
  readonly allowed: number;
  /** Calls counted at the last answer, and how many this process had sent by then. */
  readonly count: number;
  readonly sentThen: number;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Keeps the calls of one token under the platform's limit. The platform counts in a fixed minute that starts with the
 * first call, per token, and some operations have a lower limit of their own: its headers are believed, nothing else.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();
  #sent = 0;
  #pausedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until a call of this operation may be sent, and counts it. Returns whether it had to wait. */
  async acquire(operation: string): Promise<boolean> {
    let waited = false;
    for (;;) {
      const until = this.#blockedUntil(operation);
      const delay = until - this.#clock.now();
      if (delay <= 0) break;
      waited = true;
      await this.#clock.sleep(delay);
    }
    this.#sent += 1;
    return waited;
  }

  #blockedUntil(operation: string): number {
    const now = this.#clock.now();
    let until = this.#pausedUntil;
    for (const key of [operation, '*']) {
      const window = this.#windows.get(key);
      if (!window) continue;
      if (window.endsAt <= now) this.#windows.delete(key);
      else if (window.count + (this.#sent - window.sentThen) >= window.allowed)
        until = Math.max(until, window.endsAt);
    }
    return until;
  }

  /** Learns from the headers of an answer. */
  learn(operation: string, headers: Readonly<Record<string, string>>): void {
    const count = Number(headers['inin-ratelimit-count']);
    const allowed = Number(headers['inin-ratelimit-allowed']);
    const reset = Number(headers['inin-ratelimit-reset']);
    if (!(count >= 0 && allowed > 0 && reset >= 0)) return;
    const window = { allowed, count, sentThen: this.#sent, endsAt: this.#clock.now() + reset * 1000 };
    this.#windows.set(allowed < ASSUMED_LIMIT ? operation : '*', this.#later(operation, window));
  }

  /** Answers overtake each other: of two about the same minute, the one that counted further is true. */
  #later(operation: string, window: Window): Window {
    const known = this.#windows.get(window.allowed < ASSUMED_LIMIT ? operation : '*');
    return known && known.count > window.count && known.endsAt > this.#clock.now() ? known : window;
  }

  /** Sends nothing for so long. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }
}
