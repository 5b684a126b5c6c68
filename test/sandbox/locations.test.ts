import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { LOCATIONS, USERS } = paths;
const at = (name: string) => `${LOCATIONS}/${idOf(LOCATIONS, name)}`;
const ADA = idOf(USERS, 'ada.lovelace@harbour.example');
const SYDNEY = at('Sydney Head Office');
const PERTH = at('Perth Branch');

test('a location is created with address, contact and emergency number', async () => {
  const { post, get, kinds } = await connect();
  const { status, body } = await post(LOCATIONS, {
    name: 'Cairns Branch',
    notes: 'By the sea',
    contactUser: ADA,
    address: { street1: '2 Reef Street', city: 'Cairns', country: 'AU' },
    emergencyNumber: { number: '+61 7 5550 0100', type: 'default' },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: 1,
    state: 'active',
    addressVerified: false,
    emergencyNumber: { e164: '+61755500100' },
  });
  expect(body.contactUser).toEqual({ id: ADA, selfUri: `${USERS}/${ADA}` });
  expect((await get(`${LOCATIONS}/${body.id}`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test('a PATCH needs name and version, and the version must be the current one', async () => {
  const { patch, get, kinds } = await connect();
  const { name, version } = (await get(PERTH)).body;
  expect((await patch(PERTH, { name, notes: 'New' })).status).toBe(400);
  expect(kinds()).toEqual(['missing-required']);
  expect((await patch(PERTH, { name, version: version - 1, notes: 'New' })).status).toBe(409);
  expect((await patch(PERTH, { name, version, notes: 'New' })).body).toMatchObject({
    notes: 'New',
    version: version + 1,
    address: { city: 'Perth' },
  });
});

test.each([
  [null, 'Old'],
  ['', 'Old'],
  [' ', undefined],
])('notes %j make %j of the notes: only a blank empties them', async (sent, notes) => {
  const { patch } = await connect();
  await patch(PERTH, { name: 'Perth Branch', version: 2, notes: 'Old' });
  const { body } = await patch(PERTH, { name: 'Perth Branch', version: 3, notes: sent });
  expect(body.notes).toBe(notes);
});

test('an unchanged address is refused while there is an emergency number', async () => {
  const { get, patch } = await connect();
  const { name, version, address } = (await get(SYDNEY)).body;
  expect((await patch(SYDNEY, { name, version, address })).status).toBe(400);
  const moved = { ...(address as object), street1: '2 Harbour Street' };
  expect((await patch(SYDNEY, { name, version, address: moved })).status).toBe(200);
  const perth = (await get(PERTH)).body;
  expect((await patch(PERTH, { name: perth.name, version: 2, address: perth.address })).status).toBe(200);
});

test('a location lies inside others, which must exist', async () => {
  const { post, get, kinds } = await connect();
  const inside = { name: 'Sydney Level 6', path: [idOf(LOCATIONS, 'Sydney Head Office')] };
  expect((await post(LOCATIONS, inside)).body.path).toEqual(inside.path);
  const { body } = await get(`${SYDNEY}/sublocations`);
  expect(body.entities.map(({ name }) => name)).toEqual([
    'Sydney Level 4',
    'Sydney Level 5',
    'Sydney Level 6',
  ]);
  expect((await post(LOCATIONS, { name: 'Nowhere', path: ['none'] })).status).toBe(400);
  expect(kinds()).toEqual([]);
});

test('two locations may have the same name', async () => {
  const { post } = await connect();
  expect((await post(LOCATIONS, { name: 'Perth Branch' })).status).toBe(200);
});

test('a deleted location stays readable with its state and leaves the list', async () => {
  const { del, get } = await connect();
  const { total } = (await get(LOCATIONS)).body;
  expect((await del(PERTH)).status).toBe(204);
  expect((await get(PERTH)).body).toMatchObject({ state: 'deleted' });
  expect((await get(LOCATIONS)).body.total).toBe(total - 1);
  expect((await get(`${LOCATIONS}?id=${idOf(LOCATIONS, 'Perth Branch')}`)).body.total).toBe(0);
  expect((await del(PERTH)).status).toBe(404);
});

test('fields newer than the contract stay through a PATCH', async () => {
  const { patch } = await connect();
  const { body } = await patch(PERTH, { name: 'Perth', version: 2 });
  expect(body).toHaveProperty('x-future');
});
