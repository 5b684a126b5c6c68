import { describe, expect, test } from 'vitest';
import { failure } from '../../src/diagnostics.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Journal } from '../../src/store/store.ts';
import { comparable, openWorkbench, type Workbench } from '../support/workbench.ts';

/** A store that takes down so many events and no more. */
class FullStore extends MemoryStore {
  room: number;
  intents = 0;

  constructor(room: number) {
    super();
    this.room = room;
  }

  override async begin(id: string, plan: Plan): Promise<Journal> {
    const journal = await super.begin(id, plan);
    return {
      ...journal,
      append: async (event) => {
        this.room -= 1;
        if (this.room < 0)
          throw failure(exitCodes.failure, 'store.unwritable', 'The record cannot be written: ENOSPC.');
        if (event.event === 'intent') this.intents += 1;
        await journal.append(event);
      },
    };
  }
}

const ENTRIES = [
  'Cards',
  'Billing',
  'General Overflow',
  'Private Banking',
  'Legacy Chat',
  'Old billing',
].flatMap((name) =>
  name === 'Billing'
    ? []
    : [
        {
          type: 'routing_queue',
          name,
          action: 'update',
          set: { description: 'New', members: { add: ['bob.noyce@harbour.example'] } },
        },
      ],
);

async function applied(room: number, bench?: Workbench) {
  bench ??= await openWorkbench();
  const before = bench.sandbox.snapshot();
  const store = new FullStore(room);
  bench.store = store;
  const { requests } = bench.sandbox;
  const earlier = requests.length;
  const ran = await bench.apply(ENTRIES);
  const sent = requests.slice(earlier);
  const written = sent.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/')).length;
  return { ...ran, bench, before, store, written };
}

describe('a disk that is full after some events', () => {
  test('no call is sent that is not recorded first, and none once that failed; it can be taken back', async () => {
    const { store, bench, deployment: all } = await applied(1000);
    const events = 1000 - store.room;
    await bench.rollback(all);
    const codes = new Set<string>();
    for (let room = 1; room < events; room += 3) {
      const { before, deployment, error, store: full, written } = await applied(room, bench);
      const [{ code }] = (error as { diagnostics: [{ code: string }] }).diagnostics;
      codes.add(code);
      expect(written).toBe(full.intents);
      expect(deployment.state).toBe('interrupted');
      expect(deployment.operations.every(({ state }) => state !== 'skipped')).toBe(true);
      full.room = 1000;
      await bench.rollback(deployment);
      expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
    }
    expect([...codes].sort()).toEqual(['store.unrecorded', 'store.unwritable']);
  });

  test('an answer that is not on the disk is said to be known to the org alone', async () => {
    const { deployment, error } = await applied(2);
    expect(error).toMatchObject({
      diagnostics: expect.arrayContaining([
        expect.objectContaining({
          code: 'store.unrecorded',
          message: expect.stringMatching(
            /^queue "[^"]+": a call was sent, and what became of it is not on the disk\. The record cannot be written: ENOSPC\.$/,
          ),
          hint: expect.stringContaining('resume and rollback look in the org'),
        }),
      ]),
    });
    expect(deployment.operations.map(({ state }) => state)).toContain('unknown');
  });

  test('before the first event nothing is sent', async () => {
    await expect(applied(0)).rejects.toMatchObject({ diagnostics: [{ code: 'store.unwritable' }] });
  });
});
