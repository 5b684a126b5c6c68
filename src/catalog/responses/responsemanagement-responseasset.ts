import type { JsonObject } from '../../json/json.ts';
import type { ResourceType } from '../vocabulary.ts';

/**
 * A file that canned responses send along. It is made by an upload, and keeps its content: no call replaces it. So which file
 * an asset was made of stands in the records, by its ID.
 */
export const responsemanagementResponseasset = {
  type: 'responsemanagement_responseasset',
  noun: 'response asset',
  calls: {
    list: 'postResponsemanagementResponseassetsSearch',
    read: 'getResponsemanagementResponseasset',
    create: 'postResponsemanagementResponseassetsUploads',
    update: 'putResponsemanagementResponseasset',
    remove: 'deleteResponsemanagementResponseasset',
  },
  identity: '/name',
  list: { size: 100, body: { query: [], sortBy: 'name', sortOrder: 'ASC' }, at: '/results' },
  references: { '/division': { type: 'auth_division' } },
  shape: { '/division': { create: '/divisionId', update: '/divisionId' } },
  createOnly: ['/file'],
  files: {
    '/file': {
      noun: 'a file for responses',
      // Help, "Supported content profiles", 2026-07.
      most: 25 * 1024 * 1024,
      job: 'upload',
      shown,
      fetch: {
        call: { op: 'getResponsemanagementResponseasset', params: { responseAssetId: '$id' } },
        at: '/contentLocation',
      },
    },
  },
  jobs: {
    upload: {
      work: 'take the file of',
      begin: { op: 'postResponsemanagementResponseassetsUploads', params: {}, body: '$body' },
      upload: { address: '/url', headers: '/headers' },
      watch: {
        op: 'getResponsemanagementResponseassetsStatusStatusId',
        params: { statusId: '$job' },
        state: '/status',
        blind: true,
        done: ['Uploaded'],
        failed: ['Failed'],
        made: '/id',
        messages: ['/errorMessage', '/errorCode'],
        everyMs: 5000,
        forMs: 3 * 60_000,
      },
    },
  },
  managed: [
    '/contentLength',
    '/contentLocation',
    '/contentType',
    '/createdBy',
    '/dateCreated',
    '/dateModified',
    '/modifiedBy',
    '/responses',
  ],
  unsupported: { '/contentMd5': 'is said by the file' },
} satisfies ResourceType;

/** All that an answer tells of the content. */
function shown({ contentLength, contentType }: JsonObject): string | undefined {
  if (typeof contentLength !== 'number') return undefined;
  return `${contentLength} bytes${typeof contentType === 'string' ? ` of ${contentType}` : ''}`;
}
