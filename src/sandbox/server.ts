/**
 * The sandbox: an HTTP server on 127.0.0.1 that answers as a Genesys Cloud org does, login host and API host at once, and
 * records what a correct client would not have sent.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from './call.ts';
import { contractMethods } from './contract.ts';
import { badRequest, methodNotAllowed, notFound, PlatformError, tooManyRequests } from './errors.ts';
import { type FaultRule, Faults, isWrite, type Moment, type Struck } from './faults.ts';
import { answerFile, isFilePath } from './files.ts';
import { parseJson, type Reply, readBytes, readText, send } from './http.ts';
import type {
  Client,
  Grant,
  OrgState,
  PassingRequest,
  RequestLog,
  SandboxOptions,
  Violation,
  ViolationKind,
} from './model.ts';
import { Org } from './org.ts';
import { editAsOther } from './other-client.ts';
import { demand } from './permissions.ts';
import { judgeQuery, parseQuery } from './query.ts';
import { type Route, routeOf } from './routes.ts';
import { sharedHarbourBank } from './seed/harbour-bank.ts';
import { loadState, saveState } from './state-file.ts';
import { isStorage } from './storage.ts';
import { answerOf, delayOf, hidingOf, isAnswer, momentOf } from './strikes.ts';
import { DEFAULT_SWITCHES } from './switches.ts';
import { bearerOf, Tokens } from './tokens.ts';
import { Windows } from './windows.ts';

const DEFAULT_RATE_LIMIT = 300;
/** What a body is blamed for by comparing it with the object: not where another client has just changed that. */
const COMPARED: readonly ViolationKind[] = ['read-only-changed', 'ignored-change', 'dropped-field'];
const LOGIN_PATHS: readonly string[] = ['/oauth/token', '/login/oauth/token'];

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`, login host and API host at once. */
  readonly url: string;
  readonly organizationId: string;
  /** A client with all permissions in all divisions. */
  readonly client: { readonly id: string; readonly secret: string };
  /** Grows while requests come in. */
  readonly violations: Violation[];
  /** Grows while requests come in. */
  readonly requests: RequestLog[];
  /**
   * A copy of the whole org in the server's form: references as `{ id }`, nothing computed. Its documents are frozen;
   * documents that did not change are the same in every snapshot.
   */
  snapshot(): OrgState;
  /** What another client does in between: changes documents in place; versions and dates are raised afterwards. */
  edit(change: (state: OrgState) => void): void;
  addClient(client: { id?: string; secret?: string; name?: string; grants: readonly Grant[] }): {
    id: string;
    secret: string;
  };
  revokeTokens(): void;
  /** Adds a rule to the fault plan; its count starts now. */
  inject(rule: FaultRule): void;
  /** Drops all rules. What was hidden from lists stays so for its time. */
  clearFaults(): void;
  /** The faults that struck; grows while requests come in. */
  readonly struck: Struck[];
  /** Told of each fault that strikes. */
  onFault: ((struck: Struck) => void) | undefined;
  /** Told of each request before it takes effect and before it is answered; the request waits for what this waits for. */
  onRequest: ((request: PassingRequest) => void | Promise<void>) | undefined;
  /** Answers a request without a connection, as it would be answered over one. */
  answer(request: SandboxRequest): Promise<Reply>;
  close(): Promise<void>;
}

/** A request as the server sees it. Names of headers are in lower case. */
export interface SandboxRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body. @throws PlatformError for one that is too large */
  readonly text: () => Promise<string>;
  /** The body as it is, where it is a file. [as the text has it] */
  readonly bytes?: () => Promise<Buffer>;
}

/** What somebody who watches the sandbox is told. */
type Watcher = Pick<Sandbox, 'onFault' | 'onRequest'>;

interface Runtime {
  readonly org: Org;
  readonly tokens: Tokens;
  readonly windows: Windows;
  readonly violations: Violation[];
  readonly requests: RequestLog[];
  readonly faults: Faults;
  readonly struck: Struck[];
  readonly watcher: Watcher;
  readonly rateLimit: number;
  readonly latencyMs: number;
  received: number;
  save(): void;
}

/** A request with its body read, and what is found out about it on the way. */
interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly request: SandboxRequest;
  readonly text: string;
  /** The body of a request for a file. */
  readonly bytes?: Buffer;
  readonly correlationId: string;
  readonly headers: Record<string, string>;
  readonly route: Route | undefined;
  clientId?: string;
  /** Set where another client's edit came between the request and what it rests on. */
  overtaken?: true;
}

/** Starts a sandbox. Rejects when the port is taken or the state file is not one. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const runtime = createRuntime(options);
  const server = createServer((request, response) => {
    void serve(runtime, requestOf(request)).then((reply) => send(response, reply));
  });
  const url = await listen(server, options.port ?? 0);
  runtime.org.storage.origin = url;
  return sandboxOf(runtime, server, url);
}

function createRuntime({
  seed,
  stateFile,
  rateLimit,
  latencyMs = 0,
  listDelayMs = 0,
  ...rest
}: SandboxOptions): Runtime {
  const now = rest.now ?? Date.now;
  const switches = { ...DEFAULT_SWITCHES, ...rest.switches };
  const kept = stateFile && loadState(stateFile);
  const settings = { switches, now, listDelayMs };
  const org = kept ? new Org(kept, settings) : Org.startingAs(seed ?? sharedHarbourBank(), settings);
  const save = () => {
    if (org.unsaved && stateFile) saveState(stateFile, org.state);
    org.unsaved = false;
  };
  const live = { tokens: new Tokens(org), windows: new Windows(now), faults: new Faults(rest.faults) };
  const logs = { violations: [], requests: [], struck: [], received: 0 };
  const watcher: Watcher = { onFault: undefined, onRequest: undefined };
  return { org, ...live, ...logs, watcher, rateLimit: rateLimit ?? DEFAULT_RATE_LIMIT, latencyMs, save };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`);
    });
  });
}

function sandboxOf(runtime: Runtime, server: Server, url: string): Sandbox {
  const { org, tokens, faults, violations, requests, struck } = runtime;
  const [client] = org.state.clients;
  if (!client) throw new Error('The org has no client');
  const sandbox: Omit<Sandbox, keyof Watcher> = {
    url,
    organizationId: org.state.organization.id,
    client: { id: client.id, secret: client.secret },
    violations,
    requests,
    snapshot: () => org.snapshot(),
    edit: (change) => {
      org.edit(change);
      runtime.save();
    },
    addClient: ({ id = randomUUID(), secret = randomUUID(), name = 'another client', grants }) => {
      org.state.clients.push({ id, secret, name, grants });
      org.unsaved = true;
      runtime.save();
      return { id, secret };
    },
    revokeTokens: () => tokens.revokeAll(),
    inject: (rule) => faults.inject(rule),
    clearFaults: () => faults.clear(),
    struck,
    answer: (request) => serve(runtime, request),
    close: () => closed(server),
  };
  return Object.assign(runtime.watcher, sandbox);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function requestOf(request: IncomingMessage): SandboxRequest {
  const { method = 'GET', url = '/', headers } = request;
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    method,
    url,
    headers: Object.fromEntries(single),
    text: () => readText(request),
    bytes: () => readBytes(request),
  };
}

/**
 * Answers one request. Everything from the token check to the save happens in one turn: requests do not mix. Who watches,
 * and faults that take time, hold it back before that turn or after it.
 */
async function serve(runtime: Runtime, request: SandboxRequest): Promise<Reply> {
  const correlationId = randomUUID();
  const url = new URL(`http://127.0.0.1${request.url.startsWith('/') ? request.url : '/'}`);
  const { method } = request;
  const headers: Record<string, string> = { 'ININ-Correlation-Id': correlationId };
  const route = routeOf(method, url.pathname);
  const exchange: Exchange = { method, url, request, text: '', correlationId, headers, route };
  const reply = await answered(runtime, exchange).catch((error: unknown) => replyTo(error, correlationId));
  if (runtime.latencyMs > 0) await sleep(runtime.latencyMs);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

async function answered(runtime: Runtime, unread: Exchange): Promise<Reply> {
  const isFile = isFilePath(unread.url.pathname) || isStorage(unread.url.pathname);
  const { text: textOf, bytes: bytesOf = async () => Buffer.from(await textOf()) } = unread.request;
  const body = isFile ? bytesOf() : textOf();
  const read = await body.catch((error: unknown) => {
    log(runtime, unread, replyTo(error, unread.correlationId).status);
    throw error;
  });
  const exchange = { ...unread, ...(typeof read === 'string' ? { text: read } : { bytes: read }) };
  runtime.received += 1;
  const index = runtime.received;
  await tell(runtime, exchange, { phase: 'received', index });
  const due = runtime.faults.due(askedOf(exchange));
  await holdBack(due, 'before');
  const reply = turn(runtime, exchange, due);
  await tell(runtime, exchange, { phase: 'done', index });
  await holdBack(due, 'after');
  return reply;
}

function askedOf(exchange: Exchange): Omit<PassingRequest, 'phase' | 'index'> & { login: boolean } {
  const { method, url, route } = exchange;
  const path = url.pathname;
  const login = isLogin(exchange);
  return { method, path, operationId: route?.operation.id, writes: !login && isWrite(method, path), login };
}

async function tell(
  { watcher }: Runtime,
  exchange: Exchange,
  passing: Pick<PassingRequest, 'phase' | 'index'>,
): Promise<void> {
  if (!watcher.onRequest) return;
  const { login: _, ...asked } = askedOf(exchange);
  await watcher.onRequest({ ...asked, ...passing });
}

async function holdBack(due: readonly FaultRule[], moment: Moment): Promise<void> {
  const ms = delayOf(due, moment);
  if (ms > 0) await sleep(ms);
}

/** What a request does, and what faults do to it. */
function turn(runtime: Runtime, exchange: Exchange, due: readonly FaultRule[]): Reply {
  const { org, tokens } = runtime;
  const { text, correlationId, request } = exchange;
  const instead = due.map(({ do: fault }) => fault).find(isAnswer);
  const victim = { text, correlationId, login: isLogin(exchange) };
  const beside = (moment: Moment): void => {
    for (const one of due) {
      if (momentOf(one.do) !== moment || (isAnswer(one.do) && one.do !== instead)) continue;
      if ('expireToken' in one.do) tokens.expire(request.headers['authorization']);
      strike(runtime, exchange, one);
    }
  };
  beside('before');
  const isLost = instead !== undefined && momentOf(instead) === 'before';
  const effect = (): Reply => {
    if (isStorage(exchange.url.pathname))
      return org.storage.put(
        exchange.method,
        exchange.url,
        request.headers,
        exchange.bytes ?? Buffer.from(text),
      );
    if (exchange.bytes) return file(runtime, exchange, exchange.bytes);
    return victim.login ? login(runtime, exchange) : answer(runtime, exchange);
  };
  org.hiding = hidingOf(due);
  let reply: Reply;
  try {
    reply = isLost ? lost(runtime, exchange, answerOf(instead, victim)) : effect();
  } catch (error) {
    reply = replyTo(error, correlationId);
  }
  org.hiding = { ms: 0, lists: 0 };
  beside('after');
  if (instead && !isLost) reply = answerOf(instead, victim, reply);
  log(runtime, exchange, reply.status);
  return reply;
}

/** The request is counted in its minute, but nothing else comes of it. */
function lost(runtime: Runtime, { request, headers }: Exchange, reply: Reply): Reply {
  const token = bearerOf(request.headers['authorization']);
  if (token !== undefined) count(runtime, token, headers);
  return reply;
}

/** Carries an edit out, and notes the fault. */
function strike(runtime: Runtime, exchange: Exchange, rule: FaultRule): void {
  const { org, struck, watcher } = runtime;
  const { method, url } = exchange;
  let missed: string | undefined;
  try {
    if ('edit' in rule.do) {
      editAsOther(org, rule.do, url.pathname);
      exchange.overtaken = true;
    }
    runtime.save();
  } catch (error) {
    missed = error instanceof Error ? error.message : String(error);
  }
  const entry = { rule, method, path: url.pathname, at: org.now(), ...(missed ? { missed } : {}) };
  struck.push(entry);
  watcher.onFault?.(entry);
}

function isLogin({ method, url }: Exchange): boolean {
  return method === 'POST' && LOGIN_PATHS.includes(url.pathname);
}

function login({ tokens }: Runtime, { request, text }: Exchange): Reply {
  return tokens.login({ authorization: request.headers['authorization'], form: new URLSearchParams(text) });
}

/** A file is counted by no limit of the API, and judged by the place that it goes to. */
function file(runtime: Runtime, { method, url, request }: Exchange, bytes: Buffer): Reply {
  const reply = answerFile(runtime, { method, url, headers: request.headers, bytes });
  runtime.save();
  return reply;
}

function replyTo(error: unknown, correlationId: string): Reply {
  if (error instanceof PlatformError)
    return { status: error.status, body: error.body(correlationId), headers: error.headers };
  const message = `The sandbox failed: ${error instanceof Error ? error.stack : String(error)}`;
  return { status: 500, body: new PlatformError(500, 'internal.server.error', message).body(correlationId) };
}

function answer(runtime: Runtime, exchange: Exchange): Reply {
  const { route, request, headers } = exchange;
  const authorization = request.headers['authorization'];
  if (!route) judgePath(runtime, exchange);
  if (bearerOf(authorization) === undefined)
    violate(runtime, exchange, 'no-bearer', '', 'no bearer token was sent');
  throttle(runtime, bearerOf(authorization) ?? '', headers);
  const { client } = runtime.tokens.clientOf(authorization);
  exchange.clientId = client.id;
  if (!route) throw noRoute(exchange);
  demand(route.operation, client);
  const call = callOf(runtime, exchange, route, client);
  judgeCall(call);
  const { status, body, text } = route.handler(call);
  runtime.save();
  const reply = { status: status ?? route.operation.success ?? 200, body };
  return text === undefined ? reply : { ...reply, raw: { type: 'text/plain', text } };
}

function violate(
  runtime: Runtime,
  { method, url, overtaken }: Exchange,
  kind: ViolationKind,
  at: string,
  text: string,
): void {
  if (overtaken && COMPARED.includes(kind)) return;
  runtime.violations.push({ kind, method, path: url.pathname, at, text });
}

/** What is asked for outside the served paths: nothing that exists, or nothing that is judged here. */
function judgePath(runtime: Runtime, exchange: Exchange): void {
  const methods = contractMethods(exchange.url.pathname);
  if (methods.length === 0) violate(runtime, exchange, 'unknown-path', '', 'the contract has no such path');
  else if (!methods.includes(exchange.method))
    violate(runtime, exchange, 'unknown-method', '', `the contract has ${methods.join(', ')}`);
  else
    violate(
      runtime,
      exchange,
      'unserved-operation',
      '',
      'the contract has it, this sandbox does not serve it',
    );
}

function noRoute({ method, url }: Exchange): PlatformError {
  const methods = contractMethods(url.pathname);
  return methods.length === 0 || methods.includes(method) ? notFound() : methodNotAllowed(methods);
}

/** Counts the request in its token's minute and refuses what is over the limit. */
function throttle(runtime: Runtime, token: string, headers: Record<string, string>): void {
  const { over, resetSeconds } = count(runtime, token, headers);
  if (over) throw tooManyRequests(resetSeconds);
}

function count(
  { windows, org, rateLimit }: Runtime,
  token: string,
  headers: Record<string, string>,
): { over: boolean; resetSeconds: number } {
  const over = windows.look(token).count >= rateLimit;
  const counted = over && !org.switches.throttledRequestsCount ? windows.look(token) : windows.count(token);
  headers['inin-ratelimit-count'] = String(counted.count);
  headers['inin-ratelimit-allowed'] = String(rateLimit);
  headers['inin-ratelimit-reset'] = String(counted.resetSeconds);
  return { over, resetSeconds: counted.resetSeconds };
}

function callOf(runtime: Runtime, exchange: Exchange, { operation, params }: Route, client: Client): Call {
  const { url, text, request } = exchange;
  const body = parseJson(text, request.headers['content-type']);
  if (operation.body && body === undefined) throw badRequest();
  return {
    org: runtime.org,
    operation,
    path: url.pathname,
    params,
    query: parseQuery(url.searchParams),
    body,
    client,
    violate: (kind, at, message) => violate(runtime, exchange, kind, at, message),
  };
}

function judgeCall(call: Call): void {
  const findings = judgeQuery(call.operation, call.query);
  for (const { kind, at, text } of findings) call.violate(kind, at, text);
  const refused = findings.find(({ refusal }) => refusal !== undefined);
  if (refused?.refusal) throw refused.refusal;
}

function log({ requests, org }: Runtime, exchange: Exchange, status: number): void {
  const { url, clientId } = exchange;
  const { method, path, operationId, writes } = askedOf(exchange);
  requests.push({
    method,
    path,
    query: url.search.slice(1),
    operationId,
    writes,
    status,
    clientId,
    at: org.now(),
  });
}
