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

  constructor(operation: string, answer: Answer) {
    const facts = factsOf(answer);
    super(exitCodeOf(answer.status), [
      {
        severity: 'error',
        code: codeOf(answer.status),
        message: sentence(operation, answer.status, facts),
        ...hintOf(answer.status),
      },
    ]);
    this.status = answer.status;
    this.platformCode = facts.code;
    this.platformMessage = facts.message;
    this.correlationId = facts.correlationId;
    this.headers = answer.headers;
  }
}

/** No answer came: the request may have had its effect or not. */
export class NoAnswer extends ChangesetError {
  constructor(operation: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      exitCodes.failure,
      [
        {
          severity: 'error',
          code: 'platform.unreachable',
          message: `Genesys Cloud did not answer ${operation}: ${withoutSecrets(reason)}.`,
          hint: 'Check the network, and HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS if there is a proxy.',
        },
      ],
      { cause },
    );
  }
}

/** An answer came that says success and cannot be read: something between here and there may have answered. */
export class Unreadable extends ChangesetError {
  constructor(operation: string) {
    const message = `Genesys Cloud's answer to ${operation} is not JSON; something between here and there may have answered instead.`;
    super(exitCodes.failure, [{ severity: 'error', code: 'platform.unreadable', message }]);
  }
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
    message: text('message') ?? text('error_description') ?? text('description') ?? excerpt(body),
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
  const correlation = facts.correlationId ? ` Correlation ID: ${facts.correlationId}` : '';
  return `Genesys Cloud answered ${status} to ${operation}: ${said}.${correlation}`;
}

function codeOf(status: number): string {
  if (status === 401) return 'platform.credentials';
  if (status === 403) return 'platform.permission';
  if (status === 404 || status === 410) return 'platform.missing';
  if (status === 409) return 'platform.conflict';
  if (status === 429) return 'platform.limit';
  return status >= 500 ? 'platform.failure' : 'platform.refused';
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.noPermission;
  return status === 409 ? exitCodes.conflict : exitCodes.failure;
}

function hintOf(status: number): { hint?: string } {
  if (status === 403)
    return { hint: 'Give the OAuth client a role with this permission, in the divisions concerned.' };
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

/** Whether the platform refuses an update because somebody else was faster: it words this in several ways, too. */
export function isStale(error: unknown): error is PlatformError {
  return error instanceof PlatformError && /version/i.test(error.platformMessage) && isConflict(error.status);
}

function isConflict(status: number): boolean {
  return status === 400 || status === 409;
}

/** Whether the platform says that there is no such thing (any more). */
export function isMissing(error: unknown): error is PlatformError {
  return error instanceof PlatformError && (error.status === 404 || error.status === 410);
}

/** Network errors quote requests now and then. */
function withoutSecrets(text: string): string {
  return text.replace(/(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 …').replace(/\/\/[^/@\s]+@/g, '//…@');
}
