/**
 * The platform's refusals. Codes and wordings are those of its own answers, published by people who met them and in the
 * error codes of the platform CLI; where none is published, the message says what is wrong and carries `bad.request`.
 */
import type { Json, JsonObject } from './json.ts';

export interface Detail {
  readonly errorCode: string;
  readonly fieldName: string;
  readonly entityId?: string;
}

/** An answer that is not a success. `contextId` is added when it is sent. */
export class PlatformError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly Detail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: Detail[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? [];
    this.headers = more.headers ?? {};
  }

  body(contextId: string): JsonObject {
    const details: Json[] = this.details.map((detail) => ({ ...detail }));
    const { message, code, status } = this;
    return { message, code, status, contextId, messageParams: {}, details, errors: [] };
  }
}

const MALFORMED = 'The request could not be understood by the server due to malformed syntax.';
const FORBIDDEN = 'Unable to perform the requested action. You';

export function badRequest(message = MALFORMED, details: Detail[] = []): PlatformError {
  return new PlatformError(400, 'bad.request', message, { details });
}

export function badField(fieldName: string, message: string, code = 'bad.request'): PlatformError {
  return new PlatformError(400, code, message, { details: [{ errorCode: code, fieldName }] });
}

/** A reference to something that does not exist. */
export function unknownReference(fieldName: string, entityId: string): PlatformError {
  const message = `The object that ${fieldName} refers to was not found: ${entityId}`;
  return new PlatformError(400, 'bad.request', message, {
    details: [{ errorCode: 'not.found', fieldName, entityId }],
  });
}

export function noToken(): PlatformError {
  return new PlatformError(
    401,
    'authentication.required',
    'No authentication bearer token specified in authorization header.',
  );
}

export function badToken(code: string): PlatformError {
  return new PlatformError(401, code, 'Invalid login credentials.');
}

export function missingPermissions(permissions: readonly string[]): PlatformError {
  const text = `${FORBIDDEN} are missing the following permission(s): [${permissions.join(', ')}]`;
  return new PlatformError(403, 'missing.permissions', text);
}

export function missingAnyPermission(permissions: readonly string[]): PlatformError {
  const text = `${FORBIDDEN} must have at least one of the following permissions assigned: [${permissions.join(', ')}]`;
  return new PlatformError(403, 'missing.any.permissions', text);
}

export function missingInDivision(
  permissions: readonly string[],
  division: string,
  wording: 'appended' | 'empty',
): PlatformError {
  const needed =
    wording === 'empty' ? '' : permissions.map((permission) => `${permission}:${division}`).join(', ');
  const where = wording === 'empty' ? ` in at least one of the following division(s): [${division}]` : '';
  const text = `${FORBIDDEN} must have at least one of the following permissions assigned: [${needed}]${where}`;
  return new PlatformError(403, 'missing.division.permission', text);
}

export function notFound(): PlatformError {
  return new PlatformError(404, 'not.found', 'The requested resource was not found.');
}

export function methodNotAllowed(allowed: readonly string[]): PlatformError {
  return new PlatformError(405, 'method.not.allowed', 'Method Not Allowed', {
    headers: { Allow: allowed.join(', ') },
  });
}

/** A name that is taken. No body of this refusal is published; code and status are inside everything observed. */
export function duplicate(status: 409 | 400, entity: string, name: string): PlatformError {
  const code = status === 409 ? 'general.conflict' : 'bad.request';
  return new PlatformError(status, code, `A ${entity} with the name '${name}' already exists.`);
}

export function conflict(message: string): PlatformError {
  return new PlatformError(409, 'general.conflict', message);
}

export function staleVersion(
  wording: 'database' | 'unexpected' | 'directory',
  sent: number,
  current: number,
): PlatformError {
  if (wording === 'directory')
    return badRequest(`The version ${sent} does not match the current version ${current}.`);
  return conflict(
    wording === 'database'
      ? 'The version number of the modified resource must match the version number in the database.'
      : 'Resource conflict - Unexpected version was provided',
  );
}

export function tooLarge(maximum: number): PlatformError {
  const text = `The request is over the size limit. Maximum bytes: ${maximum}`;
  return new PlatformError(413, 'request.entity.too.large', text);
}

export function wrongMediaType(): PlatformError {
  const text =
    'Unsupported Media Type - Unsupported or incorrect media type, such as an incorrect Content-Type value in the header.';
  return new PlatformError(415, 'unsupported.media.type', text);
}

export function tooManyRequests(seconds: number): PlatformError {
  const text = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  const headers = { 'Retry-After': String(seconds) };
  return new PlatformError(429, 'too.many.requests.retry.after', text, { headers });
}
