/** What a client can ask about itself and its org, without any permission. */
import { type Answer, type Call, first } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Client, Grant } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { DIVISIONS } from '../paths.ts';
import { holds } from '../permissions.ts';
import { rendered } from './documents.ts';

const MAX_PAGE = 100;

/** The organization that the token belongs to. */
export function readOrganization({ org }: Call): Answer {
  return { body: { ...org.state.organization, selfUri: '/api/v2/organizations/me' } };
}

/** The token's organization and client; it has no user. */
export function readToken({ org, client }: Call): Answer {
  const { id, name } = org.state.organization;
  const organization: JsonObject = { id, name: name ?? '' };
  const roleDivisions = client.grants.flatMap((grant, index) =>
    grant.divisions.map((divisionId) => ({ roleId: roleId(client.id, index), divisionId })),
  );
  return {
    body: {
      organization,
      homeOrganization: organization,
      authorizedScope: [],
      authenticatedUser: null,
      OAuthClient: {
        id: client.id,
        name: client.name,
        authorizedGrantType: 'CLIENT-CREDENTIALS',
        organization,
        roleDivisions,
      },
    },
  };
}

/** A token that gets this far is valid. */
export function headToken(): Answer {
  return { status: 200 };
}

function roleId(clientId: string, index: number): string {
  return `${clientId}-role-${index}`;
}

/** The grants of the client itself. */
export function readOwnSubject(call: Call): Answer {
  return clientSubject(call, call.client);
}

/** A client's grants with their policies. */
export function clientSubject(call: Call, client: Client): Answer {
  const grants = client.grants.flatMap((grant, index) =>
    grantsOf(call, client, grant, roleId(client.id, index)),
  );
  return { body: { id: client.id, name: client.name, version: 1, grants, selfUri: call.path } };
}

/** One entry per division. All divisions are `*`, without a name. */
function grantsOf({ org }: Call, client: Client, grant: Grant, id: string): Json[] {
  const role: JsonObject = {
    id,
    name: grant.role ?? 'Deployment',
    default: false,
    policies: policiesOf(grant),
  };
  return grant.divisions.map((divisionId) => {
    const name = org.get(DIVISIONS, divisionId)?.name;
    const division: JsonObject = name === undefined ? { id: divisionId } : { id: divisionId, name };
    return { subjectId: client.id, division, role, grantMadeAt: '2025-01-01T00:00:00.000Z' };
  });
}

function policiesOf({ permissions }: Grant): Json[] {
  return permissions.map((permission) => {
    const [domain = '*', entityName = '*', action = '*'] = permission.split(':');
    return { domain, entityName, actions: [action] };
  });
}

/** The divisions in which the client holds a permission. */
export function listPermittedDivisions(call: Call): Answer {
  const permission = first(call.query, 'permission');
  if (permission === undefined)
    throw badField('permission', "Query parameter 'permission' is missing or empty");
  const permitted = call.org.all(DIVISIONS).filter(({ id }) => holds(call.client, permission, id));
  const page = numberedPage(call, permitted, MAX_PAGE, (division) =>
    rendered(call, collectionAt(DIVISIONS), division),
  );
  return { body: { ...page, allDivsPermitted: holds(call.client, permission, '*') } };
}
