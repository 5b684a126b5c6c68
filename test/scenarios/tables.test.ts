import { describe, expect, test } from 'vitest';
import { ChangesetError } from '../../src/diagnostics.ts';
import type { OrgState } from '../../src/sandbox/index.ts';
import { comparable, type EntryFields, openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'architect_datatable';
const TABLES = '/api/v2/flows/datatables';

const columns = {
  open: { type: 'boolean' },
  note: { type: 'string', default: 'none' },
  from: { type: 'integer' },
};

/** Rows `branch 0000` and so on. */
function rows(count: number, row: (index: number) => object): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`branch ${String(index).padStart(4, '0')}`, row(index)]),
  );
}

const entry = (name: string, set: object): EntryFields[] => [{ type, name, set }];

/** How often each call was made since, the same for all runs left out. */
function calls(bench: Workbench, since: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operationId, method } of bench.sandbox.requests.slice(since)) {
    const name = operationId ?? (method === 'PUT' ? 'upload' : 'login');
    if (!/Organizations|Tokens|Subjects|login/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const sum = (made: Record<string, number>): number => Object.values(made).reduce((all, one) => all + one, 0);

/** What a person is told instead of a plan. */
async function told(bench: Workbench, entries: EntryFields[]): Promise<string[]> {
  const error = await bench.simulate(entries).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ChangesetError)) throw error;
  return error.diagnostics.map(
    ({ at, message, hint }) => `${at?.file}:${at?.line}:${at?.column} ${message}${hint ? ` | ${hint}` : ''}`,
  );
}

/** The rows of a table as the org keeps them, by key. */
function kept({ collections }: OrgState, name: string): Record<string, unknown> {
  const table = Object.values(collections[TABLES] ?? {}).find((one) => one.name === name);
  const documents = collections[`${TABLES}/${table?.id}/rows`] ?? {};
  return Object.fromEntries(
    Object.entries(documents).map(([key, { row }]) => [key, row as Record<string, unknown>]),
  );
}

function editRows(
  bench: Workbench,
  name: string,
  change: (rows: Record<string, { id: string }>) => void,
): void {
  bench.sandbox.edit(({ collections }) => {
    const table = Object.values(collections[TABLES] ?? {}).find((one) => one.name === name);
    const path = `${TABLES}/${table?.id}/rows`;
    collections[path] ??= {};
    change(collections[path]);
  });
}

const row = (key: string, values: object) => ({ id: key, row: { key, ...values } });

test('5,000 rows go into a new table by one import, and come back by one rollback', {
  timeout: 60_000,
}, async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const added = rows(5000, (index) => ({ open: index % 2 === 0, note: `"${index}", é`, from: index }));
  const entries = entry('Branches', { schema: { properties: columns }, rows: { add: added } });
  const plan = await bench.simulate(entries);
  expect(plan.operations[0]?.notes).toEqual([
    '5000 rows by one import of about 55 calls, in the place of 5000 single ones; what others do to these rows while it runs is written over, all other rows stay',
  ]);
  expect(plan.calls.write).toBe(56);
  const since = bench.sandbox.requests.length;
  const { error, deployment } = await bench.apply(entries);
  expect(error).toBeUndefined();
  const made = calls(bench, since);
  process.stdout.write(
    `\n5,000 rows into a new table: ${sum(made)} calls, reading and planning among them (${JSON.stringify(made)})\n  the plan says: ${plan.operations[0]?.notes[0]}\n`,
  );
  expect(made['postFlowsDatatableRows']).toBeUndefined();
  expect(sum(made)).toBeLessThan(25);
  expect((await bench.simulate(entries)).operations).toEqual([]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

describe('how rows are read and written', () => {
  test('a few go by single calls, and more by the import: whichever is fewer', async () => {
    const bench = await openWorkbench();
    const few = entry('Holidays', { rows: { add: rows(6, () => ({})) } });
    const many = entry('Holidays', { rows: { add: rows(8, () => ({})) } });
    const [one, other] = [await bench.simulate(few), await bench.simulate(many)];
    expect(one.operations[0]?.notes).toEqual(['6 rows by 6 single calls']);
    expect(one.calls.write).toBe(6);
    expect(other.operations[0]?.notes[0]).toMatch(/^8 rows by one import of about 7 calls/);
    expect(other.calls.write).toBe(7);
  });

  test('of a large table only the rows that matter are read, or its pages where those are fewer', async () => {
    const bench = await openWorkbench();
    editRows(bench, 'Holidays', (known) => {
      for (let index = 0; index < 3000; index += 1) known[`x${index}`] = row(`x${index}`, { open: true });
    });
    const change = (count: number) =>
      entry('Holidays', {
        rows: { add: Object.fromEntries(Array.from({ length: count }, (_, n) => [`y${n}`, {}])) },
      });
    const reads = async (count: number): Promise<Record<string, number>> => {
      const since = bench.sandbox.requests.length;
      await bench.simulate(change(count));
      const { getFlowsDatatableRow: single = 0, getFlowsDatatableRows: pages = 0 } = calls(bench, since);
      return { single, pages };
    };
    expect(await reads(1)).toEqual({ single: 1, pages: 0 });
    expect(await reads(4)).toEqual({ single: 4, pages: 1 });
    expect(await reads(40)).toEqual({ single: 0, pages: 7 });
  });

  test('where an org refuses pages of 500, it is asked for 100 from then on', async () => {
    const bench = await openWorkbench({ switches: { tableRowPages: 100, oversizedPage: 'refused' } });
    const entries = entry('Branch lines', { rows: { exactly: {} } });
    const since = bench.sandbox.requests.length;
    const plan = await bench.simulate(entries);
    expect(plan.operations[0]?.counts['/rows']).toEqual([128, 0]);
    await bench.simulate(entries);
    expect(calls(bench, since)['getFlowsDatatableRows']).toBe(1 + 2 + 2);
  });

  test('keys may hold slashes, spaces and other letters; text stays text', async () => {
    const bench = await openWorkbench();
    const entries = entry('Branch lines', {
      rows: { change: { 'Perth/7': { number: '007' } }, add: { 'Ünïon Square/1 ½?#': { number: 'true' } } },
    });
    const { error, deployment } = await bench.apply(entries);
    expect(error).toBeUndefined();
    const now = kept(bench.sandbox.snapshot(), 'Branch lines');
    expect(now['Perth/7']).toMatchObject({ number: '007', share: 0.5 });
    expect(now['Ünïon Square/1 ½?#']).toMatchObject({ number: 'true', share: 1 });
    expect((await bench.rollback(deployment)).error).toBeUndefined();
  });

  test('what an import does not take goes by single calls, and what those refuse says why', async () => {
    const switches = { appendedRows: 'refused', importsWithFailures: 'Failed' } as const;
    const bench = await openWorkbench({ switches });
    const change = Object.fromEntries(
      Array.from({ length: 9 }, (_, desk) => [`Perth/${desk + 1}`, { share: 2 }]),
    );
    const entries = entry('Branch lines', { rows: { change } });
    const since = bench.sandbox.requests.length;
    expect((await bench.apply(entries)).error).toBeUndefined();
    expect(calls(bench, since)).toMatchObject({
      postFlowsDatatableImportCsvJobs: 1,
      putFlowsDatatableRow: 9,
    });
    expect((await bench.simulate(entries)).operations).toEqual([]);

    bench.sandbox.inject({
      when: { operationId: 'putFlowsDatatableRow', nth: 3 },
      do: { status: 400, body: { code: 'flows.datatables.syntax.error', message: 'No.', status: 400 } },
    });
    const again = entry('Branch lines', {
      rows: { change: Object.fromEntries(Object.keys(change).map((key) => [key, { share: 3 }])) },
    });
    const { error, deployment } = await bench.apply(again);
    expect(error).toBeInstanceOf(ChangesetError);
    expect(String(error)).toContain('import 9 rows into data table "Branch lines"');
    expect(String(error)).toContain('No [flows.datatables.syntax.error]');
    expect(deployment.state).toBe('partial');
    expect((await bench.rollback(deployment)).error).toBeUndefined();
    expect((await bench.simulate(entries)).operations).toEqual([]);
  });
});

describe('what others do', () => {
  const many = rows(20, () => ({ note: 'ours' }));

  test('a row that somebody adds while an import runs stays, also where all rows are said', async () => {
    const bench = await openWorkbench();
    bench.sandbox.onRequest = ({ operationId, phase }) => {
      if (operationId === 'postFlowsDatatableImportCsvJobs' && phase === 'done')
        editRows(bench, 'Holidays', (known) => {
          known['theirs'] = row('theirs', { open: true, note: 'theirs', opens: 1 });
        });
    };
    const { error, deployment } = await bench.apply(entry('Holidays', { rows: { exactly: many } }));
    expect(error).toBeUndefined();
    const now = kept(bench.sandbox.snapshot(), 'Holidays');
    expect(now['theirs']).toMatchObject({ note: 'theirs' });
    expect(Object.keys(now)).toHaveLength(21);
    expect((await bench.rollback(deployment)).error).toBeUndefined();
    expect(kept(bench.sandbox.snapshot(), 'Holidays')).toMatchObject({
      theirs: { note: 'theirs' },
      '2026-12-25': { note: 'Christmas Day' },
    });
  });

  test('a row that somebody changed since is a conflict of a rollback; other rows are not looked at', async () => {
    const bench = await openWorkbench();
    const { deployment } = await bench.apply(
      entry('Holidays', {
        rows: { change: { '2026-12-25': { note: 'ours' }, '2026-12-26': { note: 'ours' } } },
      }),
    );
    editRows(bench, 'Holidays', (known) => {
      known['2026-12-25'] = row('2026-12-25', { open: false, note: 'theirs', opens: 0 });
      known['2026-12-31'] = row('2026-12-31', { open: false, note: 'theirs', opens: 0 });
    });
    const { conflicts } = await bench.planRollback(deployment);
    expect(conflicts.map(({ path, before, ours, now }) => [path, before, ours, now])).toEqual([
      ['/rows/2026-12-25/note', 'Christmas Day', 'ours', 'theirs'],
    ]);
    expect((await bench.rollback(deployment, 'keep')).error).toBeUndefined();
    const now = kept(bench.sandbox.snapshot(), 'Holidays');
    expect([now['2026-12-25'], now['2026-12-26'], now['2026-12-31']]).toMatchObject([
      { note: 'theirs' },
      { note: 'Boxing Day' },
      { note: 'theirs' },
    ]);
  });

  test('a row that somebody changes in a long run is not written over', async () => {
    const bench = await openWorkbench();
    let calledOff = false;
    bench.sandbox.onRequest = ({ operationId, phase }) => {
      if (operationId !== 'deleteFlowsDatatableRow' || phase !== 'done' || calledOff) return;
      calledOff = true;
      editRows(bench, 'Holidays', (known) => {
        known['2026-12-31'] = row('2026-12-31', { open: true, note: 'theirs', opens: 9 });
      });
      bench.sandbox.inject({
        when: { operationId: 'deleteFlowsDatatableRow', nth: 1 },
        do: { throttle: 60 },
      });
    };
    const { error } = await bench.apply(
      entry('Holidays', {
        rows: { remove: ['2026-12-25', '2026-12-26'], change: { '2026-12-31': { opens: 8 } } },
      }),
    );
    expect(String(error)).toContain('2026-12-31');
    expect(kept(bench.sandbox.snapshot(), 'Holidays')['2026-12-31']).toMatchObject({
      note: 'theirs',
      opens: 9,
    });
  });
});

describe('columns', () => {
  test('one that is added stays when it is taken back, and the plan says so', async () => {
    const bench = await openWorkbench();
    const before = bench.sandbox.snapshot();
    const entries = entry('Holidays', {
      schema: { properties: { team: { type: 'string', default: 'all' }, open: { title: 'Open?' } } },
      rows: { change: { '2026-12-25': { team: 'night' } }, add: { '2028-01-01': {} } },
    });
    const plan = await bench.simulate(entries);
    expect(plan.operations[0]).toMatchObject({
      reversible: 'partial',
      losses: ['schema.properties.team stays for good'],
    });
    const { error, deployment } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect((await bench.simulate(entries)).operations).toEqual([]);
    const undone = await bench.rollback(deployment);
    expect(undone.error).toBeUndefined();
    expect(undone.deployment.operations.map(({ state }) => state)).toEqual(['done']);
    const now = bench.sandbox.snapshot();
    const table = Object.values(now.collections[TABLES] ?? {}).find(({ name }) => name === 'Holidays');
    expect(table).toMatchObject({
      schema: {
        properties: { team: { type: 'string', title: 'team', displayOrder: 4 }, open: { title: 'Open' } },
      },
    });
    expect(Object.keys(kept(now, 'Holidays'))).toEqual(Object.keys(kept(before, 'Holidays')));
    expect(kept(now, 'Holidays')['2026-12-25']).toMatchObject({ team: 'all', note: 'Christmas Day' });
    expect((await bench.planRollback(deployment)).planned.plan.operations).toEqual([]);
    expect(bench.sandbox.violations).toEqual([]);
  });

  test('what Genesys Cloud refuses is refused before', async () => {
    const bench = await openWorkbench();
    const refused = (properties: object) => told(bench, entry('Holidays', { schema: { properties } }));
    expect(await refused({ note: null })).toEqual([
      'test.yaml:8:17 The column "note" cannot be taken out: Genesys Cloud never removes a column. | Leave it, and use it no more; or make another data table with the columns and rows that you want, and delete this one.',
    ]);
    expect(await refused({ note: { type: 'integer' } })).toEqual([
      'test.yaml:9:19 The column "note" is of type string, and cannot become integer: Genesys Cloud never changes the type of a column. | Add a column under another name, and write the rows\' values there.',
    ]);
    expect(await refused({ key: { type: 'integer' } })).toEqual([
      'test.yaml:9:19 The key of a data table is always of type string, not "integer". | Leave its  type  out.',
    ]);
    expect(await refused({ key: null })).toEqual([
      'test.yaml:8:16 The key of a data table cannot be taken out. | Leave  key  as it is.',
    ]);
    expect(await refused({ extra: { title: 'Extra' }, other: { type: 'date' } })).toEqual([
      'test.yaml:9:20 The column "extra" must say its type. | Write one of: string, integer, number, boolean',
      'test.yaml:11:19 A column of a data table cannot be of type "date". | Write one of: string, integer, number, boolean',
    ]);
    expect(await refused({ extra: { type: 'integer', default: 'x' } })).toEqual([
      'test.yaml:10:22 The default of the column "extra" must be of its type, integer; it is "x".',
    ]);
    expect(bench.sandbox.requests.filter(({ writes }) => writes)).toEqual([]);
  });

  test('a schema that says the same in other words changes nothing', async () => {
    const bench = await openWorkbench();
    const same = {
      required: ['key'],
      $schema: 'http://json-schema.org/draft-04/schema',
      type: 'object',
      properties: {
        opens: { displayOrder: 3, title: 'Opens at', type: 'integer' },
        note: { type: 'string' },
      },
      additionalProperties: false,
    };
    expect((await bench.simulate(entry('Holidays', { schema: same }))).operations).toEqual([]);
  });

  test('rows are judged by the columns, each value at its place', async () => {
    const bench = await openWorkbench();
    const refused = (values: object) => told(bench, entry('Holidays', { rows: { add: values } }));
    expect(await refused({ a: { opens: '9', nota: 'x' }, b: { note: 5, open: 'yes' } })).toEqual([
      'test.yaml:9:20 The column "opens" takes a whole number; this is "9".',
      'test.yaml:10:19 The data table has no column "nota". | Did you mean "note"?',
      'test.yaml:12:19 The column "note" takes a text; this is 5. | Write it in quotes:  "5"',
      'test.yaml:13:19 The column "open" takes true or false; this is "yes".',
    ]);
    expect(await refused({ [`k${'x'.repeat(256)}`]: {} })).toEqual([
      'test.yaml:8:11 The key of a row has at most 256 characters; this one has 257.',
    ]);
  });
});

describe('a file', () => {
  const withFile = (text: string) => openWorkbench({ files: { '../tables/days.csv': Buffer.from(text) } });
  const entries = entry('Holidays', { rows: { exactly: { file: '../tables/days.csv' } } });

  test('says all rows; cells are what their columns are', async () => {
    const bench = await withFile(
      '\ufeffkey,opens,open,note\r\n2026-12-25,0,FALSE,Christmas Day\r\n"2027, maybe",,true,"a ""b""\r\nc"\r\n007,9,,\r\n',
    );
    const before = bench.sandbox.snapshot();
    const plan = await bench.simulate(entries);
    expect(plan.operations[0]?.counts['/rows']).toEqual([5, 3]);
    const { error, deployment } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect(kept(bench.sandbox.snapshot(), 'Holidays')).toEqual({
      '007': { key: '007', opens: 9, open: false, note: '' },
      '2026-12-25': { key: '2026-12-25', opens: 0, open: false, note: 'Christmas Day' },
      '2027, maybe': { key: '2027, maybe', opens: 0, open: true, note: 'a "b"\r\nc' },
    });
    expect((await bench.simulate(entries)).operations).toEqual([]);
    expect((await bench.rollback(deployment)).error).toBeUndefined();
    expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  });

  test.each([
    [
      'day,note\na,b',
      '1:1 The first line has no column "key", which says what the rows are called. | The first line names the columns:  key,…',
    ],
    [
      'key;note\na;b',
      '1:1 The first line has no column "key", which says what the rows are called. | Fields are separated by commas, not by ;',
    ],
    ['key,note,note\na,b,c', '1:10 There are two columns "note".'],
    ['key,note\na,b\n\na,c', '4:1 The key "a" stands in line 2 already.'],
    ['key,opens\na,9\nb,late', '3:3 The column "opens" takes a whole number; this is "late".'],
    [
      'key,hours\na,9\nb,10',
      '2:3 The data table has no column "hours". | It has open, note, opens. To add one, write it into the table\'s  schema.',
    ],
    ['key,note\n,b', '2:1 The key of a row cannot be empty.'],
    ['key,note\na,"b', '2:3 The quote that opens here is never closed.'],
  ])('%j is refused with its place in the file', async (text, finding) => {
    expect(await told(await withFile(text), entries)).toEqual([`tables/days.csv:${finding}`]);
  });
});
