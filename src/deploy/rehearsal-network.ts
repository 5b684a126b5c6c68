import { isArray, type Json, type JsonObject, parseJson } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import { pathOf } from '../org/recording.ts';
import type { Answer, Transport } from '../org/sdk.ts';
import type { Clock } from '../org/throttle.ts';
import type { FaultRule, Sandbox } from '../sandbox/index.ts';

/**
 * What happens to a write on its way: its request or its answer is lost, the rate limit answers 429 once, or from this
 * write on the platform answers every one with 500 or 503 without doing it.
 */
export type FaultKind = 'request lost' | 'answer lost' | 'rate limit' | 'out of order';

export interface Fault {
  readonly kind: FaultKind;
  /** Which of the writes, from 1. */
  readonly write: number;
}

export const FAULT_KINDS: readonly FaultKind[] = [
  'request lost',
  'answer lost',
  'rate limit',
  'out of order',
];

/** The fault as the sandbox takes it. */
export function ruleOf({ kind, write }: Fault): FaultRule {
  const once = { writes: true, nth: write };
  if (kind === 'request lost') return { when: once, do: { reset: 'before' } };
  if (kind === 'answer lost') return { when: once, do: { reset: 'after' } };
  if (kind === 'rate limit') return { when: once, do: { throttle: 7 } };
  return { when: { writes: true, from: write }, do: { status: write % 2 === 0 ? 503 : 500 } };
}

/** A clock that starts at a time and does not wait: whoever sleeps moves it on. */
export function movedClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

/** The way to a sandbox in this process, without a network between. */
export function transportTo(sandbox: Sandbox, client: Sandbox['client'] = sandbox.client): Transport {
  let token = '';
  const exchange = async (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    content: string | Uint8Array,
  ): Promise<Answer & { bytes?: Uint8Array }> => {
    const read = {
      text: async () => (typeof content === 'string' ? content : Buffer.from(content).toString()),
      bytes: async () => Buffer.from(content),
    };
    const reply = await sandbox.answer({ method, url, headers, ...read });
    if (reply.cut) throw new Error('the connection was reset');
    const kind = reply.raw ? { 'content-type': reply.raw.type } : {};
    const named: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...kind, ...reply.headers }))
      named[name.toLowerCase()] = value;
    const file = reply.bytes ? { bytes: reply.bytes } : {};
    return { status: reply.status, headers: named, body: bodyOf(reply), ...file };
  };
  return {
    logIn: async () => {
      const { id, secret } = client;
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
      const answer = await exchange(
        'POST',
        '/oauth/token',
        { authorization },
        'grant_type=client_credentials',
      );
      token = String(valueAt(answer.body, '/access_token'));
      return { ...answer, body: undefined };
    },
    send: ({ method, path, params, query, body }) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const text = body === undefined || body === null ? '' : JSON.stringify(body);
      return exchange(method, `${pathOf(path, encoded(params))}?${searchOf(query)}`, headers, text);
    },
    upload: ({ method, address, headers, bytes, token: sent }) => {
      const { pathname, search } = new URL(address, sandbox.url);
      const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const authorization = sent === 'bearer' ? `Bearer ${token}` : token;
      const all = { ...Object.fromEntries(named), ...(sent ? { authorization } : {}) };
      return exchange(method, pathname + search, all, bytes);
    },
    download: (address) => {
      const { pathname, search } = new URL(address);
      return exchange('GET', pathname + search, {}, '');
    },
  };
}

/** A copy, as it would come over a network. */
function bodyOf({ raw, body }: Awaited<ReturnType<Sandbox['answer']>>): Json | undefined {
  if (raw) return raw.text;
  return body === undefined ? undefined : parseJson(JSON.stringify(body));
}

function encoded(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, encodeURIComponent(value)]));
}

function searchOf(query: JsonObject): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
}
