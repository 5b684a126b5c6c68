/** Scripts, and libraries with their responses. */

import { type Collection, collectionAt } from '../collections.ts';
import * as documents from '../handlers/documents.ts';
import { readAsset, readStatus, startUpload } from '../handlers/response-assets.ts';
import { createResponse } from '../handlers/responses.ts';
import * as scripts from '../handlers/scripts.ts';
import { searchOf } from '../handlers/search.ts';
import { RESPONSE_ASSETS, SCRIPTS } from '../paths.ts';
import { isReady } from '../response-assets.ts';
import type { Routes } from './places.ts';

const published: Collection = {
  ...collectionAt(SCRIPTS),
  hidden: ({ publishedDate }) => publishedDate === undefined,
};

export const CONTENT_ROUTES: Routes = {
  'GET /api/v2/responsemanagement/responseassets/status/{}': readStatus,
  'GET /api/v2/responsemanagement/responseassets/{}': readAsset,
  'POST /api/v2/responsemanagement/responseassets/search': searchOf(RESPONSE_ASSETS, undefined, isReady),
  'POST /api/v2/responsemanagement/responseassets/uploads': startUpload,
  'POST /api/v2/responsemanagement/responses': createResponse,
  'DELETE /api/v2/scripts/{}': scripts.deleteScript,
  'GET /api/v2/scripts/uploads/{}/status': scripts.readUpload,
  'POST /api/v2/scripts/published': scripts.publishScript,
  'POST /api/v2/scripts/{}/export': scripts.exportScript,
  'GET /api/v2/scripts/published': (call) => documents.list(call, published),
  'GET /api/v2/scripts/published/{}': (call) =>
    documents.read(call, { ...published, unreadable: ({ publishedDate }) => publishedDate === undefined }),
};
