import { describe, expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { addTo, emptyOrg, idOf, type OrgState, paths } from '../../src/sandbox/index.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';

const { QUEUES, SKILLS, USERS } = paths;
const PAGE = 500;
/** Users of the large org, which are on so many pages. */
const PAGES = 10;
const nth = (i: number): string => `user.${i}@x.example`;
/** The last ones, which a listing comes to last. */
const [ANN, BEN] = ['zz.ann@x.example', 'zz.ben@x.example'] as const;

/** An org with so many active users; the last two of them are those that the changesets name. */
function orgOf(count: number): OrgState {
  const org = emptyOrg();
  addTo(org, QUEUES, 'Cards');
  addTo(org, SKILLS, 'Spanish');
  for (let i = 0; i < count - 2; i++) addTo(org, USERS, nth(i));
  for (const email of [BEN, ANN]) addTo(org, USERS, email);
  return org;
}

const large = orgOf(PAGES * PAGE);
const small = orgOf(50);

const staffing = [
  { type: 'routing_queue', name: 'Cards', action: 'update', set: { members: { add: [ANN, BEN] } } },
  {
    type: 'user',
    names: [ANN, BEN],
    action: 'update',
    set: { title: 'Agent', skills: { add: { Spanish: { proficiency: 3 } } } },
  },
];

async function open(options: WorkbenchOptions): Promise<Workbench> {
  return openWorkbench({ rateLimit: 1_000_000, ...options });
}

/** What is simulated, or why not, and by how many reads of what. */
async function simulated(bench: Workbench, entries: Parameters<Workbench['simulate']>[0]) {
  const mark = bench.sandbox.requests.length;
  const plan = await bench.simulate(entries).catch((error: unknown) => {
    if (error instanceof ChangesetError) return error.diagnostics.map(({ code }) => code);
    throw error;
  });
  const own = bench.sandbox.requests.slice(mark);
  const count = (operation: string) => own.filter(({ operationId }) => operationId === operation).length;
  return { plan, reads: own.length, pages: count('getUsers'), searches: count('postUsersSearch') };
}

const operationsOf = (plan: Plan | string[]) => (Array.isArray(plan) ? plan : plan.operations);

describe('two users of an org with very many', () => {
  test('are found in a few calls, and the plan is the one of a small org', async () => {
    const [bench, other] = [await open({ seed: large }), await open({ seed: small })];
    const found = await simulated(bench, staffing);
    const listed = await simulated(other, staffing);
    expect(operationsOf(found.plan)).toHaveLength(3);
    expect(operationsOf(found.plan)).toEqual(operationsOf(listed.plan));
    expect(found).toMatchObject({ pages: 1, searches: 1 });
    expect(found.reads).toBeLessThanOrEqual(listed.reads + 3);
    expect(bench.sandbox.violations).toEqual([]);
    const { error } = await bench.apply(staffing);
    expect(error).toBeUndefined();
    expect(operationsOf((await simulated(bench, staffing)).plan)).toEqual([]);
  });

  test('are found when they are inactive', async () => {
    const bench = await open({ seed: large });
    bench.sandbox.edit(({ collections }) => {
      Object.assign(collections[USERS]?.[idOf(USERS, ANN)] ?? {}, { state: 'inactive' });
    });
    expect(await simulated(bench, staffing)).toMatchObject({ pages: 1, searches: 1 });
  });

  test('are found by listing where many are named', async () => {
    const bench = await open({ seed: large });
    const names = [ANN, ...Array.from({ length: PAGES }, (_, i) => nth(i * PAGE))];
    const entry = { type: 'user', names, action: 'update', set: { title: 'Agent' } };
    expect(await simulated(bench, [entry])).toMatchObject({ pages: PAGES, searches: 0 });
  });

  test.each([400, 403])('are found by listing where the search is answered %i', async (status) => {
    const bench = await open({ seed: large });
    bench.sandbox.inject({ when: { operationId: 'postUsersSearch' }, do: { status } });
    const { plan, pages } = await simulated(bench, staffing);
    expect(operationsOf(plan)).toHaveLength(3);
    expect(pages).toBe(PAGES);
  });
});

describe('the index of the platform is behind the org:', () => {
  const late = () => open({ seed: large, switches: { searchDelayMs: 180_000 } });

  test('a user that it does not know yet is not created a second time', async () => {
    const bench = await late();
    const email = 'zz.new@x.example';
    bench.sandbox.edit((state) => {
      addTo(state, USERS, email);
    });
    const { plan, searches } = await simulated(bench, [
      { type: 'user', name: email, set: { title: 'Agent' } },
    ]);
    expect(operationsOf(plan)).toMatchObject([{ action: 'update', id: idOf(USERS, email) }]);
    expect(searches).toBe(1);
  });

  test('a user that has another address by now is not taken for the one that it was', async () => {
    const bench = await late();
    bench.sandbox.edit(({ collections }) => {
      Object.assign(collections[USERS]?.[idOf(USERS, ANN)] ?? {}, { email: 'ann@y.example' });
    });
    expect((await simulated(bench, staffing)).plan).toEqual(['identity.unknown']);
    const entry = { type: 'user', name: 'ann@y.example', set: { title: 'Agent' } };
    expect(operationsOf((await simulated(bench, [entry])).plan)).toMatchObject([
      { action: 'update', id: idOf(USERS, ANN) },
    ]);
  });

  test('a user that is deleted by now is not planned with', async () => {
    const bench = await late();
    bench.sandbox.edit(({ collections }) => {
      Object.assign(collections[USERS]?.[idOf(USERS, ANN)] ?? {}, { state: 'deleted' });
    });
    expect((await simulated(bench, staffing)).plan).toEqual(['identity.unknown']);
  });

  test('what it says of a user is not compared', async () => {
    const bench = await late();
    bench.sandbox.edit(({ collections }) => {
      Object.assign(collections[USERS]?.[idOf(USERS, ANN)] ?? {}, { title: 'Agent' });
    });
    const entry = { type: 'user', name: ANN, action: 'update', set: { title: 'Agent' } };
    expect(operationsOf((await simulated(bench, [entry])).plan)).toEqual([]);
  });
});
