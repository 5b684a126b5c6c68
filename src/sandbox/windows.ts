/** Counting in fixed minutes that start with the first request, as the platform's rate limits do. */
const MINUTE_MS = 60_000;

/** Requests counted so far, and the seconds until the minute restarts: 61 right after its start. */
export interface Window {
  readonly count: number;
  readonly resetSeconds: number;
}

export class Windows {
  readonly #now: () => number;
  readonly #windows = new Map<string, { start: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one more request of this key. */
  count(key: string): Window {
    const window = this.#current(key);
    window.count += 1;
    return this.#view(window);
  }

  /** The window as it is, counting nothing. */
  look(key: string): Window {
    return this.#view(this.#current(key));
  }

  #current(key: string): { start: number; count: number } {
    const known = this.#windows.get(key);
    if (known && this.#now() - known.start < MINUTE_MS) return known;
    const fresh = { start: this.#now(), count: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }

  #view({ start, count }: { start: number; count: number }): Window {
    return { count, resetSeconds: Math.floor((start + MINUTE_MS - this.#now()) / 1000) + 1 };
  }
}
