import { expect, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { FreshDocuments } from '../../src/org/fresh.ts';
import type { Answer, Request, Transport } from '../../src/org/sdk.ts';
import { Session } from '../../src/org/session.ts';
import { Facts } from '../../src/plan/facts.ts';

const queue = typeNamed('routing_queue');

/** An org of twenty queues whose listing is answered when the test says so, with what was there when it was asked. */
function slowLists(): { transport: Transport; queues: Map<string, JsonObject>; answerLists: () => void } {
  const queues = new Map<string, JsonObject>();
  for (let index = 0; index < 20; index++) {
    queues.set(`q${index}`, { id: `q${index}`, name: `Queue ${index}`, description: 'before' });
  }
  const waiting: (() => void)[] = [];
  const ok = (body: Answer['body']): Answer => ({ status: 200, headers: {}, body });
  const send = async ({ path, params }: Request): Promise<Answer> => {
    if (path.endsWith('{queueId}')) return ok({ ...queues.get(params['queueId'] ?? '') });
    const entities = [...queues.values()].map((each) => ({ ...each }));
    await new Promise<void>((resolve) => waiting.push(resolve));
    return ok({ entities, pageNumber: 1, pageCount: 1, total: entities.length });
  };
  const answerLists = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return {
    transport: {
      send,
      upload: async () => ok(undefined),
      download: async () => ok(undefined),
      logIn: async () => ok(undefined),
    },
    queues,
    answerLists,
  };
}

/** What was read of these queues is too old, and a listing of them is under way, for the sake of one. */
async function whileListing() {
  const { transport, queues, answerLists } = slowLists();
  let now = 0;
  const session = new Session(transport, { clock: { now: () => now, sleep: async () => {} } });
  const facts = new Facts();
  facts.listed.set(queue.type, [...queues.values()]);
  const documents = new FreshDocuments(session, facts, 0, () => 20);
  now = 60_000;
  const listing = documents.get(queue, 'q1');
  await new Promise((resolve) => setTimeout(resolve, 10));
  return { documents, queues, listing, answerLists };
}

test('what was written while a listing was under way is not taken from it', async () => {
  const { documents, queues, listing, answerLists } = await whileListing();
  queues.set('q0', { id: 'q0', name: 'Queue 0', description: 'written' });
  const again = documents.again(queue, 'q0');
  await new Promise((resolve) => setTimeout(resolve, 10));
  answerLists();
  expect((await again)?.['description']).toBe('written');
  expect((await listing)?.['description']).toBe('before');
});

test('nor does such a listing take the place of what a write answered', async () => {
  const { documents, listing, answerLists } = await whileListing();
  documents.set(queue, 'q0', { id: 'q0', name: 'Queue 0', description: 'written' });
  answerLists();
  await listing;
  expect((await documents.get(queue, 'q0'))?.['description']).toBe('written');
});

test('nor of what was read again because the answer of a write was lost', async () => {
  const { documents, queues, listing, answerLists } = await whileListing();
  queues.set('q0', { id: 'q0', name: 'Queue 0', description: 'written' });
  await documents.again(queue, 'q0');
  answerLists();
  await listing;
  expect((await documents.get(queue, 'q0'))?.['description']).toBe('written');
});
