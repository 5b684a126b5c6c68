/** Utilization, with its labels. */
export const UTILIZATION: Readonly<Record<string, string>> = {
  '/api/v2/routing/utilization': 'GET PUT DELETE',
  '/api/v2/routing/utilization/labels': 'GET POST',
  '/api/v2/routing/utilization/labels/{labelId}': 'GET PUT DELETE',
};
