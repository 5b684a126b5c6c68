import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addTo, emptyOrg, idOf, paths, startSandbox } from '../../src/sandbox/index.ts';
import { connect, login } from './support.ts';

const { QUEUES, SKILLS, USERS } = paths;

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'below', 'org.json');
}

test('accepted writes outlive a restart', async () => {
  const file = stateFile();
  const one = await connect({ stateFile: file });
  expect(existsSync(file)).toBe(false);
  await one.post(SKILLS, { name: 'Kept' });
  await one.sandbox.close();
  const other = await connect({ stateFile: file });
  expect((await other.get(`${SKILLS}?name=Kept`)).body.total).toBe(1);
  expect(other.sandbox.snapshot()).toEqual(one.sandbox.snapshot());
});

test('the file holds every accepted write as soon as it is answered, and no half-written one', async () => {
  const file = stateFile();
  const { post } = await connect({ stateFile: file });
  for (const name of ['A', 'B', 'C']) {
    await post(SKILLS, { name });
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(JSON.stringify(state)).toContain(`"name":"${name}"`);
  }
  expect(readdirSync(join(file, '..'))).toEqual(['org.json']);
});

test('reads and refused writes do not touch the file', async () => {
  const file = stateFile();
  const { get, post } = await connect({ stateFile: file });
  await get(QUEUES);
  await post(SKILLS, { name: 'Spanish' });
  expect(existsSync(file)).toBe(false);
});

test('added clients and edits are saved too', async () => {
  const file = stateFile();
  const { sandbox } = await connect({ stateFile: file });
  const client = sandbox.addClient({ id: 'mine', secret: 's3', name: 'mine', grants: [] });
  sandbox.edit((state) => void addTo(state, SKILLS, 'Edited'));
  await sandbox.close();
  const again = await connect({ stateFile: file });
  const mine = await login(again.sandbox, client);
  expect((await mine.get(paths.DIVISIONS)).status).toBe(200);
  expect((await again.get(`${SKILLS}?name=Edited`)).body.total).toBe(1);
});

test('a file that holds something else is refused', async () => {
  const file = stateFile();
  const { sandbox } = await connect({ stateFile: file });
  sandbox.edit(() => undefined);
  writeFileSync(file, '{"organization":1}');
  await expect(startSandbox({ stateFile: file })).rejects.toThrow('does not hold the state of a sandbox');
});

test('a snapshot is a copy in the server form: references as ids, nothing computed', async () => {
  const { sandbox } = await connect();
  const snapshot = sandbox.snapshot();
  const cards = snapshot.collections[QUEUES]?.[idOf(QUEUES, 'Cards')];
  expect(cards?.whisperPrompt).toEqual({ id: idOf(paths.PROMPTS, 'Cards_Whisper') });
  expect(cards).not.toHaveProperty('memberCount');
});

test('a snapshot cannot be changed, and a write does not change it', async () => {
  const { sandbox } = await connect();
  const cards = idOf(QUEUES, 'Cards');
  const before = sandbox.snapshot().collections[QUEUES]?.[cards];
  expect(() => Object.assign(before ?? {}, { name: 'Changed in the copy' })).toThrow(TypeError);
  sandbox.edit(({ collections }) => Object.assign(collections[QUEUES]?.[cards] ?? {}, { name: 'Edited' }));
  expect(before?.name).toBe('Cards');
  expect(sandbox.snapshot().collections[QUEUES]?.[cards]?.name).toBe('Edited');
});

test('the given seed is not changed by the sandbox', async () => {
  const seed = emptyOrg();
  const { post } = await connect({ seed });
  await post(SKILLS, { name: 'New' });
  expect(seed).toEqual(emptyOrg());
});

test('an edit by another client raises versions and dates of what it changed, only', async () => {
  const { sandbox, get } = await connect({ now: () => Date.parse('2026-11-21T10:00:00Z') });
  const email = 'ada.lovelace@harbour.example';
  sandbox.edit(({ collections }) => {
    const queue = collections[QUEUES]?.[idOf(QUEUES, 'Cards')];
    const user = collections[USERS]?.[idOf(USERS, email)];
    if (queue) queue.description = 'Edited';
    if (user) user.title = 'Lead';
  });
  const at = '2026-11-21T10:00:00.000Z';
  expect((await get(`${QUEUES}/${idOf(QUEUES, 'Cards')}`)).body).toMatchObject({
    description: 'Edited',
    dateModified: at,
  });
  expect((await get(`${USERS}/${idOf(USERS, email)}`)).body).toMatchObject({ title: 'Lead', version: 5 });
  expect((await get(`${QUEUES}/${idOf(QUEUES, 'Savings')}`)).body.dateModified).not.toBe(at);
});

test('an edit is subject to the list delay as every write is', async () => {
  let now = 0;
  const { sandbox, get } = await connect({ listDelayMs: 100, now: () => now });
  sandbox.edit((state) => void addTo(state, SKILLS, 'Edited'));
  expect((await get(`${SKILLS}?name=Edited`)).body.total).toBe(0);
  now = 100;
  expect((await get(`${SKILLS}?name=Edited`)).body.total).toBe(1);
});

test('a taken port rejects the start', async () => {
  const { sandbox } = await connect();
  await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
});

test('a sandbox starts in under 100 ms', async () => {
  await connect();
  const start = performance.now();
  await connect();
  expect(performance.now() - start).toBeLessThan(100);
});

test('requests of many at once do not mix', async () => {
  const { post, get } = await connect();
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) => post(SKILLS, { name: `Bulk ${index % 10}` })),
  );
  expect(replies.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(10);
  expect((await get(`${SKILLS}?name=Bulk`)).body.total).toBe(10);
});
