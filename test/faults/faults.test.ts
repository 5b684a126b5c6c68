import { expect, test } from 'vitest';
import { paths } from '../../src/sandbox/index.ts';
import { connect } from '../sandbox/support.ts';
import { FAULTS, type SingleFault, theirEdits } from './faults.ts';

const THEIRS = theirEdits({ touched: { description: 'theirs' }, untouched: { interval: 'theirs' } });
const { QUEUES, SCHEDULES } = paths;

/** Two writes to an object, the second with the fault: what it says afterwards. */
async function afterSecondWrite({ rule }: SingleFault, collection: string) {
  const { sandbox, get, put } = await connect();
  const [id = ''] = Object.keys(sandbox.snapshot().collections[collection] ?? {});
  const path = `${collection}/${id}`;
  sandbox.inject(rule(2));
  for (const description of ['first', 'second']) {
    const { body } = await get(path);
    await put(path, { ...body, description }).catch(() => undefined);
  }
  expect(sandbox.struck).toHaveLength(1);
  expect(sandbox.struck[0]).not.toHaveProperty('missed');
  expect(sandbox.violations).toEqual([]);
  return sandbox.snapshot().collections[collection]?.[id];
}

test.each(FAULTS)('$name at the second write: effect $effect', async (fault) => {
  const after = await afterSecondWrite(fault, SCHEDULES);
  expect(after).toMatchObject({ description: fault.effect === 'yes' ? 'second' : 'first' });
});

test('edits of others make a write stale where it has a version, and are lost where it has none', async () => {
  const [touched, untouched, deleted] = THEIRS;
  if (!touched || !untouched || !deleted) throw new Error('there are three');
  expect(await afterSecondWrite(touched, SCHEDULES)).toMatchObject({ description: 'theirs' });
  expect(await afterSecondWrite(untouched, SCHEDULES)).toMatchObject({ description: 'first' });
  expect(await afterSecondWrite(touched, QUEUES)).toMatchObject({ description: 'second' });
  expect((await afterSecondWrite(deleted, QUEUES))?.['description']).not.toBe('second');
});

test('names are unique', () => {
  const names = [...FAULTS, ...THEIRS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
