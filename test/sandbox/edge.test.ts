import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { basic, clientWith, clock, connect, login, open, requestToken } from './support.ts';

const NOT_FOUND = {
  error: 'invalid_client',
  description: 'client not found',
  error_description: 'client not found',
};

test('a login answers an opaque bearer token with its lifetime and no refresh token', async () => {
  const sandbox = await open();
  const { status, body } = await requestToken(sandbox.url, basic(sandbox.client));
  expect(status).toBe(200);
  expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 });
});

test('the token path also stands below /login, for a gateway with a login path', async () => {
  const sandbox = await open();
  const headers = { authorization: basic(sandbox.client) };
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const response = await fetch(`${sandbox.url}/login/oauth/token`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
});

test('an unknown client is refused with 400 in the shape of OAuth', async () => {
  const sandbox = await open();
  const reply = await requestToken(sandbox.url, basic({ id: 'nobody', secret: 'x' }));
  expect([reply.status, reply.body]).toEqual([400, NOT_FOUND]);
});

test('a wrong secret is refused with 401 in the shape of OAuth', async () => {
  const sandbox = await open();
  const reply = await requestToken(sandbox.url, basic({ id: sandbox.client.id, secret: 'wrong' }));
  expect(reply.status).toBe(401);
  expect(reply.body).toEqual({
    error: 'invalid_client',
    description: 'authentication failed',
    error_description: 'authentication failed',
  });
});

test('another grant than client credentials is refused', async () => {
  const sandbox = await open();
  const reply = await requestToken(sandbox.url, basic(sandbox.client), { grant_type: 'password' });
  expect([reply.status, reply.body.error]).toEqual([400, 'unsupported_grant_type']);
});

test('throttled logins answer 400 invalid_request, and are free again after a minute', async () => {
  const { now, pass } = clock();
  const sandbox = await open({ now, switches: { loginLimit: 2 } });
  const tokens = () => requestToken(sandbox.url, basic(sandbox.client));
  expect([(await tokens()).status, (await tokens()).status]).toEqual([200, 200]);
  const refused = await tokens();
  expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
  expect(refused.body.description).toMatch(/^rate limit exceeded;/);
  pass(60_000);
  expect((await tokens()).status).toBe(200);
});

test('logins are not throttled unless the switch says so', async () => {
  const sandbox = await open();
  for (let count = 0; count < 20; count++)
    expect((await requestToken(sandbox.url, basic(sandbox.client))).status).toBe(200);
});

test.each([
  [true, 200],
  [false, 400],
])('id and secret in the form: secretInForm %s answers %d', async (secretInForm, status) => {
  const sandbox = await open({ switches: { secretInForm } });
  const { id, secret } = sandbox.client;
  const reply = await requestToken(sandbox.url, undefined, { client_id: id, client_secret: secret });
  expect(reply.status).toBe(status);
});

test('a request without a bearer token is 401 authentication.required and a violation', async () => {
  const { sandbox, kinds } = await connect();
  const reply = await clientWith(sandbox.url, {}).get('/api/v2/routing/skills');
  expect([reply.status, reply.body.code]).toEqual([401, 'authentication.required']);
  expect(reply.body.message).toBe('No authentication bearer token specified in authorization header.');
  expect(kinds()).toEqual(['no-bearer']);
});

test('an invented token is 401 bad.credentials and no violation', async () => {
  const { sandbox, kinds } = await connect();
  const reply = await clientWith(sandbox.url, { authorization: 'Bearer invented' }).get(
    '/api/v2/routing/skills',
  );
  expect([reply.status, reply.body.code]).toEqual([401, 'bad.credentials']);
  expect(reply.body.message).toBe('Invalid login credentials.');
  expect(kinds()).toEqual([]);
});

test('revoked tokens stop working, a new login works', async () => {
  const { sandbox, get } = await connect();
  sandbox.revokeTokens();
  expect((await get('/api/v2/organizations/me')).body.code).toBe('bad.credentials');
  expect((await requestToken(sandbox.url, basic(sandbox.client))).status).toBe(200);
});

test.each(['bad.credentials', 'credentials.expired'] as const)(
  'an expired token is 401 %s',
  async (expiredToken) => {
    const { now, pass } = clock();
    const { get } = await connect({ now, switches: { expiredToken } });
    pass(86_400_000 - 1);
    expect((await get('/api/v2/organizations/me')).status).toBe(200);
    pass(1);
    const { status, body } = await get('/api/v2/organizations/me');
    expect([status, body.code]).toEqual([401, expiredToken]);
  },
);

test('a new token leaves the older ones valid', async () => {
  const { sandbox, get } = await connect();
  await requestToken(sandbox.url, basic(sandbox.client));
  expect((await get('/api/v2/organizations/me')).status).toBe(200);
});

const ME = '/api/v2/organizations/me';

function limits(headers: Headers): (string | null)[] {
  return ['count', 'allowed', 'reset'].map((name) => headers.get(`inin-ratelimit-${name}`));
}

test('every answer carries the count, the limit and the seconds to the restart', async () => {
  const { now, pass } = clock();
  const { get } = await connect({ now });
  expect(limits((await get(ME)).headers)).toEqual(['1', '300', '61']);
  pass(20_000);
  expect(limits((await get('/api/v2/routing/queues/none')).headers)).toEqual(['2', '300', '41']);
});

test('an answer to an invalid token carries the headers too', async () => {
  const { sandbox } = await connect({ now: clock().now });
  const { headers } = await clientWith(sandbox.url, { authorization: 'Bearer x' }).get(ME);
  expect(limits(headers)).toEqual(['1', '300', '61']);
});

test('above the limit the answer is 429 with Retry-After, until the fixed minute is over', async () => {
  const { now, pass } = clock();
  const { get } = await connect({ now, rateLimit: 2 });
  await get(ME);
  pass(30_000);
  await get(ME);
  const { status, body, headers } = await get(ME);
  expect([status, headers.get('retry-after')]).toEqual([429, '31']);
  expect(body).toMatchObject({
    message: 'Rate limit exceeded the maximum. Retry the request in [31] seconds',
    code: 'too.many.requests.retry.after',
    status: 429,
    details: [],
    errors: [],
  });
  pass(30_000);
  expect((await get(ME)).status).toBe(200);
});

test.each([
  [true, ['2', '3']],
  [false, ['1', '1']],
])('a throttled request counts: %s', async (throttledRequestsCount, counts) => {
  const { get } = await connect({ rateLimit: 1, switches: { throttledRequestsCount } });
  await get(ME);
  const throttled = [await get(ME), await get(ME)].map(({ headers }) => headers.get('inin-ratelimit-count'));
  expect(throttled).toEqual(counts);
});

test('each token has a minute of its own, those of one client too', async () => {
  const { sandbox, get } = await connect({ rateLimit: 1 });
  await get(ME);
  expect((await get(ME)).status).toBe(429);
  const second = await login(sandbox, sandbox.client);
  expect((await second.get(ME)).status).toBe(200);
});

test('a throttled write has no effect', async () => {
  const { sandbox, post } = await connect({ rateLimit: 1 });
  await post('/api/v2/routing/skills', { name: 'One' });
  expect((await post('/api/v2/routing/skills', { name: 'Two' })).status).toBe(429);
  expect(JSON.stringify(sandbox.snapshot())).not.toContain('"Two"');
});

test('answers take at least the latency', async () => {
  const { get } = await connect({ latencyMs: 50 });
  const start = performance.now();
  await get(ME);
  expect(performance.now() - start).toBeGreaterThan(45);
});

test('a refusal has the platform error body, its contextId being the correlation id of the answer', async () => {
  const { get } = await connect();
  const { status, body, headers } = await get('/api/v2/routing/queues/none');
  expect([status, headers.get('content-type')]).toEqual([404, 'application/json']);
  expect(body).toEqual({
    message: 'The requested resource was not found.',
    code: 'not.found',
    status: 404,
    contextId: headers.get('inin-correlation-id'),
    messageParams: {},
    details: [],
    errors: [],
  });
});

test('a success carries a correlation id as well, another one each time', async () => {
  const { get } = await connect();
  const ids = [await get('/api/v2/organizations/me'), await get('/api/v2/organizations/me')];
  const [one, other] = ids.map(({ headers }) => headers.get('inin-correlation-id'));
  expect(one).toMatch(/^[0-9a-f-]{36}$/);
  expect(other).not.toBe(one);
});

test('answers are not to be cached', async () => {
  const { get } = await connect();
  const { headers } = await get('/api/v2/organizations/me');
  expect(headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
});

test('a path that is not in the contract is 404 and a violation', async () => {
  const { get, kinds } = await connect();
  expect((await get('/api/v2/routing/queue')).status).toBe(404);
  expect(kinds()).toEqual(['unknown-path']);
});

test('a method that the path does not have is 405 with the ones it has, and a violation', async () => {
  const { patch, kinds } = await connect();
  const { status, headers } = await patch('/api/v2/routing/queues', {});
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
  expect(kinds()).toEqual(['unknown-method']);
});

test('what the contract has and the sandbox does not serve is 404, and said so', async () => {
  const { get, kinds } = await connect();
  expect((await get('/api/v2/telephony/providers/edges/phones')).status).toBe(404);
  expect(kinds()).toEqual(['unserved-operation']);
});

test('a body over 512,000 bytes is 413', async () => {
  const { post } = await connect();
  const { status, body } = await post('/api/v2/routing/skills', { name: 'x'.repeat(512_001) });
  expect([status, body.code]).toEqual([413, 'request.entity.too.large']);
  expect(body.message).toBe('The request is over the size limit. Maximum bytes: 512000');
});

test.each([
  ['text/plain', '{"name":"A"}', 415, 'unsupported.media.type'],
  ['application/json', '{"name":', 400, 'bad.request'],
  ['application/json', '', 400, 'bad.request'],
  ['application/json', '[]', 400, 'bad.request'],
])('a body of type %s with the text %s is %d', async (type, body, status, code) => {
  const { sandbox } = await connect();
  const { access_token } = (await requestToken(sandbox.url, basic(sandbox.client))).body;
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': type };
  const response = await fetch(`${sandbox.url}/api/v2/routing/skills`, { method: 'POST', headers, body });
  const answer: unknown = await response.json();
  expect(response.status).toBe(status);
  expect(answer).toMatchObject({ code });
});

test('requests are logged without secrets or tokens', async () => {
  const { sandbox, get } = await connect({ now: () => 42 });
  await get('/api/v2/routing/queues?name=Cards');
  const log = JSON.stringify(sandbox.requests);
  expect(sandbox.requests.at(-1)).toEqual({
    method: 'GET',
    path: '/api/v2/routing/queues',
    query: 'name=Cards',
    operationId: 'getRoutingQueues',
    writes: false,
    status: 200,
    clientId: sandbox.client.id,
    at: 42,
  });
  expect(log).not.toContain(sandbox.client.secret);
  expect(log.toLowerCase()).not.toContain('bearer');
});

test.each(['', 'login'])(
  'the official SDK works unchanged through its gateway setting, login path "%s"',
  async (path_params_login) => {
    const { default: platform } = await import('purecloud-platform-client-v2');
    const sandbox = await open();
    const client = new platform.ApiClientClass();
    client.setGateway({
      host: '127.0.0.1',
      protocol: 'http',
      port: Number(new URL(sandbox.url).port),
      path_params_login,
    });
    await client.loginClientCredentialsGrant(sandbox.client.id, sandbox.client.secret);
    const routing = new platform.RoutingApi(client);
    const ids = ['Cards', 'Savings'].map((name) => idOf(paths.QUEUES, name));
    const { entities = [], total } = await routing.getRoutingQueues({ pageSize: 100, id: ids });
    expect([entities.map(({ name }) => name), total]).toEqual([['Cards', 'Savings'], 2]);
    const created = await routing.postRoutingSkills({ name: 'Made by the SDK' });
    expect(created.state).toBe('active');
    const queue = await routing.getRoutingQueue(ids[1] ?? '');
    const request = Object.assign({ name: 'Savings' }, queue, { description: 'Changed' });
    const updated = await routing.putRoutingQueue(queue.id ?? '', request);
    expect(updated.description).toBe('Changed');
    await routing.postRoutingQueueMembers(ids[1] ?? '', [
      { id: idOf(paths.USERS, 'ada.lovelace@harbour.example') },
    ]);
    await expect(routing.getRoutingQueue('none')).rejects.toMatchObject({ status: 404, code: 'not.found' });
    expect(sandbox.violations).toEqual([]);
  },
);

test('a path of slashes is answered as any other', async () => {
  const { get, kinds } = await connect();
  expect((await get('//')).status).toBe(404);
  expect(kinds()).toEqual(['unknown-path']);
});
