import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, FLOW_MILESTONES, FLOW_OUTCOMES } = paths;
const OUTCOME = `${FLOW_OUTCOMES}/${idOf(FLOW_OUTCOMES, 'Balance told')}`;

test('an update of an outcome answers what was done, not the outcome', async () => {
  const { put, get, kinds } = await connect();
  const { id, selfUri: _, ...before } = (await get(OUTCOME)).body;
  const { body } = await put(OUTCOME, { ...before, description: 'Told in full' });
  expect(body).toMatchObject({ actionName: 'UPDATE', actionStatus: 'SUCCESS', complete: true });
  expect(body.id).not.toBe(id);
  expect((await get(OUTCOME)).body).toMatchObject({ id, description: 'Told in full' });
  expect(kinds()).toEqual([]);
});

test('an outcome without a description answers a space', async () => {
  const { post, get } = await connect();
  const { body } = await post(FLOW_OUTCOMES, { name: 'New' });
  expect((await get(`${FLOW_OUTCOMES}/${body.id}`)).body.description).toBe(' ');
});

test('an outcome cannot be deleted, a milestone can', async () => {
  const { del, get, kinds } = await connect();
  expect((await del(OUTCOME)).status).toBe(405);
  expect((await get(OUTCOME)).status).toBe(200);
  expect(kinds()).toEqual(['unknown-method']);
  const milestone = `${FLOW_MILESTONES}/${idOf(FLOW_MILESTONES, 'Balance told')}`;
  expect((await del(milestone)).status).toBe(200);
  expect((await get(milestone)).status).toBe(404);
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)(
  'a second outcome or milestone of a name, where names are %s: %d',
  async (outcomeNames, status) => {
    const { post } = await connect({ switches: { outcomeNames } });
    expect((await post(FLOW_OUTCOMES, { name: 'Balance told' })).status).toBe(status);
    expect((await post(FLOW_MILESTONES, { name: 'Balance told' })).status).toBe(status);
  },
);

test('both go to another division by their own PUT and by the call for all types', async () => {
  const { post, put, get } = await connect();
  const { id: _, selfUri: __, ...before } = (await get(OUTCOME)).body;
  await put(OUTCOME, { ...before, division: refTo(DIVISIONS, 'Cards') });
  expect((await get(OUTCOME)).body.division).toMatchObject({ name: 'Cards' });
  const home = idOf(DIVISIONS, 'Home');
  await post(`${DIVISIONS}/${home}/objects/FLOWOUTCOME`, [OUTCOME.split('/').at(-1)]);
  expect((await get(OUTCOME)).body.division).toMatchObject({ name: 'Home' });
});
