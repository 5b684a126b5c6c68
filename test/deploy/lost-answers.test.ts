import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { paths, type Sandbox } from '../../src/sandbox/index.ts';
import { environmentOf, openWorkbench, Workbench } from '../support/workbench.ts';

type Fault =
  | 'lose the answer'
  | 'lose the request'
  | 'cut the answer'
  | 'answer nothing'
  | 'answer with a page'
  | undefined;

/** A network before a sandbox, in which the first requests of a kind meet faults. */
async function lyingNetwork(
  sandbox: Sandbox,
  faultOf: (method: string, path: string, count: number) => Fault,
): Promise<Workbench> {
  const counts = new Map<string, number>();
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const path = incoming.url?.split('?')[0] ?? '';
    const kind = `${incoming.method} ${path}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const fault = faultOf(incoming.method ?? '', path, counts.get(kind) ?? 0);
    if (fault === 'lose the request') {
      incoming.socket.destroy();
      return;
    }
    const onward = request(
      `${sandbox.url}${incoming.url}`,
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        if (fault === 'lose the answer') {
          answer.resume();
          answer.on('end', () => incoming.socket.destroy());
          return;
        }
        if (fault !== undefined) {
          answer.resume();
          answer.on('end', () => spoil(outgoing, fault));
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return new Workbench(sandbox, environmentOf(sandbox, { apiUrl: `http://127.0.0.1:${port}` }));
}

/** Says success, and no more that is of use. */
function spoil(outgoing: ServerResponse, fault: Fault): void {
  if (fault === 'answer with a page') outgoing.end('<html>Welcome</html>');
  else if (fault === 'answer nothing') outgoing.end();
  else {
    outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 });
    outgoing.write('{"id":"', () => outgoing.destroy());
  }
}

const isCreate =
  (path: string) =>
  (method: string, asked: string): boolean =>
    method === 'POST' && asked === path;

describe('a create whose answer is lost', () => {
  const creates = isCreate(paths.WRAPUP_CODES);
  const entries = [{ type: 'routing_wrapupcode', name: 'Escalated' }];
  const named = (sandbox: Sandbox): number =>
    Object.values(sandbox.snapshot().collections[paths.WRAPUP_CODES] ?? {}).filter(
      ({ name }) => name === 'Escalated',
    ).length;

  test.each(['lose the answer', 'cut the answer', 'answer nothing', 'answer with a page'] as const)(
    'is found, not made twice: %s',
    async (fault) => {
      const { sandbox } = await openWorkbench();
      const bench = await lyingNetwork(sandbox, (method, path) =>
        creates(method, path) ? fault : undefined,
      );
      const { deployment, error } = await bench.apply(entries);
      expect(error).toBeUndefined();
      expect(deployment.operations[0]).toMatchObject({ state: 'done', id: expect.any(String) });
      expect(named(sandbox)).toBe(1);
    },
  );

  test('is sent again when the object is not there and the platform takes no second one of the name', async () => {
    const { sandbox } = await openWorkbench();
    const bench = await lyingNetwork(sandbox, (method, path, count) =>
      creates(method, path) && count === 1 ? 'lose the request' : undefined,
    );
    const { deployment, error } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect(deployment.state).toBe('succeeded');
    expect(named(sandbox)).toBe(1);
  });
});

test.each(['lose the answer', 'lose the request', 'cut the answer', 'answer with a page'] as const)(
  'an update is safe to repeat when the network does %s',
  async (fault) => {
    const { sandbox } = await openWorkbench();
    const bench = await lyingNetwork(sandbox, (method, _, count) =>
      method === 'PUT' && count <= 2 ? fault : undefined,
    );
    const entries = [{ type: 'routing_queue', name: 'Cards', set: { description: 'New', bullseye: null } }];
    const { error } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect((await bench.simulate(entries)).operations).toEqual([]);
    expect(sandbox.violations).toEqual([]);
  },
);

test.each(['lose the answer', 'lose the request', 'cut the answer', 'answer with a page'] as const)(
  'so are members and deletions when it does %s',
  async (fault) => {
    const { sandbox } = await openWorkbench();
    const bench = await lyingNetwork(sandbox, (method, path, count) =>
      count === 1 && (method === 'DELETE' || path.endsWith('/members')) && method !== 'GET'
        ? fault
        : undefined,
    );
    const entries = [
      { type: 'routing_queue', name: 'Legacy Chat', action: 'delete' },
      {
        type: 'routing_queue',
        name: 'Cards',
        set: { members: { add: ['bob.noyce@harbour.example'], remove: ['eve.harris@harbour.example'] } },
      },
    ];
    const { deployment, error } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect(deployment.operations.map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await bench.simulate(entries)).operations).toEqual([]);
  },
);

test('a network that stays down leaves a record that says what nobody knows', async () => {
  const { sandbox } = await openWorkbench();
  const bench = await lyingNetwork(sandbox, (method) => (method === 'PUT' ? 'lose the answer' : undefined));
  const { deployment, error } = await bench.apply([
    { type: 'routing_queue', name: 'Cards', set: { description: 'New' } },
  ]);
  expect(error).toMatchObject({ diagnostics: [{ code: 'platform.unreachable' }] });
  expect(deployment.state).toBe('partial');
  expect(deployment.operations[0]).toMatchObject({ state: 'unknown', touched: true });
});
