/** Divisions and what is in them. */
import {
  deleteDivision,
  listDeleted,
  moveObjects,
  readHome,
  restoreDivision,
} from '../handlers/divisions.ts';
import { listPermittedDivisions } from '../handlers/me.ts';
import type { Routes } from './places.ts';

export const AUTHORIZATION_ROUTES: Routes = {
  'DELETE /api/v2/authorization/divisions/{}': deleteDivision,
  'GET /api/v2/authorization/divisions/deleted': listDeleted,
  'GET /api/v2/authorization/divisions/home': readHome,
  'GET /api/v2/authorization/divisionspermitted/paged/me': listPermittedDivisions,
  'POST /api/v2/authorization/divisions/{}/objects/{}': moveObjects,
  'POST /api/v2/authorization/divisions/{}/restore': restoreDivision,
};
