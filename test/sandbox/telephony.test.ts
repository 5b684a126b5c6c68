import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { type Client, connect } from './support.ts';

const { DID_POOLS, EXTENSION_POOLS, IVRS, LOCATIONS, SITES, TRUNK_BASES } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const MANAGED_SITE = 'PureCloud Voice - AWS';

/** A new site beside Sydney, its location as a read of the location answers it. */
async function newSite({ get }: Client): Promise<Record<string, unknown>> {
  const { id, emergencyNumber } = (await get(at(LOCATIONS, 'Sydney Head Office'))).body;
  return { name: 'Perth', mediaModel: 'Cloud', location: { id, emergencyNumber } };
}

async function siteAsWritten({ get }: Client, name: string): Promise<Record<string, unknown>> {
  const { edges, primaryEdges, secondaryEdges, ...site } = (await get(at(SITES, name))).body;
  return site;
}

test('a created site is its own primary site', async () => {
  const client = await connect();
  const { body } = await client.post(SITES, await newSite(client));
  expect(body.primarySites).toMatchObject([{ id: body.id, name: 'Perth' }]);
  expect((await client.get(`${SITES}/${body.id}`)).body).toEqual(body);
  expect(client.kinds()).toEqual([]);
});

test('a created site keeps the primary sites that it names', async () => {
  const client = await connect();
  const primarySites = [refTo(SITES, 'Sydney')];
  const { body } = await client.post(SITES, { ...(await newSite(client)), primarySites });
  expect(body.primarySites).toMatchObject([{ name: 'Sydney' }]);
});

test('a site that is its own primary site can be deleted', async () => {
  const client = await connect();
  const { id } = (await client.post(SITES, await newSite(client))).body;
  expect((await client.del(`${SITES}/${id}`)).status).toBe(200);
  expect((await client.get(`${SITES}/${id}`)).body.state).toBe('deleted');
});

test('a location may be sent with all of its fields in the contract', async () => {
  const client = await connect();
  const { 'x-future': _, ...location } = (await client.get(at(LOCATIONS, 'Sydney Head Office'))).body;
  const { status } = await client.post(SITES, { ...(await newSite(client)), location });
  expect([status, client.kinds()]).toEqual([200, []]);
});

test('every site has the default outbound route, managed ones too', async () => {
  const { get } = await connect();
  for (const { id } of (await get(SITES)).body.entities) {
    const { entities } = (await get(`${SITES}/${id}/outboundroutes?name=Default Outbound Route`)).body;
    expect(entities).toHaveLength(1);
  }
});

test('the routes of a managed site refuse to be changed', async () => {
  const { get, put, del } = await connect();
  const path = `${at(SITES, MANAGED_SITE)}/outboundroutes`;
  const [route] = (await get(path)).body.entities;
  const replies = [await put(`${path}/${route?.id}`, route), await del(`${path}/${route?.id}`)];
  expect(replies.map(({ status }) => status)).toEqual([400, 400]);
});

test('sites are listed managed, unmanaged or both', async () => {
  const { get } = await connect();
  const names = async (query: string) =>
    (await get(`${SITES}${query}`)).body.entities.map(({ name }) => name);
  expect(await names('?managed=true')).toEqual([MANAGED_SITE]);
  expect(await names('?managed=false')).not.toContain(MANAGED_SITE);
  expect(await names('')).toEqual(expect.arrayContaining([MANAGED_SITE, 'Sydney', 'Melbourne']));
});

test.each([
  [DID_POOLS, '+61290004000', { description: 'Changed' }],
  [EXTENSION_POOLS, '1000', { description: 'Changed' }],
  [TRUNK_BASES, 'Main trunk', { description: 'Changed' }],
])('%s: a PUT takes the version, does without it, and refuses a stale one', async (path, name, change) => {
  const { get, put, kinds } = await connect();
  const first = (await get(at(path, name))).body;
  expect((await put(at(path, name), { ...first, ...change })).status).toBe(200);
  const { version, ...second } = (await get(at(path, name))).body;
  expect((await put(at(path, name), { ...second, description: 'Again' })).status).toBe(200);
  expect((await put(at(path, name), { ...second, version })).status).toBe(409);
  expect((await get(at(path, name))).body).toMatchObject({ version: version + 1, description: 'Again' });
  expect(kinds()).toEqual([]);
});

test('a site is written with its version and refuses a stale one', async () => {
  const client = await connect();
  const site = await siteAsWritten(client, 'Melbourne');
  const { emergencyNumber } = (await client.get(at(LOCATIONS, 'Melbourne Branch'))).body;
  const body = { ...site, location: { ...refTo(LOCATIONS, 'Melbourne Branch'), emergencyNumber } };
  expect((await client.put(at(SITES, 'Melbourne'), body)).status).toBe(200);
  expect((await client.put(at(SITES, 'Melbourne'), body)).status).toBe(409);
});

test('a pool of one number stays while a call route has that number', async () => {
  const { get, put, del } = await connect();
  const route = at(IVRS, 'Lost cards');
  const read = (await get(route)).body;
  await put(route, { ...read, dnis: ['+61390002000'] });
  expect((await del(at(DID_POOLS, '+61390002000'))).status).toBe(409);
  await put(route, { ...(await get(route)).body, dnis: read.dnis });
  expect((await del(at(DID_POOLS, '+61390002000'))).status).toBe(200);
});

test('number plans without an id keep the ids of the plans of their names', async () => {
  const client = await connect();
  const path = `${at(SITES, 'Sydney')}/numberplans`;
  const read = async (): Promise<Record<string, unknown>[]> =>
    JSON.parse(JSON.stringify((await client.get(path)).body));
  const before = await read();
  const anonymous = before.map(({ id, selfUri, version, ...plan }) => plan);
  expect((await client.put(path, anonymous)).status).toBe(200);
  expect((await read()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test('a trunk base stays while an outbound route uses it', async () => {
  const { get, del, put } = await connect();
  const path = `${at(SITES, 'Sydney')}/outboundroutes`;
  const [route] = (await get(`${path}?name=Reserve calls`)).body.entities;
  expect((await del(at(TRUNK_BASES, 'Backup trunk'))).status).toBeGreaterThanOrEqual(400);
  const externalTrunkBases = [refTo(TRUNK_BASES, 'Main trunk')];
  expect((await put(`${path}/${route?.id}`, { ...route, externalTrunkBases })).status).toBe(200);
  expect((await del(at(TRUNK_BASES, 'Backup trunk'))).status).toBe(200);
});
