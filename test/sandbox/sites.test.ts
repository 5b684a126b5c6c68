import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { type Body, type Client, connect } from './support.ts';

const { LOCATIONS, SITES, TRUNK_BASES } = paths;
const at = (name: string) => `${SITES}/${idOf(SITES, name)}`;
const names = (entities: readonly Body[]) => entities.map(({ name }) => name);
const HERE = {
  ...refTo(LOCATIONS, 'Brisbane Contact Centre'),
  emergencyNumber: { e164: '+61755500100', number: '+61755500100', type: 'default' },
};
const PERTH = { name: 'Perth', location: HERE, mediaModel: 'Cloud' };

/** A site as read, in the form that a PUT takes: without its edges, with the emergency number of its location. */
async function writable({ get }: Client, name: string): Promise<Record<string, unknown>> {
  const { edges, primaryEdges, secondaryEdges, ...site } = (await get(at(name))).body;
  return { ...site, location: { ...HERE, ...refTo(LOCATIONS, 'Sydney Head Office') } };
}

async function plansOf({ get }: Client, name: string): Promise<Record<string, unknown>[]> {
  return JSON.parse(JSON.stringify((await get(`${at(name)}/numberplans`)).body));
}

test('a new site has the default number plans and the default outbound route', async () => {
  const client = await connect();
  const { status, body } = await client.post(SITES, PERTH);
  expect([status, body]).toMatchObject([
    200,
    {
      name: 'Perth',
      location: { name: 'Brisbane Contact Centre' },
      managed: false,
      version: 1,
      state: 'active',
    },
  ]);
  const plans = JSON.parse(JSON.stringify((await client.get(`${SITES}/${body.id}/numberplans`)).body));
  expect(names(plans)).toEqual([
    'Emergency',
    'Suicide Prevention',
    'Extension',
    'National',
    'International',
    'Network',
  ]);
  const routes = (await client.get(`${SITES}/${body.id}/outboundroutes`)).body.entities;
  expect(routes).toMatchObject([{ name: 'Default Outbound Route', enabled: true }]);
  expect(client.kinds()).toEqual([]);
});

test.each([
  ['withEmergencyNumber', 400],
  ['idOnly', 200],
] as const)('the location of a site is taken: %s', async (siteLocation, status) => {
  const { post } = await connect({ switches: { siteLocation } });
  const location = refTo(LOCATIONS, 'Brisbane Contact Centre');
  expect((await post(SITES, { ...PERTH, location })).status).toBe(status);
});

test('a site needs a name and a location that exists', async () => {
  const { post } = await connect();
  expect((await post(SITES, { name: 'Perth' })).status).toBe(400);
  const location = { ...HERE, id: 'none' };
  expect((await post(SITES, { ...PERTH, location })).body.details).toMatchObject([
    { errorCode: 'not.found' },
  ]);
  expect((await post(SITES, { ...PERTH, name: 'sydney' })).status).toBe(409);
});

test('a PUT of a site replaces it and raises the version, which may not be stale', async () => {
  const client = await connect();
  const site = await writable(client, 'Sydney');
  const { body } = await client.put(at('Sydney'), { ...site, callerName: 'Bank', secondarySites: null });
  expect(body).toMatchObject({ callerName: 'Bank', version: 6, 'x-future': { survivability: 'none' } });
  expect(body).not.toHaveProperty('secondarySites');
  expect((await client.put(at('Sydney'), site)).status).toBe(409);
  expect(client.kinds()).toEqual([]);
});

test.each(['edges', 'primaryEdges', 'secondaryEdges'])(
  'the %s of a site are read but not written',
  async (field) => {
    const client = await connect();
    const site = await writable(client, 'Sydney');
    expect((await client.get(at('Sydney'))).body[field]).toEqual([]);
    const { status, body } = await client.put(at('Sydney'), { ...site, [field]: [] });
    expect([status, body.details]).toMatchObject([400, [{ fieldName: field }]]);
  },
);

test.each([
  ['mediaModel', 'Premises'],
  ['mediaRegions', ['mars-1']],
  ['callerId', '0255500100'],
  [
    'edgeAutoUpdateConfig',
    { timeZone: 'Sydney', rrule: 'FREQ=DAILY', start: '2025-01-05T02:00', end: '2025-01-05T05:00' },
  ],
  [
    'edgeAutoUpdateConfig',
    { timeZone: 'Australia/Sydney', rrule: 'daily', start: '2025-01-05T02:00', end: '2025-01-05T05:00' },
  ],
  [
    'edgeAutoUpdateConfig',
    {
      timeZone: 'Australia/Sydney',
      rrule: 'FREQ=DAILY',
      start: '2025-01-05T02:00Z',
      end: '2025-01-05T05:00',
    },
  ],
])('a PUT of a site is refused for %s: %j', async (field, value) => {
  const client = await connect();
  const site = await writable(client, 'Sydney');
  const { status, body } = await client.put(at('Sydney'), { ...site, [field]: value });
  expect([status, JSON.stringify(body.details)]).toMatchObject([400, expect.stringContaining(field)]);
});

test('sites are found by name, location and who manages them', async () => {
  const { get } = await connect();
  const found = async (query: string) => names((await get(`${SITES}?${query}`)).body.entities);
  expect(await found('name=*ney')).toEqual(['Sydney']);
  expect(await found(`location.id=${idOf(LOCATIONS, 'Melbourne Branch')}`)).toEqual(['Melbourne']);
  expect(await found('managed=true')).toEqual(['PureCloud Voice - AWS']);
  expect(await found('managed=false')).toEqual(['Melbourne', 'Sydney', 'Training room']);
});

test('media regions are those of the org', async () => {
  const { get } = await connect();
  expect((await get('/api/v2/telephony/mediaregions')).body).toMatchObject({
    awsHomeRegion: 'ap-southeast-2',
  });
});

test('a managed site, its plans and its routes cannot be changed', async () => {
  const client = await connect();
  const { del, put, post } = client;
  const path = at('PureCloud Voice - AWS');
  const route = { name: 'Mine', classificationTypes: ['National'] };
  const replies = [
    await put(path, await writable(client, 'PureCloud Voice - AWS')),
    await del(path),
    await put(`${path}/numberplans`, await plansOf(client, 'PureCloud Voice - AWS')),
    await post(`${path}/outboundroutes`, route),
  ];
  expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
});

test('a site that the org, a site or a trunk base refers to is not deleted', async () => {
  const { del, sandbox } = await connect();
  const reasons = async (name: string) => (await del(at(name))).body.message;
  expect(await reasons('Sydney')).toContain('referenced by the organization');
  expect(await reasons('Melbourne')).toMatch(/referenced by the (site|trunkBase)/);
  expect((await del(at('Training room'))).status).toBe(200);
  const paths = Object.keys(sandbox.snapshot().collections);
  expect(paths.filter((path) => path.startsWith(`${at('Training room')}/`))).toEqual([]);
});

test('number plans are written as a whole, their order is their priority', async () => {
  const client = await connect();
  const path = `${at('Sydney')}/numberplans`;
  const plans = await plansOf(client, 'Sydney');
  const added = {
    name: 'Lifts',
    classification: 'Lifts',
    matchType: 'numberList',
    numbers: [{ start: '444' }],
  };
  const { status, body } = await client.put(path, [...plans.slice(-1), ...plans.slice(0, -1), added]);
  const now = JSON.parse(JSON.stringify(body));
  expect([status, names(now)[0], names(now).at(-1)]).toEqual([200, 'Branches', 'Lifts']);
  expect(now[0]).toMatchObject({
    id: plans.at(-1)?.id,
    priority: 1,
    version: 2,
    'x-future': { spokenName: 'branches' },
  });
  expect((await client.get(`${path}/${now[7].id}`)).body).toMatchObject(added);
  expect((await client.get(`${path}/classifications`)).body).toContain('Lifts');
  expect(client.kinds()).toEqual([]);
});

test('a number plan that is left out goes, a field that it loses is told', async () => {
  const client = await connect();
  const path = `${at('Sydney')}/numberplans`;
  const plans = await plansOf(client, 'Sydney');
  const [{ 'x-future': _, ...branches } = {}] = plans.slice(-1);
  await client.put(path, [...plans.slice(0, -1), branches]);
  expect(client.kinds()).toEqual(['dropped-field']);
  await client.put(path, (await plansOf(client, 'Sydney')).slice(0, -1));
  expect((await plansOf(client, 'Sydney')).map(({ name }) => name)).not.toContain('Branches');
});

test.each([
  ['refused', 400],
  ['restored', 200],
] as const)('a default number plan that is left out is %s', async (missingNumberPlan, status) => {
  const client = await connect({ switches: { missingNumberPlan } });
  const plans = await plansOf(client, 'Melbourne');
  expect((await client.put(`${at('Melbourne')}/numberplans`, plans.slice(1))).status).toBe(status);
  expect((await plansOf(client, 'Melbourne')).map(({ name }) => name)).toContain('Emergency');
});

test('a default number plan is overridden by its name', async () => {
  const client = await connect();
  const plans = await plansOf(client, 'Melbourne');
  const own = { name: 'Extension', matchType: 'digitLength', digitLength: { start: '4', end: '4' } };
  const sent = plans.map((plan) =>
    plan.name === 'Extension' ? { ...own, classification: 'Extension' } : plan,
  );
  await client.put(`${at('Melbourne')}/numberplans`, sent);
  expect((await plansOf(client, 'Melbourne'))[2]).toMatchObject({ ...own, id: plans[2]?.id });
});

test.each([
  ['an id of another site', { id: 'none', name: 'X', matchType: 'intraCountryCode' }],
  ['an unknown match type', { name: 'X', matchType: 'magic' }],
  ['a regex without match', { name: 'X', matchType: 'regex' }],
  ['an empty list of numbers', { name: 'X', matchType: 'numberList', numbers: [] }],
  ['a name that is there already', { name: 'Branches', matchType: 'intraCountryCode' }],
  ['no name', { matchType: 'intraCountryCode' }],
])('number plans are refused for %s, and all stay as they were', async (_, plan) => {
  const client = await connect();
  const plans = await plansOf(client, 'Sydney');
  expect((await client.put(`${at('Sydney')}/numberplans`, [...plans, plan])).status).toBe(400);
  expect(await plansOf(client, 'Sydney')).toEqual(plans);
});

test('a stale version of a number plan is refused', async () => {
  const client = await connect();
  const [first, ...others] = await plansOf(client, 'Sydney');
  const { status } = await client.put(`${at('Sydney')}/numberplans`, [{ ...first, version: 9 }, ...others]);
  expect(status).toBe(409);
});

test('outbound routes belong to their site, by name', async () => {
  const { get, post, put, del, kinds } = await connect();
  const path = `${at('Melbourne')}/outboundroutes`;
  const route = {
    name: 'Network calls',
    classificationTypes: ['Network'],
    externalTrunkBases: [refTo(TRUNK_BASES, 'Southern Carrier'), refTo(TRUNK_BASES, 'Pacific Carrier')],
  };
  const { body } = await post(path, route);
  expect(body).toMatchObject({
    enabled: false,
    distribution: 'SEQUENTIAL',
    externalTrunkBases: [{ name: 'Southern Carrier' }, { name: 'Pacific Carrier' }],
    version: 1,
  });
  const changed = await put(`${path}/${body.id}`, { ...body, distribution: 'RANDOM', enabled: true });
  expect(changed.body).toMatchObject({ distribution: 'RANDOM', enabled: true, version: 2 });
  expect(names((await get(`${path}?name=Network*`)).body.entities)).toEqual(['Network calls']);
  expect((await get(`${at('Sydney')}/outboundroutes/${body.id}`)).status).toBe(404);
  expect((await post(path, route)).status).toBe(409);
  expect((await post(`${at('Sydney')}/outboundroutes`, route)).status).toBe(200);
  expect((await del(`${path}/${body.id}`)).status).toBe(200);
  expect((await get(`${SITES}/none/outboundroutes`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('an outbound route needs classifications of its site and external trunks', async () => {
  const { post } = await connect();
  const path = `${at('Melbourne')}/outboundroutes`;
  const refused = async (change: object) => {
    const { status, body } = await post(path, { name: 'X', classificationTypes: ['National'], ...change });
    return [status, body.details];
  };
  expect(await refused({ classificationTypes: ['Branches'] })).toMatchObject([
    400,
    [{ fieldName: 'classificationTypes' }],
  ]);
  expect(await refused({ externalTrunkBases: [refTo(TRUNK_BASES, 'WebRTC phones')] })).toMatchObject([
    400,
    [{ fieldName: 'externalTrunkBases' }],
  ]);
});

test('the location of a site is not deleted', async () => {
  const { del } = await connect();
  const { status, body } = await del(`${LOCATIONS}/${idOf(LOCATIONS, 'Melbourne Branch')}`);
  expect([status, body.message]).toMatchObject([409, expect.stringContaining('referenced by the site')]);
});
