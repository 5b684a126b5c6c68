/** What the org has only one of: routing settings and utilization, with its labels. */
export const SETTINGS: Readonly<Record<string, string>> = {
  '/api/v2/routing/settings': 'GET PUT DELETE',
  '/api/v2/routing/settings/contactcenter': 'GET PATCH',
  '/api/v2/routing/settings/transcription': 'GET PUT',
  '/api/v2/routing/utilization': 'GET PUT DELETE',
  '/api/v2/routing/utilization/labels': 'GET POST',
  '/api/v2/routing/utilization/labels/{labelId}': 'GET PUT DELETE',
};
