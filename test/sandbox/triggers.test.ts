import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { FLOWS, TRIGGERS } = paths;
const MISSED = `${TRIGGERS}/${idOf(TRIGGERS, 'Missed calls')}`;
const target = { type: 'Workflow', id: idOf(FLOWS, 'Case follow-up') };
const trigger = { name: 'New', enabled: true, topicName: 'v2.topic', target };

test('triggers are listed by cursor, each with criteria of all kinds', async () => {
  const { get, post } = await connect();
  await post(TRIGGERS, trigger);
  const { body: start } = await get(`${TRIGGERS}?pageSize=2`);
  expect(start).not.toHaveProperty('pageCount');
  const after = new URL(start.nextUri, 'https://api').searchParams.get('after');
  const { body: end } = await get(`${TRIGGERS}?pageSize=2&after=${after}`);
  expect([...start.entities, ...end.entities].map(({ name }) => name)).toEqual([
    'Follow up complaints',
    'Missed calls',
    'New',
  ]);
  expect(end).not.toHaveProperty('nextUri');
  expect((await get(`${TRIGGERS}?pageSize=201`)).status).toBe(400);
  expect(start.entities[1]?.['matchCriteria']).toContainEqual({
    jsonPath: 'disconnectType',
    operator: 'In',
    values: ['PEER', 'CLIENT', 0],
  });
});

test.each([
  ['enabled=false', []],
  ['hasDelayBy=true', ['Follow up complaints']],
  ['topicName=v2.detail.events.conversation.{id}.customer.end', ['Missed calls']],
])('triggers with %s', async (query, names) => {
  const { get } = await connect();
  const { body } = await get(`${TRIGGERS}?${query}`);
  expect(body.entities.map(({ name }) => name)).toEqual(names);
});

test('an update needs the version that was read', async () => {
  const { get, put } = await connect();
  const { id: _, selfUri: __, version, ...before } = (await get(MISSED)).body;
  expect((await put(MISSED, before)).status).toBe(400);
  expect((await put(MISSED, { ...before, version: version + 1 })).status).toBe(409);
  expect((await put(MISSED, { ...before, version })).body.version).toBe(version + 1);
});

test.each([
  ['both times', { delayBySeconds: 60, eventTTLSeconds: 10 }],
  ['a delay that is too short', { delayBySeconds: 59 }],
  ['a delay that is too long', { delayBySeconds: 901 }],
  ['a life that is too short', { eventTTLSeconds: 9 }],
  ['a flow that is no workflow', { target: { ...target, id: idOf(FLOWS, 'Main IVR') } }],
])('%s is refused', async (_, fields) => {
  const { post } = await connect();
  expect((await post(TRIGGERS, { ...trigger, ...fields })).status).toBe(400);
});

test('the topic of a trigger is its topic for good', async () => {
  const { get, put } = await connect();
  const { id: _, selfUri: __, ...before } = (await get(MISSED)).body;
  expect((await put(MISSED, { ...before, topicName: 'v2.other' })).status).toBe(400);
});

test.each([
  ['free', 200],
  ['unique', 409],
] as const)('a second trigger of a name, where names are %s: %d', async (triggerNames, status) => {
  const { post } = await connect({ switches: { triggerNames } });
  expect((await post(TRIGGERS, { ...trigger, name: 'Missed calls' })).status).toBe(status);
});

test('a workflow that is not published cannot be the target', async () => {
  const { sandbox, post } = await connect();
  sandbox.edit(({ collections }) => delete collections[FLOWS]?.[target.id]?.publishedVersion);
  expect((await post(TRIGGERS, trigger)).status).toBe(400);
});
