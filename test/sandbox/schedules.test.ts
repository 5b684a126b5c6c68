import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { type Body, type Client, clock, connect, login } from './support.ts';

const { DIVISIONS, IVRS, SCHEDULE_GROUPS, SCHEDULES } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const CARDS = refTo(DIVISIONS, 'Cards');
const names = (body: Body) => body.entities.map(({ name }) => name);

async function firstOf({ get }: Client, path: string): Promise<Body> {
  const [entity] = (await get(path)).body.entities;
  if (!entity) throw new Error(`${path} is empty`);
  return entity;
}

const EASTER = {
  name: 'Easter Monday',
  start: '2026-04-06T00:00:00.000',
  end: '2026-04-07T00:00:00.000',
};

test('a schedule is created in the home division with its first version', async () => {
  const { post, get, kinds } = await connect();
  const { status, body } = await post(SCHEDULES, EASTER);
  expect([status, body]).toMatchObject([
    200,
    { ...EASTER, version: 1, state: 'active', division: { name: 'Home' } },
  ]);
  expect((await get(`${SCHEDULES}/${body.id}`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test.each(['name', 'start', 'end'])('a schedule without its %s is refused', async (field) => {
  const { post, kinds } = await connect();
  const { status, body } = await post(SCHEDULES, { ...EASTER, [field]: undefined });
  expect([status, body.details]).toMatchObject([400, [{ fieldName: field }]]);
  expect(kinds()).toEqual(['missing-required']);
});

test.each([
  '2026-04-06T00:00:00.000Z',
  '2026-04-06T00:00:00+10:00',
  '2026-04-06',
  '2026-04-06 00:00:00',
  '2026-02-30T00:00:00',
])('the times of a schedule are local, without a zone: %s is refused', async (start) => {
  const { post } = await connect();
  const { status, body } = await post(SCHEDULES, { ...EASTER, start });
  expect([status, body.code, body.details]).toMatchObject([400, 'invalid.date', [{ fieldName: 'start' }]]);
});

test.each([
  ['milliseconds', '2026-04-06T00:00:00.000'],
  ['asSent', '2026-04-06T00:00:00.000000'],
] as const)('times come back in the precision: %s', async (scheduleTimes, start) => {
  const { post, get } = await connect({ switches: { scheduleTimes } });
  const { body } = await post(SCHEDULES, { ...EASTER, start: '2026-04-06T00:00:00.000000' });
  expect([body.start, (await get(`${SCHEDULES}/${body.id}`)).body.start]).toEqual([start, start]);
});

test.each([
  'weekly',
  'FREQ=HOURLY;INTERVAL=1',
  'INTERVAL=1;BYDAY=MO',
  'FREQ=WEEKLY;BYDAY=MONDAY',
  'FREQ=DAILY;FREQ=DAILY',
  'RRULE:FREQ=DAILY',
  '',
])('what is no recurrence rule is refused: "%s"', async (rrule) => {
  const { post } = await connect();
  const { status, body } = await post(SCHEDULES, { ...EASTER, rrule });
  expect([status, body.details]).toMatchObject([400, [{ fieldName: 'rrule' }]]);
});

test.each([
  ['FREQ=DAILY;INTERVAL=2', 200],
  ['FREQ=WEEKLY;BYDAY=MO,TU', 200],
  ['FREQ=WEEKLY;BYDAY=TU', 400],
  ['FREQ=MONTHLY;BYMONTHDAY=6', 200],
  ['FREQ=MONTHLY;BYMONTHDAY=-25', 200],
  ['FREQ=MONTHLY;BYMONTHDAY=7', 400],
  ['FREQ=MONTHLY;BYDAY=1MO', 200],
  ['FREQ=MONTHLY;BYDAY=2MO', 400],
  ['FREQ=MONTHLY;BYDAY=-4MO', 200],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=1', 400],
  ['FREQ=MONTHLY;BYDAY=MO,TU,FR;BYSETPOS=2', 200],
  ['FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=6', 200],
  ['FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=6', 400],
  ['FREQ=YEARLY;BYDAY=14MO', 200],
  ['FREQ=DAILY;UNTIL=20260405T235959Z', 400],
  ['FREQ=DAILY;UNTIL=20260406T235959Z', 200],
])('a schedule that starts on 6 April 2026 with the rule %s is answered %d', async (rrule, status) => {
  const { post } = await connect();
  expect((await post(SCHEDULES, { ...EASTER, rrule })).status).toBe(status);
});

test.each([
  ['refused', 400],
  ['accepted', 200],
] as const)('a start that is on no day of the rule is %s', async (scheduleOffRule, status) => {
  const { post } = await connect({ switches: { scheduleOffRule } });
  expect((await post(SCHEDULES, { ...EASTER, rrule: 'FREQ=WEEKLY;BYDAY=TU' })).status).toBe(status);
});

test('a PUT of a schedule replaces it, moves it, and raises the version', async () => {
  const { get, put, kinds } = await connect();
  const path = at(SCHEDULES, 'Training day');
  const read = (await get(path)).body;
  expect(read).toMatchObject({ 'x-future': { calendar: 'own' } });
  const { body } = await put(path, { ...read, description: null, division: CARDS });
  expect(body).toMatchObject({ version: 2, division: { name: 'Cards' }, 'x-future': { calendar: 'own' } });
  expect(body).not.toHaveProperty('description');
  expect(kinds()).toEqual([]);
});

test.each([SCHEDULES, SCHEDULE_GROUPS, IVRS, paths.EMERGENCY_GROUPS])(
  '%s: the version of a PUT may be absent, and is refused when it is stale',
  async (path) => {
    const client = await connect();
    const { put, kinds } = client;
    const { version, ...read } = await firstOf(client, path);
    const own = `${path}/${read.id}`;
    const stale = await put(own, { ...read, version: Number(version) - 1, description: 'x' });
    expect([stale.status, stale.body.code]).toEqual([409, 'general.conflict']);
    const { body } = await put(own, { ...read, description: 'x' });
    expect([body.version, body.description]).toEqual([Number(version) + 1, 'x']);
    expect(kinds()).toEqual([]);
  },
);

test.each([SCHEDULES, SCHEDULE_GROUPS, IVRS, paths.EMERGENCY_GROUPS])(
  '%s: a field that the API has grown must come back, and its loss is told',
  async (path) => {
    const client = await connect();
    const { put, kinds } = client;
    const { 'x-future': grown, ...read } = await firstOf(client, path);
    expect(grown).toBeDefined();
    await put(`${path}/${read.id}`, read);
    expect(kinds()).toEqual(['dropped-field']);
  },
);

test('schedules are listed by name with *, and by division', async () => {
  const { get } = await connect();
  expect(names((await get(`${SCHEDULES}?name=cards*`)).body)).toEqual([
    'Cards around the clock',
    'Cards evenings',
  ]);
  expect((await get(`${SCHEDULES}?name=cards`)).body.total).toBe(0);
  expect((await get(`${SCHEDULES}?divisionId=${CARDS.id}`)).body.total).toBe(2);
  expect((await get(`${SCHEDULES}?pageSize=101`)).status).toBe(400);
});

test('schedule groups are found by the schedules that they use', async () => {
  const { get } = await connect();
  const [weekdays, nights] = ['Weekdays', 'Nights'].map((name) => idOf(SCHEDULES, name));
  const found = async (ids: string) =>
    names((await get(`${SCHEDULE_GROUPS}?scheduleIds=${ids}`)).body).sort();
  expect(await found(`${weekdays}`)).toEqual(['Branch hours', 'Main line hours']);
  expect(await found(`${weekdays},${nights}`)).toEqual([
    'Adviser line hours',
    'Branch hours',
    'Main line hours',
  ]);
});

test('a name is taken in its own collection only, whatever the case of its letters', async () => {
  const { post } = await connect();
  expect((await post(SCHEDULES, { ...EASTER, name: 'WEEKDAYS' })).status).toBe(409);
  expect((await post(SCHEDULES, { ...EASTER, name: 'Branch hours' })).status).toBe(200);
  const openSchedules = [refTo(SCHEDULES, 'Weekdays')];
  expect((await post(SCHEDULE_GROUPS, { name: 'branch HOURS', openSchedules })).status).toBe(409);
  expect((await post(IVRS, { name: 'main number' })).status).toBe(409);
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)('the name of an emergency group is %s', async (emergencyGroupNames, status) => {
  const { post } = await connect({ switches: { emergencyGroupNames } });
  expect((await post(paths.EMERGENCY_GROUPS, { name: 'Cards outage' })).status).toBe(status);
});

test.each([
  ['free', 200],
  ['taken', 409],
] as const)('the name of a deleted schedule is %s', async (deletedHoursNames, status) => {
  const { post } = await connect({ switches: { deletedHoursNames } });
  expect((await post(SCHEDULES, { ...EASTER, name: 'Summer 2019' })).status).toBe(status);
});

test.each([
  ['readable', 200],
  ['gone', 404],
] as const)('a deleted schedule leaves the lists and is %s', async (deletedHours, status) => {
  const { del, get, put } = await connect({ switches: { deletedHours } });
  const path = at(SCHEDULES, 'Staff meeting');
  const read = (await get(path)).body;
  expect((await del(path)).status).toBe(200);
  expect((await get(`${SCHEDULES}?name=Staff meeting`)).body.total).toBe(0);
  const after = await get(path);
  expect(after.status).toBe(status);
  if (status === 200) expect(after.body).toMatchObject({ state: 'deleted', version: read.version + 1 });
  expect([(await del(path)).status, (await put(path, read)).status]).toEqual([404, 404]);
});

test('a schedule group needs an open schedule, existing schedules and a time zone that exists', async () => {
  const { post, kinds } = await connect();
  const open = { name: 'Peak', openSchedules: [refTo(SCHEDULES, 'Weekdays')], timeZone: 'Europe/Vienna' };
  const { body } = await post(SCHEDULE_GROUPS, open);
  expect(body).toMatchObject({ openSchedules: [{ name: 'Weekdays' }], version: 1, state: 'active' });
  const refused = async (change: object) => {
    const reply = await post(SCHEDULE_GROUPS, { ...open, name: 'Other', ...change });
    return [reply.status, reply.body.details];
  };
  expect(await refused({ openSchedules: [] })).toMatchObject([400, [{ fieldName: 'openSchedules' }]]);
  expect(await refused({ timeZone: 'Vienna' })).toMatchObject([400, [{ fieldName: 'timeZone' }]]);
  const gone = [refTo(SCHEDULES, 'Summer 2019')];
  expect(await refused({ closedSchedules: gone })).toMatchObject([400, [{ errorCode: 'not.found' }]]);
  expect(kinds()).toEqual([]);
});

test('a schedule is not deleted while a living group uses it, a group not while a call route does', async () => {
  const { del, sandbox } = await connect();
  const refused = await del(at(SCHEDULES, 'Adviser hours'));
  expect([refused.status, refused.body.message]).toEqual([
    409,
    `The resource schedule is referenced by the scheduleGroup ${idOf(SCHEDULE_GROUPS, 'Adviser line hours')}`,
  ]);
  expect((await del(at(SCHEDULE_GROUPS, 'Adviser line hours'))).status).toBe(409);
  sandbox.edit(({ collections }) => {
    const group = collections[paths.EMERGENCY_GROUPS]?.[idOf(paths.EMERGENCY_GROUPS, 'Head office closed')];
    if (group) group.emergencyCallFlows = [];
  });
  for (const [path, name] of [
    [IVRS, 'Adviser line'],
    [SCHEDULE_GROUPS, 'Adviser line hours'],
    [SCHEDULES, 'Adviser hours'],
  ] as const)
    expect((await del(at(path, name))).status).toBe(200);
});

test('what is let go of can be deleted only after a while', async () => {
  const { now, pass } = clock();
  const { del } = await connect({ now, switches: { referenceReleaseMs: 4000 } });
  expect((await del(at(SCHEDULE_GROUPS, 'Branch hours'))).status).toBe(200);
  expect((await del(at(SCHEDULES, 'Kings Birthday'))).status).toBe(409);
  pass(4000);
  expect((await del(at(SCHEDULES, 'Kings Birthday'))).status).toBe(200);
});

test.each([
  ['ROUTINGSCHEDULES', SCHEDULES, 'Weekdays'],
  ['ROUTINGSCHEDULEGROUPS', SCHEDULE_GROUPS, 'Branch hours'],
  ['CALLROUTE', IVRS, 'Main number'],
  ['EMERGENCYGROUPS', paths.EMERGENCY_GROUPS, 'Head office closed'],
])('objects of type %s move between divisions', async (type, path, name) => {
  const { post, get } = await connect();
  const { status } = await post(`${DIVISIONS}/${CARDS.id}/objects/${type}`, [idOf(path, name)]);
  expect([status, (await get(at(path, name))).body.division]).toMatchObject([204, { name: 'Cards' }]);
});

test('schedules are routing rights, checked in the division of the object', async () => {
  const { sandbox } = await connect();
  const grants = [{ permissions: ['routing:schedule:*'], divisions: [CARDS.id] }];
  const { get, post, del } = await login(sandbox, sandbox.addClient({ grants }));
  expect((await get(SCHEDULES)).body.total).toBe(2);
  expect((await get(at(SCHEDULES, 'Weekdays'))).status).toBe(403);
  expect((await del(at(SCHEDULES, 'Weekdays'))).status).toBe(403);
  expect((await post(SCHEDULES, EASTER)).body.code).toBe('missing.division.permission');
  expect((await post(SCHEDULES, { ...EASTER, division: CARDS })).status).toBe(200);
  expect((await get(SCHEDULE_GROUPS)).body.message).toContain('[routing:scheduleGroup:view]');
});

test('writes of schedules are audited', async () => {
  const { sandbox, post, del } = await connect();
  const { body } = await post(SCHEDULES, EASTER);
  await del(`${SCHEDULES}/${body.id}`);
  expect(sandbox.snapshot().audits).toMatchObject([
    { action: 'Create', entityType: 'Schedule', entity: { name: 'Easter Monday' } },
    { action: 'Delete', entityType: 'Schedule' },
  ]);
});
