import { expect, test } from 'vitest';
import {
  type Fault,
  type FaultCondition,
  harbourBank,
  type PassingRequest,
  paths,
} from '../../src/sandbox/index.ts';
import { basic, type Connection, clock, connect, login, open, requestToken } from './support.ts';

const { QUEUES, SCHEDULES, SKILLS } = paths;
const SETTINGS = '/api/v2/routing/settings';
const CREATE: FaultCondition = { method: 'POST', path: SKILLS };

function named(connection: Connection, name: string): number {
  const skills = Object.values(connection.sandbox.snapshot().collections[SKILLS] ?? {});
  return skills.filter((skill) => skill.name === name).length;
}

/** A create that a fault strikes: what was answered, as it came, and whether the skill is there. */
async function struckCreate(fault: Fault) {
  const connection = await connect({ faults: [{ when: CREATE, do: fault }] });
  const { sandbox } = connection;
  const { body } = await requestToken(sandbox.url, basic(sandbox.client));
  const response = await fetch(sandbox.url + SKILLS, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${body.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Basque' }),
  }).catch((error: unknown) => error as Error);
  const answer = response instanceof Error ? response : { ...pick(response), text: await response.text() };
  expect(sandbox.struck).toMatchObject([{ method: 'POST', path: SKILLS, rule: { do: fault } }]);
  expect(sandbox.violations).toEqual([]);
  return { answer, made: named(connection, 'Basque'), last: sandbox.requests.at(-1) };
}

function pick({ status, headers }: Response) {
  return { status, headers: Object.fromEntries(headers) };
}

test('a status is answered in the error form of the platform, without effect', async () => {
  const { answer, made } = await struckCreate({ status: 503, headers: { 'Retry-After': '7' } });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
  const { text, headers } = answer as { text: string; headers: Record<string, string> };
  expect(JSON.parse(text)).toMatchObject({
    status: 503,
    code: 'service.unavailable',
    contextId: headers['inin-correlation-id'],
  });
  expect(headers['inin-ratelimit-count']).toBe('1');
  expect(made).toBe(0);
});

test('a status may come after the effect, with code and message', async () => {
  const { answer, made, last } = await struckCreate({
    status: 504,
    code: 'a.code',
    message: 'Late',
    at: 'after',
  });
  const { text } = answer as { text: string };
  expect(JSON.parse(text)).toMatchObject({ code: 'a.code', message: 'Late' });
  expect(made).toBe(1);
  expect(last).toMatchObject({ status: 504, writes: true });
});

test('a throttled request is told when to come back', async () => {
  const { answer, made } = await struckCreate({ throttle: 9 });
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '9', 'inin-ratelimit-reset': '9' } });
  const { text } = answer as { text: string };
  expect(JSON.parse(text)).toMatchObject({ code: 'too.many.requests.retry.after' });
  expect(made).toBe(0);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a connection is cut %s the request takes effect', async (moment, there) => {
  const { answer, made, last } = await struckCreate({ reset: moment });
  expect(answer).toBeInstanceOf(Error);
  expect((answer as Error).cause).toMatchObject({ code: 'ECONNRESET' });
  expect(made).toBe(there);
  expect(last).toMatchObject({ status: 0 });
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('an answer is cut short %s the request takes effect', async (moment, there) => {
  const { answer, made } = await struckCreate({ truncate: moment });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  const { text } = answer as { text: string };
  expect(text).toMatch(/^\{"/);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(made).toBe(there);
});

test.each([
  [{ body: 'html', at: 'after' }, 200, 'text/html', /<html>/, 1],
  [{ body: 'html', status: 502 }, 502, 'text/html', /<html>/, 0],
  [{ body: 'text' }, 200, 'text/plain', /upstream/, 0],
  [{ body: 'empty', at: 'after' }, 200, undefined, /^$/, 1],
  [{ body: [1], at: 'after' }, 200, 'application/json', /^\[1\]$/, 1],
] as const)('%j is answered', async (fault, status, type, text, there) => {
  const { answer, made } = await struckCreate('body' in fault ? (fault as Fault) : fault);
  const { headers } = answer as { headers: Record<string, string> };
  expect(answer).toMatchObject({ status, text: expect.stringMatching(text) });
  expect(headers['content-type']).toBe(type);
  expect(made).toBe(there);
});

test('a redirect leads elsewhere, without effect', async () => {
  const { answer, made } = await struckCreate({ redirect: 'https://login.example/' });
  expect(answer).toMatchObject({ status: 302, headers: { location: 'https://login.example/' } });
  expect(made).toBe(0);
});

test('an answer is held back before the effect or after it', async () => {
  for (const at of ['before', 'after'] as const) {
    const connection = await connect({ faults: [{ when: CREATE, do: { delayMs: 150, at } }] });
    const started = performance.now();
    const answer = connection.post(SKILLS, { name: 'Basque' });
    await expect.poll(() => connection.sandbox.requests.length + (at === 'before' ? 1 : 0)).toBe(2);
    if (at === 'before') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(named(connection, 'Basque')).toBe(at === 'before' ? 0 : 1);
    expect((await answer).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
    expect(named(connection, 'Basque')).toBe(1);
  }
});

test('a token ends with the request, or right after it; others live on', async () => {
  const connection = await connect();
  const { sandbox } = connection;
  const other = await login(sandbox, sandbox.client);
  sandbox.inject({ when: { ...CREATE, nth: 1 }, do: { expireToken: true } });
  const refused = await connection.post(SKILLS, { name: 'Basque' });
  expect(refused).toMatchObject({ status: 401, body: { code: 'bad.credentials' } });
  sandbox.inject({ when: { ...CREATE, nth: 1 }, do: { expireToken: true, at: 'after' } });
  expect((await other.post(SKILLS, { name: 'Basque' })).status).toBe(200);
  expect((await other.get(SKILLS)).status).toBe(401);
  expect((await (await login(sandbox, sandbox.client)).get(SKILLS)).status).toBe(200);
});

test('what a request makes is not listed for a while', async () => {
  const { now, pass } = clock();
  const connection = await connect({ now, faults: [{ when: { writes: true }, do: { invisibleMs: 500 } }] });
  const total = async () => (await connection.get(`${SKILLS}?pageSize=1`)).body.total;
  const before = await total();
  const { body } = await connection.post(SKILLS, { name: 'Basque' });
  expect((await connection.get(`${SKILLS}/${body.id}`)).status).toBe(200);
  expect(await total()).toBe(before);
  pass(500);
  expect(await total()).toBe(before + 1);
});

test('what a request makes is missing from so many lists, and what others make is not', async () => {
  const connection = await connect({ faults: [{ when: { ...CREATE, nth: 1 }, do: { invisibleLists: 2 } }] });
  const total = async () => (await connection.get(`${SKILLS}?pageSize=1`)).body.total;
  const before = await total();
  await connection.post(SKILLS, { name: 'Basque' });
  await connection.post(SKILLS, { name: 'Breton' });
  expect([await total(), await total(), await total()]).toEqual([before + 1, before + 1, before + 2]);
});

test('another client edits what a request is about, just before it', async () => {
  const connection = await connect();
  const { body: page } = await connection.get(`${SCHEDULES}?pageSize=1`);
  const { body } = await connection.get(`${SCHEDULES}/${page.entities[0]?.id}`);
  const edit = { path: SCHEDULES, name: body.name, patch: { description: 'theirs', rrule: null } };
  connection.sandbox.inject({ when: { method: 'PUT' }, do: { edit } });
  const refused = await connection.put(`${SCHEDULES}/${body.id}`, body);
  expect(refused).toMatchObject({ status: 409, body: { code: 'general.conflict' } });
  const now = connection.sandbox.snapshot().collections[SCHEDULES]?.[body.id];
  expect(now).toMatchObject({ description: 'theirs', version: body.version + 1 });
  expect(now).not.toHaveProperty('rrule');
});

test('another client edits right after a request, creates and deletes', async () => {
  const connection = await connect();
  const { sandbox } = connection;
  sandbox.inject({
    when: CREATE,
    do: { edit: { path: SKILLS, name: 'Basque', delete: true }, at: 'after' },
  });
  sandbox.inject({ when: CREATE, do: { edit: { path: SKILLS, create: { name: 'Breton' } } } });
  sandbox.inject({
    when: CREATE,
    do: { edit: { path: SETTINGS, patch: { resetAgentScoreOnPresenceChange: true } } },
  });
  const { status, body } = await connection.post(SKILLS, { name: 'Basque' });
  expect(status).toBe(200);
  expect((await connection.get(`${SKILLS}/${body.id}`)).body['state']).not.toBe('active');
  expect(named(connection, 'Breton')).toBe(1);
  expect((await connection.get(SETTINGS)).body['resetAgentScoreOnPresenceChange']).toBe(true);
  expect(sandbox.struck.map(({ missed }) => missed)).toEqual([undefined, undefined, undefined]);
  expect(connection.kinds()).toEqual([]);
});

test('without a path, another client edits the object that a request is about, or lies below', async () => {
  const connection = await connect();
  const { sandbox, get } = connection;
  const [id = ''] = Object.keys(sandbox.snapshot().collections[QUEUES] ?? {});
  for (const below of ['', '/members']) {
    const patch = { description: `theirs${below}` };
    sandbox.inject({ when: { reads: true, nth: 1 }, do: { edit: { patch } } });
    await get(`${QUEUES}/${id}${below}`);
    expect(sandbox.snapshot().collections[QUEUES]?.[id]).toMatchObject(patch);
  }
  sandbox.inject({ when: {}, do: { edit: { patch: {} } } });
  await get(QUEUES);
  expect(sandbox.struck.at(-1)?.missed).toBe('the request is about no object that is there');
});

test('an edit of what is not there says so', async () => {
  const edit = { path: SKILLS, name: 'Nobody', patch: { state: 'inactive' } };
  const connection = await connect({ faults: [{ when: CREATE, do: { edit } }] });
  expect((await connection.post(SKILLS, { name: 'Basque' })).status).toBe(200);
  expect(connection.sandbox.struck).toMatchObject([{ missed: `no object called Nobody at ${SKILLS}` }]);
});

test.each([
  [{ nth: 2 }, [2]],
  [{ nth: 2, times: 3 }, [2, 3, 4]],
  [{ from: 3 }, [3, 4, 5, 6]],
  [{ every: 2 }, [2, 4, 6]],
  [{ every: 2, times: 2 }, [2, 4]],
  [{ from: 1, every: 3 }, [1, 4]],
  [{ times: 1 }, [1]],
] as const)('of six requests %j strikes %j', async (when, expected) => {
  const connection = await connect({ faults: [{ when: { ...when, path: SKILLS }, do: { status: 500 } }] });
  const struck: number[] = [];
  for (const n of [1, 2, 3, 4, 5, 6]) {
    if ((await connection.get(SKILLS)).status === 500) struck.push(n);
    await connection.get(QUEUES);
  }
  expect(struck).toEqual(expected);
});

test.each<[FaultCondition, string[]]>([
  [{}, ['list', 'read', 'create', 'search']],
  [{ writes: true }, ['create']],
  [{ reads: true }, ['list', 'read', 'search']],
  [{ writes: false }, ['list', 'read', 'search']],
  [{ method: ['POST', 'PUT'] }, ['create', 'search']],
  [{ path: '/api/v2/routing/skills/{skillId}' }, ['read']],
  [{ path: '/api/v2/routing/*' }, ['list', 'read', 'create']],
  [{ operationId: 'getRoutingSkills' }, ['list']],
  [{ login: true }, ['login']],
])('a rule about %j strikes just these', async (when, expected) => {
  const connection = await connect();
  const { sandbox } = connection;
  const { body } = await connection.get(SKILLS);
  sandbox.inject({ when, do: { status: 418, body: {} } });
  const calls = {
    list: () => connection.get(SKILLS),
    read: () => connection.get(`${SKILLS}/${body.entities[0]?.id}`),
    create: () => connection.post(SKILLS, { name: 'Basque' }),
    search: () => connection.post('/api/v2/users/search', { pageSize: 1, query: [] }),
    login: () => requestToken(sandbox.url, basic(sandbox.client)),
  };
  const struck: string[] = [];
  for (const [name, call] of Object.entries(calls)) if ((await call()).status === 418) struck.push(name);
  expect(struck).toEqual(expected);
});

test('a log-in is refused in the form of the login host', async () => {
  const sandbox = await open({
    faults: [
      { when: { login: true, nth: 1 }, do: { throttle: 5 } },
      { when: { login: true, nth: 2 }, do: { status: 503 } },
    ],
  });
  const ask = () => requestToken(sandbox.url, basic(sandbox.client));
  expect(await ask()).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(await ask()).toMatchObject({ status: 503, body: { error: expect.any(String) } });
  expect((await ask()).status).toBe(200);
});

test('several rules strike together; of those that answer, the first', async () => {
  const connection = await connect();
  const { sandbox } = connection;
  sandbox.inject({
    name: 'theirs',
    when: CREATE,
    do: { edit: { path: SKILLS, create: { name: 'Breton' } } },
  });
  sandbox.inject({ name: 'first', when: CREATE, do: { status: 500 } });
  sandbox.inject({ name: 'second', when: CREATE, do: { status: 503 } });
  const told: (string | undefined)[] = [];
  sandbox.onFault = ({ rule }) => told.push(rule.name);
  expect((await connection.post(SKILLS, { name: 'Basque' })).status).toBe(500);
  expect(told).toEqual(['theirs', 'first']);
  expect([named(connection, 'Breton'), named(connection, 'Basque')]).toEqual([1, 0]);
  sandbox.clearFaults();
  expect((await connection.post(SKILLS, { name: 'Basque' })).status).toBe(200);
  expect(sandbox.struck).toHaveLength(2);
});

test('who watches is told before the effect and before the answer, which waits', async () => {
  const connection = await connect();
  const { sandbox } = connection;
  const seen: (PassingRequest & { made: number; answered: boolean })[] = [];
  let answered = false;
  sandbox.onRequest = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push({ ...request, made: named(connection, 'Basque'), answered });
  };
  await connection.post(SKILLS, { name: 'Basque' });
  answered = true;
  const request = { method: 'POST', path: SKILLS, operationId: 'postRoutingSkills', writes: true, index: 2 };
  expect(seen).toEqual([
    { ...request, phase: 'received', made: 0, answered: false },
    { ...request, phase: 'done', made: 1, answered: false },
  ]);
});

test('a rule that is injected while a request waits strikes that request', async () => {
  const connection = await connect();
  const { sandbox } = connection;
  sandbox.onRequest = ({ phase, writes }) => {
    if (phase === 'received' && writes)
      sandbox.inject({ when: { writes: true, nth: 1 }, do: { status: 502 } });
  };
  expect((await connection.post(SKILLS, { name: 'Basque' })).status).toBe(502);
});

test('what a client does wrong counts beside a fault that comes after it', async () => {
  const seed = harbourBank();
  const connection = await connect({ seed, faults: [{ when: CREATE, do: { status: 500, at: 'after' } }] });
  await connection.post(SKILLS, { name: 'Basque', colour: 'red' });
  expect(connection.kinds()).toEqual(['unknown-property']);
});
