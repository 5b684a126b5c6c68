/** Data tables and their rows. */
export const TABLES: Readonly<Record<string, string>> = {
  '/api/v2/flows/datatables': 'GET POST',
  '/api/v2/flows/datatables/{datatableId}': 'GET PUT DELETE',
  '/api/v2/flows/datatables/{datatableId}/rows': 'GET POST',
  '/api/v2/flows/datatables/{datatableId}/rows/{rowId}': 'GET PUT DELETE',
};
