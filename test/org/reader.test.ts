import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import { answer } from '../../src/org/reader.ts';
import { Facts, type Question } from '../../src/plan/facts.ts';
import { API, allowLogin, isolateNetwork, openSession } from './support.ts';

isolateNetwork();

const queue = typeNamed('routing_queue');
const skill = typeNamed('routing_skill');
const skillGroup = typeNamed('routing_skill_group');

function named(type: typeof queue, ...names: string[]): Question[] {
  return names.map((live) => ({ ask: 'named', type, live }));
}

async function ask(questions: readonly Question[]): Promise<{ facts: Facts; reads: number }> {
  allowLogin();
  const { session } = openSession();
  const facts = new Facts();
  await answer(session, questions, facts);
  return { facts, reads: session.sent.read };
}

function page(names: readonly string[], pageNumber: number, pageCount: number): object {
  return {
    entities: names.map((name) => ({ id: `id-${name}`, name })),
    pageNumber,
    pageCount,
    total: pageCount * 500,
  };
}

test('one name is asked for with the filter, and what comes back is compared again', async () => {
  nock(API)
    .get('/api/v2/routing/skills')
    .query({ pageSize: 500, pageNumber: 1, name: 'span' })
    .reply(200, page(['Spanish', 'Span', 'Spanish 2'], 1, 1));
  const { facts } = await ask(named(skill, 'span'));
  expect(facts.named.get('routing_skill/span')).toEqual([{ id: 'id-Span', name: 'Span' }]);
});

test('a name with a star is not given to a filter that knows wildcards', async () => {
  nock(API)
    .get('/api/v2/routing/queues')
    .query({ pageSize: 500, pageNumber: 1 })
    .reply(200, page(['A*', 'Ab'], 1, 1));
  const { facts } = await ask(named(queue, 'A*'));
  expect(facts.named.get('routing_queue/A*')).toEqual([{ id: 'id-A*', name: 'A*' }]);
});

test('many names are answered by one listing pass, each page once', async () => {
  const names = Array.from({ length: 30 }, (_, i) => `Q${i}`);
  for (const number of [1, 2, 3]) {
    const own = names.slice((number - 1) * 10, number * 10);
    nock(API)
      .get('/api/v2/routing/queues')
      .query({ pageSize: 500, pageNumber: number })
      .reply(200, page(own, number, 3));
  }
  const { facts, reads } = await ask(named(queue, ...names));
  expect(reads).toBe(3);
  expect(names.every((name) => facts.named.get(`routing_queue/${name}`)?.length === 1)).toBe(true);
});

test('a listing that would take more calls than it is worth ends with its first page', async () => {
  nock(API)
    .get('/api/v2/routing/queues')
    .query({ pageSize: 500, pageNumber: 1 })
    .reply(200, page(['A'], 1, 4));
  const { facts, reads } = await ask([{ ask: 'listed', type: queue, mayBeHidden: true, most: 3 }]);
  expect(reads).toBe(1);
  expect([...facts.long]).toEqual(['routing_queue']);
  expect(facts.listed.has('routing_queue')).toBe(false);
});

test('a listing of as many pages as it is worth is read whole', async () => {
  for (const number of [1, 2, 3]) {
    nock(API)
      .get('/api/v2/routing/queues')
      .query({ pageSize: 500, pageNumber: number })
      .reply(200, page([`Q${number}`], number, 3));
  }
  const { facts, reads } = await ask([{ ask: 'listed', type: queue, mayBeHidden: true, most: 3 }]);
  expect(reads).toBe(3);
  expect(facts.listed.get('routing_queue')?.map(({ name }) => name)).toEqual(['Q1', 'Q2', 'Q3']);
  expect(facts.long.size).toBe(0);
});

test('few names in many pages are looked up one by one after the first page', async () => {
  nock(API)
    .get('/api/v2/routing/queues')
    .query({ pageSize: 500, pageNumber: 1 })
    .reply(200, page(['A'], 1, 9));
  for (const name of ['Y', 'Z']) {
    nock(API)
      .get('/api/v2/routing/queues')
      .query({ pageSize: 500, pageNumber: 1, name })
      .reply(200, page([name], 1, 1));
  }
  const { facts, reads } = await ask(named(queue, 'A', 'Y', 'Z'));
  expect(reads).toBe(3);
  expect(facts.named.get('routing_queue/Z')).toHaveLength(1);
  expect(facts.listed.has('routing_queue')).toBe(false);
});

test('a listing of which every page was read answers for the whole type', async () => {
  nock(API)
    .get('/api/v2/routing/queues')
    .query(true)
    .reply(200, page(['A', 'B'], 1, 1));
  const { facts } = await ask(named(queue, 'A', 'missing'));
  expect(facts.listed.get('routing_queue')).toHaveLength(2);
  expect(facts.named.get('routing_queue/missing')).toEqual([]);
});

test('however many there are, they are kept where a name is missing: who asks for it asks for all then', async () => {
  const all = Array.from({ length: 20_001 }, (_, i) => `Q${i}`);
  nock(API)
    .get('/api/v2/routing/queues')
    .query(true)
    .reply(200, page(all, 1, 1));
  const { facts } = await ask(named(queue, 'Q7', 'missing'));
  expect(facts.listed.get('routing_queue')).toHaveLength(all.length);
});

test('a listing that is a search asks for its pages in the body', async () => {
  const asset = typeNamed('responsemanagement_responseasset');
  for (const pageNumber of [1, 2]) {
    nock(API)
      .post('/api/v2/responsemanagement/responseassets/search', {
        query: [],
        sortBy: 'name',
        sortOrder: 'ASC',
        pageSize: 100,
        pageNumber,
      })
      .reply(200, {
        results: [{ id: `id-${pageNumber}`, name: `A${pageNumber}` }],
        pageCount: 2,
        total: 101,
      });
  }
  const { facts, reads } = await ask([{ ask: 'listed', type: asset, parent: undefined }]);
  expect(facts.listed.get('responsemanagement_responseasset')).toEqual([
    { id: 'id-1', name: 'A1' },
    { id: 'id-2', name: 'A2' },
  ]);
  expect(reads).toBe(2);
});

test('an answer without results is an empty search only where it says so', async () => {
  const asset = typeNamed('responsemanagement_responseasset');
  nock(API).post('/api/v2/responsemanagement/responseassets/search').times(10).reply(200, {});
  await expect(ask([{ ask: 'listed', type: asset, parent: undefined }])).rejects.toThrow();
  nock.cleanAll();
  nock(API).post('/api/v2/responsemanagement/responseassets/search').reply(200, { total: 0 });
  const { facts } = await ask([{ ask: 'listed', type: asset, parent: undefined }]);
  expect(facts.listed.get('responsemanagement_responseasset')).toEqual([]);
});

test('members come without totals: the link to the next page says whether there is more', async () => {
  const member = (name: string, ringNumber: number, memberBy = 'user') => ({
    id: name,
    name: name.toUpperCase(),
    ringNumber,
    memberBy,
  });
  nock(API)
    .get('/api/v2/routing/queues/q/members')
    .query({ pageSize: 100, pageNumber: 1 })
    .reply(200, {
      entities: [member('ada', 1), member('bob', 2)],
      pageNumber: 1,
      nextUri: '/api/v2/routing/queues/q/members?pageNumber=2',
    });
  nock(API)
    .get('/api/v2/routing/queues/q/members')
    .query({ pageSize: 100, pageNumber: 2 })
    .reply(200, { entities: [member('eve', 1, 'group')], pageNumber: 2 });
  const { facts } = await ask([{ ask: 'part', type: queue, id: 'q', part: 'members' }]);
  expect(facts.parts.get('routing_queue/q/members')).toEqual({
    elements: { ada: { ringNumber: 1 }, bob: { ringNumber: 2 } },
    foreign: ['eve'],
    labels: { ada: 'ADA', bob: 'BOB', eve: 'EVE' },
  });
});

test('a cursor is taken from the link, and our own size is kept', async () => {
  nock(API)
    .get('/api/v2/routing/skillgroups')
    .query({ pageSize: 100 })
    .reply(200, {
      entities: [{ id: '1', name: 'One' }],
      nextUri: '/api/v2/routing/skillgroups?after=abc%3D&pageSize=25',
    });
  nock(API)
    .get('/api/v2/routing/skillgroups')
    .query({ pageSize: 100, after: 'abc=' })
    .reply(200, { entities: [{ id: '2', name: 'Two' }] });
  const { facts } = await ask([{ ask: 'listed', type: skillGroup }]);
  expect(facts.listed.get('routing_skill_group')?.map((item) => item['name'])).toEqual(['One', 'Two']);
});

test('flows are listed as the platform answers them, numbers as texts included', async () => {
  nock(API)
    .get('/api/v2/flows')
    .query({ pageSize: 500, pageNumber: 1, deleted: 'false', name: 'Identifiation' })
    .reply(200, {
      entities: [
        {
          id: '70e58192',
          name: 'Identifiation',
          type: 'SECURECALL',
          active: true,
          system: false,
          deleted: false,
          currentOperation: { complete: true, errorDetails: [] },
        },
      ],
      pageSize: 500,
      pageNumber: 1,
      total: 1,
      selfUri: '/api/v2/flows?pageSize=500&pageNumber=1',
      firstUri: '/api/v2/flows?pageSize=500&pageNumber=1',
      lastUri: '/api/v2/flows?pageSize=500&pageNumber=1',
      pageCount: 1,
    });
  const { facts } = await ask(named(typeNamed('flow'), 'Identifiation'));
  expect(facts.named.get('flow/Identifiation')).toHaveLength(1);
});

test('an object that is gone is an answer, not a failure', async () => {
  nock(API)
    .get('/api/v2/routing/queues/1')
    .twice()
    .reply(404, { status: 404, code: 'not.found', message: 'The requested resource was not found.' });
  nock(API).get('/api/v2/routing/queues/2').twice().reply(410);
  const { facts } = await ask([
    { ask: 'document', type: queue, id: '1' },
    { ask: 'document', type: queue, id: '2' },
  ]);
  expect([...facts.documents.values()]).toEqual([null, null]);
});

test('an object that is only found the second time was there', async () => {
  nock(API).get('/api/v2/routing/queues/1').reply(404);
  nock(API).get('/api/v2/routing/queues/1').reply(200, { id: '1', name: 'New' });
  const { facts } = await ask([{ ask: 'document', type: queue, id: '1' }]);
  expect([...facts.documents.values()]).toEqual([{ id: '1', name: 'New' }]);
});

test('a soft-deleted skill carries no name', async () => {
  nock(API)
    .get('/api/v2/routing/skills')
    .query(true)
    .reply(200, {
      entities: [
        { id: 'old', name: 'Spanish', state: 'deleted' },
        { id: 'new', name: 'spanish', state: 'active', version: '1' },
      ],
      pageCount: 1,
    });
  const { facts } = await ask(named(skill, 'Spanish'));
  expect(facts.named.get('routing_skill/spanish')?.map((item) => item['id'])).toEqual(['new']);
});

test('inactive users are looked for after the active ones', async () => {
  const users = nock(API)
    .get('/api/v2/users')
    .query({ pageSize: 500, pageNumber: 1, state: 'active' })
    .reply(200, { entities: [], pageCount: 0 });
  nock(API)
    .get('/api/v2/users')
    .query({ pageSize: 500, pageNumber: 1, state: 'inactive' })
    .reply(200, { entities: [{ id: 'u', email: 'Ada@x.example' }], pageCount: 1 });
  const { facts } = await ask(named(typeNamed('user'), 'ada@X.example'));
  expect(users.isDone()).toBe(true);
  expect(facts.named.get('user/ada@x.example')).toHaveLength(1);
});

test("users' skills come with their listing, and one by one where an expansion is missing", async () => {
  nock(API)
    .get('/api/v2/users')
    .query({ pageSize: 500, pageNumber: 1, state: 'active', expand: 'skills' })
    .reply(200, {
      entities: [
        { id: 'a', skills: [{ id: 's', name: 'Spanish', proficiency: 4 }] },
        { id: 'b', skills: [] },
        { id: 'c' },
      ],
      pageCount: 1,
    });
  nock(API)
    .get('/api/v2/users')
    .query({ pageSize: 500, pageNumber: 1, state: 'inactive', expand: 'skills' })
    .reply(200, { entities: [], pageCount: 0 });
  nock(API)
    .get('/api/v2/users/c/routingskills')
    .query(true)
    .reply(200, { entities: [{ id: 't', proficiency: 1 }], pageCount: 1 });
  const user = typeNamed('user');
  const { facts } = await ask(['a', 'b', 'c'].map((id) => ({ ask: 'part', type: user, id, part: 'skills' })));
  expect(['a', 'b', 'c'].map((id) => facts.parts.get(`user/${id}/skills`)?.elements)).toEqual([
    { s: { proficiency: 4 } },
    {},
    { t: { proficiency: 1 } },
  ]);
});

describe('who holds an object in a part', () => {
  const listing = { op: 'getAuthorizationRoleSubjectgrants', size: 100, at: '/id' };
  const path = '/api/v2/authorization/roles/r/subjectgrants';
  const holders = async (most: number) => {
    const { facts, reads } = await ask([{ ask: 'holders', listing, id: 'r', most }]);
    return { answer: facts.holders.get('getAuthorizationRoleSubjectgrants/r'), reads };
  };

  test('is told by all pages of a listing', async () => {
    for (const number of [1, 2])
      nock(API)
        .get(path)
        .query({ pageSize: 100, pageNumber: number })
        .reply(200, page([`s${number}`], number, 2));
    expect(await holders(2)).toEqual({ answer: new Set(['id-s1', 'id-s2']), reads: 2 });
  });

  test('is not told where that takes more calls than it is worth', async () => {
    nock(API)
      .get(path)
      .query({ pageSize: 100, pageNumber: 1 })
      .reply(200, page(['s1'], 1, 4));
    expect(await holders(3)).toEqual({ answer: 'long', reads: 1 });
  });

  test.each([400, 403, 404])('is not told with status %i', async (status) => {
    nock(API).get(path).query(true).reply(status, { status, code: 'no', message: 'No.' });
    expect(await holders(3)).toEqual({ answer: 'hidden', reads: 1 });
  });
});

test('the grants of the client are read with their wildcards', async () => {
  nock(API)
    .get('/api/v2/authorization/subjects/me')
    .reply(200, {
      id: 'client',
      name: 'cc-deployer',
      grants: [
        {
          subjectId: 'client',
          division: { id: '*' },
          role: {
            id: 'r',
            name: 'Deployer',
            policies: [{ domain: 'routing', entityName: '*', actions: ['*'] }],
          },
        },
      ],
    });
  const { facts } = await ask([{ ask: 'grants' }]);
  expect(facts.grants).toEqual([
    { division: '*', role: 'Deployer', policies: [{ domain: 'routing', entity: '*', actions: ['*'] }] },
  ]);
});
