import { expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { type Connection, connect } from './support.ts';

const TABLES = '/api/v2/flows/datatables';
const SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  additionalProperties: false,
  required: ['key'],
  properties: {
    key: { $id: '/properties/key', type: 'string', title: 'Key' },
    note: { $id: '/properties/note', type: 'string', default: 'none' },
    count: { $id: '/properties/count', type: 'integer' },
  },
};

async function withTable(options: SandboxOptions = {}): Promise<{ client: Connection; table: string }> {
  const client = await connect(options);
  const { body } = await client.post(TABLES, { name: 'Desks', schema: SCHEMA });
  return { client, table: `${TABLES}/${body.id}` };
}

/** Begins an import and hands its file over; answers what it has become. */
async function imported(client: Connection, table: string, text: string, importMode = 'Append') {
  const { body } = await client.post(`${table}/import/csv/jobs`, { importMode, status: 'WaitingForUpload' });
  const headers = body['uploadHeaders'] as Record<string, string>;
  const upload = await fetch(String(body['uploadURI']), { method: 'PUT', headers, body: text });
  expect(upload.status).toBe(200);
  return (await client.get(`${table}/import/jobs/${body.id}`)).body;
}

const rowsOf = async (client: Connection, table: string): Promise<unknown> =>
  (await client.get(`${table}/rows?showbrief=false&pageSize=100`)).body.entities;

test('a table tells its schema to those who ask, and its rows only by key to those who do not say otherwise', async () => {
  const { client, table } = await withTable();
  await client.post(`${table}/rows`, { key: 'a/1', note: 'x', count: 1 });
  expect((await client.get(table)).body['schema']).toBeUndefined();
  expect((await client.get(`${table}?expand=schema`)).body['schema']).toEqual(SCHEMA);
  expect((await client.get(`${TABLES}?name=desk*&expand=schema`)).body.entities[0]?.['schema']).toEqual(
    SCHEMA,
  );
  expect((await client.get(`${table}/rows`)).body.entities).toEqual([{ key: 'a/1' }]);
  expect((await client.get(`${table}/rows/a%2F1`)).body).toEqual({ key: 'a/1' });
  const whole = { key: 'a/1', note: 'x', count: 1 };
  expect((await client.get(`${table}/rows/a%2F1?showbrief=false`)).body).toEqual(whole);
  expect((await client.del(`${table}/rows/a%2F1`)).status).toBe(204);
  expect((await client.get(`${table}/rows/a%2F1`)).status).toBe(404);
  expect((await client.get(`${TABLES}/none/rows`)).body.code).toBe('flows.datatables.table.not.found');
  expect(client.sandbox.violations).toEqual([]);
});

test('columns are added and renamed; whoever drops one or changes its type is refused', async () => {
  const { client, table } = await withTable();
  const properties = {
    ...SCHEMA.properties,
    team: { type: 'string' },
    note: { type: 'string', title: 'Note' },
  };
  const put = (schema: object) =>
    client.put(table, { name: 'Desks', schema, 'x-future': { retention: 'forever' } });
  expect((await put({ ...SCHEMA, properties })).status).toBe(200);
  const { note: _, ...less } = properties;
  expect((await put({ ...SCHEMA, properties: less })).status).toBe(400);
  expect(client.kinds()).toContain('dropped-field');
  const other = { ...properties, count: { type: 'number' } };
  expect((await put({ ...SCHEMA, properties: other })).status).toBe(400);
  expect((await put({ ...SCHEMA, required: [], properties })).status).toBe(400);
});

test('a row must fit the table, and gets the defaults of what it does not say', async () => {
  const { client, table } = await withTable();
  const post = (row: object) => client.post(`${table}/rows`, row);
  expect((await post({ key: 'a' })).body).toEqual({ key: 'a', note: 'none', count: 0 });
  expect((await post({ key: 'b', count: '1' })).body.code).toBe('flows.datatables.syntax.error');
  expect((await post({ key: 'b', more: 1 })).body.code).toBe('flows.datatables.syntax.error');
  expect((await post({ note: 'b' })).status).toBe(400);
  expect((await post({ key: 'a' })).status).toBe(409);
  expect((await client.put(`${table}/rows/a`, { key: 'b', note: 'x', count: 1 })).status).toBe(400);
  expect(client.kinds()).toEqual([]);
  await client.put(`${table}/rows/a`, { key: 'a', note: 'x' });
  expect(client.kinds()).toEqual(['dropped-field']);
  const asSent = await withTable({ switches: { tableRows: 'asSent' } });
  expect((await asSent.client.post(`${asSent.table}/rows`, { key: 'a' })).body).toEqual({ key: 'a' });
});

test('an import takes what fits, and leaves or takes away the rest', async () => {
  const { client, table } = await withTable({ switches: { importMs: 0 } });
  await client.post(`${table}/rows`, { key: 'a', note: 'old' });
  await client.post(`${table}/rows`, { key: 'b', note: 'old' });
  const job = await imported(
    client,
    table,
    'key,note,count\r\na,"new, ""a""\nline",3\r\nc,,\r\nd,x,late\r\n',
  );
  expect(job).toMatchObject({ status: 'Succeeded', countRecordsUpdated: 2, countRecordsFailed: 1 });
  expect(await rowsOf(client, table)).toEqual([
    { key: 'a', note: 'new, "a"\nline', count: 3 },
    { key: 'b', note: 'old', count: 0 },
    { key: 'c', note: '', count: 0 },
  ]);
  await imported(client, table, 'key\na\n', 'ReplaceAll');
  expect(await rowsOf(client, table)).toEqual([{ key: 'a', note: 'none', count: 0 }]);
  expect(await imported(client, table, 'id\na\n')).toMatchObject({ status: 'Failed' });
  expect(client.sandbox.violations).toEqual([]);
});

test('orgs may refuse rows that are there, fail for one row, and take an empty cell for a default', async () => {
  const switches = {
    importMs: 0,
    appendedRows: 'refused',
    importsWithFailures: 'Failed',
    emptyCells: 'default',
  } as const;
  const { client, table } = await withTable({ switches });
  await client.post(`${table}/rows`, { key: 'a', note: 'old' });
  expect(await imported(client, table, 'key,note\na,new\nb,\n')).toMatchObject({
    status: 'Failed',
    countRecordsFailed: 1,
    errorInformation: { message: '1 rows could not be imported.' },
  });
  expect(await rowsOf(client, table)).toEqual([
    { key: 'a', note: 'old', count: 0 },
    { key: 'b', note: 'none', count: 0 },
  ]);
});

test('an import waits for its file, and works for a while', async () => {
  let now = Date.parse('2026-11-21T10:00:00Z');
  const { client, table } = await withTable({ now: () => now });
  const { body } = await client.post(`${table}/import/csv/jobs`, {
    importMode: 'Append',
    status: 'WaitingForUpload',
  });
  const status = async () => (await client.get(`${table}/import/jobs/${body.id}`)).body['status'];
  expect(await status()).toBe('WaitingForUpload');
  const headers = body['uploadHeaders'] as Record<string, string>;
  await fetch(String(body['uploadURI']), { method: 'PUT', headers, body: 'key\na\n' });
  expect([await status(), await rowsOf(client, table)]).toEqual(['Processing', []]);
  now += 1500;
  expect(await status()).toBe('Succeeded');
  expect(await rowsOf(client, table)).toHaveLength(1);
});

test('the storage takes a file with exactly the headers that were signed, and no token', async () => {
  const { client, table } = await withTable();
  const { body } = await client.post(`${table}/import/csv/jobs`, {
    importMode: 'Append',
    status: 'WaitingForUpload',
  });
  const address = String(body['uploadURI']);
  const headers = body['uploadHeaders'] as Record<string, string>;
  const put = async (sent: Record<string, string>, to = address, method = 'PUT') => {
    const reply = await fetch(to, { method, headers: sent, body: 'key\n' });
    return `${reply.status} ${/<Code>(.*)<\/Code>/.exec(await reply.text())?.[1] ?? ''}`;
  };
  expect(await put({ ...headers, authorization: 'Bearer x' })).toBe('400 InvalidArgument');
  expect(await put({ ...headers, 'x-amz-meta-more': '1' })).toBe('403 SignatureDoesNotMatch');
  expect(await put({ 'content-type': 'text/csv' })).toBe('403 SignatureDoesNotMatch');
  expect(await put(headers, `${address}0`)).toBe('403 AccessDenied');
  expect(await put(headers, address, 'POST')).toBe('403 AccessDenied');
  expect(await put(headers)).toBe('200 ');
});
