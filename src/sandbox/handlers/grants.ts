/** Grants: read by subject or by role, added, removed and replaced. Source: CX as Code 1.84.1, user_roles. */
import { audit } from '../audits.ts';
import { type Answer, type Call, first, flag, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { notFound } from '../errors.ts';
import {
  authorizationOf,
  grantOf,
  grantsIn,
  grantsOf,
  grantsPath,
  type Pair,
  pairOf,
  roleHolders,
  roleSubjects,
  subjectOf,
  withoutDuplicates,
} from '../grants.ts';
import { arrayOf, at, type Json, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { DIVISIONS, ROLES, USERS } from '../paths.ts';
import { demandIn } from '../permissions.ts';
import { lives, referenceTo } from '../references.ts';
import { arrayBody, objectBody } from './body.ts';
import { found } from './documents.ts';
import { clientSubject } from './me.ts';

const MAX_PAGE = 100;
/** Source: the Platform API's description of the listing. */
const MAX_GRANTS_PAGE = 500;

const roles = collectionAt(ROLES);
const divisions = collectionAt(DIVISIONS);

/** A subject with its grants: those of its groups too, twice where it has them twice only if that is asked for. */
export function readSubject(call: Call): Answer {
  const { org } = call;
  const id = param(call, 'subjectId');
  const client = org.state.clients.find((one) => one.id === id);
  if (client) return clientSubject(call, client);
  const subject = subjectOf(org, id);
  if (!subject) throw notFound();
  const all = grantsOf(org, id);
  const grants = flag(call.query, 'includeDuplicates') ? all : withoutDuplicates(org, all, id);
  const { name = '' } = subject.document;
  return { body: { id, name, version: 1, grants, selfUri: call.path } };
}

/** The subject of a write. Its kind has to be said, unless it is a user. */
function subjectToChange(call: Call): Document {
  const subject = subjectOf(call.org, param(call, 'subjectId'));
  const type = first(call.query, 'subjectType')?.toUpperCase();
  const isDeclared = call.operation.parameters.some(({ name }) => name === 'subjectType');
  if (!subject || (isDeclared && (type ?? 'PC_USER') !== subject.type)) throw notFound();
  return subject.document;
}

function pairsIn(call: Call): Pair[] {
  const { grants } = objectBody(call, { mode: 'create', seen: undefined });
  return arrayOf(grants).map((one) => ({
    roleId: textOf(at(one, 'roleId')) ?? '',
    divisionId: textOf(at(one, 'divisionId')) ?? '',
  }));
}

/** Every role and division must exist, and the right must be held in each division; else nothing is done. */
function demandPairs(call: Call, pairs: readonly Pair[]): void {
  for (const { roleId, divisionId } of pairs) {
    const isNew = call.org.unready.delete(`${ROLES}/${roleId}`);
    const isKnown = divisionId === '*' || lives(call.org.get(DIVISIONS, divisionId));
    if (isNew || !isKnown || !call.org.get(ROLES, roleId)) throw notFound();
    demandIn(call, divisionId);
  }
}

function write(call: Call, subject: Document, change: (path: string) => void): void {
  const { org } = call;
  const path = grantsPath(subject.id);
  const grants = () => ({ grants: org.all(path).map(({ id }) => id) });
  const before = grants();
  change(path);
  audit(call, subject, {
    service: 'PeoplePermissions',
    entity: 'Grant',
    action: 'Update',
    before,
    after: grants(),
  });
}

function add(call: Call, subject: Document, pairs: readonly Pair[]): void {
  write(call, subject, (path) => {
    for (const pair of pairs) {
      const grant = grantOf(pair, call.org.now());
      if (!call.org.get(path, grant.id)) call.org.put(path, grant);
    }
  });
}

function take(call: Call, subject: Document, pairs: readonly Pair[]): void {
  write(call, subject, (path) => {
    for (const pair of pairs) call.org.remove(path, grantOf(pair, 0).id);
  });
}

/** Adds grants; those that are there stay as they are. */
export function bulkAdd(call: Call): Answer {
  const subject = subjectToChange(call);
  const pairs = pairsIn(call);
  demandPairs(call, pairs);
  add(call, subject, pairs);
  return {};
}

/** Removes grants; fails as a whole when one of the roles or divisions is gone. */
export function bulkRemove(call: Call): Answer {
  const subject = subjectToChange(call);
  const pairs = pairsIn(call);
  demandPairs(call, pairs);
  take(call, subject, pairs);
  return {};
}

/** Replaces all grants of a subject. */
export function bulkReplace(call: Call): Answer {
  const subject = subjectToChange(call);
  const pairs = pairsIn(call);
  demandPairs(call, pairs);
  take(call, subject, call.org.all(grantsPath(subject.id)).map(pairOf));
  add(call, subject, pairs);
  return {};
}

function pairInPath(call: Call): Pair {
  return { roleId: param(call, 'roleId'), divisionId: param(call, 'divisionId') };
}

/** Adds one grant. */
export function addGrant(call: Call): Answer {
  const subject = subjectToChange(call);
  demandPairs(call, [pairInPath(call)]);
  add(call, subject, [pairInPath(call)]);
  return {};
}

/** Removes one grant; 404 for one that the subject does not have. */
export function deleteGrant(call: Call): Answer {
  const subject = subjectToChange(call);
  const pair = pairInPath(call);
  if (!call.org.get(grantsPath(subject.id), grantOf(pair, 0).id)) throw notFound();
  demandIn(call, pair.divisionId);
  take(call, subject, [pair]);
  return {};
}

/** Gives a role to several subjects, each in several divisions. */
export function grantRole(call: Call): Answer {
  const role = found(call, roles, param(call, 'roleId'));
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const divisionIds = texts(body.divisionIds);
  const subjects = texts(body.subjectIds).map((id) => subjectOf(call.org, id)?.document);
  const pairs = divisionIds.map((divisionId) => ({ roleId: role.id, divisionId }));
  demandPairs(call, pairs);
  if (subjects.includes(undefined)) throw notFound();
  for (const subject of subjects) if (subject) add(call, subject, pairs);
  return {};
}

function texts(value: Json | undefined): string[] {
  return arrayOf(value).flatMap((one) => textOf(one) ?? []);
}

/** The subjects that hold a role, with their divisions. */
export function listRoleSubjects(call: Call): Answer {
  const { org } = call;
  const role = found(call, roles, param(call, 'roleId'));
  const render = ({ id, divisionIds }: { id: string; divisionIds: string[] }): JsonObject => {
    const subject = subjectOf(org, id);
    const divisions = divisionIds.map((one) =>
      one === '*' ? { id: one } : referenceTo(org, DIVISIONS, one),
    );
    return { id, name: subject?.document.name ?? '', type: subject?.type ?? 'UNKNOWN', divisions };
  };
  return { body: numberedPage(call, roleSubjects(org, role.id), MAX_PAGE, render) };
}

/** A page without the addresses of others. */
function bareCounted({
  entities = [],
  pageSize = 25,
  pageNumber = 1,
  total = 0,
  pageCount = 0,
}: Partial<ReturnType<typeof numberedPage>>): Answer {
  return { body: { entities, pageSize, pageNumber, total, pageCount } };
}

/** The grants in a division. */
export function listDivisionGrants(call: Call): Answer {
  const division = found(call, divisions, param(call, 'divisionId'));
  return bareCounted(numberedPage(call, grantsIn(call.org, division.id), MAX_GRANTS_PAGE, (grant) => grant));
}

/** The users that hold a role themselves. */
export function listRoleUsers(call: Call): Answer {
  const role = found(call, roles, param(call, 'roleId'));
  const ids = roleHolders(call.org, role.id).filter(({ id }) => call.org.get(USERS, id));
  return bareCounted(numberedPage(call, ids, MAX_PAGE, ({ id }) => ({ id, selfUri: `${USERS}/${id}` })));
}

/** Gives a role to users, in the home division. */
export function addRoleUsers(call: Call): Answer {
  return changeRoleUsers(call, (user, pair) => add(call, user, [pair]));
}

/** Takes a role from users, in whatever divisions they hold it. */
export function removeRoleUsers(call: Call): Answer {
  return changeRoleUsers(call, (user, { roleId }) => {
    const held = call.org.all(grantsPath(user.id)).map(pairOf);
    take(
      call,
      user,
      held.filter((pair) => pair.roleId === roleId),
    );
  });
}

function changeRoleUsers(call: Call, change: (user: Document, pair: Pair) => void): Answer {
  const role = found(call, roles, param(call, 'roleId'));
  const ids = texts(arrayBody(call));
  for (const id of ids) if (!lives(call.org.get(USERS, id))) throw notFound();
  for (const id of ids) {
    const user = call.org.get(USERS, id);
    if (user) change(user, { roleId: role.id, divisionId: call.org.homeDivision().id });
  }
  return { body: ids };
}

/** The roles of a user and what they allow. */
export function readUserRoles(call: Call): Answer {
  const subject = subjectToChange(call);
  return { body: authorizationOf(call.org, subject.id) };
}

/** Sets the roles of a user: new ones in the home division, those that stay where they are. */
export function putUserRoles(call: Call): Answer {
  const subject = subjectToChange(call);
  const wanted = texts(arrayBody(call));
  const home = call.org.homeDivision().id;
  const held = call.org.all(grantsPath(subject.id)).map(pairOf);
  const added = wanted.filter((roleId) => !held.some((pair) => pair.roleId === roleId));
  const pairs = added.map((roleId) => ({ roleId, divisionId: home }));
  demandPairs(call, pairs);
  take(
    call,
    subject,
    held.filter(({ roleId }) => !wanted.includes(roleId)),
  );
  add(call, subject, pairs);
  return { body: authorizationOf(call.org, subject.id) };
}
