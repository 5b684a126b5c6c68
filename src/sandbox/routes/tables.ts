/** Rows of data tables, and their imports. */

import * as imports from '../handlers/table-imports.ts';
import * as tables from '../handlers/tables.ts';
import type { Routes } from './places.ts';

export const TABLE_ROUTES: Routes = {
  'DELETE /api/v2/flows/datatables/{}/rows/{}': tables.deleteRow,
  'GET /api/v2/flows/datatables/{}/import/jobs/{}': imports.readImport,
  'GET /api/v2/flows/datatables/{}/rows': tables.listRows,
  'GET /api/v2/flows/datatables/{}/rows/{}': tables.readRow,
  'POST /api/v2/flows/datatables/{}/import/csv/jobs': imports.startImport,
  'POST /api/v2/flows/datatables/{}/rows': tables.createRow,
  'PUT /api/v2/flows/datatables/{}/rows/{}': tables.replaceRow,
};
