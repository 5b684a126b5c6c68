/** Divisions and what is in them. */
import {
  deleteDivision,
  listDeleted,
  moveObjects,
  readHome,
  restoreDivision,
} from '../handlers/divisions.ts';
import * as grants from '../handlers/grants.ts';
import { listPermittedDivisions } from '../handlers/me.ts';
import * as roles from '../handlers/roles.ts';
import type { Routes } from './places.ts';

export const AUTHORIZATION_ROUTES: Routes = {
  'DELETE /api/v2/authorization/divisions/{}': deleteDivision,
  'GET /api/v2/authorization/divisions/deleted': listDeleted,
  'GET /api/v2/authorization/divisions/{}/grants': grants.listDivisionGrants,
  'GET /api/v2/authorization/divisions/home': readHome,
  'GET /api/v2/authorization/divisionspermitted/paged/me': listPermittedDivisions,
  'POST /api/v2/authorization/divisions/{}/objects/{}': moveObjects,
  'POST /api/v2/authorization/divisions/{}/restore': restoreDivision,
  'DELETE /api/v2/authorization/roles/{}': roles.deleteRole,
  'DELETE /api/v2/authorization/subjects/{}/divisions/{}/roles/{}': grants.deleteGrant,
  'GET /api/v2/authorization/permissions': roles.listPermissions,
  'GET /api/v2/authorization/products': roles.listProducts,
  'GET /api/v2/authorization/roles/{}/subjectgrants': grants.listRoleSubjects,
  'GET /api/v2/authorization/roles/{}/users': grants.listRoleUsers,
  'GET /api/v2/authorization/subjects/{}': grants.readSubject,
  'GET /api/v2/users/{}/roles': grants.readUserRoles,
  'POST /api/v2/authorization/roles/default': roles.createDefaults,
  'POST /api/v2/authorization/roles/{}': grants.grantRole,
  'POST /api/v2/authorization/subjects/{}/bulkadd': grants.bulkAdd,
  'POST /api/v2/authorization/subjects/{}/bulkremove': grants.bulkRemove,
  'POST /api/v2/authorization/subjects/{}/bulkreplace': grants.bulkReplace,
  'POST /api/v2/authorization/subjects/{}/divisions/{}/roles/{}': grants.addGrant,
  'PUT /api/v2/authorization/roles/default': roles.restoreDefaults,
  'PUT /api/v2/authorization/roles/{}/users/add': grants.addRoleUsers,
  'PUT /api/v2/authorization/roles/{}/users/remove': grants.removeRoleUsers,
  'PUT /api/v2/users/{}/roles': grants.putUserRoles,
};
