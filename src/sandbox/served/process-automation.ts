/** Triggers of workflows. */
export const PROCESS_AUTOMATION: Readonly<Record<string, string>> = {
  '/api/v2/processautomation/triggers': 'GET POST',
  '/api/v2/processautomation/triggers/{triggerId}': 'GET PUT DELETE',
};
