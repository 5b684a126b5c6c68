import { inspect } from 'node:util';
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/deploy/failures.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { isDuplicate, isMissing, NoAnswer, PlatformError, Unreadable } from '../../src/org/errors.ts';
import { everyItem } from '../../src/org/listing.ts';
import { type Before, Interrupted, NotSent, type Session } from '../../src/org/session.ts';
import type { Wait } from '../../src/org/throttle.ts';
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

  test('throttled log-ins are waited for until their minute must be over', async () => {
    const refused = { error: 'invalid_request', description: 'rate limit exceeded; try later' };
    nock(LOGIN).post('/oauth/token').times(7).reply(400, refused);
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    const told: Wait[] = [];
    const { session, waits } = openSession({ onWait: (wait) => told.push(wait) });
    await session.call(me);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThan(60_000);
    expect(told[0]).toMatchObject({ why: 'login', words: 'the next attempt to log in' });
  });

  test('a log-in that is answered with a page is none', async () => {
    nock(LOGIN).post('/oauth/token').times(5).reply(200, '<html>Welcome</html>');
    await expect(openSession().session.call(me)).rejects.toMatchObject({
      exitCode: exitCodes.failure,
      diagnostics: [{ code: 'platform.unreadable' }],
    });
  });

  test('several calls whose token has expired log in again together', async () => {
    allowLogin(2); // a third one would be refused
    const expired = { status: 401, code: 'bad.credentials', message: 'Invalid login credentials.' };
    nock(API).get('/api/v2/organizations/me').times(3).reply(401, expired);
    nock(API).get('/api/v2/organizations/me').times(3).reply(200, { id: '1' });
    const { session } = openSession();
    const all = await Promise.all([session.call(me), session.call(me), session.call(me)]);
    expect(all).toEqual([{ id: '1' }, { id: '1' }, { id: '1' }]);
  });

  test('a write whose token cannot be replaced had no effect', async () => {
    allowLogin();
    nock(API)
      .post('/api/v2/routing/skills')
      .reply(401, { status: 401, message: 'Invalid login credentials.' });
    nock(LOGIN).post('/oauth/token').times(5).reply(503, { message: 'down' });
    const error: unknown = await openSession()
      .session.call(create, onlyRefused)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ cause: { status: 503 } });
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

  test('a Retry-After of hours ends the call with until when, and what to run then', async () => {
    allowLogin();
    nock(API)
      .post('/api/v2/routing/skills')
      .reply(429, { message: 'daily limit', status: 429, contextId: 'abc' }, { 'Retry-After': '7260' });
    const until = new Date(1_000_000 + 7_260_000);
    const time = until.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    const error: unknown = await openSession()
      .session.call(create, onlyRefused)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      exitCode: exitCodes.failure,
      untilMs: until.getTime(),
      correlationId: 'abc',
      diagnostics: [
        {
          message: expect.stringContaining(`It takes such calls again at ${time}, in 2 hours and 1 minute.`),
          hint: expect.stringContaining('changeset resume <deploymentId>'),
        },
      ],
    });
    expect(isRefusal(error)).toBe(true);
  });

  test('three minutes are waited for', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(429, { status: 429 }, { 'Retry-After': '180' });
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    const { session, waits } = openSession();
    await session.call(me);
    expect(waits).toEqual([180_000]);
  });

  test('somebody who uses the token up all the time is outwaited', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').times(8).reply(429, { status: 429 }, { 'Retry-After': '60' });
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
    expect(await openSession().session.call(me)).toEqual({ id: '1' });
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

  const correlated = { 'ININ-Correlation-Id': 'c5fad4cb' };
  const json = { ...correlated, 'content-type': 'application/json' };
  const unusable: [string, string, string, nock.Body, Record<string, string>][] = [
    ['a page', 'a read', 'is not JSON', '<html>Welcome to the hotel Wi-Fi</html>', correlated],
    ['a page', 'a create', 'is not JSON', '<html>Welcome to the hotel Wi-Fi</html>', correlated],
    ['half a body', 'a read', 'is not JSON', '{"id":"1","na', json],
    ['half a body', 'a create', 'is not JSON', '{"id":"1","na', json],
    ['nothing', 'a read', 'is empty', '', correlated],
    ['a text', 'a read', 'is not JSON', '"done"', json],
    ['a number', 'a read', 'is not what was asked for', '42', json],
    ['a number', 'a create', 'is not what was asked for', '42', json],
  ];

  test.each(unusable)(
    'a success with %s is none of %s, and names its ID: it %s',
    async (_, of, what, body, headers) => {
      allowLogin();
      const isRead = of === 'a read';
      const sent: string[] = [];
      nock(API)
        .intercept(isRead ? '/api/v2/organizations/me' : '/api/v2/routing/skills', isRead ? 'GET' : 'POST')
        .times(9)
        .reply(() => {
          sent.push(of);
          return [200, body, headers];
        });
      const { session } = openSession();
      const calling = isRead ? session.call(me) : session.call(create, onlyRefused);
      const error: unknown = await calling.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Unreadable);
      expect(error).toMatchObject({
        exitCode: exitCodes.failure,
        diagnostics: [{ code: 'platform.unreadable' }],
      });
      expect(String(error)).toContain(`/${isRead ? 'organizations/me' : 'routing/skills'} ${what};`);
      expect(String(error)).toContain('Correlation ID: c5fad4cb');
      expect(sent).toHaveLength(isRead ? 5 : 1);
    },
  );

  test('a listing without a list is none, and an empty one is', async () => {
    allowLogin();
    const request = { op: 'getRoutingSkills', query: {}, pages: 'numbered' } as const;
    const { session } = openSession();
    for (const odd of [{ entities: 'none' }, { entities: {} }, {}, []]) {
      nock(API).get('/api/v2/routing/skills').query(true).times(5).reply(200, odd);
      await expect(everyItem(session, request)).rejects.toBeInstanceOf(Unreadable);
    }
    nock(API).get('/api/v2/routing/skills').query(true).reply(200, { entities: [], total: 0 });
    expect(await everyItem(session, request)).toEqual([]);
  });

  test('a page that says 404 is not the platform saying that something is missing', () => {
    const body = '<html>The proxy knows no such host</html>';
    expect(isMissing(new PlatformError('GET', { status: 404, headers: {}, body }))).toBe(false);
    expect(isMissing(new PlatformError('GET', { status: 404, headers: {}, body: { status: 404 } }))).toBe(
      true,
    );
  });

  test('a redirect is not followed: the token goes nowhere else', async () => {
    allowLogin();
    const elsewhere = nock('https://evil.example').get('/').reply(200, { id: 'x' });
    nock(API)
      .get('/api/v2/organizations/me')
      .reply(302, '', { location: 'https://evil.example/', ...correlated });
    const error: unknown = await openSession()
      .session.call(me)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      status: 302,
      exitCode: exitCodes.failure,
      diagnostics: [{ code: 'platform.redirected', hint: expect.stringContaining('mapping') }],
    });
    expect(String(error)).toContain('was redirected to https://evil.example/ (302)');
    expect(String(error)).toContain('Correlation ID: c5fad4cb');
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
      .replyWithError(new Error('connect ECONNREFUSED; authorization: Bearer the-token; t=the-token'));
    const error: unknown = await openSession()
      .session.call(me)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      diagnostics: [{ code: 'platform.unreachable', hint: expect.stringContaining('HTTPS_PROXY') }],
    });
    expect(String(error)).toContain('authorization: Bearer …; t=….');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('the-token');
  });
});

describe('a version conflict', () => {
  const put = { op: 'putArchitectSchedule', params: { scheduleId: '1' } };
  const path = '/api/v2/architect/schedules/1';
  const wordings: [number, string][] = [
    [409, 'The version number of the modified resource must match the version number in the database.'],
    [409, 'Resource conflict - Unexpected version was provided'],
    [400, 'The version 3 does not match the current version 4.'],
    [408, 'Timed out: the version does not match the current version 4.'],
  ];

  test.each(wordings)('%i "%s" is sent again with what is read then', async (status, message) => {
    allowLogin();
    nock(API).put(path, { version: 1 }).reply(status, { status, message });
    nock(API).put(path, { version: 2 }).reply(200, { id: '1', version: 3 });
    const asked: Before[] = [];
    const prepare = async (before: Before): Promise<{ version: number }> => {
      asked.push(before);
      return { version: asked.length };
    };
    expect(await openSession().session.call(put, { repeat: 'always', prepare })).toEqual({
      id: '1',
      version: 3,
    });
    expect(asked).toEqual(['nothing', 'refused']);
  });

  test.each(wordings)('%i "%s" is not sent again by a call that cannot look', async (status, message) => {
    allowLogin();
    nock(API).put(path).reply(status, { status, message });
    const error: unknown = await openSession()
      .session.call({ ...put, body: { version: 1 } })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status });
    expect(isRefusal(error)).toBe(true);
  });

  test('that finds the object changed writes nothing over it', async () => {
    allowLogin();
    nock(API).put(path).reply(409, { status: 409, message: 'Unexpected version was provided' });
    const changed = new Error('somebody changed it');
    const prepare = async (before: Before): Promise<{ version: number }> => {
      if (before !== 'nothing') throw changed;
      return { version: 1 };
    };
    const error: unknown = await openSession()
      .session.call(put, { repeat: 'always', prepare })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ cause: changed });
  });

  test('that does not end is a conflict after five attempts', async () => {
    allowLogin();
    const message = 'Unexpected version was provided';
    nock(API).put(path).times(5).reply(409, { status: 409, message });
    const prepare = async (): Promise<{ version: number }> => ({ version: 1 });
    await expect(openSession().session.call(put, { repeat: 'always', prepare })).rejects.toMatchObject({
      exitCode: exitCodes.conflict,
    });
    expect(nock.isDone()).toBe(true);
  });
});

describe('after an answer that was lost', () => {
  const put = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
  const path = '/api/v2/routing/queues/1';

  test('a refusal does not say that nothing was done', async () => {
    allowLogin();
    nock(API).put(path).reply(503, { status: 503, message: 'unavailable' });
    nock(API).put(path).reply(400, { status: 400, message: 'no' });
    const error: unknown = await openSession()
      .session.call(put)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 503 });
    expect(isRefusal(error)).toBe(false);
  });

  test('a deletion that finds nothing any more is told so', async () => {
    allowLogin();
    nock(API).delete(path).reply(503, { status: 503, message: 'unavailable' });
    nock(API).delete(path).reply(404, { status: 404, message: 'not found' });
    const call = { op: 'deleteRoutingQueue', params: { queueId: '1' } };
    const error = await openSession()
      .session.call(call)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 404 });
    expect(isRefusal(error), 'which is no word on what the first attempt did').toBe(false);
  });

  test('an update that finds nothing has looked before, and was lost', async () => {
    allowLogin();
    nock(API).put(path).reply(503, { status: 503, message: 'unavailable' });
    nock(API).put(path).reply(404, { status: 404, message: 'not found' });
    const error = await openSession()
      .session.call(put, { repeat: 'always', prepare: async () => ({ id: '1' }) })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 503 });
  });

  test('an update is told that its own effect may be there', async () => {
    allowLogin();
    nock(API).put(path).reply(503, { status: 503, message: 'unavailable' });
    nock(API).put(path).reply(429, { status: 429 }, { 'Retry-After': '1' });
    nock(API).put(path).reply(200, { id: '1' });
    const asked: Before[] = [];
    const prepare = async (before: Before): Promise<null> => {
      asked.push(before);
      return null;
    };
    await openSession().session.call(put, { repeat: 'always', prepare });
    expect(asked).toEqual(['nothing', 'unknown', 'unknown']);
  });
});

describe('a signal', () => {
  /** A session whose waits are watched, and which is interrupted in the first of them. */
  function interrupted(): { session: Session; waits: number[] } {
    const controller = new AbortController();
    const waits: number[] = [];
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        waits.push(ms);
        signal?.addEventListener('abort', () => resolve());
        controller.abort('SIGTERM');
      });
    const clock = { now: () => 1_000_000, sleep };
    return { session: openSession({ clock, signal: controller.signal }).session, waits };
  }

  test('ends the wait for the limit: the write is not sent', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' }, limits(300));
    const { session, waits } = interrupted();
    await session.call(me);
    const error: unknown = await session.call(create, onlyRefused).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotSent);
    expect(error).toMatchObject({ cause: { exitCode: exitCodes.interrupted, cause: 'SIGTERM' } });
    expect(isRefusal(error)).toBe(true);
    expect(waits).toEqual([60_000]);
  });

  test('ends a read with itself, as nothing can have come of it', async () => {
    allowLogin();
    nock(API).get('/api/v2/organizations/me').reply(503, { message: 'down' });
    const { session } = interrupted();
    await expect(session.call(me)).rejects.toBeInstanceOf(Interrupted);
    await expect(session.call(me)).rejects.toBeInstanceOf(Interrupted);
  });

  test('ends the wait before the next attempt at a write of which nobody knows what became', async () => {
    allowLogin();
    nock(API).put('/api/v2/routing/queues/1').reply(503, { status: 503, message: 'down' });
    const put = { op: 'putRoutingQueue', params: { queueId: '1' }, body: { name: 'x' } };
    const error: unknown = await interrupted()
      .session.call(put)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 503 });
    expect(isRefusal(error)).toBe(false);
  });

  test('ends the wait for a log-in', async () => {
    nock(LOGIN).post('/oauth/token').reply(503, { message: 'down' });
    const { session, waits } = interrupted();
    await expect(session.call(create, onlyRefused)).rejects.toMatchObject({
      name: 'NotSent',
      cause: { exitCode: exitCodes.interrupted },
    });
    expect(waits).toEqual([1000]);
  });

  test('lets a call on its way come to its end', async () => {
    allowLogin();
    const controller = new AbortController();
    nock(API)
      .post('/api/v2/routing/skills')
      .reply(() => {
        controller.abort();
        return [200, { id: 's' }];
      });
    const { session } = openSession({ signal: controller.signal });
    expect(await session.call(create, onlyRefused)).toEqual({ id: 's' });
  });
});

test('who watches is told of waits that are longer than a second, and why', async () => {
  allowLogin();
  nock(API).get('/api/v2/organizations/me').times(3).reply(503, { message: 'down' });
  nock(API).get('/api/v2/organizations/me').reply(429, { status: 429 }, { 'Retry-After': '9' });
  nock(API).get('/api/v2/organizations/me').reply(200, { id: '1' });
  const told: Wait[] = [];
  await openSession({ onWait: (wait) => told.push(wait) }).session.call(me);
  const words = 'the next attempt at a call that was not answered well';
  expect(told).toEqual([
    { why: 'retry', untilMs: 1_003_000, words },
    { why: 'retry', untilMs: 1_007_000, words },
    { why: 'limit', untilMs: 1_016_000, words: 'Genesys Cloud asked to wait before the next call' },
  ]);
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
