import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { HeldLock } from '../../src/store/held-lock.ts';
import { Locks } from '../../src/store/locks.ts';
import { project, type Ran, run, type TestProject } from '../support/cli.ts';

const SECRET = 'S3cr3t+of/the=client&its%form';
const OTHER = 'value-of-another-variable';
const PASSWORD = 'pa55"word\\of/the+CRM ünd=more';
const LATER_PASSWORD = 'later-pa55word&of=the CRM';
const TOKEN = 'tok/en-of-the-data-action==';
const KEY = 'the key of the HMACs, of forty characters';

/** What the proxy does to a write in the place of the org, knowing what the request carried. */
type Trick = (carried: string, response: ServerResponse, asked: IncomingMessage) => void;

const htmlPage: Trick = (carried, response) => {
  response.writeHead(502, { 'content-type': 'text/html', 'inin-correlation-id': carried });
  response.end(`<html><body><h1>Bad gateway</h1><pre>Authorization: ${carried}</pre></body></html>`);
};
const refusal: Trick = (carried, response) => {
  const [, token = ''] = carried.split(' ');
  const details = [{ fieldName: token, errorCode: encodeURIComponent(token) }];
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 400, code: token, message: `No good: ${token}`, details }));
};
const redirect: Trick = (carried, response) => {
  const [, token = ''] = carried.split(' ');
  response.writeHead(302, { location: `https://other.example/?token=${encodeURIComponent(token)}` });
  response.end();
};
/** What a body has in it, in the words of a server that has trouble with it. */
const quotes: Trick = (_, response, asked) => {
  void text(asked).then((body) => {
    const values = [...bodyValues(body)];
    const details = values.map((value) => ({
      fieldName: value,
      errorCode: Buffer.from(value).toString('base64'),
    }));
    response.writeHead(400, {
      'content-type': 'application/json',
      'inin-correlation-id': encodeURIComponent(values.join()),
    });
    response.end(JSON.stringify({ status: 400, code: values[0], message: `No good: ${body}`, details }));
  });
};
const quotesAsHtml: Trick = (_, response, asked) => {
  void text(asked).then((body) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end(`<html><body><pre>${body}</pre><p>${[...bodyValues(body)].join()}</p></body></html>`);
  });
};

/** Every text in a JSON body. */
function* bodyValues(body: string): Generator<string> {
  const found: string[] = [];
  JSON.parse(body || 'null', (_, value: unknown) => {
    if (typeof value === 'string') found.push(value);
    return value;
  });
  yield* found;
}

const noHttp: Trick = (carried, response) => {
  response.socket?.end(`Authorization: ${carried}\r\n\r\n`);
};
const brokenOff: Trick = (carried, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' });
  response.write(`{"message":"${carried}"`, () => response.destroy());
};

interface Proxy {
  readonly url: string;
  /** What every request so far carried: log-ins and tokens. */
  readonly carried: ReadonlySet<string>;
  /** For the writes to come, until it is taken away; `nth` counts them from now. */
  trick: { readonly do: Trick; nth: number } | undefined;
  /** For the log-ins to come. */
  loginTrick: Trick | undefined;
}

/** Something between here and the org that quotes what it should not. */
async function indiscreetProxy(sandbox: Sandbox): Promise<Proxy> {
  const carried = new Set<string>();
  const server = createServer((asked, response) => {
    const { authorization = '' } = asked.headers;
    carried.add(authorization);
    const isLogin = asked.url?.startsWith('/oauth') === true;
    const { trick } = proxy;
    const isWrite = !isLogin && asked.method !== 'GET';
    if (isLogin && proxy.loginTrick) return proxy.loginTrick(authorization, response, asked);
    if (isWrite && trick) {
      trick.nth -= 1;
      if (trick.nth <= 0) return trick.do(authorization, response, asked);
    }
    const { method, headers } = asked;
    const onward = request(`${sandbox.url}${asked.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const proxy: Proxy = { url, carried, trick: undefined, loginTrick: undefined };
  return proxy;
}

const skills = (name: string, ...names: string[]): string =>
  `name: ${name}\nchanges:\n${names.map((skill) => `  - { type: routing_skill, name: ${skill} }\n`).join('')}`;

/** The sandbox behind the proxy, and a project whose runs are kept to the last byte. */
async function watched(latencyMs = 0) {
  const sandbox = await startSandbox({ rateLimit: 1_000_000, latencyMs });
  onTestFinished(() => sandbox.close());
  const client = sandbox.addClient({ secret: SECRET, grants: sandbox.snapshot().clients[0]?.grants ?? [] });
  const proxy = await indiscreetProxy(sandbox);
  const mapping = `environment: uat
organizationId: ${sandbox.organizationId}
apiUrl: ${proxy.url}
loginUrl: ${proxy.url}
credentials: { env: UAT }
secrets:
  trunk: { env: TRUNK_PASSWORD }
  crmPassword: { env: CRM_PASSWORD }
  laterPassword: { env: LATER_PASSWORD }
  crmToken: { command: [node, -e, 'process.stderr.write(process.env.CRM_TOKEN);console.log(process.env.CRM_TOKEN)'] }
`;
  const env: Record<string, string> = {
    UAT_CLIENT_ID: client.id,
    UAT_CLIENT_SECRET: SECRET,
    TRUNK_PASSWORD: OTHER,
    CRM_PASSWORD: PASSWORD,
    LATER_PASSWORD,
    CRM_TOKEN: TOKEN,
    CHANGESET_SECRET_KEY: KEY,
  };
  const made = await project({ 'mappings/uat.yaml': mapping }, env);
  const runs: (Ran & { readonly words: string })[] = [];
  const keep = (words: readonly string[], ran: Ran): Ran => {
    runs.push({ ...ran, words: words.join(' ') });
    return ran;
  };
  return {
    sandbox,
    proxy,
    made,
    runs,
    async run(...words: string[]): Promise<Ran> {
      return keep(words, await made.run(...words));
    },
    /** As a process of its own, told to stop once the org got a write from it. */
    async interrupted(...words: string[]): Promise<Ran> {
      const before = writes(sandbox);
      let watch: NodeJS.Timeout | undefined;
      const ran = await run(['-C', made.folder, ...words], {
        env,
        started: (child) => {
          watch = setInterval(() => {
            if (writes(sandbox) === before) return;
            clearInterval(watch);
            child.kill('SIGINT');
          }, 5);
        },
      });
      clearInterval(watch);
      return keep(words, ran);
    },
    async leaks(): Promise<string[]> {
      const forbidden = formsOf(
        [SECRET, OTHER, PASSWORD, LATER_PASSWORD, TOKEN, KEY, ...proxy.carried],
        client.id,
      );
      const texts = new Map(runs.map(({ words, stdout, stderr }) => [words, stdout + stderr]));
      for (const [file, text] of await filesIn(made)) texts.set(file, text);
      expect(texts.size).toBeGreaterThan(runs.length === 0 ? 0 : 1);
      return [...texts].flatMap(([where, text]) =>
        forbidden.filter((value) => text.includes(value)).map((value) => `${where}: ${value}`),
      );
    },
  };
}

function writes({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/')).length;
}

/** Each secret as it is, as a part of an address, and in the header of a log-in. */
function formsOf(carried: readonly string[], clientId: string): string[] {
  const plain = carried.map((text) => text.replace(/^(bearer|basic) /i, '')).filter(Boolean);
  const basic = Buffer.from(`${clientId}:${SECRET}`).toString('base64');
  const raw = [...plain, basic, basic.replace(/=+$/, '')];
  const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);
  return [...new Set(raw.flatMap((value) => [value, encodeURIComponent(value), inJson(value)]))];
}

async function filesIn({ folder }: TestProject): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')]));
}

function deploymentIn({ stdout, stderr }: Ran): string {
  return /changeset (?:resume|rollback) (uat-\d{8}-[a-z0-9]{4})/.exec(stdout + stderr)?.[1] ?? '';
}

test('no output and no file of a run holds the secret or a token', { timeout: 120_000 }, async () => {
  const { made, runs, run: go, leaks, proxy } = await watched();
  await made.write('changesets/first.yaml', skills('first', 'Basque', 'Breton'));
  await go('validate');
  await go('doctor', 'uat');
  await go('doctor', 'uat', '--json');
  await go('simulate', 'uat', 'first.yaml', '--full');
  await go('simulate', 'uat', 'first.yaml', '--markdown');
  await go('simulate', 'uat', 'first.yaml', '--json');
  await go('get', 'uat', 'routing_skill');
  await go('get', 'uat', 'user', '--json');
  await go('rehearse', 'uat', 'first.yaml');
  const applied = await go('apply', '--yes', '--events', join(made.folder, 'apply.jsonl'));
  const id = deploymentIn(applied);
  await go('rollback', id, '--simulate');
  await go('rollback', id, '--yes', '--json', '--events', join(made.folder, 'rollback.jsonl'));
  await go('deployments');
  await go('deployments', '--json');
  await go('show', id, '--full');
  await go('show', id, '--markdown');
  await go('show', id, '--json');
  expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
  expect(await leaks()).toEqual([]);
  // The search would find them.
  expect(proxy.carried.size).toBeGreaterThan(4);
  await made.write('left-behind.txt', `x${[...proxy.carried].at(-1)?.split(' ')[1]}x`);
  expect(await leaks()).toHaveLength(1);
});

describe('what others echo is not passed on', () => {
  // Together: most of the time is spent waiting for what became of a call without an answer.
  test('in the place of an answer to a write', { timeout: 120_000 }, async () => {
    const stages = await Promise.all(
      [htmlPage, refusal, redirect, noHttp, brokenOff].map(async (trick) => ({
        trick,
        ...(await watched()),
      })),
    );
    await Promise.all(
      stages.map(async ({ trick, made, run: go, leaks, proxy }) => {
        await made.write('changesets/first.yaml', skills('first', 'Basque', 'Breton'));
        await go('simulate', 'uat', 'first.yaml');
        proxy.trick = { do: trick, nth: 2 };
        const failed = await go('apply', '--yes', '--events', join(made.folder, 'apply.jsonl'));
        expect(failed.code).not.toBe(0);
        expect(failed.stderr).toContain('Genesys Cloud');
        const id = deploymentIn(failed);
        proxy.trick = { do: trick, nth: 1 };
        await go('resume', id, '--yes', '--json', '--events', join(made.folder, 'resume.jsonl'));
        proxy.trick = undefined;
        await go('show', id, '--json');
        await go('deployments', '--json');
        expect((await go('rollback', id, '--yes')).code).toBe(0);
        expect(await leaks()).toEqual([]);
      }),
    );
  });

  test('a log-in that is refused with the credentials in its words', { timeout: 60_000 }, async () => {
    const { made, run: go, leaks, proxy } = await watched();
    await made.write('changesets/first.yaml', skills('first', 'Basque'));
    for (const words of [SECRET, encodeURIComponent(SECRET)]) {
      proxy.loginTrick = (carried, response) => {
        response.writeHead(401, { 'content-type': 'application/json' });
        const error_description = `no ${words} in ${carried}`;
        response.end(JSON.stringify({ error: 'invalid_client', error_description }));
      };
      const { code, stderr } = await go('simulate', 'uat', 'first.yaml');
      expect(code).toBe(4);
      expect(stderr).toContain('Genesys Cloud refused the credentials: no … in Basic ….');
      await go('doctor', 'uat', '--json');
    }
    expect(await leaks()).toEqual([]);
  });
});

test('an interrupted run, its locks and its way back hold none', { timeout: 120_000 }, async () => {
  const { made, run: go, interrupted, leaks, runs } = await watched(150);
  const names = Array.from({ length: 12 }, (_, index) => `Skill ${index}`);
  await made.write('changesets/many.yaml', skills('many', ...names));
  await go('simulate', 'uat', 'many.yaml');
  const stopped = await interrupted('apply', '--yes', '--events', join(made.folder, 'apply.jsonl'));
  expect(stopped.code).toBe(130);
  const id = deploymentIn(stopped);
  expect((await go('apply', 'uat', 'many.yaml', '--yes')).code).toBe(9);
  const owner = { person: 'ann', host: 'build-7', process: process.pid };
  const lock = await new Locks(join(made.folder, '.genesys-changeset'), 'uat').acquire(owner, 'apply');
  if (!(lock instanceof HeldLock)) throw new Error('somebody else has the lock');
  await go('resume', id, '--yes');
  expect(await leaks()).toEqual([]);
  await lock.release();
  await go('unlock', 'uat', 'not-this-one', '--yes', '--json');
  await go('resume', id, '--yes', '--json', '--events', join(made.folder, 'resume.jsonl'));
  await go('rollback', id, '--yes');
  await go('show', id, '--json');
  expect(runs.at(-1)?.code).toBe(0);
  expect(await leaks()).toEqual([]);
});

/** A credential, a data action with a token in a header, and both with other secrets later on. */
const crm = (password: string, header: string): string => `name: crm
changes:
  - type: integration_credential
    name: CRM login
    set: { type: { name: basicAuth }, credentialFields: { userName: svc, password: "${password}" } }
  - type: integration
    name: CRM
    set:
      integrationType: { id: custom-rest-actions }
      config: { credentials: { basicAuth: CRM login }, properties: { "api key": "${header}" } }
      intendedState: ENABLED
  - type: integration_action
    name: Find account
    set:
      integrationId: CRM
      category: CRM
      contract: { input: { inputSchema: { type: object } }, output: { successSchema: { type: object } } }
      config: { request: { requestUrlTemplate: "https://crm.example/\${input.id}", requestType: GET, headers: { Authorization: "${header}" } } }
`;
const FIRST = crm('${secret.crmPassword}', 'Bearer ${secret.crmToken}');
const LATER = crm('${secret.laterPassword}', 'Token ${secret.crmToken} ${secret.crmPassword}');

describe('secrets of a changeset', () => {
  test('are in the org, and in no output and no file of a run', { timeout: 240_000 }, async () => {
    const { made, runs, run: go, leaks, sandbox } = await watched();
    await made.write('changesets/crm.yaml', FIRST);
    await go('validate');
    await go('simulate', 'uat', 'crm.yaml', '--full');
    await go('simulate', 'uat', 'crm.yaml', '--json');
    await go('rehearse', 'uat', 'crm.yaml');
    await go('apply', '--yes', '--events', join(made.folder, 'apply.jsonl'));
    const held = JSON.stringify(sandbox.snapshot().collections);
    for (const value of [PASSWORD, TOKEN]) expect(held).toContain(JSON.stringify(value).slice(1, -1));
    await made.write('changesets/later.yaml', LATER);
    await go('simulate', 'uat', 'later.yaml', '--markdown');
    const later = await go(
      'apply',
      'uat',
      'later.yaml',
      '--yes',
      '--json',
      '--events',
      join(made.folder, 'later.jsonl'),
    );
    const id =
      deploymentIn(await go('deployments')) || String(/"id":\s*"(uat-[^"]+)"/.exec(later.stdout)?.[1]);
    for (const type of ['integration', 'integration_action', 'integration_credential']) {
      await go('get', 'uat', type);
    }
    await go('show', id, '--full');
    await go('show', id, '--markdown');
    await go('rollback', id, '--yes', '--json', '--events', join(made.folder, 'rollback.jsonl'));
    await go('simulate', 'uat', 'crm.yaml', '--json');
    await made.write(
      'changesets/gone.yaml',
      'name: gone\nchanges:\n  - { type: integration_action, name: Find account, action: delete }\n',
    );
    await go('apply', 'uat', 'gone.yaml', '--yes');
    expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
    expect(await leaks()).toEqual([]);
  });

  test('are taken out of what others quote of a body', { timeout: 240_000 }, async () => {
    const tricks = [quotes, quotesAsHtml];
    await Promise.all(
      tricks.map(async (trick) => {
        const { made, run: go, leaks, proxy } = await watched();
        await made.write('changesets/crm.yaml', FIRST);
        await go('simulate', 'uat', 'crm.yaml');
        proxy.trick = { do: trick, nth: 1 };
        const failed = await go('apply', '--yes', '--events', join(made.folder, 'apply.jsonl'));
        expect(failed.code).not.toBe(0);
        proxy.trick = undefined;
        const id = deploymentIn(failed);
        if (id) {
          await go('resume', id, '--yes', '--json', '--events', join(made.folder, 'resume.jsonl'));
          await go('show', id, '--json');
        }
        expect(await leaks()).toEqual([]);
      }),
    );
  });

  test('that cannot be had stop a run before it writes, and a command is quoted by nobody', async () => {
    const { made, run: go, leaks, sandbox } = await watched();
    await made.write('changesets/crm.yaml', FIRST);
    await go('simulate', 'uat', 'crm.yaml');
    const mapping = (await readFile(join(made.folder, 'mappings/uat.yaml'), 'utf8'))
      .replace('CRM_PASSWORD }', 'NOT_SET }')
      .replace('console.log(process.env.CRM_TOKEN)', 'process.exit(3)');
    await made.write('mappings/uat.yaml', mapping);
    await go('simulate', 'uat', 'crm.yaml');
    const before = writes(sandbox);
    const refused = await go('apply', '--yes');
    expect(refused.code).toBe(5);
    expect(
      refused.stderr,
    ).toBe(`error  secret.missing  The secret "crmPassword" cannot be had: the environment variable NOT_SET is not set. The integration credential "CRM login" needs it. Nothing was written.
  Set NOT_SET, or let mappings/uat.yaml say another place below  secrets:

error  secret.missing  The secret "crmToken" cannot be had: node ended with code 3. The integration "CRM" needs it. Nothing was written.
  Put it there, or let mappings/uat.yaml say another place below  secrets:
`);
    expect(writes(sandbox)).toBe(before);
    expect(await leaks()).toEqual([]);
  });
});

test('${secret.…} in a name, and ${env.…} anywhere, are refused without the value', async () => {
  const { made, run: go, leaks } = await watched();
  const set = (place: string, value: string): string => `name: s
changes:
  - { type: routing_queue, name: Cards, set: { ${place}: "${value}" } }
`;
  const places = [
    ['description', 'a ${secret.TRUNK_PASSWORD}'],
    ['description', '${env.TRUNK_PASSWORD}'],
    ['description', '${TRUNK_PASSWORD}'],
    ['queueFlow', '${secret.trunk}'],
    ['skillEvaluationMethod', '${secret.trunk}'],
  ] as const;
  for (const [place, value] of places) {
    await made.write('changesets/s.yaml', set(place, value));
    for (const words of [
      ['simulate', 'uat', 's.yaml'],
      ['apply', 'uat', 's.yaml', '--yes', '--json'],
    ]) {
      expect((await go(...words)).code, `${place}: ${value}`).toBe(5);
    }
  }
  await made.write(
    'changesets/s.yaml',
    'name: s\nchanges: [{ type: routing_queue, name: "${secret.trunk}" }]\n',
  );
  expect((await go('validate')).code).toBe(5);
  expect(await leaks()).toEqual([]);
});
