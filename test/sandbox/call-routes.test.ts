import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { type Body, clock, connect } from './support.ts';

const { DID_POOLS, DIVISIONS, EMERGENCY_GROUPS, FLOWS, IVRS, SCHEDULE_GROUPS, USERS } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const flow = (name: string) => refTo(FLOWS, name);
const names = (body: Body) => body.entities.map(({ name }) => name);

const HOTLINE = { name: 'Hotline', dnis: ['+61255500130'], openHoursFlow: flow('Main IVR') };

test('a call route is created with its numbers and flow', async () => {
  const { post, get, kinds } = await connect();
  const { status, body } = await post(IVRS, HOTLINE);
  expect([status, body]).toMatchObject([
    200,
    {
      name: 'Hotline',
      dnis: ['+61255500130'],
      openHoursFlow: { name: 'Main IVR' },
      division: { name: 'Home' },
      version: 1,
      state: 'active',
    },
  ]);
  expect((await get(`${IVRS}/${body.id}`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test('a number that is listed twice counts once', async () => {
  const { post } = await connect();
  expect((await post(IVRS, { ...HOTLINE, dnis: ['+61255500130', '+61255500130'] })).body.dnis).toEqual([
    '+61255500130',
  ]);
});

test.each(['0255500130', '+0255500130', '+61 2 5550 0130', ''])(
  'a number that is not E.164 is refused: "%s"',
  async (number) => {
    const { post } = await connect();
    const { status, body } = await post(IVRS, { ...HOTLINE, dnis: [number] });
    expect([status, body.details]).toMatchObject([400, [{ fieldName: 'dnis' }]]);
  },
);

test('a number that no DID pool has is refused', async () => {
  const { post } = await connect();
  const { status, body } = await post(IVRS, { ...HOTLINE, dnis: ['+61255500200'] });
  expect([status, body.message]).toEqual([400, "Field 'didPoolId' is required and cannot be empty."]);
});

test('a new DID pool is known to call routes after a while', async () => {
  const { now, pass } = clock();
  const { post, sandbox } = await connect({ now, switches: { didPoolReadyMs: 3000 } });
  sandbox.edit(({ collections }) => {
    const range = { startPhoneNumber: '+61255500200', endPhoneNumber: '+61255500200' };
    const dateCreated = new Date(now()).toISOString();
    Object.assign(collections[DID_POOLS] ?? {}, { pool: { id: 'pool', ...range, dateCreated } });
  });
  const route = { ...HOTLINE, dnis: ['+61255500200'] };
  expect((await post(IVRS, route)).status).toBe(400);
  pass(3000);
  expect((await post(IVRS, route)).status).toBe(200);
});

test.each([409, 400] as const)('a number that another call route has is refused with %d', async (status) => {
  const { post } = await connect({ switches: { duplicateStatus: status } });
  const reply = await post(IVRS, { ...HOTLINE, dnis: ['+61255500100'] });
  expect([reply.status, reply.body.message]).toEqual([
    status,
    `The number +61255500100 is already assigned to the call route ${idOf(IVRS, 'Main number')}`,
  ]);
});

test('a number that a user has is refused, that of a deleted call route is free', async () => {
  const { post, sandbox } = await connect();
  sandbox.edit(({ collections }) => {
    const ada = collections[USERS]?.[idOf(USERS, 'ada.lovelace@harbour.example')];
    if (ada) ada.addresses = [{ address: '+61255500131', mediaType: 'PHONE', type: 'WORK' }];
  });
  const { status, body } = await post(IVRS, { ...HOTLINE, dnis: ['+61255500131'] });
  expect([status, body.message]).toMatchObject([409, expect.stringContaining('assigned to the user')]);
  expect((await post(IVRS, { ...HOTLINE, dnis: ['+61255500150'] })).status).toBe(200);
});

test('a number may move from one call route to another, in this order', async () => {
  const { get, put, post, kinds } = await connect();
  const path = at(IVRS, 'Cards line');
  await put(path, { ...(await get(path)).body, dnis: [] });
  expect((await post(IVRS, { ...HOTLINE, dnis: ['+61255500110'] })).status).toBe(200);
  expect(kinds()).toEqual([]);
});

test('at most 50 numbers are added in one request', async () => {
  const { get, put, post } = await connect();
  const numbers = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => `+612555001${from + index}`);
  expect((await post(IVRS, { ...HOTLINE, dnis: numbers(40, 51) })).status).toBe(400);
  const fifty = numbers(40, 50).filter((number) => number !== '+61255500150');
  const { body } = await post(IVRS, { ...HOTLINE, dnis: fifty });
  const more = await put(`${IVRS}/${body.id}`, { ...body, dnis: [...fifty, ...numbers(30, 10)] });
  expect([more.status, (await get(`${IVRS}?dnis=%2B61255500139`)).body.entities]).toMatchObject([
    200,
    [{ name: 'Hotline' }],
  ]);
});

test.each(['openHoursFlow', 'closedHoursFlow'])(
  'a call route with a schedule group needs its %s',
  async (field) => {
    const { post } = await connect();
    const { status, body } = await post(IVRS, {
      ...HOTLINE,
      closedHoursFlow: flow('After hours'),
      scheduleGroup: refTo(SCHEDULE_GROUPS, 'Main line hours'),
      [field]: null,
    });
    expect([status, body.details]).toMatchObject([400, [{ fieldName: field }]]);
  },
);

test.each(['openHoursFlow', 'closedHoursFlow', 'holidayHoursFlow'])(
  'the %s of a call route is an inbound call flow that exists',
  async (field) => {
    const { post } = await connect();
    const refused = await post(IVRS, { ...HOTLINE, [field]: flow('Card payment') });
    expect([refused.status, refused.body.details]).toMatchObject([400, [{ fieldName: field }]]);
    const dangling = await post(IVRS, { ...HOTLINE, [field]: flow('Old IVR') });
    expect([dangling.status, dangling.body.details]).toMatchObject([400, [{ errorCode: 'not.found' }]]);
  },
);

test('call routes are found by name, number and schedule group', async () => {
  const { get } = await connect();
  const found = async (query: string) => names((await get(`${IVRS}?${query}`)).body);
  expect(await found('name=*line')).toEqual(['Adviser line', 'Cards line']);
  expect(await found('dnis=%2B61255500101')).toEqual(['Main number']);
  expect(await found('dnis=%2B61255500150')).toEqual([]);
  expect(await found(`scheduleGroup=${idOf(SCHEDULE_GROUPS, 'Cards hours')}`)).toEqual(['Cards line']);
});

test.each([
  ['kept', true],
  ['leftOut', false],
] as const)(
  'the division of call routes and emergency groups is %s in lists',
  async (listedDivisions, listed) => {
    const { get } = await connect({ switches: { listedDivisions } });
    for (const [path, name] of [
      [IVRS, 'Main number'],
      [EMERGENCY_GROUPS, 'Cards outage'],
    ] as const) {
      for (const entity of (await get(path)).body.entities) expect('division' in entity).toBe(listed);
      expect((await get(at(path, name))).body).toHaveProperty('division');
    }
  },
);

test.each([
  ['refused', 409],
  ['accepted', 200],
] as const)(
  'deleting a call route that an emergency group diverts is %s',
  async (usedCallRouteDelete, status) => {
    const { get, del } = await connect({ switches: { usedCallRouteDelete } });
    expect((await del(at(IVRS, 'Cards line'))).status).toBe(status);
    const [entry] = Object.values(
      (await get(at(EMERGENCY_GROUPS, 'Cards outage'))).body.emergencyCallFlows ?? [],
    );
    expect(entry.ivrs).toHaveLength(status === 409 ? 1 : 0);
    expect((await del(at(IVRS, 'Rate change campaign'))).status).toBe(200);
  },
);

test('an emergency group is off until it is switched on, its call flows replaced as a whole', async () => {
  const { post, put, kinds } = await connect();
  const emergencyCallFlows = [
    { emergencyFlow: flow('Emergency closure'), ivrs: [refTo(IVRS, 'Lost cards')] },
  ];
  const { body } = await post(EMERGENCY_GROUPS, { name: 'Strike', emergencyCallFlows });
  expect(body).toMatchObject({
    enabled: false,
    emergencyCallFlows: [{ emergencyFlow: { name: 'Emergency closure' }, ivrs: [{ name: 'Lost cards' }] }],
  });
  const on = await put(`${EMERGENCY_GROUPS}/${body.id}`, { ...body, enabled: true, emergencyCallFlows: [] });
  expect(on.body).toMatchObject({ enabled: true, emergencyCallFlows: [], version: 2 });
  expect(kinds()).toEqual([]);
});

test('an emergency flow is an inbound call flow, its call routes exist', async () => {
  const { post } = await connect();
  const group = (emergencyFlow: string, route: string) => ({
    name: 'Strike',
    emergencyCallFlows: [{ emergencyFlow: flow(emergencyFlow), ivrs: [refTo(IVRS, route)] }],
  });
  expect((await post(EMERGENCY_GROUPS, group('Cards in-queue', 'Lost cards'))).status).toBe(400);
  expect((await post(EMERGENCY_GROUPS, group('Old IVR', 'Lost cards'))).status).toBe(400);
  expect((await post(EMERGENCY_GROUPS, group('Emergency closure', 'Fax number'))).status).toBe(400);
});

test('a PUT moves a call route to another division', async () => {
  const { get, put, kinds } = await connect();
  const path = at(IVRS, 'Rate change campaign');
  const { body } = await put(path, { ...(await get(path)).body, division: refTo(DIVISIONS, 'Cards') });
  expect(body.division).toMatchObject({ name: 'Cards' });
  expect(kinds()).toEqual([]);
});
