import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import { type JobRun, runJob } from '../../src/deploy/jobs.ts';
import { ChangesetError } from '../../src/diagnostics.ts';
import type { Json } from '../../src/json/json.ts';
import { type Answer, type FileUpload, openTransport, type Transport } from '../../src/org/sdk.ts';
import { NotSent, Session } from '../../src/org/session.ts';

const publish = typeNamed('flow').jobs?.['publish'];
const ADDRESS = 'https://storage.example/bucket/file?X-Signature=0123456789abcdef';
const HEADERS = { 'x-meta-job': 'j1', 'content-type': 'application/yaml' };

interface Script {
  /** What each look answers: a state, or a whole body. The last one stays. */
  readonly looks: readonly (string | Json)[];
  /** What the storage answers, attempt by attempt. [200] */
  readonly uploads?: readonly (number | Error)[];
  readonly registered?: Json;
  readonly signal?: AbortSignal;
  readonly onLook?: () => void;
}

/** A job on a platform that does as the script says, with a clock that only waits move. */
function stage({ looks, uploads = [], signal, onLook, registered }: Script) {
  let now = 0;
  let looked = 0;
  const seen: string[] = [];
  const sent: FileUpload[] = [];
  const answer = (body: Json | undefined, status = 200): Answer => ({ status, headers: {}, body });
  const transport: Transport = {
    logIn: async () => answer(undefined),
    send: async ({ method, path }) => {
      seen.push(`${method} ${path}`);
      if (method === 'POST')
        return answer(registered ?? { id: 'j1', presignedUrl: ADDRESS, headers: HEADERS });
      const look = looks[Math.min(looked, looks.length - 1)] ?? null;
      looked += 1;
      onLook?.();
      return answer(typeof look === 'string' ? { id: 'j1', status: look } : look);
    },
    download: async () => answer(undefined),
    upload: async (file) => {
      seen.push('upload');
      sent.push(file);
      const result = uploads[sent.length - 1] ?? 200;
      if (result instanceof Error) throw result;
      const body =
        '<Error><Code>AccessDenied</Code><Message>Request has expired</Message><StringToSign>KEY</StringToSign></Error>';
      return { status: result, headers: {}, body: result === 200 ? undefined : body };
    },
  };
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const waits: string[] = [];
  const session = new Session(transport, { clock, signal, onWait: ({ words }) => waits.push(words) });
  const noted: string[] = [];
  if (!publish) throw new Error('no job');
  const run: JobRun = {
    session,
    job: publish,
    begin: (options) => session.call({ op: 'postFlowsJobs' }, options),
    bytes: Buffer.from('inboundCall:\n'),
    about: undefined,
    work: 'publish flow "Cards"',
    noted: async (id) => {
      seen.push('noted');
      noted.push(id);
    },
  };
  return { run, seen, sent, noted, waits, session, minutes: () => now / 60_000 };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The words for a person, and whether nothing was done. */
async function told(work: Promise<unknown>): Promise<{ text: string; nothingDone: boolean }> {
  const error = await failureOf(work);
  const reason = error instanceof NotSent ? error.cause : error;
  if (!(reason instanceof ChangesetError)) throw error;
  const [first] = reason.diagnostics;
  return { text: `${first?.message}\n${first?.hint ?? ''}`, nothingDone: error instanceof NotSent };
}

test('a job is written down before its file is handed over, with exactly the headers that it came with', async () => {
  const { run, seen, sent, session, waits } = stage({
    looks: ['Registered', 'Started', { status: 'Success', flow: { id: 'f1' } }],
  });
  expect(await runJob(run)).toBe('f1');
  const look = 'GET /api/v2/flows/jobs/{jobId}';
  expect(seen).toEqual(['POST /api/v2/flows/jobs', 'noted', 'upload', look, look, look]);
  expect(sent).toEqual([{ method: 'PUT', address: ADDRESS, headers: HEADERS, bytes: run.bytes }]);
  expect(session.sent).toEqual({ read: 3, write: 1 });
  expect(new Set(waits)).toEqual(new Set(['Genesys Cloud to publish flow "Cards"']));
});

test('an upload that is lost is made again, and the job tells whether it arrived', async () => {
  const lost = new Error('socket hang up');
  const again = stage({ looks: [{ status: 'Success' }], uploads: [lost, 503, 200] });
  expect(await runJob(again.run)).toBeUndefined();
  expect(again.sent).toHaveLength(3);
  const arrived = stage({ looks: ['Started', { status: 'Success' }], uploads: Array(9).fill(lost) });
  expect(await runJob(arrived.run)).toBeUndefined();
  const never = stage({ looks: ['Registered'], uploads: Array(9).fill(lost) });
  expect(await told(runJob(never.run))).toEqual({
    text: [
      'The upload to storage.example, which Genesys Cloud named for it, failed. The storage did not answer: socket hang up.',
      'Check that storage.example can be reached from here, and HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS if there is a proxy.',
    ].join('\n'),
    nothingDone: true,
  });
});

test('a refused upload is final, and says what the storage says without what it signed', async () => {
  const { run, sent } = stage({ looks: ['Registered'], uploads: [403] });
  const { text, nothingDone } = await told(runJob(run));
  expect(text).toBe(
    [
      'The upload to storage.example, which Genesys Cloud named for it, failed. The storage answered 403: Request has expired [AccessDenied].',
      'An upload address is good for a short while, for exactly the headers that came with it. A proxy between here and there may have changed them: check HTTPS_PROXY and NO_PROXY.',
    ].join('\n'),
  );
  expect(text).not.toMatch(/Signature|KEY/);
  expect([nothingDone, sent.length]).toEqual([true, 1]);
});

test('a job that fails says all that the platform says, or that it says nothing', async () => {
  const messages = [
    { type: 'Error', text: "find 'queue' by value of 'Support DK' - no matches" },
    {
      type: 'Error',
      text: 'setting the Archy exit code to 100',
      details: [{ errorCode: 'x.y', requestBody: 'Bearer 1' }],
    },
    { type: 'Error', text: "find 'queue' by value of 'Support DK' - no matches" },
    { type: 'Unknown', text: '' },
  ];
  const talking = stage({ looks: [{ status: 'Failure', messages }] });
  expect((await told(runJob(talking.run))).text).toBe(
    [
      'Genesys Cloud could not publish flow "Cards":',
      "find 'queue' by value of 'Support DK' - no matches",
      'setting the Archy exit code to 100 — x.y',
      'It was job j1.',
    ].join('\n'),
  );
  const silent = stage({ looks: [{ status: 'Failure', messages: [] }] });
  expect((await told(runJob(silent.run))).text).toBe(
    [
      'Genesys Cloud could not publish flow "Cards", and gave no reason.',
      'It was job j1. Try it in Genesys Cloud itself, which may say more, or give its support the ID.',
    ].join('\n'),
  );
});

test('a job that never ends is given up after its time, and may still end', async () => {
  const { run, minutes, seen } = stage({ looks: ['Started'] });
  expect(await told(runJob(run))).toEqual({
    text: [
      'Genesys Cloud has not said after 16 minutes that it could publish flow "Cards", or could not.',
      'It is job j1, and may still end. changeset resume looks how it did, and goes on.',
    ].join('\n'),
    nothingDone: false,
  });
  expect(minutes()).toBe(16);
  expect(seen.length).toBeLessThan(80);
  const idle = stage({ looks: ['Registered'] });
  expect((await told(runJob(idle.run))).text).toContain(
    'Genesys Cloud has not begun to publish flow "Cards" 16 minutes after it was given the file.',
  );
});

test('a signal ends the wait for a job, and keeps a file from being handed over', async () => {
  const stop = new AbortController();
  const waiting = stage({ looks: ['Started'], signal: stop.signal, onLook: () => stop.abort() });
  const error = await failureOf(runJob(waiting.run));
  expect(error).toMatchObject({ diagnostics: [{ code: 'interrupted' }] });
  const early = new AbortController();
  const { run, sent } = stage({ looks: ['Started'], signal: early.signal });
  const noted = async (): Promise<void> => early.abort();
  expect(await failureOf(runJob({ ...run, noted }))).toBeInstanceOf(NotSent);
  expect(sent).toEqual([]);
});

test('no file is handed over to an address that others can listen at, or to none', async () => {
  for (const presignedUrl of ['http://storage.example/x', 'nowhere', 7]) {
    const { run, sent } = stage({ looks: ['Started'], registered: { id: 'j1', presignedUrl } });
    expect(await failureOf(runJob(run))).toMatchObject({ diagnostics: [{ code: 'platform.unreadable' }] });
    expect(sent).toEqual([]);
  }
});

test('an upload carries no token, and nothing that is not signed', async () => {
  const got: { headers: unknown; text: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => {
      text += data.toString();
    });
    request.on('end', () => {
      got.push({ headers: request.headers, text });
      response.writeHead(got.length === 1 ? 200 : 403).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { apiUrl: origin, loginUrl: origin, clientId: 'c', clientSecret: 'the-secret' };
  const transport = openTransport(access);
  const file = {
    method: 'PUT',
    address: `${origin}/x?sig=abcdefghij`,
    headers: { 'x-meta-job': 'j1' },
    bytes: Buffer.from('é: 1'),
  };
  expect((await transport.upload(file)).status).toBe(200);
  expect((await transport.upload(file)).status).toBe(403);
  const [first] = got;
  expect(first?.text).toBe('é: 1');
  const names = Object.keys(first?.headers as object).filter(
    (name) => !/^(host|connection|content-length|accept-encoding|user-agent)$/.test(name),
  );
  expect(names).toEqual(['x-meta-job']);
});
