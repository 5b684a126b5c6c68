import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { project } from '../support/cli.ts';

const CHANGESET = 'name: first\nchanges:\n  - { type: routing_skill, name: Maori }\n';

/** A server that counts what reaches it. */
async function trap(): Promise<{ port: number; hits: string[] }> {
  const hits: string[] = [];
  const server: Server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, hits };
}

describe("a file that the SDK reads in the user's home changes nothing", () => {
  test.each(['ini', 'json', 'broken'])('%s', async (form) => {
    const home = await mkdtemp(join(tmpdir(), 'hostile-home-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const { port, hits } = await trap();
    const log = join(home, 'stolen.log');
    const sections = {
      general: { live_reload_config: 'true', host: 'https://api.evil.example' },
      gateway: {
        host: '127.0.0.1',
        protocol: 'http',
        port: String(port),
        path_params_login: '',
        path_params_api: '',
      },
      logging: {
        log_level: 'trace',
        log_format: 'json',
        log_to_console: 'true',
        log_file_path: log,
        log_request_body: 'true',
        log_response_body: 'true',
      },
    };
    const ini = Object.entries(sections)
      .map(
        ([name, values]) =>
          `[${name}]\n${Object.entries(values)
            .map(([key, value]) => `${key} = ${value}`)
            .join('\n')}`,
      )
      .join('\n');
    const text = { ini, json: JSON.stringify(sections), broken: '{ not json' }[form] ?? '';
    await mkdir(join(home, '.genesyscloudjavascript'), { recursive: true });
    await writeFile(join(home, '.genesyscloudjavascript', 'config'), text);

    const made = await project({ 'changesets/first.yaml': CHANGESET }, { HOME: home, USERPROFILE: home });
    const { code, stdout, stderr } = await made.spawn('simulate', 'sandbox', 'first.yaml');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('+ skill "Maori"');
    expect(hits).toEqual([]);
    expect(await readdir(home)).toEqual(['.genesyscloudjavascript']);
  });
});

describe('proxies', () => {
  test('a proxy in the environment is not asked for an org in this machine', async () => {
    const { port, hits } = await trap();
    const proxy = `http://127.0.0.1:${port}`;
    const made = await project(
      { 'changesets/first.yaml': CHANGESET },
      { HTTP_PROXY: proxy, http_proxy: proxy, HTTPS_PROXY: proxy },
    );
    expect((await made.spawn('simulate', 'sandbox', 'first.yaml')).code).toBe(0);
    expect(hits).toEqual([]);
  });

  test('HTTPS_PROXY tunnels the calls of an org, NODE_EXTRA_CA_CERTS trusts its certificate, NO_PROXY leaves the proxy out', async () => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const { key, cert, file } = await certificate();
    const { port, secure, tunnels } = await secureFront(sandbox.url, key, cert);
    const mapping = `environment: uat\norganizationId: ${sandbox.organizationId}\napiUrl: https://localhost:${secure}\nloginUrl: https://localhost:${secure}\ncredentials: { env: UAT }\n`;
    const env = {
      UAT_CLIENT_ID: sandbox.client.id,
      UAT_CLIENT_SECRET: sandbox.client.secret,
      NODE_EXTRA_CA_CERTS: file,
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
    };
    const made = await project({ 'changesets/first.yaml': CHANGESET, 'mappings/uat.yaml': mapping }, env);
    const through = await made.spawn('simulate', 'uat', 'first.yaml');
    expect(through.stderr).toBe('');
    expect(through.code).toBe(0);
    expect(tunnels.length).toBeGreaterThan(0);
    expect(new Set(tunnels)).toEqual(new Set([`localhost:${secure}`]));

    tunnels.length = 0;
    const around = await project(
      { 'changesets/first.yaml': CHANGESET, 'mappings/uat.yaml': mapping },
      { ...env, NO_PROXY: 'localhost' },
    );
    expect((await around.spawn('simulate', 'uat', 'first.yaml')).code).toBe(0);
    expect(tunnels).toEqual([]);
  });
});

/** A certificate for localhost, in a file that Node can be told to trust. */
async function certificate(): Promise<{ key: string; cert: string; file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const name = {
    extensions: [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'localhost' }] }],
  };
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], name);
  const file = join(folder, 'cert.pem');
  await writeFile(file, cert);
  return { key, cert, file };
}

/** A TLS door before the sandbox, and a CONNECT proxy that notes who tunnels where. */
async function secureFront(
  target: string,
  key: string,
  cert: string,
): Promise<{ port: number; secure: number; tunnels: string[] }> {
  const { port: sandboxPort } = new URL(target);
  const door = createTlsServer({ key, cert }, (socket) => {
    const inner = connect(Number(sandboxPort), '127.0.0.1');
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const inner = connect(Number(port), host === 'localhost' ? '127.0.0.1' : (host ?? ''), () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  const listen = (server: Server | TlsServer): Promise<number> =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const [secure, port] = [await listen(door), await listen(proxy)];
  onTestFinished(() => {
    door.close();
    proxy.close();
  });
  return { port, secure, tunnels };
}
