/** Imports of many rows of a data table at once. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, param } from '../call.ts';
import { badField, notFound } from '../errors.ts';
import { textOf } from '../json.ts';
import { type Import, importState } from '../table-imports.ts';
import { objectBody } from './body.ts';
import { found, foundToChange } from './documents.ts';
import { tableOf } from './tables.ts';

/** Takes an import on: it waits for its file. */
export function startImport(call: Call): Answer {
  const { org, client } = call;
  const table = tableOf(call, foundToChange);
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const mode = textOf(body.importMode);
  if (mode === undefined) throw badField('importMode', 'importMode is required.');
  const id = randomUUID();
  const { address, headers } = org.storage.sign('datatables', 'text/csv', (text) => {
    job.file ??= { text, at: org.now() + org.switches.importMs };
  });
  const job: Import = {
    id,
    table: table.id,
    mode,
    address,
    headers,
    body: { owner: { id: client.id }, dateCreated: new Date(org.now()).toISOString() },
  };
  org.imports.set(id, job);
  return { body: importState(job) };
}

/** How far an import is. */
export function readImport(call: Call): Answer {
  const table = tableOf(call, found);
  const job = call.org.imports.get(param(call, 'importJobId'));
  if (job?.table !== table.id) throw notFound();
  return { body: importState(job) };
}
