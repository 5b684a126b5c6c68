/** Scripts, and libraries with their responses. */

import { type Collection, collectionAt } from '../collections.ts';
import * as documents from '../handlers/documents.ts';
import { createResponse } from '../handlers/responses.ts';
import { SCRIPTS } from '../paths.ts';
import type { Routes } from './places.ts';

const published: Collection = {
  ...collectionAt(SCRIPTS),
  hidden: ({ publishedDate }) => publishedDate === undefined,
};

export const CONTENT_ROUTES: Routes = {
  'POST /api/v2/responsemanagement/responses': createResponse,
  'GET /api/v2/scripts/published': (call) => documents.list(call, published),
  'GET /api/v2/scripts/published/{}': (call) =>
    documents.read(call, { ...published, unreadable: ({ publishedDate }) => publishedDate === undefined }),
};
