import { expect, test } from 'vitest';
import { idOf, orgWith, paths } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { LANGUAGES, SKILLS, USERS } = paths;
const at = (path: string, name: string) => `${path}/${idOf(path, name)}`;
const FRENCH = at(LANGUAGES, 'French - Spoken');
const ADA = at(USERS, 'ada.lovelace@harbour.example');

test('a language is created with its version as a text, without a division', async () => {
  const { post, kinds } = await connect();
  const { status, body } = await post(LANGUAGES, { name: 'Greek - Spoken' });
  expect([status, body.version, body.state]).toEqual([200, '1', 'active']);
  expect(body).not.toHaveProperty('division');
  expect(kinds()).toEqual([]);
});

test.each(['PUT', 'PATCH'])('a language has no %s', async (method) => {
  const { send, kinds } = await connect();
  expect((await send(method, FRENCH, { name: 'Other' })).status).toBe(405);
  expect(kinds()).toEqual(['unknown-method']);
});

test('a deleted language stays readable with its state, leaves the lists, and its users lose it', async () => {
  const { del, get } = await connect();
  const speaker = at(USERS, 'alan.abbott@harbour.example');
  expect((await get(`${speaker}/routinglanguages`)).body.total).toBe(2);
  expect((await del(FRENCH)).status).toBe(200);
  expect((await get(FRENCH)).body).toMatchObject({ state: 'deleted', version: '2' });
  expect((await get(`${LANGUAGES}?name=French`)).body.total).toBe(1);
  expect((await get(`${speaker}/routinglanguages`)).body.total).toBe(1);
  expect((await del(FRENCH)).status).toBe(404);
});

test.each([
  ['free', 200],
  ['taken', 409],
] as const)('the name of a deleted language is %s', async (deletedLanguageNames, status) => {
  const { post } = await connect({ switches: { deletedLanguageNames } });
  expect((await post(LANGUAGES, { name: 'LATIN - written' })).status).toBe(status);
  expect((await post(LANGUAGES, { name: 'french - spoken' })).status).toBe(409);
});

test.each([
  ['prefix', 'french', 2],
  ['prefix', 'spoken', 0],
  ['contains', 'spoken', 6],
  ['exact', 'french', 0],
  ['exact', 'French - Spoken', 1],
] as const)('the name filter of languages, %s, finds for %s: %d', async (languageNameFilter, name, total) => {
  const { get } = await connect({ switches: { languageNameFilter } });
  expect((await get(`${LANGUAGES}?name=${encodeURIComponent(name)}`)).body.total).toBe(total);
});

test("a user's languages are merged in bulk, changed and removed one by one", async () => {
  const { patch, get, del, kinds } = await connect();
  const [french, spanish] = ['French - Spoken', 'Spanish - Spoken'].map((name) => idOf(LANGUAGES, name));
  const bulk = `${ADA}/routinglanguages/bulk`;
  const { body } = await patch(bulk, [
    { id: french, proficiency: 3 },
    { id: spanish, proficiency: 5 },
  ]);
  expect(body.entities).toMatchObject([
    { name: 'French - Spoken', proficiency: 3, languageUri: FRENCH, state: 'active' },
    { name: 'Spanish - Spoken', proficiency: 5 },
  ]);
  const changed = await patch(`${ADA}/routinglanguages/${french}`, { proficiency: 1 });
  expect(changed.body).toMatchObject({ id: french, proficiency: 1 });
  expect((await patch(bulk, [{ id: french, proficiency: 2 }])).body.total).toBe(2);
  expect((await del(`${ADA}/routinglanguages/${spanish}`)).status).toBe(204);
  expect((await del(`${ADA}/routinglanguages/${spanish}`)).status).toBe(404);
  expect((await get(`${ADA}?expand=languages`)).body.languages).toMatchObject([
    { id: french, proficiency: 2 },
  ]);
  expect(kinds()).toEqual([]);
});

test('languages of users cannot be replaced in bulk, skills can', async () => {
  const { put, kinds } = await connect();
  expect((await put(`${ADA}/routinglanguages/bulk`, [])).status).toBe(405);
  expect((await put(`${ADA}/routingskills/bulk`, [])).body.total).toBe(0);
  expect(kinds()).toEqual(['unknown-method']);
});

test('a bulk of languages takes at most 50 that exist, each from 0 to 5', async () => {
  const { patch } = await connect();
  const id = idOf(LANGUAGES, 'French - Spoken');
  const bulk = `${ADA}/routinglanguages/bulk`;
  const statuses = [
    await patch(bulk, Array(51).fill({ id, proficiency: 1 })),
    await patch(bulk, [{ id, proficiency: 6 }]),
    await patch(bulk, [{ id: 'none', proficiency: 1 }]),
    await patch(bulk, [{ id }]),
  ].map(({ status }) => status);
  expect(statuses).toEqual([400, 400, 400, 400]);
});

test("a PUT changes the proficiency of a user's skill", async () => {
  const { put, kinds } = await connect();
  const english = idOf(SKILLS, 'English');
  const { body } = await put(`${ADA}/routingskills/${english}`, { proficiency: 2 });
  expect(body).toMatchObject({ id: english, proficiency: 2 });
  expect((await put(`${ADA}/routingskills/${idOf(SKILLS, 'Greek')}`, { proficiency: 2 })).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('a language in use by nobody has a name of its own again after its deletion', async () => {
  const { post, del, get } = await connect({ seed: orgWith({ [LANGUAGES]: ['Dutch'] }) });
  await del(at(LANGUAGES, 'Dutch'));
  const { body } = await post(LANGUAGES, { name: 'Dutch' });
  expect(body.id).not.toBe(idOf(LANGUAGES, 'Dutch'));
  expect((await get(LANGUAGES)).body.entities.map(({ id }) => id)).toEqual([body.id]);
});
