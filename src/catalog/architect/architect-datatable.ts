import type { JsonObject } from '../../json/json.ts';
import { fileOfRows, rowsAsKept } from '../table-rows.ts';
import { columnsIn, schemaAsKept } from '../table-schema.ts';
import type { Complaint, ResourceType } from '../vocabulary.ts';

/**
 * Columns are added, renamed and put into another order; nothing takes one away or makes it of another type. Sources: help
 * "Manage a data table"; the docstring of putFlowsDatatable in the Python SDK; 2026-07.
 */
export const architectDatatable = {
  type: 'architect_datatable',
  noun: 'data table',
  calls: {
    list: 'getFlowsDatatables',
    read: 'getFlowsDatatable',
    create: 'postFlowsDatatables',
    update: 'putFlowsDatatable',
    remove: 'deleteFlowsDatatable',
  },
  identity: '/name',
  tracked: () => 'DATATABLE',
  unique: 'org',
  // The schema only comes to those who ask for it (CX as Code 1.84.1, 2026-07).
  list: { size: 100, find: 'name', passes: [{ expand: 'schema' }] },
  readQuery: { expand: 'schema' },
  references: { '/division': { type: 'auth_division' } },
  merged: ['/schema'],
  permanent: ['/schema/properties/*'],
  parts: {
    rows: {
      noun: 'row',
      rows: true,
      read: {
        op: 'getFlowsDatatableRows',
        size: 100,
        mayTake: 500,
        // Otherwise only keys come back (docstring of the Python SDK, 2026-07).
        query: { showbrief: false },
        element: '/key',
        one: {
          op: 'getFlowsDatatableRow',
          params: { datatableId: '$id', rowId: '$element' },
          query: { showbrief: false },
        },
      },
      add: { op: 'postFlowsDatatableRows', params: { datatableId: '$id' }, body: '$attributes' },
      change: {
        op: 'putFlowsDatatableRow',
        params: { datatableId: '$id', rowId: '$element' },
        body: '$attributes',
      },
      remove: { op: 'deleteFlowsDatatableRow', params: { datatableId: '$id', rowId: '$element' } },
      file: { noun: 'a table', most: 50_000_000 },
      // The call, the upload and three looks: waits of 1, 2 and 4 seconds.
      bulk: { job: 'import', does: 'import', calls: 5, file: fileOfRows },
    },
  },
  jobs: {
    /**
     * `Append` inserts the rows of the file and updates those that are there; a row that is refused does not keep the
     * others from being taken. `ReplaceAll` would also delete what nobody has read: rows that others add meanwhile.
     * Source: help "Import or export data tables", 2026-07.
     */
    import: {
      begin: {
        op: 'postFlowsDatatableImportCsvJobs',
        params: { datatableId: '$id' },
        body: { importMode: 'Append', status: 'WaitingForUpload' },
      },
      upload: { address: '/uploadURI', headers: '/uploadHeaders' },
      watch: {
        op: 'getFlowsDatatableImportJob',
        params: { datatableId: '$id', importJobId: '$job' },
        state: '/status',
        idle: ['WaitingForUpload'],
        done: ['Succeeded'],
        failed: ['Failed'],
        messages: ['/errorInformation/message'],
        everyMs: 10_000,
        forMs: 15 * 60_000,
      },
    },
  },
  remove: { force: { force: true } },
  canonical: { needs: [], apply: asKept },
} satisfies ResourceType;

function asKept(
  after: JsonObject,
  before: JsonObject,
): { readonly document: JsonObject; readonly complaints: readonly Complaint[] } {
  const schema = schemaAsKept(after['schema'], before['schema']);
  const document = { ...after, schema: schema.schema };
  const rows = rowsAsKept(columnsIn(schema.schema), after['rows'], before['rows']);
  return {
    document: rows.rows ? { ...document, rows: rows.rows } : document,
    complaints: [...schema.complaints, ...rows.complaints],
  };
}
