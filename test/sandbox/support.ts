/** A sandbox for one test, closed when the test ends, and a client of it that is logged in. */
import { onTestFinished } from 'vitest';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  type ViolationKind,
} from '../../src/sandbox/index.ts';

/** An answer's body; the fields that tests look into have their types. */
export interface Body {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly access_token: string;
  readonly version: number;
  readonly total: number;
  readonly nextUri: string;
  readonly entities: readonly Body[];
  readonly [field: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Client {
  send(method: string, path: string, body?: unknown): Promise<Reply>;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  patch(path: string, body: unknown): Promise<Reply>;
  del(path: string): Promise<Reply>;
}

export interface Connection extends Client {
  readonly sandbox: Sandbox;
  kinds(): ViolationKind[];
}

export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export async function connect(options: SandboxOptions = {}): Promise<Connection> {
  const sandbox = await open(options);
  const client = await login(sandbox, sandbox.client);
  return { ...client, sandbox, kinds: () => sandbox.violations.map(({ kind }) => kind) };
}

export function basic({ id, secret }: { id: string; secret: string }): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

export async function requestToken(
  url: string,
  authorization?: string,
  form: Record<string, string> = {},
): Promise<Reply> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const headers: Record<string, string> = authorization ? { authorization } : {};
  return replyOf(await fetch(`${url}/oauth/token`, { method: 'POST', headers, body }));
}

export async function login(sandbox: Sandbox, credentials: { id: string; secret: string }): Promise<Client> {
  const { body } = await requestToken(sandbox.url, basic(credentials));
  return clientWith(sandbox.url, { authorization: `Bearer ${body.access_token}` });
}

export function clientWith(url: string, headers: Record<string, string>): Client {
  const send = async (method: string, path: string, body?: unknown) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return replyOf(await fetch(url + path, { method, headers: { ...headers, ...type }, ...content }));
  };
  return {
    send,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    del: (path) => send('DELETE', path),
  };
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

/** A clock that only moves when it is told to. */
export function clock(): { now: () => number; pass: (ms: number) => void } {
  let time = Date.parse('2026-11-21T10:00:00.000Z');
  const pass = (ms: number) => {
    time += ms;
  };
  return { now: () => time, pass };
}
