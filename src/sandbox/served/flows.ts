/** Flows: jobs, versions, what they report on, and the index of who uses what. */
export const FLOW_PATHS: Readonly<Record<string, string>> = {
  '/api/v2/architect/dependencytracking/build': 'GET',
  '/api/v2/architect/dependencytracking/consumingresources': 'GET',
  '/api/v2/flows': 'GET',
  '/api/v2/flows/actions/publish': 'POST',
  '/api/v2/flows/instances/settings/loglevels': 'GET',
  '/api/v2/flows/jobs': 'POST',
  '/api/v2/flows/jobs/{jobId}': 'GET',
  '/api/v2/flows/milestones': 'GET POST',
  '/api/v2/flows/milestones/{milestoneId}': 'GET PUT DELETE',
  '/api/v2/flows/outcomes': 'GET POST',
  '/api/v2/flows/outcomes/{flowOutcomeId}': 'GET PUT',
  '/api/v2/flows/{flowId}': 'GET PUT DELETE',
  '/api/v2/flows/{flowId}/instances/settings/loglevels': 'GET POST PUT DELETE',
};
