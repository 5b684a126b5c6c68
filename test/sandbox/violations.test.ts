import { expect, test } from 'vitest';
import { idOf, orgWith, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, FLOWS, GROUPS, QUEUES, SKILL_GROUPS, SKILLS, USERS, WRAPUP_CODES } = paths;
const CARDS = `${QUEUES}/${idOf(QUEUES, 'Cards')}`;

/** A queue `Cards`, read, and a PUT of it with something changed. */
async function putCards(changes: Record<string, unknown>, without: string[] = []) {
  const seed = orgWith({
    [DIVISIONS]: ['Other'],
    [FLOWS]: ['In-queue', 'Other flow'],
    [GROUPS]: ['Leads'],
    [SKILL_GROUPS]: ['Experts'],
    [QUEUES]: [
      {
        name: 'Cards',
        description: 'Cards',
        queueFlow: refTo(FLOWS, 'In-queue'),
        memberGroups: [{ ...refTo(GROUPS, 'Leads'), type: 'GROUP' }],
      },
    ],
  });
  const connection = await connect({ seed });
  const read = (await connection.get(CARDS)).body;
  const body = Object.fromEntries(
    Object.entries({ ...read, ...changes }).filter(([key]) => !without.includes(key)),
  );
  const reply = await connection.put(CARDS, body);
  return {
    ...connection,
    read,
    reply,
    found: connection.sandbox.violations.map(({ kind, at }) => [kind, at]),
  };
}

test('sending back what was read changes nothing and is no violation', async () => {
  const { read, reply, found } = await putCards({});
  expect(reply.status).toBe(200);
  expect(reply.body).toEqual({ ...read, dateModified: reply.body.dateModified });
  expect(found).toEqual([]);
});

test('reading the same twice is no violation', async () => {
  const { get, kinds } = await connect();
  await get(QUEUES);
  await get(QUEUES);
  expect(kinds()).toEqual([]);
});

test('an unknown query parameter is ignored and recorded', async () => {
  const { get, sandbox } = await connect();
  const { status, body } = await get(`${QUEUES}?nane=Cards`);
  expect([status, body.total]).toEqual([200, 37]);
  expect(sandbox.violations).toEqual([
    {
      kind: 'unknown-query',
      method: 'GET',
      path: QUEUES,
      at: 'nane',
      text: expect.stringContaining("'nane'"),
    },
  ]);
});

test.each(['pageSize=many', 'hasPeer=perhaps', 'sortOrder=sideways', 'expand=everything', 'pageNumber=0'])(
  'the query %s is refused',
  async (query) => {
    const { get } = await connect();
    const { status, body } = await get(`${QUEUES}?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid.query.param.value']);
  },
);

test('a missing query parameter is refused and recorded', async () => {
  const { get, kinds } = await connect();
  expect((await get('/api/v2/authorization/divisionspermitted/paged/me')).status).toBe(400);
  expect(kinds()).toEqual(['bad-query']);
});

test('an unknown property is dropped silently and recorded', async () => {
  const { reply, found } = await putCards({ colour: 'blue' });
  expect(reply.status).toBe(200);
  expect(reply.body).not.toHaveProperty('colour');
  expect(found).toEqual([['unknown-property', '/colour']]);
});

test('an unknown property is found at depth and inside references', async () => {
  const { found } = await putCards({
    agentOwnedRouting: {
      enableAgentOwnedCallbacks: true,
      maxOwnedCallbackHours: 1,
      maxOwnedCallbackDelayHours: 2,
      x: 1,
    },
    queueFlow: { ...refTo(FLOWS, 'In-queue'), colour: 'blue' },
  });
  expect(found).toEqual([
    ['unknown-property', '/queueFlow/colour'],
    ['unknown-property', '/agentOwnedRouting/x'],
  ]);
});

test('a read-only value that was changed is ignored and recorded', async () => {
  const { read, reply, found } = await putCards({ memberCount: 7, id: 'another' });
  expect([reply.body.id, reply.body.memberCount]).toEqual([read.id, 0]);
  expect(found.sort()).toEqual([
    ['read-only-changed', '/id'],
    ['read-only-changed', '/memberCount'],
  ]);
});

test('a server-managed value that the contract does not flag is treated the same', async () => {
  const { read, reply, found } = await putCards({ dateCreated: '2020-01-01T00:00:00.000Z', createdBy: 'me' });
  expect(reply.body).toMatchObject({ dateCreated: read.dateCreated, createdBy: read.createdBy });
  expect(found.sort()).toEqual([
    ['read-only-changed', '/createdBy'],
    ['read-only-changed', '/dateCreated'],
  ]);
});

test('read-only values in a create are recorded', async () => {
  const { post, kinds } = await connect();
  const { body } = await post(SKILLS.replace('skills', 'wrapupcodes'), { name: 'New', id: 'mine' });
  expect(body.id).not.toBe('mine');
  expect(kinds()).toEqual(['read-only-changed']);
});

test('an address that belongs to another id is recorded', async () => {
  const wrong = { ...refTo(FLOWS, 'Other flow'), selfUri: `${FLOWS}/${idOf(FLOWS, 'In-queue')}` };
  const { reply, found } = await putCards({ queueFlow: wrong });
  expect(reply.body.queueFlow).toMatchObject({ name: 'Other flow' });
  expect(found).toEqual([['read-only-changed', '/queueFlow/selfUri']]);
});

test('a value outside its enum is refused in the words of the platform', async () => {
  const { reply, found } = await putCards({ scoringMethod: '' });
  expect([reply.status, reply.body.code]).toEqual([400, 'invalid.value']);
  expect(reply.body.message).toBe(
    'Value [] is not valid for field type [ScoringMethod]. Allowable values are: TimestampAndPriority, PriorityOnly',
  );
  expect(found).toEqual([['bad-enum', '/scoringMethod']]);
});

test('a missing required field is refused', async () => {
  const { reply, found } = await putCards({}, ['name']);
  expect([reply.status, reply.body.code]).toEqual([400, 'constraint.validation']);
  expect(reply.body).toMatchObject({
    message: "Field 'name' is required and cannot be empty.",
    details: [{ fieldName: 'name' }],
  });
  expect(found).toContainEqual(['missing-required', '/name']);
});

test.each([
  ['a number for a text', { description: 7 }, '/description'],
  [
    'a text for a number',
    { acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: '30000' } },
    '/acwSettings/timeoutMs',
  ],
  [
    'a fraction for an integer',
    { acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 1.5 } },
    '/acwSettings/timeoutMs',
  ],
  ['a text for a boolean', { autoAnswerOnly: 'true' }, '/autoAnswerOnly'],
  ['a text for an object', { queueFlow: 'In-queue' }, '/queueFlow'],
  ['an object for an array', { memberGroups: {} }, '/memberGroups'],
  ['an array for a map', { defaultScripts: [] }, '/defaultScripts'],
])('%s is refused', async (_, changes, at) => {
  const { reply, found } = await putCards(changes);
  expect([reply.status, reply.body.code]).toEqual([400, 'bad.request']);
  expect(found).toEqual([['wrong-type', at]]);
});

test('a malformed date is refused', async () => {
  const { post, sandbox } = await connect();
  const filters = [{ property: 'EntityId', value: 7 }];
  await post('/api/v2/audits/query/realtime', { interval: 'yesterday', filters });
  expect(sandbox.violations.map(({ kind, at }) => [kind, at])).toEqual([['wrong-type', '/filters/0/value']]);
});

test('a PUT that leaves out a field clears it and is recorded', async () => {
  const { reply, found } = await putCards({}, ['description', 'queueFlow']);
  expect(reply.status).toBe(200);
  expect(reply.body).not.toHaveProperty('description');
  expect(reply.body).not.toHaveProperty('queueFlow');
  expect(found.sort()).toEqual([
    ['dropped-field', '/description'],
    ['dropped-field', '/queueFlow'],
  ]);
});

test('a PUT that leaves out a field with a default sets it to the default and is recorded', async () => {
  const { reply, found } = await putCards({}, ['skillEvaluationMethod']);
  expect(reply.body.skillEvaluationMethod).toBe('ALL');
  expect(found).toEqual([['dropped-field', '/skillEvaluationMethod']]);
});

test('leaving out a field of a nested object is recorded', async () => {
  const { found } = await putCards({ agentOwnedRouting: { enableAgentOwnedCallbacks: true } });
  expect(found.sort()).toEqual([
    ['dropped-field', '/agentOwnedRouting/maxOwnedCallbackDelayHours'],
    ['dropped-field', '/agentOwnedRouting/maxOwnedCallbackHours'],
  ]);
});

test('an explicit null clears a field on purpose, at depth too', async () => {
  const { reply, found } = await putCards({
    description: null,
    queueFlow: null,
    acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: null },
  });
  expect(reply.status).toBe(200);
  expect(reply.body).not.toHaveProperty('description');
  expect(reply.body).not.toHaveProperty('queueFlow');
  expect(reply.body.acwSettings).toEqual({ wrapupPrompt: 'OPTIONAL' });
  expect(found).toEqual([]);
});

test('server-managed fields may be left out of a PUT', async () => {
  const managed = [
    'id',
    'selfUri',
    'dateCreated',
    'dateModified',
    'createdBy',
    'modifiedBy',
    'memberCount',
    'userMemberCount',
  ];
  const { read, reply, found } = await putCards({}, [...managed, 'joinedMemberCount']);
  expect(reply.body).toMatchObject({ id: read.id, dateCreated: read.dateCreated, createdBy: read.createdBy });
  expect(found).toEqual([]);
});

test('a reference may be sent as its bare id object, without name and address', async () => {
  const { reply, found } = await putCards({ queueFlow: refTo(FLOWS, 'In-queue') });
  expect(reply.body.queueFlow).toEqual({
    ...refTo(FLOWS, 'In-queue'),
    name: 'In-queue',
    selfUri: expect.any(String),
  });
  expect(found).toEqual([]);
});

test('elements of a list are the same where their ids are: removing and adding some is no drop', async () => {
  const { reply, found } = await putCards({
    memberGroups: [{ ...refTo(SKILL_GROUPS, 'Experts'), type: 'SKILLGROUP' }],
  });
  expect(reply.body.memberGroups).toMatchObject([{ name: 'Experts', type: 'SKILLGROUP' }]);
  expect(found).toEqual([]);
});

test('fields newer than the contract are carried and must come back, nested ones too', async () => {
  const { read, reply, found } = await putCards({}, ['x-future']);
  expect(read).toHaveProperty('x-future');
  expect(read.mediaSettings).toMatchObject({ call: { 'x-future': 'adaptive' } });
  expect(reply.body).not.toHaveProperty('x-future');
  expect(found).toEqual([['dropped-field', '/x-future']]);
});

test('a nested field newer than the contract that is left out is found', async () => {
  const { get, put, sandbox } = await connect();
  const queue = JSON.parse(JSON.stringify((await get(CARDS)).body));
  delete queue.mediaSettings.call['x-future'];
  await put(CARDS, queue);
  expect(sandbox.violations.map(({ kind, at }) => [kind, at])).toEqual([
    ['dropped-field', '/mediaSettings/call/x-future'],
  ]);
});

test('a field newer than the contract that comes back changed is recorded', async () => {
  const { found } = await putCards({ 'x-future': { tier: 'gold' } });
  expect(found).toEqual([['unknown-property', '/x-future']]);
});

test('a division in a PUT of a queue is ignored and recorded', async () => {
  const { read, reply, found } = await putCards({ division: refTo(DIVISIONS, 'Other') });
  expect(reply.body.division).toEqual(read.division);
  expect(found).toEqual([['ignored-change', '/division/id']]);
});

test('a refused request is judged as a whole', async () => {
  const { found } = await putCards({ scoringMethod: 'None', colour: 1, autoAnswerOnly: 1 });
  expect(found.map(([kind]) => kind).sort()).toEqual(['bad-enum', 'unknown-property', 'wrong-type']);
});

test.each([
  ['queueFlow', { queueFlow: { id: 'none' } }, 'queueFlow'],
  ['a list', { memberGroups: [{ id: 'none', type: 'GROUP' }] }, 'memberGroups.0'],
  [
    'a group of another kind',
    { memberGroups: [{ ...refTo(GROUPS, 'Leads'), type: 'TEAM' }] },
    'memberGroups.0',
  ],
  ['a bare id', { directRouting: { backupQueueId: 'none' } }, 'directRouting.backupQueueId'],
  [
    'a list of bare ids',
    { cannedResponseLibraries: { mode: 'SelectedOnly', libraryIds: ['none'] } },
    'cannedResponseLibraries.libraryIds.0',
  ],
])('a reference to what does not exist is refused: %s', async (_, changes, fieldName) => {
  const { reply } = await putCards(changes);
  expect([reply.status, reply.body.code]).toEqual([400, 'bad.request']);
  expect(reply.body).toMatchObject({ details: [{ errorCode: 'not.found', fieldName }] });
});

test('an own field that a PATCH does not know is dropped, not taken over', async () => {
  const { get, patch, sandbox } = await connect();
  const path = `${SKILLS}/${idOf(SKILLS, 'Spanish')}`;
  const before = (await get(path)).body;
  const { status, body } = await patch(path, {
    name: 'Castilian',
    division: { id: idOf(DIVISIONS, 'Cards') },
  });
  expect([status, body.name, body.division]).toEqual([200, 'Spanish', before.division]);
  expect(sandbox.violations.map(({ kind, at }) => [kind, at])).toEqual([
    ['unknown-property', '/name'],
    ['unknown-property', '/division'],
  ]);
});

test('PATCH leaves what it does not name, without a violation', async () => {
  const { get, patch, kinds } = await connect();
  const path = `${USERS}/${idOf(USERS, 'ada.lovelace@harbour.example')}`;
  const before = (await get(path)).body;
  const { body } = await patch(path, { version: before.version, title: 'Lead' });
  expect(body).toEqual({ ...before, title: 'Lead', version: before.version + 1 });
  expect(kinds()).toEqual([]);
});

test('wrap-up codes and divisions carry fields newer than the contract as well', async () => {
  const { get, put, post, kinds } = await connect();
  for (const path of [WRAPUP_CODES, DIVISIONS]) {
    const created = (await post(path, { name: 'New one' })).body;
    expect(created).toHaveProperty('x-future');
    const read = (await get(`${path}/${created.id}`)).body;
    expect((await put(`${path}/${created.id}`, read)).body).toHaveProperty('x-future');
  }
  expect(kinds()).toEqual([]);
});
