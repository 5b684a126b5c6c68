import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/exit-codes.ts';
import { isDuplicate, NoAnswer, PlatformError } from '../../src/org/errors.ts';
import { API, allowLogin, isolateNetwork, LOGIN, limits, openSession } from './support.ts';

isolateNetwork();

const me = { op: 'getOrganizationsMe' };
const create = { op: 'postRoutingSkills', body: { name: 'Spanish' } };
const onlyRefused = { repeat: 'refused' } as const;

test('logs in once for several calls, and sends the token', async () => {
  allowLogin();
  nock(API)
    .get('/api/v2/organizations/me')
    .matchHeader('authorization', 'Bearer the-token')
    .times(3)
    .reply(200, { id: '1' });
  const { session } = openSession();
  await Promise.all([session.call(me), session.call(me), session.call(me)]);
  expect(session.sent).toEqual({ read: 3, write: 0 });
});

describe('log-in', () => {
  test('an unknown client is an authentication failure that says where to look', async () => {
    nock(LOGIN).post('/oauth/token').reply(400, {
      error: 'invalid_client',
      description: 'client not found',
      error_description: 'client not found',
    });
    await expect(openSession().session.call(me)).rejects.toMatchObject({
      exitCode: exitCodes.noPermission,
      message: 'Genesys Cloud does not know this OAuth client in this region.',
    });
  });

  test('a wrong secret is one, too, and the secret is not in the message', async () => {
    nock(LOGIN).post('/oauth/token').reply(401, {
      error: 'invalid_client',
      description: 'authentication failed',
      error_description: 'authentication failed',
    });
    const error: unknown = await openSession()
      .session.call(me)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      exitCode: exitCodes.noPermission,
      diagnostics: [{ code: 'credentials.refused' }],
    });
    expect(String(error)).not.toContain('the-secret');
  });

  test('too many log-ins are answered 400; it waits and tries again', async () => {
    nock(LOGIN).post('/oauth/token').reply(400, {
      error: 'invalid_request',
      description: 'rate limit exceeded; try later',
      error_description: 'rate limit exceeded; try later',
    });
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    const { session, waits } = openSession();
    await session.call(me);
    expect(waits).toEqual([1000]);
  });

  test('a log-in that nobody answers is given up after its own attempts', async () => {
    const attempts: string[] = [];
    nock(LOGIN)
      .post('/oauth/token')
      .times(20)
      .reply(() => {
        attempts.push('log-in');
        return [503, { message: 'down' }];
      });
    const { session, waits } = openSession();
    await expect(session.call(me)).rejects.toMatchObject({ status: 503 });
    expect([attempts.length, waits]).toEqual([5, [1000, 2000, 4000, 8000]]);
  });

  test('a token that was revoked in mid-run is replaced once', async () => {
    allowLogin(2);
    nock(API)
      .get('/api/v2/organizations/me')
      .reply(401, { status: 401, code: 'bad.credentials', message: 'Invalid login credentials.' });
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    expect(await openSession().session.call(me)).toEqual({ id: '1' });
  });

  test('a client that is refused with a new token, too, is told so', async () => {
    allowLogin(2);
    nock(API)
      .get('/api/v2/organizations/me')
      .times(2)
      .reply(401, { status: 401, code: 'bad.credentials', message: 'Invalid login credentials.' });
    await expect(openSession().session.call(me)).rejects.toMatchObject({
      exitCode: exitCodes.noPermission,
      status: 401,
    });
  });
});

describe('the limit', () => {
  test('a 429 is waited for as long as Retry-After says, also for a create', async () => {
    allowLogin();
    const body = {
      message: 'Rate limit exceeded the maximum. Retry the request in [59] seconds',
      code: 'too.many.requests.retry.after',
      status: 429,
    };
    nock(API)
      .post('/api/v2/routing/skills')
      .reply(429, body, { ...limits(301), 'Retry-After': '7' });
    nock(API).post('/api/v2/routing/skills').reply(200, { id: 's' });
    const { session, waits } = openSession();
    expect(await session.call(create, onlyRefused)).toEqual({ id: 's' });
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(7000);
  });

  test('without the header its message says how long', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(429, {
      message: 'Rate limit exceeded the maximum. Retry the request in [12] seconds',
      status: 429,
    });
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    const { session, waits } = openSession();
    await session.call(me);
    expect(waits).toEqual([12_000]);
  });

  test('a Retry-After of hours is not waited for', async () => {
    allowLogin();
    nock(API)
      .get('/api/v2/organizations/me')
      .reply(429, { message: 'daily limit', status: 429 }, { 'Retry-After': '7200' });
    const { session, waits } = openSession();
    await expect(session.call(me)).rejects.toMatchObject({
      status: 429,
      diagnostics: [{ code: 'platform.limit' }],
    });
    expect(waits).toEqual([]);
  });

  test('a call waits for the next minute when the headers say that this one is used up', async () => {
    allowLogin();
    nock(API)
      .get('/api/v2/organizations/me')
      .reply(200, { id: '1' }, limits(300, 300, 42));
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' }, limits(1));
    const { session, waits } = openSession();
    await session.call(me);
    await session.call(me);
    expect(waits).toEqual([42_000]);
  });

  test('an operation with a lower limit of its own does not hold up the others', async () => {
    allowLogin();
    nock(API)
      .get('/api/v2/users')
      .query(true)
      .reply(200, { entities: [] }, limits(180, 180, 61));
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' }, limits(2));
    const { session, waits } = openSession();
    await session.call({ op: 'getUsers' });
    await session.call(me);
    expect(waits).toEqual([]);
  });
});

describe('failures', () => {
  test.each([500, 502, 503, 504, 408])('a read that is answered %i is tried again', async (status) => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(status, '<html><body>Bad gateway</body></html>');
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    expect(await openSession().session.call(me)).toEqual({ id: '1' });
  });

  test('a create that is answered 503 or not at all is never sent again by itself', async () => {
    allowLogin(2);
    nock(API).post('/api/v2/routing/skills').reply(503, { status: 503, message: 'unavailable' });
    await expect(openSession().session.call(create, onlyRefused)).rejects.toMatchObject({ status: 503 });
    nock(API)
      .post('/api/v2/routing/skills')
      .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    await expect(openSession().session.call(create, onlyRefused)).rejects.toBeInstanceOf(NoAnswer);
    expect(nock.isDone()).toBe(true);
  });

  test('it gives up after five attempts and says what the platform said', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').times(5).reply(503, {
      status: 503,
      code: 'service.unavailable',
      message: 'Service Unavailable - overloaded.',
      contextId: 'abc',
    });
    const { session, waits } = openSession();
    await expect(session.call(me)).rejects.toThrow(
      'Genesys Cloud answered 503 to GET /api/v2/organizations/me: Service Unavailable - overloaded [service.unavailable]. Correlation ID: abc',
    );
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  test('a success that is not JSON is a failure', async () => {
    allowLogin();
    nock(API)
      .get('/api/v2/organizations/me')
      .times(5)
      .reply(200, '<html>Welcome to the hotel Wi-Fi</html>', { 'content-type': 'text/html' });
    await expect(openSession().session.call(me)).rejects.toMatchObject({
      diagnostics: [{ code: 'platform.unreadable' }],
    });
  });

  test('a redirect is not followed: the token goes nowhere else', async () => {
    allowLogin();
    const elsewhere = nock('https://evil.example').get('/').reply(200, { id: 'x' });
    nock(API).get('/api/v2/organizations/me').reply(302, '', { location: 'https://evil.example/' });
    await expect(openSession().session.call(me)).rejects.toMatchObject({ status: 302 });
    expect(elsewhere.isDone()).toBe(false);
  });

  test('a missing permission names it, with exit code 4', async () => {
    allowLogin();
    nock(API).get('/api/v2/users').query(true).reply(403, {
      status: 403,
      message:
        'Unable to perform the requested action. You must have at least one of the following permissions assigned: [journey:actionmap:view]',
      contextId: 'c5fad4cb-d540-4913-be4a-761b3dec1281',
    });
    const error: unknown = await openSession()
      .session.call({ op: 'getUsers' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      exitCode: exitCodes.noPermission,
      correlationId: 'c5fad4cb-d540-4913-be4a-761b3dec1281',
    });
    expect(String(error)).toContain('[journey:actionmap:view]');
  });

  test('a wrong word keeps the sentence that lists the right ones', async () => {
    allowLogin();
    nock(API).put('/api/v2/routing/queues/1').reply(400, {
      status: 400,
      message: 'Value [] is not valid for field type [Mode]. Allowable values are: AgentFirst, CustomerFirst',
      contextId: 'd93ad2a9-fbe5-4a62-8496-a591305b34e6',
    });
    const call = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
    await expect(openSession().session.call(call)).rejects.toThrow(
      'Allowable values are: AgentFirst, CustomerFirst',
    );
  });

  test('a cause that stands only in the details is shown', async () => {
    allowLogin();
    nock(API)
      .put('/api/v2/routing/queues/1')
      .reply(400, {
        status: 400,
        message: 'Bad Request',
        details: [{ fieldName: 'acwSettings.timeoutMs', errorCode: 'INVALID' }],
      });
    const call = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
    await expect(openSession().session.call(call)).rejects.toThrow(
      'Bad Request (acwSettings.timeoutMs INVALID)',
    );
  });

  test('a version conflict is a conflict', async () => {
    allowLogin();
    nock(API).put('/api/v2/routing/queues/1').reply(409, {
      status: 409,
      message: 'The version number of the modified resource must match the version number in the database.',
    });
    const call = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
    await expect(openSession().session.call(call)).rejects.toMatchObject({
      exitCode: exitCodes.conflict,
      status: 409,
    });
  });

  test('the network down is said with what to check, without the token', async () => {
    allowLogin();
    nock(API)
      .get('/api/v2/organizations/me')
      .times(5)
      .replyWithError(new Error('connect ECONNREFUSED; authorization: Bearer the-token'));
    const error: unknown = await openSession()
      .session.call(me)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      diagnostics: [{ code: 'platform.unreachable', hint: expect.stringContaining('HTTPS_PROXY') }],
    });
    expect(String(error)).not.toContain('the-token');
  });
});

test.each([
  [400, 'A Queue with this name already exists.'],
  [409, 'Name must be unique'],
  [409, 'duplicate name'],
  [400, 'Number already assigned'],
  [409, 'The range overlaps another one'],
])('%i "%s" says that there is one already', (status, message) => {
  expect(isDuplicate(new PlatformError('POST', { status, headers: {}, body: { message } }))).toBe(true);
});

test('other conflicts do not', () => {
  const conflict = {
    status: 409,
    headers: {},
    body: { message: 'Resource conflict - Unexpected version was provided' },
  };
  expect(isDuplicate(new PlatformError('PUT', conflict))).toBe(false);
});
