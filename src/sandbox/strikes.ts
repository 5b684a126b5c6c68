/** What faults do to one request: to its answer, its token, and what lists show of it. */
import { PlatformError, tooManyRequests } from './errors.ts';
import type { AnswerFault, AnswerKind, Fault, FaultRule, Moment } from './faults.ts';
import type { Reply } from './http.ts';
import { oauthError } from './tokens.ts';

/** The request as far as a fault needs it. */
export interface Victim {
  readonly text: string;
  readonly login: boolean;
  readonly correlationId: string;
}

const ERROR_CODES: Readonly<Record<number, string>> = {
  400: 'bad.request',
  401: 'bad.credentials',
  403: 'missing.permissions',
  404: 'not.found',
  408: 'request.timeout',
  409: 'general.conflict',
  500: 'internal.server.error',
  502: 'bad.gateway',
  503: 'service.unavailable',
  504: 'gateway.timeout',
};

const HTML = '<html><head><title>Sorry</title></head><body><h1>Something went wrong</h1></body></html>';

/** Whether the fault takes the place of the answer. */
export function isAnswer(fault: Fault): fault is AnswerKind {
  return ['status', 'body', 'throttle', 'reset', 'truncate', 'redirect'].some((word) => word in fault);
}

/** When the fault happens. */
export function momentOf(fault: Fault): Moment {
  if ('reset' in fault) return fault.reset;
  if ('truncate' in fault) return fault.truncate;
  return ('at' in fault ? fault.at : undefined) ?? 'before';
}

/** How long the faults of that moment hold the request back, in milliseconds. */
export function delayOf(rules: readonly FaultRule[], moment: Moment): number {
  const delays = rules.map(({ do: fault }) =>
    'delayMs' in fault && momentOf(fault) === moment ? fault.delayMs : 0,
  );
  return delays.reduce((sum, delay) => sum + delay, 0);
}

/** How long, and in how many lists, what the request changes is not seen. */
export function hidingOf(rules: readonly FaultRule[]): { ms: number; lists: number } {
  const times = rules.map(({ do: fault }) => ('invisibleMs' in fault ? fault.invisibleMs : 0));
  const lists = rules.map(({ do: fault }) => ('invisibleLists' in fault ? fault.invisibleLists : 0));
  return { ms: Math.max(0, ...times), lists: Math.max(0, ...lists) };
}

/** The answer that the fault gives, in the place of `real` where there is one by then. */
export function answerOf(fault: AnswerKind, victim: Victim, real?: Reply): Reply {
  if ('reset' in fault) return { status: 0, cut: true };
  if ('truncate' in fault) {
    const text = real ? JSON.stringify(real.body ?? {}) : victim.text;
    return { status: real?.status ?? 200, raw: half(text) };
  }
  if ('redirect' in fault) return { status: fault.status ?? 302, headers: { Location: fault.redirect } };
  if ('throttle' in fault) return throttled(fault.throttle, victim);
  const isRefused = real !== undefined && real.status >= 400;
  // What the org has refused is not said to be done.
  return isRefused && (fault.status ?? 200) < 400 ? real : replaced(fault, victim);
}

/** Half of a JSON text, of a list where there is nothing else to cut. */
function half(text: string): NonNullable<Reply['raw']> {
  const whole = text.length > 2 ? text : '{"entities":[]}';
  return { type: 'application/json', text: whole.slice(0, whole.length / 2) };
}

function throttled(seconds: number, { login, correlationId }: Victim): Reply {
  if (login) return oauthError(400, 'invalid_request', 'rate limit exceeded; too many token requests');
  const { status, headers, ...error } = refusal(tooManyRequests(seconds), correlationId);
  return { ...error, status, headers: { ...headers, 'inin-ratelimit-reset': String(seconds) } };
}

function refusal(error: PlatformError, correlationId: string): Reply {
  return { status: error.status, body: error.body(correlationId), headers: error.headers };
}

function replaced({ status = 200, headers = {}, ...fault }: AnswerFault, victim: Victim): Reply {
  switch (fault.body) {
    case 'html':
      return { status, headers, raw: { type: 'text/html', text: HTML } };
    case 'text':
      return { status, headers, raw: { type: 'text/plain', text: 'upstream connect error' } };
    case 'empty':
      return { status, headers };
    case undefined:
      return { ...(status < 400 ? { status } : refused(status, fault, victim)), headers };
    default:
      return { status, headers, body: structuredClone(fault.body) };
  }
}

/** A refusal in the form of the host that is asked. */
function refused(status: number, { code, message }: AnswerFault, { login, correlationId }: Victim): Reply {
  const said = message ?? `The sandbox was told to answer ${status}.`;
  if (login) return oauthError(status, code ?? 'invalid_request', said);
  const standard = ERROR_CODES[status] ?? 'internal.server.error';
  return refusal(new PlatformError(status, code ?? standard, said), correlationId);
}
