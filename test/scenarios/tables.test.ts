import { expect, test } from 'vitest';
import type { RequestLog } from '../../src/sandbox/index.ts';
import { comparable, type EntryFields, openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'architect_datatable';
const ROWS = '/api/v2/flows/datatables/{datatableId}/rows';

const columns = {
  open: { type: 'boolean' },
  note: { type: 'string', default: 'none' },
  from: { type: 'integer' },
};

function rows(count: number, row: (index: number) => object): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`branch ${String(index).padStart(4, '0')}`, row(index)]),
  );
}

/** What was asked since, by operation. */
function calls(bench: Workbench, since: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operationId, method } of bench.sandbox.requests.slice(since)) {
    const name = operationId ?? (method === 'PUT' ? 'upload' : method);
    if (!/Organizations|Tokens|Subjects|POST/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const count = (made: Record<string, number>): number =>
  Object.values(made).reduce((sum, one) => sum + one, 0);

const writes = (requests: readonly RequestLog[]): string[] =>
  requests.filter((request) => request.writes).map(({ method, operationId }) => operationId ?? method);

test('5,000 rows go into a new table by one import, and come back by one rollback', {
  timeout: 60_000,
}, async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const added = rows(5000, (index) => ({ open: index % 2 === 0, note: `"${index}", é`, from: index }));
  const entries = [
    { type, name: 'Branches', set: { schema: { properties: columns }, rows: { add: added } } },
  ];
  const plan = await bench.simulate(entries);
  expect(plan.operations[0]?.notes).toEqual([
    '5000 rows by one import of about 55 calls, in the place of 5000 single ones; what others do to these rows while it runs is written over, all other rows stay',
  ]);
  expect(plan.calls.write).toBe(56);
  let since = bench.sandbox.requests.length;
  const { error, deployment } = await bench.apply(entries);
  expect(error).toBeUndefined();
  const made = calls(bench, since);
  console.log(`5,000 rows into a new table: ${count(made)} calls`, made, plan.operations[0]?.notes[0]);
  expect(made['postFlowsDatatableRows']).toBeUndefined();
  expect(count(made)).toBeLessThan(30);
  expect((await bench.simulate(entries)).operations).toEqual([]);

  const changed = [
    {
      type,
      name: 'Branches',
      set: { rows: { exactly: { ...added, ...rows(300, () => ({ open: true, note: '', from: 1 })) } } },
    },
  ];
  since = bench.sandbox.requests.length;
  const second = await bench.apply(changed);
  expect(second.error).toBeUndefined();
  console.log('300 of 5,000 rows changed:', calls(bench, since));
  expect((await bench.simulate(changed)).operations).toEqual([]);
  expect((await bench.rollback(second.deployment)).error).toBeUndefined();
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});
