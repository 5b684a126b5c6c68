/** Schedules, schedule groups, call routes, emergency groups. */
export const HOURS: Readonly<Record<string, string>> = {
  '/api/v2/architect/emergencygroups': 'GET POST',
  '/api/v2/architect/emergencygroups/{emergencyGroupId}': 'GET PUT DELETE',
  '/api/v2/architect/ivrs': 'GET POST',
  '/api/v2/architect/ivrs/{ivrId}': 'GET PUT DELETE',
  '/api/v2/architect/schedulegroups': 'GET POST',
  '/api/v2/architect/schedulegroups/{scheduleGroupId}': 'GET PUT DELETE',
  '/api/v2/architect/schedules': 'GET POST',
  '/api/v2/architect/schedules/{scheduleId}': 'GET PUT DELETE',
};
