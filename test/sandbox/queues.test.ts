import { expect, test } from 'vitest';
import { addIndividuals, idOf, orgWith, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, FLOWS, GROUPS, QUEUES, SKILLS, USERS } = paths;
const at = (name: string) => `${QUEUES}/${idOf(QUEUES, name)}`;

test('a create answers 200 with the object, ids and dates given by the server', async () => {
  const { sandbox, post, get } = await connect({ now: () => Date.parse('2026-11-21T10:00:00Z') });
  const { status, body } = await post(QUEUES, { name: 'New' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: 'New',
    selfUri: `${QUEUES}/${body.id}`,
    dateCreated: '2026-11-21T10:00:00.000Z',
    createdBy: sandbox.client.id,
    division: { name: 'Home' },
    memberCount: 0,
  });
  expect((await get(`${QUEUES}/${body.id}`)).body).toEqual(body);
});

test('the server fills its defaults', async () => {
  const { post } = await connect();
  const { body } = await post(QUEUES, {
    name: 'New',
    mediaSettings: { call: { serviceLevel: { percentage: 0.9 } } },
  });
  expect(body).toMatchObject({
    skillEvaluationMethod: 'ALL',
    scoringMethod: 'TimestampAndPriority',
    lastAgentRoutingMode: 'AnyAgent',
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 300_000 },
    agentOwnedRouting: { enableAgentOwnedCallbacks: false },
    cannedResponseLibraries: { mode: 'All' },
    mediaSettings: {
      call: { alertingTimeoutSeconds: 8, serviceLevel: { percentage: 0.9, durationMs: 20_000 } },
      email: { serviceLevel: { durationMs: 86_400_000 } },
    },
  });
});

test('a create can copy the settings of another queue, not its members', async () => {
  const { post, get } = await connect();
  const source = (await get(at('Cards'))).body;
  const { body } = await post(QUEUES, { name: 'Copy', sourceQueueId: source.id, description: 'Mine' });
  expect(body).toMatchObject({ description: 'Mine', acwSettings: source.acwSettings, memberCount: 0 });
  expect(body).not.toHaveProperty('sourceQueueId');
  expect(body.division).toMatchObject({ name: 'Home' });
});

test.each([
  [409, 'general.conflict'],
  [400, 'bad.request'],
] as const)('a taken name is refused with %d, in any case of letters', async (duplicateStatus, code) => {
  const { post, kinds } = await connect({ switches: { duplicateStatus } });
  const { status, body } = await post(QUEUES, { name: 'CARDS' });
  expect([status, body.code]).toEqual([duplicateStatus, code]);
  expect(body.message).toBe("A Queue with the name 'CARDS' already exists.");
  expect(kinds()).toEqual([]);
});

test('a rename to a taken name is refused too', async () => {
  const { get, put } = await connect();
  const queue = (await get(at('Savings'))).body;
  expect((await put(at('Savings'), { ...queue, name: 'Cards' })).status).toBe(409);
});

test.each([
  ['org', 409],
  ['division', 200],
] as const)('queue names are unique in the %s: %d in another division', async (queueNames, status) => {
  const { post } = await connect({ switches: { queueNames } });
  expect((await post(QUEUES, { name: 'Cards', division: refTo(DIVISIONS, 'Home') })).status).toBe(status);
  expect((await post(QUEUES, { name: 'Cards', division: refTo(DIVISIONS, 'Cards') })).status).toBe(409);
});

test('a division that does not exist is refused', async () => {
  const { post } = await connect();
  expect((await post(QUEUES, { name: 'New', division: { id: 'none' } })).status).toBe(400);
  expect((await post(QUEUES, { name: 'New', division: { id: '*' } })).status).toBe(400);
});

test('references carry the current name of what they point at', async () => {
  const { sandbox, get } = await connect();
  sandbox.edit(({ collections }) => {
    const flow = collections[FLOWS]?.[idOf(FLOWS, 'Cards in-queue')];
    if (flow) flow.name = 'Renamed';
  });
  expect((await get(at('Cards'))).body.queueFlow).toEqual({
    id: idOf(FLOWS, 'Cards in-queue'),
    name: 'Renamed',
    selfUri: `${FLOWS}/${idOf(FLOWS, 'Cards in-queue')}`,
  });
});

test('the first conditional group rule answers the queue itself', async () => {
  const { get } = await connect();
  const { body } = await get(at('Cards'));
  expect(body.conditionalGroupRouting).toMatchObject({
    rules: [
      { queue: { id: idOf(QUEUES, 'Cards'), name: 'Cards' } },
      { queue: { name: 'General Overflow' } },
      {},
    ],
  });
});

test('sending the queue of the first conditional group rule is refused, leaving it out is not', async () => {
  const { get, put, sandbox } = await connect();
  const queue = JSON.parse(JSON.stringify((await get(at('Cards'))).body));
  const refused = await put(at('Cards'), queue);
  expect([refused.status, refused.body.details]).toMatchObject([
    400,
    [{ fieldName: 'conditionalGroupRouting.rules[0].queue' }],
  ]);
  delete queue.dateModified;
  delete queue.conditionalGroupRouting.rules[0].queue;
  expect((await put(at('Cards'), queue)).status).toBe(200);
  queue.conditionalGroupRouting.rules[0].queue = null;
  expect((await put(at('Cards'), queue)).status).toBe(200);
  expect(sandbox.violations).toEqual([]);
});

test.each([
  ['MANDATORY_TIMEOUT', 200],
  ['MANDATORY_FORCED_TIMEOUT', 200],
  ['AGENT_REQUESTED', 200],
  ['OPTIONAL', 400],
  ['MANDATORY', 400],
])('a wrap-up timeout with the prompt %s is %d', async (wrapupPrompt, status) => {
  const { post } = await connect();
  expect((await post(QUEUES, { name: 'New', acwSettings: { wrapupPrompt, timeoutMs: 1000 } })).status).toBe(
    status,
  );
});

test('a wrap-up timeout of null counts as not sent', async () => {
  const { post } = await connect();
  const { status, body } = await post(QUEUES, {
    name: 'New',
    acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: null },
  });
  expect([status, body.acwSettings]).toEqual([200, { wrapupPrompt: 'OPTIONAL' }]);
});

test('bullseye goes only after a PUT that empties the groups of its rings', async () => {
  const { get, put, sandbox } = await connect();
  const queue = JSON.parse(JSON.stringify((await get(at('Support EN'))).body));
  expect((await put(at('Support EN'), { ...queue, bullseye: null })).status).toBe(400);
  expect((await put(at('Support EN'), { ...queue, bullseye: { rings: [] } })).status).toBe(400);
  for (const ring of queue.bullseye.rings) ring.memberGroups = [];
  expect((await put(at('Support EN'), queue)).status).toBe(200);
  const { status, body } = await put(at('Support EN'), { ...queue, dateModified: undefined, bullseye: null });
  expect(status).toBe(200);
  expect(body).not.toHaveProperty('bullseye');
  expect(sandbox.violations).toEqual([]);
});

test.each([
  ['bullseye rings', { bullseye: { rings: Array.from({ length: 7 }, () => ({})) } }, 'bullseye.rings'],
  ['routing rules', { routingRules: Array.from({ length: 7 }, () => ({ operator: 'ANY' })) }, 'routingRules'],
  [
    'conditional group rules',
    { conditionalGroupRouting: { rules: Array.from({ length: 6 }, () => ({})) } },
    'conditionalGroupRouting.rules',
  ],
])('too many %s are refused', async (_, fields, fieldName) => {
  const { post } = await connect();
  const { status, body } = await post(QUEUES, { name: 'New', ...fields });
  expect([status, body.details]).toMatchObject([400, [{ fieldName }]]);
});

test('direct routing without a backup queue gets the queue itself', async () => {
  const { post } = await connect();
  const { body } = await post(QUEUES, { name: 'New', directRouting: { waitForAgent: true } });
  expect(body.directRouting).toEqual({ waitForAgent: true, backupQueueId: body.id });
});

test('a queue that others refer to is deleted only by force, which drops their references', async () => {
  const { get, del } = await connect();
  const refused = await del(at('General Overflow'));
  expect([refused.status, refused.body.code]).toEqual([409, 'general.conflict']);
  expect(refused.body.message).toContain(idOf(QUEUES, 'Cards'));
  const { status, body } = await del(`${at('General Overflow')}?forceDelete=true`);
  expect([status, body]).toEqual([200, undefined]);
  expect((await get(at('General Overflow'))).status).toBe(404);
  const rules = (await get(at('Cards'))).body.conditionalGroupRouting;
  expect(rules).toMatchObject({ rules: [{ waitSeconds: 20 }, { waitSeconds: 60 }, { waitSeconds: 120 }] });
  expect(JSON.stringify(rules)).not.toContain(idOf(QUEUES, 'General Overflow'));
});

test('the check for uses can be absent', async () => {
  const { del } = await connect({ switches: { usedQueueDelete: 'accepted' } });
  expect((await del(at('General Overflow'))).status).toBe(200);
});

test('a queue that refers only to itself is not in use', async () => {
  const { post, del } = await connect();
  const { id } = (await post(QUEUES, { name: 'New', directRouting: { waitForAgent: true } })).body;
  expect((await del(`${QUEUES}/${id}`)).status).toBe(200);
  expect((await del(`${QUEUES}/${id}`)).status).toBe(404);
});

test('members and codes end with their queue', async () => {
  const { sandbox, del } = await connect();
  await del(at('Savings'));
  expect(
    Object.keys(sandbox.snapshot().collections).filter((path) => path.startsWith(at('Savings'))),
  ).toEqual([]);
});

test('a deleted skill is dropped from rings and users', async () => {
  const { get, del, sandbox } = await connect();
  await del(`${SKILLS}/${idOf(SKILLS, 'Escalation')}`);
  const { body } = await get(at('Support EN'));
  expect(body.bullseye).toMatchObject({ rings: [{ actions: { skillsToRemove: [] } }, {}, {}] });
  expect(JSON.stringify(sandbox.snapshot().collections)).not.toContain(
    `"id":"${idOf(SKILLS, 'Escalation')}","proficiency"`,
  );
});

test('the last of two writers wins: queues have no version', async () => {
  const { get, put } = await connect();
  const read = (await get(at('Savings'))).body;
  await put(at('Savings'), { ...read, description: 'one' });
  const { status, body } = await put(at('Savings'), { ...read, dateModified: undefined, description: 'two' });
  expect([status, body.description]).toEqual([200, 'two']);
});

test('member counts are computed, members through a group included', async () => {
  const seed = orgWith({
    [USERS]: ['a@x', 'b@x'],
    [GROUPS]: ['Pair'],
    [QUEUES]: [{ name: 'Cards', memberGroups: [{ ...refTo(GROUPS, 'Pair'), type: 'GROUP' }] }],
  });
  addIndividuals(seed, 'Pair', ['a@x', 'b@x']);
  const { get } = await connect({ seed });
  expect((await get(at('Cards'))).body).toMatchObject({
    memberCount: 2,
    userMemberCount: 0,
    joinedMemberCount: 0,
  });
});
