import type { Json, JsonObject } from '../../src/json/json.ts';
import type { Answer, Transport } from '../../src/org/sdk.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';

/**
 * Carries requests to a sandbox in the same process without a connection: for tests of many runs, in which neither the
 * network nor the SDK matters.
 */
export function directTransport(sandbox: Sandbox): Transport {
  let token = '';
  const exchange = async (
    method: string,
    url: string,
    authorization: string,
    contentType: string,
    text: string,
  ): Promise<Answer> => {
    const headers = { authorization, 'content-type': contentType };
    const reply = await sandbox.answer({ method, url, headers, text: async () => text });
    if (reply.cut) throw new Error('socket hang up');
    const { status, headers: answered } = reply;
    const named = Object.entries(answered ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return {
      status,
      headers: Object.fromEntries(named) as Record<string, string>,
      body: bodyOf(reply),
    };
  };
  return {
    send: ({ method, path, params, query, body }) => {
      const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
        encodeURIComponent(params[name] ?? ''),
      );
      const text = body === undefined || body === null ? '' : JSON.stringify(body);
      return exchange(method, `${filled}${queryOf(query)}`, `Bearer ${token}`, 'application/json', text);
    },
    logIn: async () => {
      const { id, secret } = sandbox.client;
      const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
      const form = 'application/x-www-form-urlencoded';
      const answer = await exchange('POST', '/oauth/token', basic, form, 'grant_type=client_credentials');
      const issued = (answer.body as JsonObject | undefined)?.['access_token'];
      token = typeof issued === 'string' ? issued : '';
      return answer;
    },
  };
}

/** What the SDK would hand over: JSON where it can be read, else the text. */
function bodyOf({ raw, body }: Awaited<ReturnType<Sandbox['answer']>>): Json | undefined {
  if (raw === undefined) return body === undefined ? undefined : (JSON.parse(JSON.stringify(body)) as Json);
  try {
    return JSON.parse(raw.text) as Json;
  } catch {
    return raw.text;
  }
}

function queryOf(query: JsonObject): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const values = Array.isArray(value) ? value : [value];
    return values.map((one): [string, string] => [name, String(one)]);
  });
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
