import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json/json.ts';
import type { Values } from '../../src/plan/difference.ts';
import { Inquiry } from '../../src/plan/facts.ts';
import type { Operation } from '../../src/plan/plan.ts';
import { type Remaining, straysOf } from '../../src/plan/remaining.ts';
import { factsOf, type TestOrg } from './support.ts';

type Does = Remaining['steps'][number]['does'];

/** What is still to be done to the queue "Echo". */
function rest(does: Does, asks: Values, now: Values = {}, id: string | undefined = 'Echo'): Remaining {
  const operation = { key: 'routing_queue/Echo', type: 'routing_queue', name: 'Echo', live: 'Echo' };
  return { operation: operation as Operation, id, parent: undefined, now, steps: [{ does, asks }] };
}

function strays(org: TestOrg, remaining: Remaining, made: readonly string[] = []) {
  const facts = factsOf(org);
  if (!facts.documents.has('routing_queue/Echo')) facts.documents.set('routing_queue/Echo', null);
  const found = straysOf([remaining], new Set(made), new Inquiry(facts));
  return found?.map(({ path, expected, found }) => ({ path, expected, found }));
}

const queue = (fields: JsonObject = {}): TestOrg => ({
  objects: { routing_queue: [{ id: 'Echo', name: 'Echo', ...fields }] },
});

test('an update relies on the places that it changes, and on no others', () => {
  const update = rest('update', { '/description': 'ours' }, { '/description': 'old' });
  expect(strays(queue({ description: 'old', callingPartyName: 'theirs' }), update)).toEqual([]);
  expect(strays(queue({ description: 'theirs' }), update)).toEqual([
    { path: '/description', expected: 'old', found: 'theirs' },
  ]);
  expect(strays({}, update)).toEqual([{ path: '', expected: 'Echo', found: null }]);
});

test('a deletion relies on every field; what is gone already is no stray', () => {
  const remove = rest('delete', { '': null }, { '': { name: 'Echo', description: 'old' } });
  expect(strays(queue({ description: 'old' }), remove)).toEqual([]);
  expect(strays(queue({ description: 'theirs' }), remove)).toMatchObject([{ path: '/description' }]);
  expect(strays({}, remove)).toEqual([]);
});

test('what is to be created must not be there', () => {
  const create = { ...rest('create', { '': { name: 'Echo' } }), id: undefined };
  expect(strays({}, create)).toEqual([]);
  expect(strays(queue(), create)).toEqual([{ path: '', expected: null, found: 'Echo' }]);
});

test('an element may say more of itself, but not something else; one of the deployment is no stray', () => {
  const change = (key: string) =>
    rest('update', { [`/members/${key}`]: { ringNumber: 2 } }, { [`/members/${key}`]: { ringNumber: 1 } });
  const members = (element: JsonObject): TestOrg => ({
    ...queue(),
    parts: { 'routing_queue/Echo/members': { ada: element } },
  });
  expect(strays(members({ ringNumber: 1, joined: true }), change('ada'))).toEqual([]);
  expect(strays(members({ ringNumber: 5 }), change('ada'))).toMatchObject([{ path: '/members/ada' }]);
  expect(strays(members({ ringNumber: 5 }), change('ada'), ['ada'])).toEqual([]);
});

test('while questions are open nothing is said', () => {
  const facts = factsOf({});
  const update = rest('update', { '/description': 'ours' }, { '/description': 'old' });
  const inquiry = new Inquiry(facts);
  expect(straysOf([update], new Set(), inquiry)).toBeUndefined();
  expect(inquiry.questions).not.toEqual([]);
});
