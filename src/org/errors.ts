import { ChangesetError } from '../diagnostics.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import type { Answer } from './sdk.ts';

/** An answer of the platform that is not what was hoped for, or none at all. */
export class PlatformError extends ChangesetError {
  /** 0 when no answer came. */
  readonly status: number;
  /** The platform's own code, as `general.conflict`. */
  readonly platformCode: string | undefined;
  readonly platformMessage: string;
  readonly correlationId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is not in the platform's words: a proxy may have answered in its place. */
  readonly isForeign: boolean;
  /**
   * Whether it leaves open if a write was done: an earlier attempt may have had its effect, or it is about a read, which
   * may have come after.
   */
  isInconclusive = false;

  /** @param more what is to be said beside the platform's words */
  constructor(operation: string, answer: Answer, more: { message?: string; hint?: string } = {}) {
    const facts = factsOf(answer);
    const { status } = answer;
    const said = isRedirect(status)
      ? redirection(operation, answer, facts)
      : sentence(operation, status, facts);
    const message = more.message === undefined ? said : `${said} ${more.message}`;
    super(exitCodeOf(status), [
      { severity: 'error', code: codeOf(status), message, ...hintOf(status), ...pick(more.hint) },
    ]);
    this.status = answer.status;
    this.platformCode = facts.code;
    this.platformMessage = facts.message;
    this.correlationId = facts.correlationId;
    this.headers = answer.headers;
    this.isForeign = typeof answer.body === 'string';
  }
}

function pick(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

/** The platform takes no call of this kind for so long that waiting is no use: a limit by the day, say. */
export class DayLimit extends PlatformError {
  /** When it takes calls again: milliseconds since the epoch. */
  readonly untilMs: number;

  constructor(operation: string, answer: Answer, untilMs: number, seconds: number) {
    super(operation, answer, {
      message: `It takes such calls again at ${localTime(untilMs, untilMs - seconds * 1000)}, in ${duration(seconds)}.`,
      hint: [
        'That is too long to wait for. Nothing further was started.',
        'Then run the same command again; a deployment that was stopped is taken up with  changeset resume <deploymentId>',
      ].join('\n'),
    });
    this.untilMs = untilMs;
  }
}

/** The time of this machine, with the day where that is another one. */
function localTime(ms: number, now: number): string {
  const at = new Date(ms);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === new Date(now).toDateString()) return time;
  return `${time} on ${at.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })}`;
}

function duration(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const parts = [
    hours === 0 ? '' : amount(hours, 'hour'),
    minutes % 60 === 0 ? '' : amount(minutes % 60, 'minute'),
  ];
  return parts.filter(Boolean).join(' and ');
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** No answer came: the request may have had its effect or not. */
export class NoAnswer extends ChangesetError {
  constructor(operation: string, cause: unknown) {
    const message = `Genesys Cloud did not answer ${operation}: ${wordsOf(cause)}.`;
    const hint = 'Check the network, and HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS if there is a proxy.';
    super(exitCodes.failure, [{ severity: 'error', code: 'platform.unreachable', message, hint }], { cause });
  }
}

/** An answer came that says success and cannot be used: something between here and there may have answered. */
export class Unreadable extends ChangesetError {
  /** @param what what is wrong with it: "is not JSON" */
  constructor(operation: string, answer: Answer, what: string) {
    const { correlationId } = factsOf(answer);
    const message = `Genesys Cloud's answer to ${operation} ${what}; something between here and there may have answered instead.${correlation(correlationId)}`;
    super(exitCodes.failure, [{ severity: 'error', code: 'platform.unreadable', message }]);
  }
}

/** The storage that the platform named did not take a file. It is no part of the platform, and has no token. */
export class UploadFailed extends ChangesetError {
  /** Whether the storage said no: it took nothing. Otherwise nobody knows. */
  readonly isRefused: boolean;

  /** @param answer undefined when none came, and then why */
  constructor(host: string, answer: Answer | undefined, cause?: unknown) {
    const isRefused = answer !== undefined && answer.status >= 400 && answer.status < 500;
    const said = answer
      ? `answered ${answer.status}: ${answer.status < 300 ? 'what came with it is no answer of a storage' : reasonIn(answer)}`
      : `did not answer: ${wordsOf(cause)}`;
    const message = `The upload to ${host}, which Genesys Cloud named for it, failed. The storage ${said}.`;
    const hint = isRefused
      ? 'An upload address is good for a short while, for exactly the headers that came with it. A proxy between here and there may have changed them: check HTTPS_PROXY and NO_PROXY.'
      : `Check that ${host} can be reached from here, and HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS if there is a proxy.`;
    super(exitCodes.failure, [{ severity: 'error', code: 'upload.failed', message, hint }], { cause });
    this.isRefused = isRefused;
  }
}

/** Code and message of a storage's XML. What else stands there may be what was signed, and with which key. */
function reasonIn({ body }: Answer): string {
  const text = typeof body === 'string' ? body : '';
  const [code, message] = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(text)?.[1],
  );
  return (
    withoutSecrets([message?.replace(/\.$/, ''), code && `[${code}]`].filter(Boolean).join(' ')) ||
    'no reason given'
  );
}

interface AnswerFacts {
  readonly code: string | undefined;
  readonly message: string;
  readonly details: string;
  readonly correlationId: string | undefined;
}

function factsOf({ body, headers }: Answer): AnswerFacts {
  const object: JsonObject = isObject(body) ? body : {};
  const text = (key: string): string | undefined => {
    const value = get(object, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    code: text('code') ?? text('error'),
    message: withoutSecrets(
      text('message') ?? text('error_description') ?? text('description') ?? excerpt(body),
    ),
    details: detailsOf(get(object, 'details')),
    correlationId: text('contextId') ?? headers['inin-correlation-id'],
  };
}

/** The first words of an answer that is no JSON: a proxy's page, say. */
function excerpt(body: Json | undefined): string {
  if (typeof body !== 'string') return 'no reason given';
  const words = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? 'no reason given' : words.slice(0, 200);
}

/** Often the only place that names the field. */
function detailsOf(details: Json | undefined): string {
  const items = isArray(details) ? details : [];
  return items
    .flatMap((item) => {
      if (!isObject(item)) return [];
      return [
        [get(item, 'fieldName'), get(item, 'errorCode'), get(item, 'entityName')]
          .filter((fact) => typeof fact === 'string')
          .join(' '),
      ];
    })
    .filter((text) => text !== '')
    .join('; ');
}

function sentence(operation: string, status: number, facts: AnswerFacts): string {
  const reason = [
    facts.message.replace(/\.$/, ''),
    facts.details && `(${facts.details})`,
    facts.code && facts.code !== facts.message ? `[${facts.code}]` : '',
  ];
  const said = reason.filter(Boolean).join(' ');
  return `Genesys Cloud answered ${status} to ${operation}: ${said}.${correlation(facts.correlationId)}`;
}

function redirection(operation: string, { status, headers }: Answer, { correlationId }: AnswerFacts): string {
  const to = headers['location'];
  const where = to === undefined ? 'elsewhere' : `to ${withoutSecrets(to).slice(0, 200)}`;
  return `${operation} was redirected ${where} (${status}). Redirects are not followed: the token is for Genesys Cloud alone.${correlation(correlationId)}`;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status <= 399;
}

function correlation(id: string | undefined): string {
  return id === undefined ? '' : ` Correlation ID: ${id}`;
}

function codeOf(status: number): string {
  if (status === 401) return 'platform.credentials';
  if (status === 403) return 'platform.permission';
  if (status === 404 || status === 410) return 'platform.missing';
  if (status === 409) return 'platform.conflict';
  if (status === 429) return 'platform.limit';
  if (isRedirect(status)) return 'platform.redirected';
  return status >= 500 ? 'platform.failure' : 'platform.refused';
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.noPermission;
  return status === 409 ? exitCodes.conflict : exitCodes.failure;
}

function hintOf(status: number): { hint?: string } {
  if (status === 403)
    return { hint: 'Give the OAuth client a role with this permission, in the divisions concerned.' };
  if (isRedirect(status))
    return {
      hint: 'Check the region or addresses in the mapping, and HTTPS_PROXY and NO_PROXY if there is a proxy.',
    };
  if (status >= 500)
    return { hint: 'The platform has a problem; try again later, or give its support the correlation ID.' };
  return {};
}

/** Whether the platform refuses an object because one like it exists: it words this in several ways. */
export function isDuplicate(error: unknown): error is PlatformError {
  return (
    error instanceof PlatformError &&
    isConflict(error.status) &&
    /already (exists|assigned|in use)|unique|duplicate|overlap/i.test(error.platformMessage)
  );
}

/**
 * Whether the platform refuses an update because somebody else was faster: it words this in several ways, too, and
 * answers 408 at times. Source: CX as Code 1.84.1.
 */
export function isStale(error: unknown): error is PlatformError {
  return (
    error instanceof PlatformError &&
    /version/i.test(error.platformMessage) &&
    (isConflict(error.status) || error.status === 408)
  );
}

function isConflict(status: number): boolean {
  return status === 400 || status === 409;
}

/** Whether the platform says that there is no such thing (any more). A page of a proxy's does not. */
export function isMissing(error: unknown): error is PlatformError {
  return error instanceof PlatformError && !error.isForeign && (error.status === 404 || error.status === 410);
}

function wordsOf(cause: unknown): string {
  return withoutSecrets(cause instanceof Error ? cause.message || cause.name : String(cause));
}

/** Network errors and proxies quote requests now and then. The transport hides the secrets that it knows already. */
function withoutSecrets(text: string): string {
  return text.replace(/(bearer|basic)\s+[\w.~+/=-]{16,}/gi, '$1 …').replace(/\/\/[^/@\s]+@/g, '//…@');
}

/** Whether the platform takes no such question, from this client or in this form: another one may do. */
export function isRefused(error: unknown): error is PlatformError {
  return error instanceof PlatformError && [400, 403].includes(error.status);
}
