/** Data tables, their rows, and the import of many rows at once. */
export const TABLES: Readonly<Record<string, string>> = {
  '/api/v2/flows/datatables': 'GET POST',
  '/api/v2/flows/datatables/{datatableId}': 'GET PUT DELETE',
  '/api/v2/flows/datatables/{datatableId}/import/csv/jobs': 'POST',
  '/api/v2/flows/datatables/{datatableId}/import/jobs/{importJobId}': 'GET',
  '/api/v2/flows/datatables/{datatableId}/rows': 'GET POST',
  '/api/v2/flows/datatables/{datatableId}/rows/{rowId}': 'GET PUT DELETE',
};
