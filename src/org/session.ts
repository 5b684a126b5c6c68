import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
import { operations } from '../catalog/generated/operations.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { NoAnswer, PlatformError, Unreadable } from './errors.ts';
import type { Answer, Transport } from './sdk.ts';
import { type Clock, Throttle } from './throttle.ts';

/** Calls by what they do. */
export interface CallCounts {
  read: number;
  write: number;
}

/** One call of the contract. */
export interface Call {
  readonly op: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: JsonObject;
  readonly body?: Json | undefined;
}

export interface CallOptions {
  /**
   * Whether sending it again is harmless when nobody knows what became of the first: `always` for reads and for
   * writes that say how it shall be, `refused` only after an answer that says that nothing was done.
   */
  readonly repeat: 'always' | 'refused';
  /** Whether it only asks, whatever its method. [GET does] */
  readonly reads?: boolean;
  /** Asked before each attempt, and again after every wait. */
  readonly prepare?: () => Promise<Json | undefined>;
}

export interface SessionOptions {
  readonly clock?: Clock;
  /** The first wait between attempts, doubled each time. [1000] */
  readonly retryDelayMs?: number;
  /** Told when nothing is sent for a while. */
  readonly onWait?: (wait: Wait) => void;
}

/** A time in which nothing is sent. */
export interface Wait {
  /** A stable word for the reason. */
  readonly why: string;
  /** When it is over: milliseconds since the epoch. */
  readonly untilMs: number;
  /** The reason for people. */
  readonly words: string;
}

/** A Retry-After beyond this is a daily limit: waiting is no use. Source: the official .NET and Java SDKs. */
const LONGEST_WAIT_S = 180;
const ATTEMPTS = 5;
/** Calls at once. Tools that were measured against the platform use three to five. */
const IN_FLIGHT = 4;

/** An open door to one org: one token, one throttle. Safe to use from several tasks at once. */
export class Session {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #throttle: Throttle;
  readonly #retryDelayMs: number;
  readonly #limit = pLimit(IN_FLIGHT);
  #login: Promise<void> | undefined;
  /** The answer that came last, for what its headers say of the server. */
  latest: { readonly headers: Answer['headers']; readonly at: number } | undefined;
  /** Calls sent so far, attempts counted one by one, log-ins apart. */
  readonly sent: CallCounts = { read: 0, write: 0 };

  constructor(transport: Transport, options: SessionOptions = {}) {
    this.#transport = transport;
    this.#clock = options.clock ?? { now: Date.now, sleep: (ms) => sleep(ms) };
    const wait = options.onWait ?? (() => {});
    const { now } = this.#clock;
    this.#throttle = new Throttle({
      now,
      sleep: (ms) => {
        wait({ why: 'limit', untilMs: now() + ms, words: "the org's limit of calls a minute is used up" });
        return this.#clock.sleep(ms);
      },
    });
    this.#retryDelayMs = options.retryDelayMs ?? 1000;
  }

  get clock(): Clock {
    return this.#clock;
  }

  /**
   * Sends a call and returns its answer's body.
   * @throws PlatformError for an answer other than success, NoAnswer when none came, NotSent when `prepare` threw
   */
  async call(call: Call, options: CallOptions = { repeat: 'always' }): Promise<Json | undefined> {
    let entered: Promise<void> | undefined;
    let isIn = false;
    let renewed = false;
    const recover = async (error: unknown, attempt: number): Promise<boolean> => {
      if (!isIn) return false; // the log-in has tried again for as long as that makes sense
      if (error instanceof PlatformError && error.status === 401) {
        if (renewed) return false;
        renewed = true;
        if (this.#login === entered) this.#login = undefined;
        return true;
      }
      if (!isPassing(error, options)) return false;
      await this.#wait(error, attempt);
      return true;
    };
    return retried(async () => {
      this.#login ??= this.#logIn();
      entered = this.#login;
      isIn = false;
      await entered;
      isIn = true;
      return this.#attempt(call, options);
    }, recover);
  }

  async #attempt(call: Call, options: CallOptions): Promise<Json | undefined> {
    const facts = operations[call.op];
    if (!facts) throw new Error(`no operation ${call.op}`);
    const name = `${facts.method} ${facts.path}`;
    await this.#throttle.acquire(call.op);
    const body = options.prepare ? await options.prepare().catch(unsent) : call.body;
    const request = { ...facts, params: call.params ?? {}, query: call.query ?? {}, body };
    const answer = await this.#limit(() => {
      this.sent[facts.method === 'GET' || options.reads ? 'read' : 'write'] += 1;
      return this.#transport.send(request);
    }).catch((error: unknown) => {
      throw new NoAnswer(name, error);
    });
    this.latest = { headers: answer.headers, at: this.#clock.now() };
    this.#throttle.learn(call.op, answer.headers);
    return bodyOf(name, answer);
  }

  async #wait(error: unknown, attempt: number): Promise<void> {
    if (error instanceof PlatformError && error.status === 429)
      this.#throttle.pause(retryAfterSeconds(error) * 1000);
    else await this.#clock.sleep(this.#retryDelayMs * 2 ** (attempt - 1));
  }

  async #logIn(): Promise<void> {
    await retried(
      () => this.#logInOnce(),
      async (error, attempt) => {
        if (!isPassingLoginProblem(error)) return false;
        await this.#wait(error, attempt);
        return true;
      },
    );
  }

  async #logInOnce(): Promise<void> {
    const answer = await this.#transport.logIn().catch((error: unknown) => {
      throw new NoAnswer('the log-in', error);
    });
    if (answer.status === 200) return;
    const error = new PlatformError('the log-in', answer);
    if (error.platformCode !== 'invalid_client') throw error;
    throw failure(exitCodes.noPermission, 'credentials.refused', loginSentence(error), {
      hint: 'Check the client ID and secret, and that the mapping names the region of the org: a client of one region is unknown in another.',
      cause: error,
    });
  }
}

/** The platform's words tell an unknown client from a wrong secret. */
function loginSentence(error: PlatformError): string {
  return /not found/i.test(error.platformMessage)
    ? 'Genesys Cloud does not know this OAuth client in this region.'
    : `Genesys Cloud refused the credentials: ${error.platformMessage}.`;
}

function bodyOf(operation: string, answer: Answer): Json | undefined {
  if (answer.status < 200 || answer.status > 299) throw new PlatformError(operation, answer);
  if (typeof answer.body === 'string') throw new Unreadable(operation);
  return answer.body;
}

/** The request was not sent, because what it needs could not be had. */
export class NotSent extends Error {
  override readonly name = 'NotSent';

  constructor(cause: unknown) {
    super('not sent', { cause });
  }
}

/** Somebody asked to stop before the request was sent: it is the cause of a NotSent. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('interrupted');
  }
}

function unsent(cause: unknown): never {
  throw new NotSent(cause);
}

/** Attempts until one succeeds, as long as `recover` says that another one makes sense. */
async function retried<T>(
  attempt: () => Promise<T>,
  recover: (error: unknown, attempt: number) => Promise<boolean>,
): Promise<T> {
  let again = false;
  return pRetry(attempt, {
    retries: ATTEMPTS - 1,
    minTimeout: 0,
    maxTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      again = retriesLeft > 0 && (await recover(error, attemptNumber));
    },
    shouldRetry: () => again,
  });
}

/** Whether a failure may pass, and sending the call again does no harm. */
function isPassing(error: unknown, { repeat }: CallOptions): boolean {
  if (error instanceof NoAnswer || error instanceof Unreadable) return repeat === 'always';
  if (!(error instanceof PlatformError)) return false;
  if (error.status === 429) return retryAfterSeconds(error) <= LONGEST_WAIT_S;
  return repeat === 'always' && (error.status === 408 || (error.status >= 500 && error.status !== 501));
}

function isPassingLoginProblem(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (!(error instanceof PlatformError)) return false;
  // Too many log-ins are answered 400, not 429. Source: CX as Code 1.84.1, which waits for them.
  return error.status >= 500 || error.status === 429 || /rate limit exceeded/i.test(error.platformMessage);
}

/** How long a 429 asks to wait: its header, else the words of its message, else the end of the minute. */
function retryAfterSeconds(error: PlatformError): number {
  const inText = /in \[(\d+)\] seconds/.exec(error.platformMessage)?.[1];
  const said = error.headers['retry-after'] ?? inText ?? error.headers['inin-ratelimit-reset'];
  const seconds = Number(said);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds, 1) : 3;
}
