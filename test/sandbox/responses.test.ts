import { expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { LIBRARIES, RESPONSES } = paths;
const listing = (library: string) => `${RESPONSES}?libraryId=${idOf(LIBRARIES, library)}`;
const texts = [{ content: 'Hello', contentType: 'text/plain' }];

test('responses are listed library by library; one may be in several', async () => {
  const { get } = await connect();
  expect((await get(RESPONSES)).status).toBe(400);
  const names = async (library: string) =>
    (await get(listing(library))).body.entities.map(({ name }) => name);
  expect(await names('Everyday answers')).toEqual(['Greeting', 'Thanks']);
  expect(await names('Letters')).toEqual(['Thanks']);
});

test('the schema of substitutions is answered where it is asked for', async () => {
  const { get } = await connect();
  const path = `${RESPONSES}/${idOf(RESPONSES, 'Card limit')}`;
  expect((await get(path)).body).not.toHaveProperty('substitutionsSchema');
  expect((await get(`${path}?expand=substitutionsSchema`)).body['substitutionsSchema']).toMatchObject({
    id: 'limits',
  });
});

test.each([
  ['taken', [200, 200]],
  ['refusedOnce', [412, 200]],
] as const)('the first response in a new library is %s', async (newLibraryResponse, statuses) => {
  const { post } = await connect({ switches: { newLibraryResponse } });
  const { body } = await post(LIBRARIES, { name: 'New' });
  const response = { name: 'Hello', texts, libraries: [{ id: body.id }] };
  const first = await post(RESPONSES, response);
  const second = await post(RESPONSES, response);
  expect([first.status, second.status]).toEqual(statuses);
});

test('a response needs a library that exists, and keeps it from being deleted', async () => {
  const { post, del } = await connect();
  expect((await post(RESPONSES, { name: 'Hello', texts })).status).toBe(400);
  const unknown = { name: 'Hello', texts, libraries: [refTo(LIBRARIES, 'Nowhere')] };
  expect((await post(RESPONSES, unknown)).status).toBe(400);
  const library = `${LIBRARIES}/${idOf(LIBRARIES, 'Private client answers')}`;
  expect((await del(library)).status).toBe(409);
  await del(`${RESPONSES}/${idOf(RESPONSES, 'Welcome')}`);
  expect((await del(library)).status).toBe(200);
});
