/** Imports of many rows of a data table at once. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, param } from '../call.ts';
import { badField, notFound } from '../errors.ts';
import { textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { importState, importsPath, withFile } from '../table-imports.ts';
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
  const path = importsPath(table.id);
  const { address: uploadURI, headers: uploadHeaders } = org.storage.sign(
    'datatables',
    'text/csv',
    (bytes) => {
      const job = org.get(path, id);
      if (job?.status === 'WaitingForUpload') org.put(path, withFile(org, job, bytes.toString()));
    },
  );
  const dateCreated = new Date(org.now()).toISOString();
  const state = { owner: { id: client.id }, status: 'WaitingForUpload', importMode: mode, dateCreated };
  const job: Document = { id, ...state, uploadURI, uploadHeaders };
  org.put(path, job);
  return { body: importState(job) };
}

/** How far an import is. */
export function readImport(call: Call): Answer {
  const table = tableOf(call, found);
  const job = call.org.get(importsPath(table.id), param(call, 'importJobId'));
  if (!job) throw notFound();
  return { body: importState(job) };
}
