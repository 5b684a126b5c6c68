import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isRefusal } from '../../src/deploy/failures.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { openTransport } from '../../src/org/sdk.ts';
import { Session } from '../../src/org/session.ts';

const TOKEN = '{"access_token":"t","token_type":"bearer","expires_in":60}';
const create = { op: 'postRoutingSkills', body: { name: 'Spanish' } };
const remove = { op: 'deleteRoutingQueue', params: { queueId: '1' } };
const me = { op: 'getOrganizationsMe' };

let server: Server;
afterEach(() => server.close());

function answer(head: string, body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nININ-Correlation-Id: c5fad4cb\r\n${head}\r\n\r\n${body}`;
}

/** A session with a server that logs everybody in, and does as it is told with every call after that. */
async function serving(behave: (socket: Socket) => void): Promise<{ session: Session; calls: () => number }> {
  let calls = 0;
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (data.toString().startsWith('POST /oauth/token')) {
        socket.end(answer(`Content-Length: ${TOKEN.length}\r\nConnection: close`, TOKEN));
        return;
      }
      if (!/^[A-Z]+ /.test(data.toString())) return;
      calls += 1;
      behave(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const access = { apiUrl: url, loginUrl: url, clientId: 'a', clientSecret: 'b' };
  const clock = { now: Date.now, sleep: async () => {} };
  return { session: new Session(openTransport(access, { timeoutMs: 200 }), { clock }), calls: () => calls };
}

const broken: [string, string, string][] = [
  [
    'is shorter than it says',
    answer('Content-Length: 100', '{"id":"1"'),
    'broke off; .* Correlation ID: c5fad4cb',
  ],
  ['is whole and shorter than it says', answer('Content-Length: 100', '{"id":"1"}'), 'broke off'],
  ['ends before its last chunk', answer('Transfer-Encoding: chunked', '9\r\n{"id":"1"\r\n'), 'broke off'],
  ['ends in mid-sentence', answer('Connection: close', '{"id":"1"'), 'is not JSON'],
  ['ends in its head', 'HTTP/1.1 200 OK\r\nContent-Ty', 'did not answer .*: socket hang up'],
  ['is no HTTP', 'hello world\r\n\r\n', 'did not answer .*: Parse Error'],
];

const cut =
  (text: string) =>
  (socket: Socket): void => {
    socket.write(text, () => setTimeout(() => socket.destroy(), 10));
  };

test.each(broken)('an answer that %s: a read is repeated, then fails clearly', async (_, text, message) => {
  const { session, calls } = await serving(cut(text));
  const error: unknown = await session.call(me).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ exitCode: exitCodes.failure });
  expect(String(error)).toMatch(new RegExp(message));
  expect(calls()).toBe(5);
});

test.each(broken)(
  'an answer that %s: a create is not repeated, and nobody knows',
  async (_, text, message) => {
    const { session, calls } = await serving(cut(text));
    const error: unknown = await session
      .call(create, { repeat: 'refused' })
      .catch((reason: unknown) => reason);
    expect(String(error)).toMatch(new RegExp(message));
    expect(isRefusal(error)).toBe(false);
    expect(calls()).toBe(1);
  },
);

test('a deletion whose answer broke off is not taken for done', async () => {
  const { session, calls } = await serving(cut(answer('Content-Length: 2', '')));
  await expect(session.call(remove)).rejects.toThrow('broke off');
  expect(calls()).toBe(5);
});

test.each([
  ['at all', () => {}],
  [
    'to the end',
    (socket: Socket) => {
      socket.write(answer('Content-Length: 100', '{"id":'));
    },
  ],
])('an answer that does not come %s in time: a read is repeated, a create is not', async (_, behave) => {
  const { session, calls } = await serving(behave);
  const error: unknown = await session.call(me).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ exitCode: exitCodes.failure });
  expect(String(error)).toMatch(/timeout of 200ms exceeded|broke off/);
  expect(calls()).toBe(5);
  await expect(session.call(create, { repeat: 'refused' })).rejects.toMatchObject({
    exitCode: exitCodes.failure,
  });
  expect(calls()).toBe(6);
});
