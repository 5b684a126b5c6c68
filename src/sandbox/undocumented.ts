/**
 * Operations that the contract does not have, in its form. Source: CX as Code 1.84.1, which deletes scripts so; that it works
 * was seen in live orgs, 2026.
 */
export const UNDOCUMENTED: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  '/api/v2/scripts/{scriptId}': {
    delete: {
      operationId: 'deleteScript',
      parameters: [{ in: 'path', name: 'scriptId', required: true, schema: { type: 'string' } }],
      responses: { '204': { description: '' } },
    },
  },
};
