import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { formUpload } from '../../src/org/jobs.ts';
import { type Answer, openTransport } from '../../src/org/sdk.ts';
import { Session } from '../../src/org/session.ts';

interface Heard {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A server that takes and hands out files, and log-ins. */
async function server() {
  const heard: Heard[] = [];
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = request.url ?? '';
    heard.push({ url, headers: request.headers, body: Buffer.concat(chunks) });
    if (url.endsWith('/oauth/token')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'the-token-of-this-session' }));
    } else if (url === '/elsewhere') response.writeHead(302, { location: '/file' }).end();
    else response.end(Buffer.from([0, 255, 254, 10]));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => http.close(() => resolve())));
  return { heard, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

async function entered() {
  const { heard, url } = await server();
  const transport = openTransport({ apiUrl: url, loginUrl: url, clientId: 'id', clientSecret: 'secret' });
  await transport.logIn();
  heard.length = 0;
  return { transport, heard, url };
}

const form = { field: 'file', ending: '.wav', token: 'bare' } as const;
const bytes = Uint8Array.from([82, 73, 70, 70, 0, 255, 13, 10, 45, 45]);

test('a form goes to the platform with the token as it is, byte by byte', async () => {
  const { transport, heard, url } = await entered();
  const file = formUpload(form, `${url}/uploads`, bytes);
  expect((await transport.upload(file)).status).toBe(200);
  const [{ headers, body } = { headers: {}, body: Buffer.from('') }] = heard;
  expect(headers.authorization).toBe('the-token-of-this-session');
  expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=file-[0-9a-f]{64}$/);
  expect(body.includes(Buffer.from(bytes))).toBe(true);
  expect(body.toString('latin1')).toMatch(/name="file"; filename="[0-9a-f]{64}\.wav"/);
});

test('the token goes behind Bearer where a service wants it so', async () => {
  const { transport, heard, url } = await entered();
  await transport.upload(formUpload({ ...form, token: 'bearer' }, `${url}/uploads`, bytes));
  expect(heard[0]?.headers.authorization).toBe('Bearer the-token-of-this-session');
});

test.each([
  'https://uploads.example/x',
  'http://api.mypurecloud.com/x',
  'https://mypurecloud.com.evil.example/x',
])('the token does not leave the platform: %s', async (address) => {
  const { transport, heard } = await entered();
  await expect(transport.upload(formUpload(form, address, bytes))).rejects.toThrow('the token stays there');
  expect(heard).toEqual([]);
});

test('a storage gets no token, whatever it is asked for', async () => {
  const other = await server();
  const { transport } = await entered();
  await transport.upload({ method: 'PUT', address: `${other.url}/put`, headers: { 'x-a': '1' }, bytes });
  const got = await transport.download(`${other.url}/file`);
  expect(Buffer.from(got.bytes ?? [])).toEqual(Buffer.from([0, 255, 254, 10]));
  expect(other.heard.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test('a redirect is not followed to a file', async () => {
  const { transport, url } = await entered();
  expect((await transport.download(`${url}/elsewhere`)).status).toBe(302);
});

/** An upload that a storage answers with these, one after the other. */
function uploaded(left: Answer[]): { done: Promise<unknown>; left: readonly Answer[] } {
  const answer = async (): Promise<Answer> => left.shift() ?? { status: 500, headers: {}, body: undefined };
  const transport = { send: answer, logIn: answer, download: answer, upload: answer };
  const session = new Session(transport, { clock: { now: () => 0, sleep: async () => {} } });
  const file = { method: 'PUT', address: 'https://storage.example/x', headers: {}, bytes } as const;
  return { done: session.upload(file), left };
}

test.each([
  ['a page', { 'content-type': 'text/html' }, '<html><body>Sign in</body></html>'],
  ['half an answer', { 'content-type': 'application/json' }, '{"entities"'],
])('%s says of no upload that it is done, and the file is sent again', async (_, headers, body) => {
  const answers: Answer[] = [
    { status: 200, headers, body },
    { status: 200, headers: {}, body: undefined },
  ];
  const { done, left } = uploaded(answers);
  await done;
  expect(left).toEqual([]);
});

test('a refusal of the second attempt does not say that the first had no effect', async () => {
  const { done, left } = uploaded([500, 403].map((status) => ({ status, headers: {}, body: undefined })));
  await expect(done).rejects.toMatchObject({ isRefused: false });
  expect(left).toEqual([]);
});
