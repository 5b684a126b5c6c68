import { Meter, type Reading } from './meter.ts';

/** The limit that is assumed before the platform has named one. Source: `token.rate.per.minute` of `platform.api`. */
const ASSUMED_LIMIT = 300;
const MINUTE_MS = 60_000;

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A wait that takes longer than a second, for those who watch. */
export interface Wait {
  /**
   * `limit`: the platform's, or the share of it that this run may use; `retry`: before the next attempt; `job`: for the
   * end of what the platform works on.
   */
  readonly why: 'limit' | 'retry' | 'login' | 'job';
  /** When it ends: milliseconds since the epoch. */
  readonly untilMs: number;
  /** What is waited for, as half a sentence: "the next minute: …". */
  readonly words: string;
}

export interface ThrottleOptions {
  /** The share of what is allowed that may be used: more than 0, at most 1. [1] */
  readonly budget?: number | undefined;
  readonly onWait?: ((wait: Wait) => void) | undefined;
  /** Ends every wait at once. */
  readonly signal?: AbortSignal | undefined;
}

/** Leave to send one call, to be handed back with what came of it. */
export interface Passage {
  readonly operation: string;
  readonly sentAt: number;
  readonly tick: number;
  readonly era: number;
}

/** What came of a call: the headers of its answer, and how long the platform asks to wait before the next one. */
export interface Outcome {
  readonly headers?: Readonly<Record<string, string>>;
  readonly pauseMs?: number;
}

/**
 * Keeps the calls of one token under the platform's limit, and uses all of it. The platform counts in a fixed minute
 * that starts with the first call, per token, and some operations have a lower limit of their own. Its headers are
 * believed, nothing else; calls on their way are taken for counted; and where a minute must be over, one call goes
 * ahead and looks.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #options: ThrottleOptions;
  readonly #general: Meter;
  readonly #own = new Map<string, Meter>();
  /** What the operations have told of their limits. */
  readonly #limits = new Map<string, number>();
  #tick = 0;
  #era = 0;
  #heard = new Heard();
  #answers = 0;
  #answeringMs = 0;

  constructor(clock: Clock, options: ThrottleOptions = {}) {
    this.#clock = clock;
    this.#options = options;
    this.#general = new Meter(options.budget ?? 1);
  }

  /** Waits until a call of this operation may be sent, or the signal is aborted. Takes nothing. */
  async room(operation: string): Promise<void> {
    const { signal } = this.#options;
    for (;;) {
      const meter = this.#blocking(operation);
      if (!meter || signal?.aborted) return;
      const now = this.#clock.now();
      const until = meter.opensAt(now);
      const mayOpenSooner = meter.awaitsAnswer(now);
      if (!mayOpenSooner) this.#tell(meter, until);
      const over = new AbortController();
      const end = (): void => over.abort();
      signal?.addEventListener('abort', end, { once: true });
      const heard = this.#heard.next;
      const delay = until === undefined ? heard : this.#clock.sleep(until - now, over.signal);
      await (mayOpenSooner ? Promise.race([heard, delay]) : delay);
      signal?.removeEventListener('abort', end);
      end();
    }
  }

  /** Leave to send a call now; undefined where there is no room. */
  take(operation: string): Passage | undefined {
    if (this.#blocking(operation)) return undefined;
    this.#tick += 1;
    const sentAt = this.#clock.now();
    const passage = { operation, sentAt, tick: this.#tick, era: this.#era };
    for (const meter of [this.#general, this.#ownOf(operation)]) meter.enter(passage, sentAt);
    return passage;
  }

  /** Hands leave back, and learns from what came of the call. */
  done(passage: Passage, { headers = {}, pauseMs = 0 }: Outcome = {}): void {
    this.#tick += 1;
    const { operation } = passage;
    const now = this.#clock.now();
    const reading = passage.era === this.#era ? readingIn(headers, passage, now) : undefined;
    const isGeneral = reading === undefined || this.#isGeneral(operation, reading.allowed);
    const own = this.#ownOf(operation);
    this.#general.leave(passage, isGeneral ? reading : undefined, this.#tick);
    own.leave(passage, isGeneral ? undefined : reading, this.#tick);
    if (reading && isGeneral) own.forget();
    if (pauseMs > 0) (isGeneral ? this.#general : own).pause(now + pauseMs);
    this.#answers += 1;
    this.#answeringMs += now - passage.sentAt;
    this.#heard.tell();
  }

  /** There is a new token, which nothing was counted for yet. */
  renew(): void {
    this.#era += 1;
    for (const meter of [this.#general, ...this.#own.values()]) meter.forget();
  }

  /**
   * How long so many more calls will take from now, in milliseconds: what the limit of the token dictates, and the
   * pace of the answers so far for those that it does not hold up.
   * @param atOnce how many calls are on their way at a time
   */
  forecast(calls: number, atOnce: number): number {
    const pace = this.#answers === 0 ? 0 : this.#answeringMs / this.#answers / atOnce;
    const now = this.#clock.now();
    const { room, allowed, endsAt } = this.#general.view(now, ASSUMED_LIMIT);
    if (calls <= room) return calls * pace;
    const minutes = Math.ceil((calls - room) / allowed) - 1;
    const last = calls - room - minutes * allowed;
    const limited = endsAt - now + minutes * MINUTE_MS + last * pace;
    return Math.max(limited, calls * pace);
  }

  #ownOf(operation: string): Meter {
    const known = this.#own.get(operation);
    if (known) return known;
    const meter = new Meter(this.#options.budget ?? 1);
    this.#own.set(operation, meter);
    return meter;
  }

  /** The meter that holds a call of this operation up for longest. */
  #blocking(operation: string): Meter | undefined {
    const now = this.#clock.now();
    const until = (meter: Meter): number => (meter.awaitsAnswer(now) ? 0 : (meter.opensAt(now) ?? 0));
    return [this.#general, this.#ownOf(operation)]
      .filter((meter) => meter.isClosed(now))
      .sort((a, b) => until(b) - until(a))[0];
  }

  /**
   * Whether a limit is the token's, which is the highest; one that only one operation has told of, and is lower than
   * is usual, is taken for that operation's own.
   */
  #isGeneral(operation: string, allowed: number): boolean {
    this.#limits.set(operation, allowed);
    const highest = Math.max(...this.#limits.values());
    return allowed === highest && (allowed >= ASSUMED_LIMIT || this.#limits.size > 1);
  }

  #tell(meter: Meter, untilMs: number | undefined): void {
    if (untilMs === undefined || untilMs - this.#clock.now() <= 1000) return;
    this.#options.onWait?.({ why: 'limit', untilMs, words: meter.words(meter === this.#general) });
  }
}

/** Wakes everybody who waits for the next answer. */
class Heard {
  next: Promise<void>;
  #resolve: () => void = () => {};

  constructor() {
    this.next = this.#fresh();
  }

  tell(): void {
    this.#resolve();
    this.next = this.#fresh();
  }

  #fresh(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}

function readingIn(
  headers: Readonly<Record<string, string>>,
  { sentAt, tick }: Passage,
  now: number,
): Reading | undefined {
  const count = Number(headers['inin-ratelimit-count']);
  const allowed = Number(headers['inin-ratelimit-allowed']);
  const reset = Number(headers['inin-ratelimit-reset']);
  if (!(count >= 0 && allowed > 0 && reset >= 0)) return undefined;
  // It was counted at some time on the way, and the seconds are rounded.
  return { count, allowed, endsFrom: sentAt + (reset - 1) * 1000, endsBy: now + reset * 1000, tick };
}
