import { expect, test } from 'vitest';
import { idOf, paths, type SandboxOptions } from '../../src/sandbox/index.ts';
import { waveOf } from '../../src/sandbox/wave.ts';
import { basic, clock, connect, requestToken } from './support.ts';

const { PROMPTS } = paths;
const WELCOME = `${PROMPTS}/${idOf(PROMPTS, 'Welcome')}`;
const GOODBYE = `${PROMPTS}/${idOf(PROMPTS, 'Goodbye')}`;

/** A connection with a prompt to upload audio to, and the bare token. */
async function uploading(options: SandboxOptions = {}) {
  const connection = await connect(options);
  const { sandbox, get } = connection;
  const token = (await requestToken(sandbox.url, basic(sandbox.client))).body.access_token;
  const read = async () => (await get(`${GOODBYE}/resources/en-us`)).body;
  const upload = async (authorization: string | undefined, bytes: Uint8Array, field = 'file') => {
    const form = new FormData();
    form.set(field, new Blob([new Uint8Array(bytes)]), 'goodbye.wav');
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const address = String((await read())['uploadUri']);
    return (await fetch(address, { method: 'POST', headers, body: form })).status;
  };
  return { ...connection, token, read, upload };
}

test('a prompt has one resource a language, in the words of its own listing', async () => {
  const { get, post, put, del, kinds } = await connect();
  const made = await post(`${GOODBYE}/resources`, { language: 'fr-fr', ttsString: 'Au revoir' });
  expect([made.status, made.body['uploadStatus'], made.body['promptId']]).toEqual([
    200,
    'created',
    idOf(PROMPTS, 'Goodbye'),
  ]);
  expect((await post(`${GOODBYE}/resources`, { language: 'fr-fr' })).status).toBe(409);
  expect((await put(`${GOODBYE}/resources/fr-fr`, { ttsString: 'Adieu' })).body['ttsString']).toBe('Adieu');
  const { body } = await get(`${GOODBYE}?includeResources=true`);
  expect(body['resources']).toMatchObject([{ language: 'en-us' }, { language: 'fr-fr', ttsString: 'Adieu' }]);
  expect((await get(GOODBYE)).body).not.toHaveProperty('resources');
  expect((await del(`${GOODBYE}/resources/fr-fr`)).status).toBe(200);
  expect((await get(`${GOODBYE}/resources`)).body.total).toBe(1);
  expect(kinds()).toEqual([]);
});

test('a prompt that says something is deleted only with all of that', async () => {
  const { del, get } = await connect();
  const { status, body } = await del(WELCOME);
  expect([status, body.message]).toEqual([
    400,
    'Cannot delete prompt Welcome since it contains prompt resources.',
  ]);
  expect((await del(`${WELCOME}?allResources=true`)).status).toBe(200);
  expect((await get(WELCOME)).status).toBe(404);
});

test.each(['accepted', 'refused'] as const)('a new name is %s', async (promptRename) => {
  const { put } = await connect({ switches: { promptRename } });
  const { status } = await put(GOODBYE, { name: 'Farewell', description: 'Last words' });
  expect(status).toBe(promptRename === 'accepted' ? 200 : 400);
});

test('audio is taken with the bare token alone, and transcoded after a while', async () => {
  const time = clock();
  const { upload, token, read } = await uploading({
    now: time.now,
    switches: { promptTranscodingMs: 2000 },
  });
  const wave = waveOf('goodbye');
  expect([await upload(undefined, wave), await upload(`Bearer ${token}`, wave)]).toEqual([401, 401]);
  expect(await upload(token, wave, 'audio')).toBe(400);
  expect((await read())['uploadStatus']).toBe('created');
  expect(await upload(token, wave)).toBe(200);
  expect((await read())['uploadStatus']).toBe('uploaded');
  expect(await read()).not.toHaveProperty('mediaUri');
  time.pass(2000);
  expect((await read())['uploadStatus']).toBe('transcoded');
});

test('what cannot be played is not transcoded', async () => {
  const { upload, token, read } = await uploading({ switches: { promptTranscodingMs: 0 } });
  expect(await upload(token, Buffer.from('ID3'))).toBe(200);
  expect((await read())['uploadStatus']).toBe('transcodeFailed');
});

test('audio is handed out without a token, as it was transcoded, for about an hour', async () => {
  const time = clock();
  const { upload, token, read, del } = await uploading({
    now: time.now,
    switches: { promptTranscodingMs: 0 },
  });
  const wave = waveOf('goodbye');
  await upload(token, wave);
  const address = String((await read())['mediaUri']);
  const got = Buffer.from(await (await fetch(address)).arrayBuffer());
  expect(got.subarray(0, wave.length)).toEqual(wave);
  expect(got.equals(wave)).toBe(false);
  await upload(token, got);
  const again = await fetch(String((await read())['mediaUri']));
  expect(Buffer.from(await again.arrayBuffer())).toEqual(got);
  expect((await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
  time.pass(3_600_000);
  expect((await fetch(address)).status).toBe(403);
  expect((await del(`${GOODBYE}/resources/en-us/audio`)).status).toBe(204);
  expect((await read())['uploadStatus']).toBe('created');
});
