/** What an answer tells of a limit. Times are milliseconds since the epoch. */
export interface Reading {
  /** Calls in this minute, by whomever, the one that was answered included. */
  readonly count: number;
  readonly allowed: number;
  /** The minute ends between these. */
  readonly endsFrom: number;
  readonly endsBy: number;
  /** The how-manieth event it was to send the call that this answers. */
  readonly tick: number;
}

/** A fixed minute as far as it is known. */
interface Minute {
  readonly allowed: number;
  /** The highest count that was told. */
  count: number;
  /** Own calls among them. */
  own: number;
  endsAt: number;
}

/** Ends of the same minute, told by different answers, are no further apart than this; those of two minutes are. */
const SAME_MS = 5000;
const OLDER_MS = 30_000;

/** Counts what was used of one limit: the token's, or the own one of an operation. */
export class Meter {
  readonly #budget: number;
  #minute: Minute | undefined;
  #onTheirWay = 0;
  /** Calls that ended without telling a count, by when that was. */
  #silent: number[] = [];
  /** The call that went ahead into a minute that should be new. */
  #scout: object | undefined;
  #pausedUntil = 0;

  /** @param budget the share of the limit that may be used */
  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Whether no further call may be sent now. */
  isClosed(now: number): boolean {
    if (this.#pausedUntil > now) return true;
    if (!this.#minute || this.#room() > 0) return false;
    return now < this.#minute.endsAt || this.#scout !== undefined;
  }

  /** Whether an answer may open it: of the calls on their way it is not known whether they were counted already. */
  awaitsAnswer(now: number): boolean {
    if (this.#pausedUntil > now) return false;
    return this.#scout !== undefined || this.#room() + this.#onTheirWay > 0;
  }

  /** When it opens at the latest, if it is closed; undefined when only an answer can tell. */
  opensAt(now: number): number | undefined {
    const ends = this.#minute && this.#room() <= 0 ? this.#minute.endsAt : 0;
    const until = Math.max(this.#pausedUntil, ends);
    return until > now ? until : undefined;
  }

  /** Calls that may still be sent in this minute. */
  #room(): number {
    if (!this.#minute) return 0;
    const { allowed, count, own } = this.#minute;
    return Math.min(allowed - count, this.#share(allowed) - own) - this.#silent.length - this.#onTheirWay;
  }

  #share(allowed: number): number {
    return Math.max(1, Math.floor(allowed * this.#budget));
  }

  enter(call: object, now: number): void {
    if (this.#minute && this.#room() <= 0 && now >= this.#minute.endsAt) this.#scout = call;
    this.#onTheirWay += 1;
  }

  /** @param reading what the answer told of this limit @param tick the how-manieth event this is */
  leave(call: object, reading: Reading | undefined, tick: number): void {
    this.#onTheirWay -= 1;
    if (this.#scout === call) this.#scout = undefined;
    if (reading) this.#learn(reading);
    else if (this.#minute) this.#silent.push(tick);
  }

  #learn(reading: Reading): void {
    const known = this.#minute;
    const { allowed, count, endsFrom, endsBy } = reading;
    if (!known || known.allowed !== allowed || endsFrom > known.endsAt + SAME_MS) {
      this.#minute = { allowed, count, own: 1, endsAt: endsBy };
      this.#silent = this.#silent.filter((ended) => ended > reading.tick);
      return;
    }
    if (endsBy < known.endsAt - OLDER_MS) return; // it was overtaken by one of a later minute
    known.own += 1;
    // Seconds are rounded, mostly up: the earliest end that was told is the best known.
    known.endsAt = Math.min(known.endsAt, endsBy);
    if (count < known.count) return; // it was overtaken by one of this minute
    known.count = count;
    this.#takeIn(known, reading);
  }

  /** What had ended before this call was sent is in its count. */
  #takeIn(minute: Minute, { tick }: Reading): void {
    const silent = this.#silent.filter((ended) => ended > tick);
    minute.own += this.#silent.length - silent.length;
    this.#silent = silent;
  }

  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  /** Knows nothing any more but what is on its way. */
  forget(): void {
    this.#minute = undefined;
    this.#scout = undefined;
    this.#silent = [];
  }

  /** What may be used now, and then in each minute. @param assumed the limit while none was told */
  view(now: number, assumed: number): { room: number; allowed: number; endsAt: number } {
    const { allowed, endsAt } = this.#minute ?? { allowed: assumed, endsAt: now + 60_000 };
    const share = this.#share(allowed);
    if (!this.#minute || endsAt <= now) return { room: share, allowed: share, endsAt: now + 60_000 };
    return { room: Math.max(this.#room(), 0), allowed: share, endsAt };
  }

  /** What is waited for, as half a sentence. @param isGeneral whether it is the limit of the token */
  words(isGeneral: boolean): string {
    const minute = this.#minute;
    if (!minute || this.#room() > 0) return 'Genesys Cloud asked to wait before the next call';
    const { allowed } = minute;
    const kind = isGeneral ? '' : ' of this kind';
    const share = this.#share(allowed);
    return share < allowed && minute.count < allowed
      ? `the next minute: this run may use ${share} of ${allowed} calls${kind} a minute, and has`
      : `the next minute: ${allowed} calls${kind} are allowed a minute, and they are used`;
  }
}
