import { access, chmod, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { createServer, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { project, type Ran } from '../support/cli.ts';

/** Spoils an answer that has a secret, after its effect. */
type Spoil = (body: string, response: ServerResponse) => void;

const cutOff: Spoil = (body, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length + 9) });
  response.write(body, () => response.destroy());
};
const noJson: Spoil = (body, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`<pre>${body}</pre>`);
};
const withoutId: Spoil = (body, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...JSON.parse(body), id: undefined }));
};
const withoutSecret: Spoil = (body, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...JSON.parse(body), secret: undefined }));
};
const inRefusal: Spoil = (body, response) => {
  const message = `cannot take ${body}`;
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message, status: 502, code: body }));
};

const CLIENTS = `name: clients
changes:
  - { type: oauth_client, name: Reporting, set: { authorizedGrantType: CLIENT-CREDENTIALS } }
`;

/** A project before a sandbox, whose answers somebody listens to; every output and file is searched for secrets. */
async function stage(handOver: string) {
  const sandbox = await startSandbox({ rateLimit: 1_000_000 });
  onTestFinished(() => sandbox.close());
  const secrets = new Set<string>();
  const proxy = { spoil: undefined as Spoil | undefined };
  const server = createServer((asked, response) => {
    const { method, headers } = asked;
    const onward = request(`${sandbox.url}${asked.url}`, { method, headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray()).toString();
      const secret = /"secret":"([^"]+)"/.exec(body)?.[1];
      if (secret !== undefined) secrets.add(secret);
      if (secret !== undefined && proxy.spoil) return proxy.spoil(body, response);
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      response.end(body);
    });
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const env = { UAT_CLIENT_ID: sandbox.client.id, UAT_CLIENT_SECRET: sandbox.client.secret };
  const made = await project({}, env);
  const { organizationId } = sandbox;
  const mapping = `environment: uat\norganizationId: ${organizationId}\napiUrl: ${url}\nloginUrl: ${url}\ncredentials: { env: UAT }\n`;
  await made.write('mappings/uat.yaml', `${mapping}${handOver}`);
  await made.write('changesets/clients.yaml', CLIENTS);
  const outputs: string[] = [];
  return {
    sandbox,
    proxy,
    made,
    secrets,
    async run(...words: string[]): Promise<Ran> {
      const ran = await made.run(...words);
      outputs.push(ran.stdout, ran.stderr);
      return ran;
    },
    /** The files that hold a secret, and the outputs that do. */
    async leaks(): Promise<string[]> {
      const entries = await readdir(made.folder, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      const texts = await Promise.all(
        files.map(async (file) => [file, await readFile(file, 'latin1')] as const),
      );
      expect(secrets.size).toBeGreaterThan(0);
      return [...texts, ...outputs.map((text) => ['output', text] as const)]
        .filter(([, text]) => [...secrets].some((secret) => text.includes(secret)))
        .map(([where]) => where.replace(made.folder, ''));
    },
    clients: () =>
      Object.values(sandbox.snapshot().collections['/api/v2/oauth/clients'] ?? {}).filter(
        ({ name, state }) => name === 'Reporting' && state !== 'deleted',
      ),
  };
}

function deploymentIn({ stdout, stderr }: Ran): string {
  return /changeset (?:resume|rollback) (uat-\d{8}-[a-z0-9]{4})/.exec(stdout + stderr)?.[1] ?? '';
}

const TO_FILE = 'handOver: { oauth_client: { Reporting: { file: reporting.secret } } }\n';

test('a secret goes into the file that the mapping names, and nowhere else', {
  timeout: 60_000,
}, async () => {
  const { made, run, secrets, leaks, clients } = await stage(TO_FILE);
  const { stdout } = await run('simulate', 'uat', 'clients.yaml', '--full');
  expect(stdout).toContain('its secret goes to the file reporting.secret, and is kept nowhere else');
  await run('simulate', 'uat', 'clients.yaml', '--markdown');
  await run('simulate', 'uat', 'clients.yaml', '--json');
  await run('rehearse', 'uat', 'clients.yaml');
  const file = join(made.folder, 'reporting.secret');
  await expect(access(file)).rejects.toThrow('ENOENT');
  const applied = await run('apply', '--yes', '--json', '--events', join(made.folder, 'apply.jsonl'));
  expect(applied.code).toBe(0);
  expect(new Set([await readFile(file, 'utf8')])).toEqual(secrets);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const id = /uat-\d{8}-[a-z0-9]{4}/.exec(applied.stdout)?.[0] ?? '';
  await run('show', id, '--full');
  await run('show', id, '--json');
  await run('get', 'uat', 'oauth_client');
  await run('get', 'uat', 'oauth_client', '--json');
  await run('simulate', 'uat', 'clients.yaml');
  expect((await run('rollback', id, '--yes', '--json')).code).toBe(0);
  expect(clients()).toEqual([]);
  expect(await leaks()).toEqual(['/reporting.secret']);
});

test('a program reads it from its standard input; what it prints is not shown', {
  timeout: 60_000,
}, async () => {
  const { made, run, secrets, leaks } = await stage(
    'handOver: { oauth_client: { Reporting: { command: [./keep, vault] } } }\n',
  );
  await made.write('keep', '#!/bin/sh\ncat > "$1.kept"\ncat "$1.kept"\ncat "$1.kept" >&2\n');
  await chmod(join(made.folder, 'keep'), 0o700);
  const { stdout } = await run('simulate', 'uat', 'clients.yaml');
  expect(stdout).toContain('its secret goes to the standard input of ./keep vault');
  expect((await run('apply', '--yes')).code).toBe(0);
  expect(new Set([await readFile(join(made.folder, 'vault.kept'), 'utf8')])).toEqual(secrets);
  expect(await leaks()).toEqual(['/vault.kept']);
});

test('without a place for the secret nothing is created', async () => {
  const { made, run, clients } = await stage('');
  const { code, stderr } = await run('simulate', 'uat', 'clients.yaml');
  expect(code).toBe(5);
  expect(stderr).toContain('clients.yaml:3');
  expect(stderr).toContain('mappings/uat.yaml does not say who is given it');
  expect(stderr).toContain('handOver: { oauth_client: { "Reporting": { file: … } } }');
  const places = [
    ['file: there.secret', 'the file there.secret is there already, and is not written over'],
    ['file: link.secret', 'the file link.secret cannot be written'],
    ['file: nowhere/x.secret', 'the file nowhere/x.secret cannot be written (ENOENT)'],
    ['file: mappings', 'the file mappings cannot be written'],
    ['command: [no-such-program]', 'there is no program no-such-program'],
    ['command: [./nowhere]', 'there is no program ./nowhere'],
  ];
  await made.write('there.secret', 'an earlier one');
  await symlink(join(made.folder, 'elsewhere'), join(made.folder, 'link.secret'));
  const mapping = await readFile(join(made.folder, 'mappings/uat.yaml'), 'utf8');
  for (const [place, why] of places) {
    await made.write(
      'mappings/uat.yaml',
      `${mapping}handOver: { oauth_client: { Reporting: { ${place} } } }\n`,
    );
    const ran = await run('apply', 'uat', 'clients.yaml', '--yes');
    expect([ran.code, ran.stderr], place).toEqual([5, expect.stringContaining(why ?? '')]);
    expect(ran.stderr).toContain('was not created');
  }
  expect(await readFile(join(made.folder, 'there.secret'), 'utf8')).toBe('an earlier one');
  expect(clients()).toEqual([]);
});

test('two secrets do not go into one file', async () => {
  const { run } = await stage('handOver: { oauth_client: { A: { file: x }, B: { file: x } } }\n');
  const { code, stderr } = await run('validate');
  expect([code, stderr]).toEqual([5, expect.stringContaining('"x" is the file of "A" already')]);
});

test('a hand-over that fails says what to do, and can be undone', { timeout: 60_000 }, async () => {
  const { made, run, leaks, clients } = await stage(
    'handOver: { oauth_client: { Reporting: { command: [./full] } } }\n',
  );
  await made.write('full', '#!/bin/sh\nread -r secret\necho "no room for $secret" >&2\nexit 3\n');
  await chmod(join(made.folder, 'full'), 0o700);
  const failed = await run('apply', 'uat', 'clients.yaml', '--yes', '--events', join(made.folder, 'e.jsonl'));
  expect(failed.code).toBe(8);
  expect(failed.stderr).toContain(
    'was created, and its secret was not handed over: ./full ended with code 3.',
  );
  expect(failed.stderr).toContain('generate a new secret in Genesys Cloud (Admin > Integrations > OAuth)');
  expect(clients()).toHaveLength(1);
  const id = deploymentIn(failed);
  expect((await run('rollback', id, '--yes')).code).toBe(0);
  expect(clients()).toEqual([]);
  expect(await leaks()).toEqual([]);
});

test('going on after it says that the secret may be missing', { timeout: 60_000 }, async () => {
  const { run, clients } = await stage('handOver: { oauth_client: { Reporting: { command: ["false"] } } }\n');
  const id = deploymentIn(await run('apply', 'uat', 'clients.yaml', '--yes'));
  const resumed = await run('resume', id, '--yes', '--json');
  expect(resumed.code).toBe(0);
  expect(resumed.stdout + resumed.stderr).toContain('Whether its secret was handed over is not on record');
  expect(clients()).toHaveLength(1);
});

test('an answer that was spoilt on its way leaks nothing', { timeout: 120_000 }, async () => {
  await Promise.all(
    [cutOff, noJson, withoutId, withoutSecret, inRefusal].map(async (spoil) => {
      const { made, proxy, run, leaks } = await stage(TO_FILE);
      proxy.spoil = spoil;
      const failed = await run(
        'apply',
        'uat',
        'clients.yaml',
        '--yes',
        '--events',
        join(made.folder, 'e.jsonl'),
      );
      expect(failed.code, failed.stderr).toBe(8);
      expect(failed.stderr, spoil.name).toContain('its secret was not handed over');
      await expect(access(join(made.folder, 'reporting.secret'))).rejects.toThrow('ENOENT');
      proxy.spoil = undefined;
      const id = deploymentIn(failed);
      await run('show', id, '--json');
      expect((await run('rollback', id, '--yes')).code).toBe(0);
      expect(await leaks(), spoil.name).toEqual([]);
    }),
  );
});
