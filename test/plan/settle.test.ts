import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json/json.ts';
import type { Values } from '../../src/plan/difference.ts';
import { Inquiry } from '../../src/plan/facts.ts';
import type { Operation, Step } from '../../src/plan/plan.ts';
import { type Settlement, settle } from '../../src/plan/settle.ts';
import { factsOf, type TestOrg } from './support.ts';

interface Call {
  readonly does: Step['does'];
  readonly id?: string;
  readonly asked: Values;
  readonly now?: Values;
}

/** What became of a call about the queue "Echo", in an org with these queues. */
function settled({ does, id, asked, now = {} }: Call, org: TestOrg): Settlement | undefined {
  const operation = { key: 'routing_queue/Echo', type: 'routing_queue', name: 'Echo', live: 'Echo' };
  const open = { operation: operation as Operation, index: 0, step: { does } as Step, id, parent: undefined };
  const facts = factsOf(org);
  if (!facts.documents.has('routing_queue/Echo')) facts.documents.set('routing_queue/Echo', null);
  return settle({ ...open, asked, now }, new Inquiry(facts));
}

const queues = (...items: JsonObject[]): TestOrg => ({ objects: { routing_queue: items } });
const echo = (fields: JsonObject = {}): JsonObject => ({ id: 'Echo', name: 'Echo', ...fields });

describe('a create', () => {
  const create: Call = { does: 'create', asked: { '': { name: 'Echo', description: 'ours' } } };

  test('of which there is nothing was not done', () => {
    expect(settled(create, queues())).toEqual({ status: 'refused' });
  });

  test('that is there as asked was done, and its ID is known', () => {
    const found = settled(create, queues(echo({ description: 'ours', autoAnswerOnly: true })));
    expect(found).toMatchObject({ status: 'done', id: 'Echo', ours: { '': { autoAnswerOnly: true } } });
  });

  test('of whose name there is another one is for a person to decide', () => {
    const found = settled(create, queues(echo({ description: 'theirs' })));
    expect(found).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('not as the call asked'),
    });
  });

  test('that is there twice is for a person to decide', () => {
    const twice = queues(echo({ description: 'ours' }), echo({ id: 'Echo2', description: 'ours' }));
    expect(settled(create, twice)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('Echo or Echo2'),
    });
  });
});

describe('an update', () => {
  const update: Call = {
    does: 'update',
    id: 'Echo',
    asked: { '/description': 'ours', '/callingPartyName': 'Us' },
    now: { '/description': 'old', '/callingPartyName': 'Them' },
  };

  test.each([
    ['as asked', { description: 'ours', callingPartyName: 'Us' }, 'done'],
    ['as before', { description: 'old', callingPartyName: 'Them' }, 'refused'],
    [
      'as asked in one place and changed by others in the next',
      { description: 'ours', callingPartyName: 'X' },
      'done',
    ],
    ['as before in one place', { description: 'old', callingPartyName: 'X' }, 'refused'],
    ['neither', { description: 'X', callingPartyName: 'Y' }, 'unknown'],
  ])('%s', (_, fields, status) => {
    expect(settled(update, queues(echo(fields)))).toMatchObject({ status });
  });

  test('that was to empty a set was not done as long as the set is as before', () => {
    const ring = (...ids: string[]): JsonObject => ({
      expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: 10 }],
      actions: { skillsToRemove: {} },
      memberGroups: Object.fromEntries(ids.map((id) => [id, { type: 'GROUP' }])),
    });
    const groups = [{ id: 'Leads', type: 'GROUP' }];
    const live = { ...ring(), actions: { skillsToRemove: [] }, memberGroups: groups };
    const empty: Call = {
      does: 'update',
      id: 'Echo',
      asked: { '/bullseye/rings': [ring()] },
      now: { '/bullseye/rings': [ring('Leads')] },
    };
    expect(settled(empty, queues(echo({ bullseye: { rings: [live] } })))).toEqual({ status: 'refused' });
    const emptied = { ...live, memberGroups: [] };
    expect(settled(empty, queues(echo({ bullseye: { rings: [emptied] } })))).toMatchObject({
      status: 'done',
    });
  });

  test('of what somebody deleted since cannot be told', () => {
    expect(settled(update, queues())).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('deleted'),
    });
  });

  test('of what was never made was not done', () => {
    expect(settled({ does: 'update', asked: update.asked }, queues())).toEqual({ status: 'refused' });
  });
});

test('a deletion was done when the object is gone, and not when it is there', () => {
  const remove: Call = { does: 'delete', id: 'Echo', asked: { '': null } };
  expect(settled(remove, queues())).toEqual({ status: 'done', ours: { '': null } });
  expect(settled(remove, queues(echo()))).toEqual({ status: 'refused' });
});

describe('a call about many elements', () => {
  const add: Call = {
    does: 'update',
    id: 'Echo',
    asked: { '/members/ada': { ringNumber: 1 }, '/members/bob': { ringNumber: 2 } },
    now: { '/members/ada': null, '/members/bob': null },
  };
  const withMembers = (members: JsonObject): TestOrg => ({
    ...queues(echo()),
    parts: { 'routing_queue/Echo/members': members },
  });

  test.each([
    ['all', { ada: { ringNumber: 1 }, bob: { ringNumber: 2 } }, { status: 'done' }],
    ['none', {}, { status: 'refused' }],
    [
      'some',
      { ada: { ringNumber: 1 } },
      { status: 'unknown', reason: expect.stringContaining('1 of 2 elements') },
    ],
  ])('%s of them are there', (_, members, outcome) => {
    expect(settled(add, withMembers(members))).toMatchObject(outcome);
  });
});
