/** Scripts, and libraries with their responses. */
export const CONTENT: Readonly<Record<string, string>> = {
  '/api/v2/responsemanagement/libraries': 'GET POST',
  '/api/v2/responsemanagement/libraries/{libraryId}': 'GET PUT DELETE',
  '/api/v2/responsemanagement/responseassets/search': 'POST',
  '/api/v2/responsemanagement/responseassets/status/{statusId}': 'GET',
  '/api/v2/responsemanagement/responseassets/uploads': 'POST',
  '/api/v2/responsemanagement/responseassets/{responseAssetId}': 'GET PUT DELETE',
  '/api/v2/responsemanagement/responses': 'GET POST',
  '/api/v2/responsemanagement/responses/{responseId}': 'GET PUT DELETE',
  '/api/v2/scripts': 'GET',
  '/api/v2/scripts/published': 'GET POST',
  '/api/v2/scripts/published/{scriptId}': 'GET',
  '/api/v2/scripts/uploads/{uploadId}/status': 'GET',
  '/api/v2/scripts/{scriptId}': 'GET DELETE',
  '/api/v2/scripts/{scriptId}/export': 'POST',
};
