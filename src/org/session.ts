import { setMaxListeners } from 'node:events';
import { setTimeout as timeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
import { operations } from '../catalog/generated/operations.ts';
import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Json, type JsonObject, parseJson } from '../json/json.ts';
import { DayLimit, isMissing, NoAnswer, PlatformError, Unreadable, UploadFailed } from './errors.ts';
import {
  type CallKind,
  LONGEST_WAIT_S,
  type Next,
  nextAfter,
  type Problem,
  pauseMs,
  problemOf,
  retryAfterSeconds,
} from './repeat.ts';
import type { Answer, FileUpload, Transport } from './sdk.ts';
import { type Clock, Throttle, type Wait } from './throttle.ts';

export type { Wait };

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
  /** Whether the answer is plain text, whatever it looks like. [JSON] */
  readonly text?: boolean;
}

/** What is known of the attempts so far: nothing was sent, all were refused, or one may have had its effect. */
export type Before = 'nothing' | 'refused' | 'unknown';

export interface CallOptions {
  /**
   * Whether sending it again is harmless when nobody knows what became of the first: `always` for reads and for
   * writes that say how it shall be, `refused` only after an answer that says that nothing was done.
   */
  readonly repeat: 'always' | 'refused';
  /** Whether it only asks, whatever its method. [GET does] */
  readonly reads?: boolean;
  /** Asked for the body before each attempt, and again after every wait; throws to send nothing. */
  readonly prepare?: (before: Before) => Promise<Json | undefined>;
  /** Whether the body of a success is one. [of a read: that there is one] */
  readonly isAnswer?: (body: Json | undefined) => boolean;
  /** Told the status of an answer that says success. */
  readonly heard?: (status: number) => void;
}

export interface SessionOptions {
  readonly clock?: Clock;
  /** The first wait between attempts, doubled each time. [1000] */
  readonly retryDelayMs?: number;
  /** The share of the allowed calls that may be used, of lower limits of single operations too: 0 < budget ≤ 1. [1] */
  readonly budget?: number | undefined;
  /** Called when the session begins to wait for longer than a second. It must not throw. */
  readonly onWait?: (wait: Wait) => void;
  /** Once it is aborted, no wait goes on and no write is sent any more; calls on their way are awaited. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls at once. Tools that were measured against the platform use three to five. */
const IN_FLIGHT = 4;

/** Attempts at an upload: with the waits between them it is tried for 15 seconds. Source: CX as Code 1.84.1, for 20. */
const UPLOADS = 5;

/** A log-in under way or done, for all who wait for it. */
interface Login {
  readonly done: Promise<void>;
}

/** One attempt at a call. */
interface Attempt {
  readonly call: Call;
  readonly options: CallOptions;
  readonly kind: CallKind;
  readonly before: Before;
}

/** An open door to one org: one token, one throttle. Safe to use from several tasks at once. */
export class Session {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #throttle: Throttle;
  readonly #options: SessionOptions;
  readonly #limit = pLimit(IN_FLIGHT);
  #login: Login | undefined;
  /** When the wait ends that was told of last. */
  #toldMs = 0;
  /** The answer that came last, for what its headers say of the server. */
  latest: { readonly headers: Answer['headers']; readonly at: number } | undefined;
  /** Calls sent so far, attempts counted one by one, log-ins apart. */
  readonly sent: CallCounts = { read: 0, write: 0 };

  constructor(transport: Transport, options: SessionOptions = {}) {
    this.#transport = transport;
    this.#clock = options.clock ?? { now: Date.now, sleep: slept };
    this.#options = options;
    const { budget, signal } = options;
    // Every call that waits listens to it.
    if (signal) setMaxListeners(0, signal);
    this.#throttle = new Throttle(this.#clock, { budget, signal, onWait: (wait) => this.#tell(wait) });
  }

  get clock(): Clock {
    return this.#clock;
  }

  /** How long so many more calls will take from now, as the limit and the answers so far have it: milliseconds. */
  forecast(calls: number): number {
    return this.#throttle.forecast(calls, IN_FLIGHT);
  }

  /**
   * Sends a call and returns its answer's body. What is done about failures is in `repeat.ts`.
   * @throws PlatformError for an answer other than success, NoAnswer when none came, Unreadable when it is none;
   * NotSent when a write had no effect because `prepare` threw, nobody could log in, or the signal came; Interrupted
   * for a read in that case
   */
  async call(call: Call, options: CallOptions = { repeat: 'always' }): Promise<Json | undefined> {
    const kind = kindOf(call, options);
    const failures = new Failures(kind);
    let login: Login | undefined;
    let isIn = false;
    try {
      return await retried(
        async () => {
          isIn = false;
          this.#login ??= { done: this.#logIn() };
          login = this.#login;
          await login.done.catch(kind === 'read' ? raised : unsent);
          isIn = true;
          return this.#attempt({ call, options, kind, before: failures.before });
        },
        async (error) => {
          if (!isIn) return false; // the log-in has tried again for as long as that makes sense
          const { next, times } = failures.add(error);
          if (next === 'login' && this.#login === login) this.#login = undefined;
          // A limit is waited for by the throttle.
          if (next === 'wait' && !isLimit(error)) await this.#pause('retry', times);
          return next !== 'never';
        },
      );
    } catch (error) {
      throw failures.verdict(error);
    }
  }

  /**
   * Hands a file to the storage that the platform has named. No limit of the platform counts it. It is tried again
   * where nobody knows what became of it: the same file at the same address is the same, unless it says otherwise.
   * @returns what was answered, where that is JSON
   * @throws UploadFailed; NotSent when the signal came before
   */
  async upload(file: FileUpload): Promise<Json | undefined> {
    const { host } = new URL(file.address, 'https://apps');
    // What one attempt may have done, a later one that is refused does not take back.
    let lost: UploadFailed | undefined;
    for (let times = 1; ; times += 1) {
      if (!lost) this.#goOn('setting');
      const sent = this.#transport.upload(file);
      const failed = await sent.then(
        (answer) => (isSuccess(answer) && !isOfProxy(answer) ? answer : new UploadFailed(host, answer)),
        (error: unknown) => new UploadFailed(host, undefined, error),
      );
      if (!(failed instanceof UploadFailed)) return jsonIn(failed.body);
      if (!failed.isRefused) lost ??= failed;
      if (failed.isRefused || file.once || times === UPLOADS) throw lost ?? failed;
      await this.pause(
        pauseMs(this.#options.retryDelayMs ?? 1000, times),
        'retry',
        'the next attempt at an upload',
      );
    }
  }

  /**
   * Fetches a file from an address that the platform has signed, as often as an upload is tried.
   * @throws NoAnswer, or Unreadable where something else than a file comes
   */
  async download(address: string): Promise<Uint8Array> {
    const { host } = new URL(address);
    for (let times = 1; ; times += 1) {
      const got = await this.#transport
        .download(address)
        .catch((error: unknown) => new NoAnswer(host, error));
      if (!(got instanceof Error) && got.status === 200 && got.bytes) return got.bytes;
      const failed = got instanceof Error ? got : new Unreadable(host, got, `is ${got.status}, and no file`);
      const isRefused = !(got instanceof Error) && got.status >= 400 && got.status < 500;
      if (isRefused || times === UPLOADS) throw failed;
      const words = 'the next attempt at a download';
      await this.pause(pauseMs(this.#options.retryDelayMs ?? 1000, times), 'retry', words);
    }
  }

  /** Waits, and tells why: "waiting 15 s: <words>". @throws Interrupted when the signal ends that */
  async pause(ms: number, why: Wait['why'], words: string): Promise<void> {
    this.#tell({ why, untilMs: this.#clock.now() + ms, words });
    const { signal } = this.#options;
    if (!signal?.aborted) await this.#clock.sleep(ms, signal);
    if (signal?.aborted) throw new Interrupted(signal.reason);
  }

  /** Sends the call once there is room for it, with a body that is as fresh as that. */
  async #attempt({ call, options, kind, before }: Attempt): Promise<Json | undefined> {
    for (;;) {
      this.#goOn(kind);
      await this.#throttle.room(call.op);
      this.#goOn(kind);
      const body = options.prepare ? await options.prepare(before).catch(unsent) : call.body;
      const sending = await this.#limit(() => this.#sendNow({ ...call, body }, kind));
      if (!sending) continue;
      const { name, answer } = sending;
      const isAnswer = options.isAnswer ?? (kind === 'read' ? isThere : isAny);
      const isText = call.text && isSuccess(answer);
      const read = isText ? (answer.body ?? '') : bodyOf(name, answer, isAnswer, this.#clock.now());
      options.heard?.(answer.status);
      return read;
    }
  }

  /** Sends the call if there is still room for it. */
  async #sendNow(call: Call, kind: CallKind): Promise<{ name: string; answer: Answer } | undefined> {
    this.#goOn(kind);
    const passage = this.#throttle.take(call.op);
    const { signal } = this.#options;
    if (!passage && signal?.aborted) throw new Interrupted(signal.reason);
    if (!passage) return undefined;
    const facts = factsOf(call.op);
    const name = `${facts.method} ${facts.path}`;
    this.sent[kind === 'read' ? 'read' : 'write'] += 1;
    const { params = {}, query = {}, body, text = false } = call;
    const answer = await this.#transport
      .send({ ...facts, params, query, body, text, reads: kind === 'read' })
      .catch((error: unknown) => {
        this.#throttle.done(passage);
        throw new NoAnswer(name, error);
      });
    this.latest = { headers: answer.headers, at: this.#clock.now() };
    const seconds = answer.status === 429 ? retryAfterSeconds(new PlatformError(name, answer)) : 0;
    const wait = seconds > LONGEST_WAIT_S ? 0 : seconds * 1000;
    this.#throttle.done(passage, { headers: answer.headers, pauseMs: wait });
    return { name, answer };
  }

  /** Waits before the next attempt. @throws Interrupted */
  async #pause(why: 'retry' | 'login', times: number): Promise<void> {
    const ms = pauseMs(this.#options.retryDelayMs ?? 1000, times);
    const words =
      why === 'login'
        ? 'the next attempt to log in'
        : 'the next attempt at a call that was not answered well';
    await this.pause(ms, why, words);
  }

  /** Several calls wait for the same thing: it is told of once. */
  #tell(wait: Wait): void {
    if (wait.untilMs - this.#clock.now() <= 1000 || Math.abs(wait.untilMs - this.#toldMs) < 1000) return;
    this.#toldMs = wait.untilMs;
    this.#options.onWait?.(wait);
  }

  /** After the signal no write is sent. A read may still have to say what became of one. */
  #goOn(kind: CallKind): void {
    const { signal } = this.#options;
    if (!signal?.aborted || kind === 'read') return;
    const interrupted = new Interrupted(signal.reason);
    throw kind === 'login' ? interrupted : new NotSent(interrupted);
  }

  async #logIn(): Promise<void> {
    const failures = new Failures('login');
    await retried(
      () => {
        this.#goOn('login');
        return this.#logInOnce();
      },
      async (error) => {
        const { next, times } = failures.add(error);
        if (next === 'never') return false;
        await this.#pause('login', times);
        return true;
      },
    );
    this.#throttle.renew();
  }

  async #logInOnce(): Promise<void> {
    const answer = await this.#transport.logIn().catch((error: unknown) => {
      throw new NoAnswer('the log-in', error);
    });
    if (answer.status === 200) return;
    if (answer.status === 0) throw new Unreadable('the log-in', answer, 'has no token in it');
    const error = new PlatformError('the log-in', answer);
    if (error.platformCode !== 'invalid_client') throw error;
    throw failure(exitCodes.noPermission, 'credentials.refused', loginSentence(error), {
      hint: 'Check the client ID and secret, and that the mapping names the region of the org: a client of one region is unknown in another.',
      cause: error,
    });
  }
}

/** A page, or half an answer: no storage has said that it took the file. */
function isOfProxy({ headers, body }: Answer): boolean {
  const type = headers['content-type'] ?? '';
  if (!/json/i.test(type) || typeof body !== 'string') return /html/i.test(type);
  return jsonIn(body) === undefined;
}

/** What a text says that is JSON. */
function jsonIn(body: Json | undefined): Json | undefined {
  if (typeof body !== 'string') return body;
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

/** The platform's words tell an unknown client from a wrong secret. */
function loginSentence(error: PlatformError): string {
  return /not found/i.test(error.platformMessage)
    ? 'Genesys Cloud does not know this OAuth client in this region.'
    : `Genesys Cloud refused the credentials: ${error.platformMessage}.`;
}

function factsOf(op: string): (typeof operations)[string] & object {
  const facts = operations[op];
  if (!facts) throw new Error(`no operation ${op}`);
  return facts;
}

function kindOf({ op }: Call, { repeat, reads, prepare }: CallOptions): CallKind {
  if (factsOf(op).method === 'GET' || reads) return 'read';
  if (prepare) return 'update';
  return repeat === 'always' ? 'setting' : 'create';
}

function bodyOf(
  operation: string,
  answer: Answer,
  isAnswer: (body: Json | undefined) => boolean,
  now: number,
): Json | undefined {
  const { status, body, isCut } = answer;
  if (status < 200 || status > 299) {
    const error = new PlatformError(operation, answer);
    const seconds = status === 429 ? retryAfterSeconds(error) : 0;
    throw seconds > LONGEST_WAIT_S ? new DayLimit(operation, answer, now + seconds * 1000, seconds) : error;
  }
  if (isCut) throw new Unreadable(operation, answer, 'broke off');
  if (typeof body === 'string') throw new Unreadable(operation, answer, 'is not JSON');
  if (isAny(body) && (status === 204 || isAnswer(body))) return body;
  throw new Unreadable(operation, answer, body === undefined ? 'is empty' : 'is not what was asked for');
}

/** Whether all of an answer has come, and it is no refusal. */
function isSuccess({ status, isCut }: Answer): boolean {
  return status >= 200 && status <= 299 && !isCut;
}

/** Whatever the platform may answer to a write. */
function isAny(body: Json | undefined): boolean {
  return body === undefined || typeof body === 'object';
}

function isThere(body: Json | undefined): boolean {
  return body !== undefined;
}

/** The request was not sent, or had no effect, because what it needs could not be had. */
export class NotSent extends Error {
  override readonly name = 'NotSent';

  constructor(cause: unknown) {
    super('not sent', { cause });
  }
}

/** @throws NotSent with this reason: the call was not sent */
export function unsent(cause: unknown): never {
  throw cause instanceof NotSent ? cause : new NotSent(cause);
}

function raised(error: unknown): never {
  throw error;
}

/** Nothing more is sent: the signal of the session was given. Its reason is the cause. */
export class Interrupted extends ChangesetError {
  constructor(reason?: unknown) {
    const message = 'It was interrupted: nothing more was sent.';
    super(exitCodes.interrupted, [{ severity: 'error', code: 'interrupted', message }], { cause: reason });
  }
}

async function slept(ms: number, signal?: AbortSignal): Promise<void> {
  await timeout(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

/** What went wrong with the attempts at one call. */
class Failures {
  readonly #kind: CallKind;
  readonly #times = new Map<Problem, number>();
  /** The last failure after which the call may have had its effect. */
  #unknown: unknown;
  before: Before = 'nothing';

  constructor(kind: CallKind) {
    this.#kind = kind;
  }

  add(error: unknown): { next: Next; times: number } {
    const problem = problemOf(error, this.#kind);
    const times = (this.#times.get(problem) ?? 0) + 1;
    this.#times.set(problem, times);
    if (problem === 'unknown') this.#unknown = error;
    this.before = this.#unknown === undefined ? 'refused' : 'unknown';
    return { next: nextAfter(problem, this.#kind, times), times };
  }

  /**
   * What the call ends with. After an attempt that may have had its effect no later failure may say that nothing was
   * done. That somebody else changed the object says more, and so does that it is gone; an update has looked for that.
   */
  verdict(error: unknown): unknown {
    const cause = error instanceof NotSent ? error.cause : error;
    if (this.#kind === 'read' && error instanceof PlatformError) error.isInconclusive = true;
    if (this.#unknown === undefined || this.#kind === 'read') {
      return cause instanceof Interrupted && this.#kind !== 'read' ? new NotSent(cause) : error;
    }
    if (!isMissing(error) || this.#kind === 'update') return isOfOrg(cause) ? this.#unknown : cause;
    error.isInconclusive = true;
    return error;
  }
}

/** Whether a failure is of the way to the org, not of what was found there. */
function isOfOrg(error: unknown): boolean {
  const isOne = (candidate: unknown): boolean =>
    [PlatformError, NoAnswer, Unreadable, Interrupted, NotSent].some((kind) => candidate instanceof kind);
  return isOne(error) || (error instanceof Error && isOne(error.cause));
}

function isLimit(error: unknown): boolean {
  return error instanceof PlatformError && error.status === 429;
}

/** Attempts until one succeeds, as long as `goesOn` says that another one makes sense. */
async function retried<T>(
  attempt: () => Promise<T>,
  goesOn: (error: unknown) => Promise<boolean>,
): Promise<T> {
  let again = false;
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    maxTimeout: 0,
    onFailedAttempt: async ({ error }) => {
      again = await goesOn(error);
    },
    shouldRetry: () => again,
  });
}
