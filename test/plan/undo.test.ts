import { describe, expect, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import { readMapping } from '../../src/environment/read.ts';
import type { Values } from '../../src/plan/difference.ts';
import type { Effect } from '../../src/plan/effects.ts';
import { Inquiry } from '../../src/plan/facts.ts';
import { Labels } from '../../src/plan/labels.ts';
import { type OnConflict, type Undo, undo } from '../../src/plan/undo.ts';
import { factsOf, type TestOrg } from './support.ts';

const effect = (
  type: string,
  name: string,
  before: Values,
  ours: Values,
  id: string | undefined = name,
): Effect => ({
  key: `${type}/${name}`,
  type: typeNamed(type),
  name,
  live: name,
  id,
  before,
  ours,
});

interface Options {
  readonly onConflict?: OnConflict;
  readonly succession?: Readonly<Record<string, string>>;
  readonly authorOf?: (id: string, path: string) => string | undefined;
  readonly rollbacks?: readonly string[];
}

function undone(org: TestOrg, effects: readonly Effect[], options: Options = {}): Undo {
  const { environment } = readMapping(
    'mappings/test.yaml',
    Buffer.from('environment: test\nsandbox: true\n'),
    {},
  );
  if (!environment) throw new Error('the mapping of the test is wrong');
  const facts = factsOf(org);
  for (const { type, id = '' } of effects) {
    const key = `${type.type}/${id}`;
    if (!facts.documents.has(key)) facts.documents.set(key, null);
  }
  const inquiry = new Inquiry(facts);
  const { onConflict = 'stop', succession = {}, authorOf = () => undefined, rollbacks = [] } = options;
  const deployment = {
    effects,
    succession: new Map(Object.entries(succession)),
    authorOf,
    published: <T>(_id: string, _path: string, shown: T) => shown,
    rollbacks: new Set(rollbacks),
    onConflict,
  };
  const result = undo(deployment, inquiry, new Labels(environment));
  expect(inquiry.questions.map(({ ask }) => ask)).toEqual([]);
  return result;
}

const queues = (...items: { id: string; [field: string]: unknown }[]): TestOrg =>
  ({ objects: { routing_queue: items } }) as TestOrg;

describe('an update', () => {
  const updated = effect('routing_queue', 'Echo', { '/description': 'old' }, { '/description': 'ours' });

  test('that stands as it was left is put back; other fields stay', () => {
    const { changes, conflicts } = undone(
      queues({ id: 'Echo', name: 'Echo', description: 'ours', autoAnswerOnly: false }),
      [updated],
    );
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([{ id: 'Echo', after: { description: 'old', autoAnswerOnly: false } }]);
  });

  test('that is as before already is done', () => {
    const { changes, conflicts, unchanged } = undone(
      queues({ id: 'Echo', name: 'Echo', description: 'old' }),
      [updated],
    );
    expect([changes, conflicts]).toEqual([[], []]);
    expect(unchanged).toHaveLength(1);
  });

  test('that somebody wrote over is a conflict with all three values and who did it', () => {
    const { changes, conflicts } = undone(
      queues({ id: 'Echo', name: 'Echo', description: 'theirs' }),
      [updated],
      {
        authorOf: (id, path) => (id === 'Echo' && path === '/description' ? 'prod-20261121-bbbb' : undefined),
      },
    );
    expect(changes).toEqual([]);
    expect(conflicts).toMatchObject([
      { path: '/description', before: 'old', ours: 'ours', now: 'theirs', by: 'prod-20261121-bbbb' },
    ]);
  });

  test('that an earlier rollback left half-way is put back all the same', () => {
    const { changes, conflicts } = undone(
      queues({ id: 'Echo', name: 'Echo', description: 'on its way' }),
      [updated],
      { authorOf: () => 'prod-20261121-bbbb', rollbacks: ['prod-20261121-bbbb'] },
    );
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([{ after: { description: 'old' } }]);
  });

  const twoPlaces = effect(
    'routing_queue',
    'Echo',
    { '/description': 'old', '/skillEvaluationMethod': 'BEST' },
    { '/description': 'ours', '/skillEvaluationMethod': 'ALL' },
  );
  const halfTheirs = queues({
    id: 'Echo',
    name: 'Echo',
    description: 'theirs',
    skillEvaluationMethod: 'ALL',
  });

  test('keep leaves the place in conflict and puts the rest back', () => {
    const { changes } = undone(halfTheirs, [twoPlaces], { onConflict: 'keep' });
    expect(changes).toMatchObject([{ after: { description: 'theirs', skillEvaluationMethod: 'BEST' } }]);
  });

  test('force puts everything back', () => {
    const { changes } = undone(halfTheirs, [twoPlaces], { onConflict: 'force' });
    expect(changes).toMatchObject([{ after: { description: 'old', skillEvaluationMethod: 'BEST' } }]);
  });

  test('of an object that is gone is a conflict that force cannot settle', () => {
    for (const onConflict of ['stop', 'keep', 'force'] as const) {
      const { changes, conflicts } = undone(queues(), [updated], { onConflict });
      expect(changes).toEqual([]);
      expect(conflicts).toMatchObject([{ path: '', reason: 'it was deleted since' }]);
    }
  });

  test('is put back although nobody knows what became of a create beside it', () => {
    const org = queues({ id: 'Echo', name: 'Echo', description: 'ours' });
    const maybe = { ...effect('routing_queue', 'Fox', { '': null }, { '': { name: 'Fox' } }), id: undefined };
    expect(undone(org, [maybe, updated]).changes).toMatchObject([{ after: { description: 'old' } }]);
  });

  test('a field that was empty is emptied', () => {
    const { changes } = undone(queues({ id: 'Echo', name: 'Echo', description: 'ours' }), [
      effect('routing_queue', 'Echo', { '/description': null }, { '/description': 'ours' }),
    ]);
    expect(changes[0]?.after).toEqual({ name: 'Echo' });
  });
});

describe('a deletion of which a rollback has brought back a part', () => {
  const deleted = effect(
    'routing_queue',
    'Echo',
    { '': { name: 'Echo', description: 'old', autoAnswerOnly: true } },
    { '': null },
  );
  const half = queues({ id: 'Echo', name: 'Echo', autoAnswerOnly: false });

  test('gets the rest', () => {
    const authorOf = (_: string, path: string) =>
      path === '/description' ? 'prod-20261121-bbbb' : 'prod-20261121-cccc';
    const { changes, conflicts } = undone(half, [deleted], { authorOf, rollbacks: ['prod-20261121-bbbb'] });
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([{ id: 'Echo', after: { description: 'old', autoAnswerOnly: false } }]);
  });

  test('that somebody else brought back stays as they made it', () => {
    const { changes, unchanged } = undone(half, [deleted]);
    expect(changes).toEqual([]);
    expect(unchanged).toHaveLength(1);
  });
});

describe('a creation', () => {
  const created = effect(
    'routing_queue',
    'Echo',
    { '': null },
    { '': { name: 'Echo', description: 'ours' } },
  );

  test('is deleted', () => {
    const { changes } = undone(queues({ id: 'Echo', name: 'Echo', description: 'ours' }), [created]);
    expect(changes).toMatchObject([{ id: 'Echo', before: { name: 'Echo', description: 'ours' } }]);
    expect(changes[0]?.after).toBeUndefined();
  });

  test('that somebody works with since is not deleted, unless forced', () => {
    const org = queues({ id: 'Echo', name: 'Echo', description: 'theirs' });
    expect(undone(org, [created])).toMatchObject({
      changes: [],
      conflicts: [{ path: '/description', ours: 'ours', now: 'theirs' }],
    });
    expect(undone(org, [created], { onConflict: 'force' }).changes).toHaveLength(1);
  });

  test('that others refer to since is not deleted, and they are named', () => {
    const org = queues(
      { id: 'Echo', name: 'Echo', description: 'ours' },
      { id: 'User', name: 'User of it', directRouting: { backupQueueId: 'Echo' } },
    );
    const { changes, conflicts } = undone(org, [created]);
    expect(changes).toEqual([]);
    expect(conflicts).toMatchObject([{ reason: expect.stringContaining('User of it') }]);
    expect(undone(org, [created], { onConflict: 'force' }).changes).toMatchObject([{ force: true }]);
  });

  test('that is gone already is done', () => {
    expect(undone(queues(), [created])).toMatchObject({ changes: [], conflicts: [] });
  });

  test('of which nobody knows whether it happened: nothing there is fine, something there is a conflict', () => {
    const maybe = { ...created, id: undefined };
    expect(undone(queues(), [maybe])).toMatchObject({ changes: [], conflicts: [] });
    expect(undone(queues({ id: 'x', name: 'Echo' }), [maybe], { onConflict: 'force' })).toMatchObject({
      changes: [],
      conflicts: [{ reason: expect.stringContaining('nobody knows') }],
    });
  });
});

describe('a deletion', () => {
  const deleted = effect('routing_queue', 'Echo', { '': { name: 'Echo', description: 'old' } }, { '': null });

  test('comes back as a new object in the place of the old one', () => {
    const { changes } = undone(queues(), [deleted]);
    expect(changes).toMatchObject([{ replaces: 'Echo', restore: false, after: { description: 'old' } }]);
  });

  test('of a kind that the platform restores keeps its ID', () => {
    const division = effect('auth_division', 'Seasonal', { '': { name: 'Seasonal' } }, { '': null });
    const { changes } = undone({}, [division]);
    expect(changes).toMatchObject([{ id: 'Seasonal', restore: true }]);
    expect(changes[0]?.replaces).toBeUndefined();
  });

  test('whose name somebody has taken since is a conflict', () => {
    expect(undone(queues({ id: 'other', name: 'Echo' }), [deleted])).toMatchObject({
      changes: [],
      conflicts: [{ now: 'other', reason: expect.stringContaining('another one of this name') }],
    });
  });

  test('what referred to it refers to the new one, which has no ID yet', () => {
    const user = effect(
      'routing_queue',
      'User',
      { '/directRouting/backupQueueId': 'Echo' },
      { '/directRouting/backupQueueId': null },
    );
    const { changes } = undone(queues({ id: 'User', name: 'User', directRouting: { waitForAgent: true } }), [
      deleted,
      user,
    ]);
    expect(changes.find(({ id }) => id === 'User')?.after).toMatchObject({
      directRouting: { backupQueueId: { $created: 'routing_queue/Echo' } },
    });
  });

  test('an earlier rollback made it anew: what is undone now is done to the new one', () => {
    const older = effect('routing_queue', 'Echo', { '/description': 'older' }, { '/description': 'old' });
    const { changes } = undone(queues({ id: 'Echo-2', name: 'Echo', description: 'old' }), [older], {
      succession: { Echo: 'Echo-1', 'Echo-1': 'Echo-2' },
    });
    expect(changes).toMatchObject([{ id: 'Echo-2', after: { description: 'older' } }]);
  });
});
